"""Core: how a matter stands, and a booking: the question, then the answer in plain words."""

from collections.abc import Mapping

from cloud_seat.contract.inquiries import Booking, Happened, Progress
from cloud_seat.contract.supplements import numbered
from cloud_seat.contract.text import Text
from kiosk_app.flow.days import local_time
from kiosk_app.flow.sentences import NOTICES, notice
from kiosk_app.session.asking import may_rate, works
from kiosk_app.session.moves.inquiries import FIELD, LONGEST, has_notice
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.ending import rating
from kiosk_app.ui.presenters.form import FIELD_ROLES
from kiosk_app.ui.presenters.identifying import masked
from kiosk_app.ui.presenters.signing import notice_sheets
from kiosk_app.ui.presenters.wording import dotted, last_day_words, pick, workdays
from kiosk_app.ui.shown import Rows, Shown

_HAPPENED = {
    "received": Text(zh="收到了", en="Received"),
    "accepted": Text(zh="已受理", en="Accepted"),
    "returned": Text(zh="退回来了，还缺材料", en="Returned: something is missing"),
    "taken": Text(zh="有专人在处理", en="Somebody is at it"),
    "fetch": Text(zh="结果出来了", en="The result is there"),
    "enclosed": Text(zh="结果随文书交给您", en="The result comes with the notice"),
    "delivered": Text(zh="文书已经签收", en="Notice received and signed for"),
    "settled": Text(zh="处理好了", en="Settled"),
}
_NEXT = {
    "received": (
        Text(zh="等工作人员看材料", en="An official looks at the papers"),
        Text(zh="看完就告诉您受理没有，缺什么一次说清。", en="You are told at once what is missing, if anything."),
    ),
    "returned": (
        Text(zh="请补好再交", en="Please add it and hand in again"),
        Text(
            zh="带上缺的材料，在这台机器上重新交就行；不明白就叫工作人员。",
            en="Bring it and hand in here again; or call an official.",
        ),
    ),
}
_SLIP_NUMBER = ("小票上的号码（只填后六位也行）", "Number on the slip (its last six digits will do)")
_WHEN = {
    "now": Text(zh="签到好了，现在就可以办。", en="You are checked in and may begin now."),
    "early": Text(
        zh="签到好了。您来早了，可以先自己办，也可以坐着等。",
        en="You are checked in, a little early: begin alone, or wait.",
    ),
    "late": Text(
        zh="签到好了。过了约好的时间，一样给您办，可能要等一会儿。",
        en="You are checked in. The time has passed; you are still served and may wait a little.",
    ),
    "other_day": Text(
        zh="不是今天的预约。请按上面的日子来；今天想办，按“返回”从首页开始。",
        en="This booking is not for today. Please come on the day above, or go back and begin at the start page.",
    ),
}


def _notice(session: Session) -> Shown:
    """The way to the notice of a decision, then the notice itself and the pad."""
    en, taking = session.language == "en", session.inquiry.taking
    fetch = pick(en, "正在取文书…", "Fetching it…") if taking == "asking" else pick(en, "领取文书", "Get the notice")
    printing = pick(en, "正在打印，请稍等…", "Printing; please wait…")
    return {
        "takeText": fetch if has_notice(session) and taking in ("", "asking") else "",
        "signing": taking in ("signing", "printing"),
        "papers": notice_sheets(session) if taking else [],
        "signTitle": printing if taking == "printing" else pick(en, "看清文书，签名领取", "Read it, then sign for it"),
        "hint": pick(en, "手指或笔写都行；写不了，按确认键画十字", "Finger or pen; or press OK for a cross"),
    }


def progress(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """查进度."""
    en, told = session.language == "en", session.inquiry.progress
    return {
        **_notice(session),
        **rating(session, knowledge, is_due=may_rate(session)),
        **_question(session, booth, label=_SLIP_NUMBER),
        "title": pick(en, "查一查办到哪了", "How is my matter?"),
        "text": pick(
            en,
            "放上办事时的身份证，再填小票上的号码。",
            "Lay down the ID card used for it, then type the number on the slip.",
        ),
        "headline": told.item.in_language(session.language) if told else "",
        "number": told.number if told else "",
        "steps": _steps(told, session.language) if told else [],
        "toneText": told.result.sentence.in_language(session.language) if told and told.result else "",
        "tone": "ok",
    }


def check_in(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """预约签到."""
    say, en, booked = session.language, session.language == "en", session.inquiry.booking
    lines = _booked(booked, say) if booked else []
    return {
        **_question(session, booth, label=("预约码", "Code of the booking")),
        **_notice(session),
        **rating(session, knowledge, is_due=False),
        "title": pick(en, "预约签到", "Check in"),
        "text": pick(
            en,
            "放上身份证，或者填短信里的预约码，一样就行。",
            "Lay down your ID card, or type the code: one is enough.",
        ),
        "headline": booked.item.in_language(say) if booked else "",
        "number": "",
        "steps": [{"title": text, "text": label, "state": "done"} for label, text in lines if text],
        "toneText": _WHEN[booked.when].in_language(say) if booked and booked.when in _WHEN else "",
        "tone": "ok" if booked and booked.when != "other_day" else "acc",
    }


def _booked(booked: Booking, say: str) -> list[tuple[str, str]]:
    en = say == "en"
    official = dotted(booked.official, booked.department.in_language(say))
    return [
        (pick(en, "时间", "Time"), f"{last_day_words(booked.day, en)} {booked.time}"),
        (pick(en, "谁来办", "With"), official),
    ]


def _question(session: Session, booth: Booth, label: tuple[str, str]) -> Shown:
    en, number = session.language == "en", masked(session.person)
    return {
        "told": session.inquiry.state == "told",
        "looking": session.inquiry.state == "looking",
        "lookingText": pick(en, "正在查…", "Looking…"),
        "phase": "done" if session.person else session.reading,
        "cardText": pick(en, f"已读卡 {number}", f"Card read: {number}") if number else "",
        "troubleText": _trouble(session, booth),
        "fields": Rows(FIELD_ROLES, "name", (_number(session, pick(en, *label)),)),
        "focusField": "",
    }


def _trouble(session: Session, booth: Booth) -> str:
    """What is in the way: the network, the reader, the card."""
    say, en, phone = session.language, session.language == "en", booth.keeper_phone
    if not session.ambient.link_up:
        called = pick(en, f"守护人电话 {phone}。", f" The keeper's telephone: {phone}.") if phone else ""
        return NOTICES["inquiry_offline"].text.in_language(say) + called
    said = notice(session.notice) if session.reading == "trouble" else None
    if said:
        return said.text.in_language(say)
    return "" if session.person or works(session, "id_card") else NOTICES["inquiry_reader"].text.in_language(say)


def _number(session: Session, label: str) -> Mapping[str, object]:
    return {
        "name": FIELD, "widget": "digits", "label": label, "value": session.inquiry.number, "help": "", "why": "",
        "error": "", "tag": "", "readonly": session.inquiry.state == "looking", "width": "full", "choices": [],
        "maxLength": LONGEST, "marked": False, "markNote": "", "good": False, "add": "", "range": {},
    }  # fmt: skip


def _steps(told: Progress, say: str) -> list[Shown]:
    steps = [_step(happened, told, say) for happened in told.history if happened.what in _HAPPENED]
    following = _following(told, say)
    return [*steps, following] if following else steps


def _step(happened: Happened, told: Progress, say: str) -> Shown:
    at = local_time(happened.at, say == "en") if happened.at else ""
    words = dotted(at, " ".join(numbered(happened.note)))
    state = "current" if happened.what == "taken" else "done"
    return {"title": _HAPPENED[happened.what].in_language(say), "text": words, "state": state}


def _following(told: Progress, say: str) -> Shown | None:
    """What comes next, as far as it is known."""
    en, stands = say == "en", [happened.what for happened in told.history if happened.what != "delivered"]
    last = stands[-1] if stands else "received"
    if told.kind != "case":
        if last == "settled":
            return None
        due = last_day_words(told.due_on, en)
        title = pick(en, f"{due} 前给您答复", f"An answer by {due}")
        return {"title": title, "text": "", "state": "todo"}
    if last == "accepted":
        days = (
            pick(en, f"{workdays(told.days, en)}内出结果", f"Result within {workdays(told.days, en)}")
            if told.days
            else ""
        )
        return {"title": pick(en, "正在办", "In work"), "text": days, "state": "current"}
    if last not in _NEXT:
        return None
    title_, next_ = _NEXT[last]
    return {"title": title_.in_language(say), "text": next_.in_language(say), "state": "current"}
