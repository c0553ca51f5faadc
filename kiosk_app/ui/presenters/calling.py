"""Core: the call: what it will show of the resident, how long it may take, and the page while it runs."""

from cloud_seat.contract.signalling import Seat
from kiosk_app.session.asking import engine_of, feels
from kiosk_app.session.conclusion import on_glass
from kiosk_app.session.offers import offer
from kiosk_app.session.state import USUAL_LINES, VOLUME_LEVELS, Hearing, Knowledge, Said, Session, Stage
from kiosk_app.ui.presenters import company
from kiosk_app.ui.presenters.guiding import absence
from kiosk_app.ui.presenters.wording import dotted, pick, quoted, unbroken
from kiosk_app.ui.shown import Shown


def _text(session: Session, words: tuple[str, str]) -> str:
    return pick(session.language == "en", *words)


def points(session: Session, knowledge: Knowledge) -> list[Shown]:
    """The lines of the question before a call, and of the short list after it."""
    if session.overlay == "callConfirm":
        return shared(session, knowledge)
    return _came_up(session) if session.overlay == "callOver" else []


LISTED = 4
"""What fits in large letters on the smallest glass; what is still open comes first."""


def _came_up(session: Session) -> list[Shown]:
    asked = [said for said in reversed(session.said) if said.kind != "caption"]
    words = [said for said in reversed(session.said) if said.kind == "caption"]
    listed = [*sorted(asked, key=lambda said: bool(said.answer)), *words][:LISTED]
    return [{"icon": _icon(said), "text": _line(session, said)} for said in listed]


def _icon(said: Said) -> str:
    if said.kind == "caption":
        return "speaker"
    if said.answer in ("mended", "declined", "yes", "done"):
        return "check"
    return "close" if said.answer else "clock"


_ANSWERS = {
    "": ("还没办", "still open"),
    "mended": ("您改好了", "you changed it"),
    "declined": ("您说没有错", "you said it is right"),
    "yes": ("您同意了", "you agreed"),
    "no": ("您没有同意", "you did not agree"),
    "cannot": ("当时办不了", "not possible then"),
    "changed": ("您自己先改了", "you changed it first"),
    "done": ("做好了", "done"),
    "failed": ("没有做成", "it did not work"),
    "stopped": ("您没有放", "you did not"),
    "differs": ("不是同一张证", "another card"),
    "unfit": ("不合填表要求，没有改", "not as the form wants it; nothing changed"),
}


def _line(session: Session, said: Said) -> str:
    name = said.name.in_language(session.language)
    what = {
        "caption": (f"“{said.note}”", f'"{said.note}"'),
        "seen": ("核对过是您本人", "You were recognised in person"),
        "mark": (f"请您再看“{name}”", f'To look again at "{name}"'),
        "paper": (f"请您拍“{name}”", f'To show "{name}"'),
        "signature": ("请您签字", "To sign"),
        "value": (f"建议改“{name}”", f'To change "{name}"'),
        "card": ("请您再放一次身份证", "To show your ID card again"),
        "photo": ("请您拍一张照片", "To take a photo of you"),
        "print": (f"打印“{name}”", f'To print "{name}"'),
        "defer": (f"“{name}”以后再交", f'"{name}" to follow later'),
    }[said.kind]
    if said.kind in ("caption", "seen"):
        return _text(session, what)
    note = _text(session, (f"（{said.note}）", f" ({said.note})")) if said.note and not said.answer else ""
    return _text(session, what) + note + _text(session, ("：", ": ")) + _text(session, _ANSWERS[said.answer])


def shared(session: Session, knowledge: Knowledge) -> list[Shown]:
    """What the official will see and hear, as it stands now: face and voice, the form so far, the papers so far."""
    points: list[tuple[str, tuple[str, str]]] = [
        ("video", ("您的样子和声音", "Your face and your voice")),
    ]
    if engine_of(session, knowledge) is not None and session.person is not None:
        points.append(("card", ("您的姓名和证件，号码先遮住", "Your name and ID; the number is covered at first")))
    written = sum(value not in ("", None) for value in session.values.values())
    if engine_of(session, knowledge) is not None and written:
        form = (f"您填的表，已经填了 {written} 项", f"Your form so far: {written} answers")
        points.append(("paper", form))
    pages = sum(len(paper.pages) for paper in session.papers)
    if pages:
        points.append(("camera", (f"您拍的材料，一共 {pages} 页", f"Your papers so far: {pages} pages")))
    return [{"icon": icon, "text": _text(session, words)} for icon, words in points]


_UNKNOWN = ("说不准，前面的人办完就到您", "We cannot tell; your turn comes next")


def estimate(session: Session, knowledge: Knowledge) -> str:
    """How long it may take, as far as anybody knows."""
    if session.call.reason == "no_seat":
        return _closed(session, knowledge) or _text(
            session,
            (
                "能办这件事的同事现在都不在，有人上线就马上接通。",
                "Nobody for this matter is online; you are first when one comes.",
            ),
        )
    wait_s = session.call.estimate_s
    if wait_s is None:
        is_asked = session.call.reason != ""
        return (
            _text(session, ("说不准，前面的人办完就到您", "We cannot tell; you are next in turn")) if is_asked else ""
        )
    if wait_s < 60:
        return _text(session, (f"约 {wait_s} 秒", f"about {wait_s} s"))
    return _text(session, (f"约 {-(-wait_s // 60)} 分钟", f"about {-(-wait_s // 60)} min"))


def _closed(session: Session, knowledge: Knowledge) -> str:
    """Why nobody is there and from when on somebody will be, while the hub tells it of this item."""
    item = knowledge.items.get(session.item_id)
    if item is None or item.id not in on_glass(session):
        return ""
    offered = offer(item, session.ambient, knowledge)
    return absence(offered, session.language, knowledge.today) if offered.why else ""


def who(session: Session) -> str:
    """The official as the resident may call them."""
    number = session.call.seat.number if session.call.seat else ""
    return _text(session, (f"工作人员（{number} 号）" if number else "工作人员", f"Official {number}".strip()))


def _marked(session: Session, knowledge: Knowledge) -> Shown:
    """The marked line in front, framed: who asks, what to look at, yes or no."""
    engine, marks = engine_of(session, knowledge), session.call.marks
    name, note = next(iter(marks.items()))
    field = engine.field(name) if engine else None
    label = field.label.in_language(session.language) if field else ""
    title = (f"{who(session)}请您再看看“{label}”", f'{who(session)} asks you to look at "{label}"')
    return {
        "bannerTitle": _text(session, title),
        "bannerText": note,
        "markText": _text(session, (f"请您再看看“{label}”", f'Please look at "{label}"')),
        "bannerYes": _text(session, ("去看看", "Show me")),
        "bannerNo": _text(session, ("没有错", "It is right")),
    }


def _seat_words(session: Session, seat: Seat) -> str:
    number = _text(session, (f"{seat.number} 号", f"number {seat.number}")) if seat.number else ""
    return f"{seat.department.in_language(session.language)} {number}".strip()


def _handover(session: Session) -> Shown:
    """While a colleague is asked to go on: who, and that nothing is to be filled in again."""
    seat = session.call.next_seat
    if seat is None:
        return {}
    who = _seat_words(session, seat)
    return {
        "bannerTitle": _text(session, (f"正在为您转接：{who}", f"Connecting you to {who}")),
        "bannerText": _text(
            session,
            (
                "请稍等，现在这位先陪着您。您填的都带过去",
                "Please wait; this official stays; your form goes along",
            ),
        ),
    }


def _caption(session: Session) -> str:
    """What is read under the picture: handing over first, as not every glass has room for the banner."""
    call = session.call
    if call.next_seat is not None:
        who = _seat_words(session, call.next_seat)
        return _text(session, (f"正在为您转接：{who}，请稍等", f"Connecting you to {who}, please wait"))
    if call.handed_over and call.seat and not call.caption:
        who = _seat_words(session, call.seat)
        return _text(session, (f"现在由{who}接着为您办，不用重新填", f"Now with {who}; nothing to fill in again"))
    return call.caption


def _hearing(session: Session) -> Shown:
    """After 听不清: what was done about it, and the official's words in large letters."""
    ear, caption = session.call.hearing, _caption(session)
    if ear is Hearing.WELL:
        return {"hearing": False, "hearingTitle": "", "hearingText": ""}
    will = ("对方打的字，会大大地写在这里", "What the official types will stand here, large")
    return {
        "hearing": True,
        "hearingTitle": _text(session, _helped(session)),
        "hearingText": caption or _text(session, will),
    }


def _helped(session: Session) -> tuple[str, str]:
    ear, ambient = session.call.hearing, session.ambient
    if ear is Hearing.EASED:
        return ("工作人员打的字", "What the official types")
    if ear is Hearing.TOLD and ambient.usual_volume + session.voice.louder >= VOLUME_LEVELS:
        return ("已告诉对方您听不清，声音已经最大", "The official knows you cannot hear; it is at its loudest")
    if ear is Hearing.TOLD:
        return ("已告诉对方您听不清，声音调大了", "The official knows you cannot hear; it is louder now")
    if ambient.private_ear and feels(session, "handset") is False:
        return (
            "拿起旁边的听筒更清楚，也可以点“打字”",
            "Lift the handset to hear better, or touch Type",
        )
    return ("已请对方打字给您看，您也可以点“打字”", "The official will type; you may touch Type, too")


def mark_question(session: Session, knowledge: Knowledge) -> Shown:
    """The same as a question, over a page that has no form."""
    framed = _marked(session, knowledge)
    note = quoted(str(framed["bannerText"]), session.language == "en")
    kept = _text(session, ("您填的、拍的都还在。", "Everything you did here is kept."))
    return {
        "overlayTitle": framed["bannerTitle"],
        "overlayText": note + kept,
        "overlayYes": framed["bannerYes"],
        "overlayNo": framed["bannerNo"],
    }


def _chat(session: Session) -> Shown:
    """What both ends wrote in this call, and the line to write in."""
    me, seat = _text(session, ("您", "You")), who(session)
    lost = _text(session, ("您 · 没有送到", "You · not sent"))
    whose = {"me": me, "seat": seat, "unsent": lost}
    lines = [
        {"mine": by != "seat", "who": whose[by], "text": text, "unsent": by == "unsent"}
        for by, text in session.call.lines
    ]
    chatting = session.call.chatting
    return {
        "chatting": chatting,
        "lines": lines,
        "chatText": _text(session, ("打字：开" if chatting else "打字", "Typing: on" if chatting else "Type")),
        "chatLabel": _text(session, ("打字给工作人员", "Write to the official")),
        "chatHint": _text(
            session,
            (
                "听不清、不方便说话，就在这里打字。对方也能打字给您。",
                "If you cannot hear or would rather not speak, write here. The official can write to you, too.",
            ),
        ),
        "againText": _text(session, ("再发一次", "Send again")),
        "helperText": _text(session, ("请家人一起", "Add a relative")),
        "sendText": _text(session, ("发送", "Send")),
    }


def _slow(session: Session) -> str:
    """Why the official sees less of the resident, and that it does no harm."""
    call = session.call
    if call.picture_lines >= USUAL_LINES or call.stalled or call.is_quiet or call.camera_off:
        return ""
    if call.picture_lines:
        return _text(session, ("网络慢，您的画面调小了，说话照常", "Slow network: your picture is smaller, talk on"))
    return _text(session, ("网络很慢，您的画面先停一停，说话照常", "Slow network: your picture rests, talk on"))


def call(session: Session, knowledge: Knowledge) -> Shown:
    """The call page: the official left, the shared form or the guide right."""
    seat, item = session.call.seat, knowledge.items.get(session.item_id)
    say = session.language
    number = f"{_text(session, ('云坐席', 'seat'))}\u00a0{seat.number}" if seat else ""
    return {
        "seatText": dotted(seat.department.in_language(say), number, unbroken(_text(session, ("工号可查", "on duty"))))
        if seat
        else "",
        "caption": _caption(session),
        "stalled": session.call.stalled or session.call.is_quiet,
        "stalledText": _text(
            session,
            ("连接断了，正在自动恢复", "The line broke; it is coming back by itself"),
        )
        if not session.call.is_quiet
        else company.quiet_words(session),
        **company.held(session),
        **_chat(session),
        "slowText": _slow(session),
        "muted": session.call.muted,
        "cameraOff": session.call.camera_off,
        **_hearing(session),
        "soft": session.soft_background,
        "bannerTitle": _text(session, ("工作人员正在看您的表格", "The official sees your form")),
        "bannerText": _text(session, ("他改的每一处都要您点头", "Nothing is changed unless you say yes")),
        "markText": "",
        "bannerYes": "",
        "bannerNo": "",
        **_handover(session),
        **(_marked(session, knowledge) if session.call.marks else {}),
        "showForm": engine_of(session, knowledge) is not None and session.stage in (Stage.FORM, Stage.CHECK),
        "guideTitle": item.name.in_language(say)
        if item
        else _text(session, ("请直接说您想办什么事", "Tell the official what you need")),
        "guidePoints": [{"text": who.in_language(say)} for who in (item.who if item else ())],
    }
