"""Core: help and complaint, which lie over a page."""

from dataclasses import replace

from cloud_seat.contract.intake import COMPLAINT_FORM
from kiosk_app.flow.help import HELP
from kiosk_app.flow.pages import page_below
from kiosk_app.session.state import Call, Knowledge, Print, Session
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


def complaint(session: Session, knowledge: Knowledge) -> Shown:
    """The questions, then the number and what happens next."""
    en, written, engine = session.language == "en", session.complaint, knowledge.engines.get(COMPLAINT_FORM)
    page = engine.form.ui.pages[0] if engine else None
    like_form = replace(session, values=written.values, errors=written.errors, touched=written.touched, call=Call())
    sent = written.state == "sent"
    return {
        "title": pick(en, "已经记下，有专人负责", "Noted; one person answers for it")
        if sent
        else (page.title.in_language(session.language) if page else ""),
        "text": page.hint.in_language(session.language) if page and page.hint else "",
        "fields": Rows(
            FIELD_ROLES,
            "name",
            tuple(field_row(asked, like_form, engine, knowledge.today) for asked in engine.questions(written.values))
            if engine
            else (),
        ),
        "focusField": written.wanted,
        "sent": sent,
        "numberLabel": pick(en, "编号", "Number"),
        "number": written.acceptance or written.number,
        "nextText": _what_next(session) if sent else "",
        **_slip(written.printing, en),
    }


def _what_next(session: Session) -> str:
    en, phone = session.language == "en", session.complaint.values.get("phone")
    said = (
        pick(en, "已经交到中枢。", "It is with the hub.")
        if session.complaint.acceptance
        else pick(
            en,
            "已经锁好存在这里，网络一通自动交上去，不用再来。",
            "Sealed here; sent by itself when the network is back.",
        )
    )
    called = (
        pick(en, "处理好会打您留的电话。", " We call the number you left.")
        if phone
        else pick(en, "您没有留电话，凭编号来问就行。", " You left no number: ask with this one.")
    )
    return said + called


def _slip(printing: Print, en: bool) -> Shown:
    words = {
        Print.NONE: ("", ""),
        Print.PRINTING: ("小票正在打印…", "Printing your slip…"),
        Print.PRINTED: ("小票打印好了，请取走", "Your slip is printed; please take it"),
        Print.TROUBLE: ("小票没打出来，请记下编号", "The slip was not printed; please note the number"),
    }
    zh, english = words[printing]
    return {"printState": printing.value, "printText": pick(en, zh, english)}
