"""Core: the call: what it will show of the resident, how long it may take, and the page while it runs."""

from kiosk_app.session.asking import engine_of
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Shown


def _text(session: Session, words: tuple[str, str]) -> str:
    return pick(session.language == "en", *words)


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


def estimate(session: Session) -> str:
    """How long it may take, as far as anybody knows."""
    if session.call.reason == "no_seat":
        return _text(
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


def call(session: Session, knowledge: Knowledge) -> Shown:
    """The call page: the official left, the shared form or the guide right."""
    seat, item = session.call.seat, knowledge.items.get(session.item_id)
    say = session.language
    number = f"{_text(session, ('云坐席', 'seat'))} {seat.number}" if seat else ""
    marked = bool(session.call.marks)
    banner = (
        ("请看标红的地方", "Please look at the marked line")
        if marked
        else ("工作人员正在看您的表格", "The official sees your form")
    )
    return {
        "seatText": f"{seat.department.in_language(say)} · {number} · {_text(session, ('工号可查', 'on duty'))}"
        if seat
        else "",
        "caption": session.call.caption,
        "stalled": session.call.stalled,
        "stalledText": _text(
            session, ("网络慢，画面停了一下，正在恢复", "The network is slow; the picture is coming back")
        ),
        "muted": session.call.muted,
        "cameraOff": session.call.camera_off,
        "bannerTitle": _text(session, banner),
        "bannerText": _text(
            session, ("高亮处请您补充，他改的每一处都要您点头", "Only you change your form; marked lines need you")
        ),
        "showForm": engine_of(session, knowledge) is not None and session.stage in (Stage.FORM, Stage.CHECK),
        "guideTitle": item.name.in_language(say)
        if item
        else _text(session, ("请直接说您想办什么事", "Tell the official what you need")),
        "guidePoints": [{"text": who.in_language(say)} for who in (item.who if item else ())],
    }
