"""Core: help and letters, which lie over a page."""

from dataclasses import replace

from cloud_seat.contract.intake import COMPLAINT_FORM, MESSAGE_FORM
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from kiosk_app.flow.help import HELP
from kiosk_app.flow.pages import page_below
from kiosk_app.session.moves.asides import can_keep
from kiosk_app.session.state import Call, Knowledge, Letter, Print, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.form import FIELD_ROLES, field_row
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Rows, Shown


def help_(session: Session, booth: Booth) -> Shown:
    """What to do on the page below, and who helps when that is not enough."""
    en = session.language == "en"
    below = session.aside_below or page_below(session)
    return {
        "title": pick(en, "这一页怎么办", "What to do here"),
        "points": [{"text": point.in_language(session.language)} for point in HELP.get(below, ())],
        "personText": person_text(session, booth),
    }


def person_text(session: Session, booth: Booth) -> str:
    """How to reach a person now: at the glass, or by the keeper's telephone."""
    en, phone = session.language == "en", booth.keeper_phone
    if session.ambient.link_up:
        said = pick(
            en,
            "还是不行？叫工作人员，在屏幕上当面帮您。",
            "Still stuck? Call an official: face to face, on this screen.",
        )
    else:
        said = pick(
            en,
            "网络断了，现在叫不到工作人员。您可以先填好、存在这里。",
            "The network is down and nobody can be called. You may fill in and store.",
        )
    return said + pick(en, f"守护人电话 {phone}。", f" The keeper's telephone: {phone}.") if phone else said


def letter(session: Session, knowledge: Knowledge, form_id: str) -> Shown:
    """The questions, then the number and what happens next."""
    en, engine = session.language == "en", knowledge.engines.get(form_id)
    written = session.letters.get(form_id, Letter())
    page = engine.form.ui.pages[0] if engine else None
    like_form = replace(session, values=written.values, errors=written.errors, touched=written.touched, call=Call())
    sent = written.state == "sent"
    return {
        "title": _SENT[form_id].in_language(session.language)
        if sent
        else (page.title.in_language(session.language) if page else ""),
        "text": _about(session, knowledge, form_id)
        + (page.hint.in_language(session.language) if page and page.hint else ""),
        "fields": Rows(
            FIELD_ROLES,
            "name",
            _questions(like_form, engine, knowledge.today) if engine else (),
        ),
        "focusField": written.wanted,
        "sent": sent,
        "numberLabel": pick(en, "编号", "Number"),
        "number": written.acceptance or written.number,
        "nextText": _what_next(session, written, form_id) if sent else "",
        **_slip(written.printing, en),
    }


def _questions(like_form: Session, engine: FormEngine, today: str) -> tuple[Shown, ...]:
    hidden = engine.hidden(like_form.values, today=today)
    asked = (question for question in engine.questions(like_form.values) if question.path not in hidden)
    return tuple(field_row(question, like_form, engine, today) for question in asked)


_SENT = {
    COMPLAINT_FORM: Text(zh="已经记下，有专人负责", en="Noted; one person answers for it"),
    MESSAGE_FORM: Text(zh="已经记下，会有人联系您", en="Noted; somebody will answer you"),
}


def _about(session: Session, knowledge: Knowledge, form_id: str) -> str:
    """Which matter a message goes along with."""
    item = knowledge.items.get(session.item_id)
    if form_id != MESSAGE_FORM or item is None:
        return ""
    name = item.name.in_language(session.language)
    return pick(session.language == "en", f"关于“{name}”。", f'About "{name}". ')


def _what_next(session: Session, written: Letter, form_id: str) -> str:
    en, phone = session.language == "en", written.values.get("phone")
    said = (
        pick(en, "已经交上去了。", "It is handed in.")
        if written.acceptance
        else pick(
            en,
            "已经锁好存在这里，网络一通自动交上去，不用再来。",
            "Sealed here; sent by itself when the network is back.",
        )
    )
    if form_id == MESSAGE_FORM:
        return said + _when_called(session, written) + _draft_stays(session)
    called = (
        pick(en, "处理好会打您留的电话。", " We call the number you left.")
        if phone
        else pick(en, "您没有留电话，凭编号来问就行。", " You left no number: ask with this one.")
    )
    return said + called


def _when_called(session: Session, written: Letter) -> str:
    en = session.language == "en"
    if written.values.get("want") == "call":
        number = str(written.values["phone"])
        masked = f"{number[:3]}****{number[-4:]}"
        return pick(en, f"一个工作日内打 {masked} 找您。", f" We call {masked} within one working day.")
    return pick(en, "一个工作日内有人看。凭编号来问就行。", " It is read within one working day; ask with this number.")


def _draft_stays(session: Session) -> str:
    """What happens to what was filled in, for those who go now."""
    if not can_keep(session):
        return ""
    return pick(
        session.language == "en",
        "您可以先回去：填的表锁在这台机器里，明天这个时候以前放上这张身份证，就能接着办。",
        " You may go now: your form stays locked in this booth. Lay down this card before this time tomorrow to go on.",
    )


def _slip(printing: Print, en: bool) -> Shown:
    words = {
        Print.NONE: ("", ""),
        Print.PRINTING: ("小票正在打印…", "Printing your slip…"),
        Print.PRINTED: ("小票打印好了，请取走", "Your slip is printed; please take it"),
        Print.TROUBLE: ("小票没打出来，请记下编号", "The slip was not printed; please note the number"),
    }
    zh, english = words[printing]
    return {"printState": printing.value, "printText": pick(en, zh, english)}
