"""Core: what the resident reads after "submit": done, stored here, take your card, apology."""

from datetime import date

from cloud_seat.contract.ratings import is_bad, mended_by
from cloud_seat.contract.results import result_of
from cloud_seat.contract.supplements import numbered
from kiosk_app.flow.days import day_words, local_time
from kiosk_app.session.asking import phone_of, texted
from kiosk_app.session.state import CallState, Knowledge, Print, Session, Stage
from kiosk_app.ui.presenters.wording import parts_of, pick, workdays
from kiosk_app.ui.shown import Shown


def submitting(session: Session) -> Shown:
    """A moment of patience."""
    en = session.language == "en"
    return {
        "title": pick(en, "正在安全提交", "Submitting safely"),
        "text": pick(en, "先存好，再上传。断电断网都不会丢。", "Stored first, then sent. Nothing can be lost."),
    }


def done(session: Session, knowledge: Knowledge) -> Shown:
    """Number, slip, card, rating. The rating shows only when the official is gone."""
    en, item = session.language == "en", knowledge.items.get(session.item_id)
    titles = {"accepted": ("已受理", "Accepted"), "returned": ("需要补正", "Please add something")}
    zh, english = titles.get(session.decision, ("已收件", "Received"))
    days = item.promised_working_days if item else 0
    call_on = session.call.state is not CallState.NONE
    result = result_of(item, session.result, session.decision_note)
    note = result.sentence.in_language(session.language) if result else "\n".join(numbered(session.decision_note))
    told = "" if result else _result_text(days, texted(session, knowledge), en)
    return {
        "title": pick(en, zh, english),
        "number": session.acceptance,
        "numberLabel": pick(en, "受理号", "Number"),
        "text": _included(session, knowledge) + told,
        "decided": session.decision or "none",
        "decisionNote": note,
        **_slip(session, en),
        "cardText": pick(en, "别忘了取走身份证", "Please take your ID card") if session.ambient.card_present else "",
        "noticesText": _notices_text(session, en),
        **rating(session, knowledge),
        "callOn": call_on,
    }


def rating(session: Session, knowledge: Knowledge, *, is_due: bool = True) -> Shown:
    """The five levels, out of the official's sight."""
    en = session.language == "en"
    return {
        "showRating": is_due and session.call.state is CallState.NONE,
        "ratingTitle": pick(en, "这次服务您满意吗？", "How was this service?"),
        "ratingText": _thanks(session, knowledge)
        or pick(en, "工作人员看不到您的选择，不评也可以", "The official cannot see it; you may skip it"),
        "levels": [
            {"level": one.level, "text": one.text.in_language(session.language)} for one in knowledge.rating.levels
        ],
        "chosenLevel": session.rating,
    }


def _thanks(session: Session, knowledge: Knowledge) -> str:
    """For a bad rating: who will do something by when, and who does not see whose it is. As the hub counts the days."""
    if not is_bad(session.rating):
        return ""
    en, last = session.language == "en", date.fromisoformat(mended_by(knowledge.today, knowledge.workdays))
    by = day_words(last, en)
    known = session.stage is Stage.DONE and phone_of(session, knowledge) != ""
    whom = ("", "You are") if known else ("（您留了电话的话）", "If you left a number, you are")
    return pick(
        en,
        f"谢谢您说实话。{by}前有人给您回电{whom[0]}；给您办事的人看不到是您评的。",
        f"Thank you. {whom[1]} called back by {by}; the official does not see that it was you.",
    )


def _included(session: Session, knowledge: Knowledge) -> str:
    """One number for every item of a package."""
    item = knowledge.items.get(session.item_id)
    names = parts_of(item, knowledge, session.language) if item else ""
    return pick(session.language == "en", f"一个号包括：{names}。", f"One number for: {names}. ") if names else ""


def _notices_text(session: Session, en: bool) -> str:
    """The button for paper: which notice it is, by what was decided."""
    if session.notices is Print.PRINTING:
        return pick(en, "正在打印…", "Printing…")
    words = {
        "accepted": ("打印受理通知书", "Print the notice"),
        "returned": ("打印补正通知书", "Print what is missing"),
    }
    return pick(en, *words.get(session.decision, ("打印收件凭证", "Print the receipt")))


def _result_text(days: int, phone: str, en: bool) -> str:
    if not days:
        return ""
    told = pick(en, f"，短信通知 {phone}", f", by text to {phone}") if phone else ""
    return pick(en, f"{workdays(days, en)}内出结果", f"Result within {workdays(days, en)}") + told


def _slip(session: Session, en: bool) -> Shown:
    words = {
        Print.NONE: ("", ""),
        Print.PRINTING: ("小票正在打印…", "Printing your slip…"),
        Print.PRINTED: ("小票打印好了，请取走", "Your slip is printed; please take it"),
        Print.TROUBLE: ("小票没打出来，请记下号码", "The slip was not printed; please note the number"),
    }
    zh, english = words[session.printing]
    return {"printState": session.printing.value, "printText": pick(en, zh, english)}


def stored(session: Session, knowledge: Knowledge) -> Shown:
    """Calm: stored safely, what happens next."""
    en, phone = session.language == "en", texted(session, knowledge)
    by_text = (pick(en, "短信发正式受理号", "Official number by text"), phone, "todo")
    at_a_booth = (
        pick(en, "正式受理号到晓屋查", "Ask a booth for your official number"),
        pick(en, "凭这张证，任何一台晓屋都行", "with the same card, at any booth"),
        "todo",
    )
    steps = (
        (
            pick(en, "加密存好", "Sealed and stored"),
            pick(en, "断电也不丢，别人打不开", "Safe from power cuts and strangers"),
            "done",
        ),
        (
            pick(en, "网络恢复自动上传", "Sent when the network is back"),
            pick(en, "通常几分钟到几小时", "usually minutes to hours"),
            "current",
        ),
        by_text if phone else at_a_booth,
        (
            pick(en, "本机自动删除", "Deleted from this machine"),
            pick(en, "上传确认后立即清除", "right after the hub has it"),
            "todo",
        ),
    )
    return {
        "title": pick(en, "已安全存在本机", "Stored safely on this machine"),
        "text": pick(en, "网络恢复后自动上传，不用您再来一趟。", "It is sent by itself; you need not come again."),
        "numberLabel": pick(en, "暂存凭证号", "Provisional number"),
        "number": session.provisional,
        "timeText": _time_text(session.submitted_at, en),
        "steps": [{"title": title, "text": text, "state": state} for title, text, state in steps],
        **_slip(session, en),
    }


def _time_text(submitted_at: str, en: bool) -> str:
    if not submitted_at:
        return ""
    local = local_time(submitted_at, en)
    return pick(en, f"以提交时间 {local} 计算受理时限", f"The time limit counts from {local}")


def take_card(session: Session) -> Shown:
    """The only thing left to do."""
    en = session.language == "en"
    cleared = pick(en, "您的信息已从这台机器上清除。", "Your data is cleared from this machine.")
    locked = pick(
        en,
        "屏幕上的已清除。您填的表锁在这台机器里，放上这张卡才打得开。",
        "The screen is cleared. Your form is locked in this booth; only this card opens it.",
    )
    return {
        "title": pick(en, "请取走您的身份证", "Please take your ID card"),
        "text": locked if session.notice == "draft_kept" else cleared,
    }


def apology(session: Session) -> Shown:
    """Something broke; nothing is lost that was submitted."""
    en = session.language == "en"
    return {
        "title": pick(en, "对不起，机器出了点问题", "Sorry, something went wrong"),
        "text": pick(
            en,
            "为了保护您，屏幕上的信息已清除。已经提交的不会丢。请再试一次，或请守护人帮忙。",
            "The screen was cleared to protect you. What you submitted is safe.",
        ),
        "tone": "acc",
        "glyph": "warning",
        "cards": [],
    }
