"""Core: sign and review pages."""

from cloud_seat.contract.text import Text
from kiosk_app.session.asking import COMMITMENT, DEFERRAL, promises_of
from kiosk_app.session.folder import sheet_picture
from kiosk_app.session.moves import sighting
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters.wording import pick, workdays
from kiosk_app.ui.shown import Shown

TITLES = {
    "application.pdf": Text(zh="申请表", en="Application"),
    "commitment.pdf": Text(zh="告知承诺书", en="Promise instead of proof"),
    "deferral.pdf": Text(zh="容缺受理承诺书", en="Promise to bring papers"),
    "notice.pdf": Text(zh="文书", en="Notice"),
    "delivery.pdf": Text(zh="送达回执", en="Acknowledgement"),
}


def sheets(session: Session) -> list[Shown]:
    """Every page of every paper that is signed, drawn from the PDF itself; the number makes a picture new."""
    say, en = session.language, session.language == "en"
    drawn = f"{session.number}-{session.document}"
    return [
        {
            "title": TITLES[name].in_language(say),
            "short": TITLES[name].in_language(say) + (f" {at}/{count}" if count > 1 else ""),
            "page": pick(en, f"第 {at} 页，共 {count} 页", f"page {at} of {count}") if count > 1 else "",
            "url": f"image://papers/{sheet_picture(name, at, bare=session.bare)}?rev={drawn}",
        }
        for name, count in session.sheets
        for at in range(1, count + 1)
    ]


def notice_sheets(session: Session) -> list[Shown]:
    """The notice of a decided matter and the receipt that is signed for it; a paper of an earlier matter is none."""
    own = ("/notice.pdf", "/delivery.pdf")
    return [sheet for sheet in sheets(session) if any(name in str(sheet["url"]) for name in own)]


def numbers_button(session: Session) -> Shown:
    """One touch opens the private numbers for a moment."""
    en = session.language == "en"
    closed, opened = ("显示完整号码", "Show the numbers"), ("遮住号码", "Cover the numbers")
    return {"bare": session.bare, "numbersText": pick(en, *(opened if session.bare else closed))}


def sign(session: Session, knowledge: Knowledge) -> Shown:
    """The paper left, the promises and the pad right."""
    en = session.language == "en"
    waits = ("请稍等，工作人员再看您一眼", "The official looks once more")
    read = ("请看清要签的文件，再签名", "Read the papers, then sign")
    return {
        "title": pick(en, *(waits if sighting.waits(session) else read)),
        "papers": sheets(session),
        **numbers_button(session),
        "promises": _promises(session, knowledge),
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
        (pick(en, "办理时限", "Time limit"), workdays(days, en) if days else ""),
        (pick(en, "材料", "Papers"), _papers(session, en)),
    ]
    return {
        "title": pick(en, "这是您要提交的申请表", "This is your application"),
        "text": pick(
            en,
            "没问题就按“确认提交”。提交后会给您受理号和小票。",
            "If it is right, press Submit. You get a number and a slip.",
        ),
        "papers": sheets(session),
        **numbers_button(session),
        "promisesTitle": pick(en, "您逐条勾选的承诺", "What you promised, one by one"),
        "promises": _promises(session, knowledge),
        "summary": [{"label": label, "value": value} for label, value in summary if value],
    }


def _promises(session: Session, knowledge: Knowledge) -> list[Shown]:
    """Each by itself, and the paper that it is, if it is one by itself."""
    titles = {name: TITLES[f"{name}.pdf"].in_language(session.language) for name in (COMMITMENT, DEFERRAL)}
    return [
        {
            "id": name,
            "kind": titles.get(name, ""),
            "text": text.in_language(session.language),
            "ticked": name in session.ticked,
        }
        for name, text in promises_of(session, knowledge).items()
    ]


def _papers(session: Session, en: bool) -> str:
    done = sum(paper.state == "done" for paper in session.papers)
    later = sum(paper.state == "deferred" for paper in session.papers)
    text = pick(en, f"已拍 {done} 份", f"{done} taken")
    return text + (pick(en, f"，后补 {later} 份", f", {later} to follow") if later else "")
