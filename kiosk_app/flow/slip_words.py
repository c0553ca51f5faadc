"""Core: what stands on a slip, and the same by ear. Personal: on paper, or in the handset."""

from dataclasses import dataclass, field

from cloud_seat.contract.check_words import check_words
from cloud_seat.contract.intake import COMPLAINT_FORM
from cloud_seat.contract.items import Item
from kiosk_app.flow.days import local_time
from kiosk_app.session.asking import texted
from kiosk_app.session.state import Knowledge, Session, Stage


@dataclass(frozen=True, slots=True)
class Slip:
    """`facts`: label, what. `onward`: what happens now; may be empty. `kind`: the first word of its QR code."""

    kind: str
    title: str
    number: str = field(repr=False)
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    onward: str


def slip_in_front(session: Session, knowledge: Knowledge) -> Slip | None:
    """The slip that belongs to the page: of a letter that is sent, or of the matter that is done or stored here."""
    if session.aside:
        return letter_slip(session, knowledge, session.aside) if session.letter.state == "sent" else None
    if session.stage not in (Stage.DONE, Stage.STORED):
        return None
    return case_slip(session, knowledge, provisional=session.stage is Stage.STORED)


def case_slip(session: Session, knowledge: Knowledge, *, provisional: bool) -> Slip:
    """The receipt, or what stands for it until the hub has the case."""
    en, item = session.language == "en", knowledge.items.get(session.item_id)
    phone = texted(session, knowledge)
    days = item.promised_working_days if item else 0
    return Slip(
        "stored" if provisional else "case",
        ("Provisional slip" if en else "暂存凭证") if provisional else ("Receipt" if en else "收件回执"),
        session.provisional if provisional else session.acceptance,
        (*_matter(item, session, knowledge), *_how(session, phone)),
        _stored_onward(en, texts=phone != "") if provisional else _onward(days, en),
    )


def letter_slip(session: Session, knowledge: Knowledge, form_id: str) -> Slip:
    """The number of a complaint or a message, and what happens next."""
    en, written = session.language == "en", session.letters[form_id]
    item, hint = knowledge.items.get(session.item_id), knowledge.engines[form_id].form.ui.pages[0].hint
    complains = form_id == COMPLAINT_FORM
    return Slip(
        form_id,
        ("Complaint" if en else "办不成事回执") if complains else ("Message" if en else "留言回执"),
        written.acceptance or written.number,
        _named(item, session),
        hint.in_language(session.language) if hint else "",
    )


def spoken_slip(slip: Slip, *, en: bool) -> tuple[str, ...]:
    """Sentence by sentence; the number sign by sign."""
    facts = [f"{label}{': ' if en else '：'}{what}{'.' if en else '。'}" for label, what in slip.facts]
    number = ", ".join(" ".join(part) for part in slip.number.split("-"))
    head = f"{slip.title}. Number: {number}." if en else f"{slip.title}。号码：{number}。"
    return (head, *facts, *([slip.onward] if slip.onward else []))


def _named(item: Item | None, session: Session) -> tuple[tuple[str, str], ...]:
    label = "Matter" if session.language == "en" else "事项"
    return ((label, item.name.in_language(session.language)),) if item else ()


def _matter(item: Item | None, session: Session, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    if item is None:
        return ()
    say, en = session.language, session.language == "en"
    parts = [("with" if en else "包括", knowledge.items[part].name.in_language(say)) for part in item.parts]
    return (*_named(item, session), *parts, ("Department" if en else "部门", item.department.in_language(say)))


def _how(session: Session, phone: str) -> tuple[tuple[str, str], ...]:
    """When it was submitted, the words that prove the sealed case, who is told by text."""
    en = session.language == "en"
    at = local_time(session.submitted_at, en) if session.submitted_at else "—"
    words = check_words(session.sealed_as, en=en) if session.sealed_as else ""
    facts = (
        ("Submitted" if en else "提交时间", at),
        ("Check words" if en else "核对词", words),
        ("Text to" if en else "短信通知", phone),
    )
    return tuple((label, what) for label, what in facts if what)


def _stored_onward(en: bool, *, texts: bool) -> str:
    if en:
        number = "comes by text." if texts else "ask any booth, with the same card."
        sealed = "Sealed and stored in this booth. It is sent by itself when the network is back."
        return f"{sealed} Your official number{'' if texts else ':'} {number}"
    number = "会短信通知您。" if texts else "凭办事的证，在任何一台晓屋都能查。"
    return f"材料已加密存在晓屋，网络恢复后自动上传，不用再来。正式受理号{number}"


def _onward(days: int, en: bool) -> str:
    if not days:
        return "Please bring this slip when you ask about your case." if en else "有疑问请带上这张小票。"
    return f"Result within {days} working days." if en else f"{days} 个工作日内出结果。有疑问请带上这张小票。"
