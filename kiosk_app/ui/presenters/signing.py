"""Core: sign and review pages."""

from kiosk_app.session.asking import engine_of, promises_of
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Shown


def paper_url(session: Session) -> str:
    """The drawn application; the number makes the picture new whenever it was drawn anew."""
    return f"image://papers/application?rev={session.number}-{session.document}" if session.document else ""


def sign(session: Session, knowledge: Knowledge) -> Shown:
    """The paper left, the promises and the pad right."""
    engine, say = engine_of(session, knowledge), session.language
    en = say == "en"
    return {
        "title": pick(en, "请核对左边，然后签名", "Check the paper, then sign"),
        "paperUrl": paper_url(session),
        "promises": [
            {"id": name, "text": text.in_language(say), "ticked": name in session.ticked}
            for name, text in (promises_of(session, engine).items() if engine else ())
        ],
        "inkEmpty": True,
        "hint": pick(en, "手指或笔写都行；写不了，按确认键画十字", "Finger or pen; or press OK for a cross"),
        "troubleText": "",
    }


def review(session: Session, knowledge: Knowledge) -> Shown:
    """The signed application, large, before it is submitted."""
    item, en = knowledge.items.get(session.item_id), session.language == "en"
    days = item.promised_working_days if item else 0
    summary = [
        (pick(en, "事项", "Matter"), item.name.in_language(session.language) if item else ""),
        (pick(en, "受理部门", "Department"), item.department.in_language(session.language) if item else ""),
        (pick(en, "办理时限", "Time limit"), pick(en, f"{days} 个工作日", f"{days} working days") if days else ""),
        (pick(en, "材料", "Papers"), _papers(session, en)),
    ]
    return {
        "title": pick(en, "这是您要提交的申请表", "This is your application"),
        "text": pick(
            en,
            "没问题就按“确认提交”。提交后会给您受理号和小票。",
            "If it is right, press Submit. You get a number and a slip.",
        ),
        "paperUrls": [{"url": paper_url(session)}] if session.document else [],
        "summary": [{"label": label, "value": value} for label, value in summary if value],
    }


def _papers(session: Session, en: bool) -> str:
    done = sum(paper.state == "done" for paper in session.papers)
    later = sum(paper.state == "deferred" for paper in session.papers)
    text = pick(en, f"已拍 {done} 份", f"{done} taken")
    return text + (pick(en, f"，后补 {later} 份", f", {later} to follow") if later else "")
