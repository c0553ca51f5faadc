"""Core: the guide of an item in plain words, as a page, beside the list, and on paper."""

from collections.abc import Mapping

from cloud_seat.contract.here_now import Offer, Video, Way
from cloud_seat.contract.items import Item, Material
from cloud_seat.contract.text import Text
from kiosk_app.session.offers import has_form, offer
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters.wording import parts_of, pick, workdays
from kiosk_app.ui.shown import Shown

PROMISE = Text(
    zh="告知承诺：有的证明可以不交。您签字保证情况属实就行，事后会核对，说了假话要担责任。",
    en="Promise instead of proof: some proofs need not be shown. You sign that it is true; it is checked later.",
)
DEFERRAL = Text(
    zh="容缺办理：写着“可后补”的材料今天没带也能先办，在说好的日子前补来就行。",
    en="Papers may follow: what is marked so may be missing today; bring it before the day that is agreed.",
)
_CLOSED_FOR: Mapping[str, Text] = {
    "training": Text(zh="能办的工作人员在培训开会", en="The officials are in training"),
    "short": Text(zh="能办这件事的窗口今天人手不够", en="The office is short of staff"),
    "power": Text(zh="能办这件事的窗口停电或者断网", en="The office has no power or network"),
    "weather": Text(zh="能办这件事的窗口因为天气没有开", en="The office is closed: weather"),
    "other": Text(zh="能办这件事的窗口临时关了", en="The office is closed for now"),
}
"""Why a supervisor closed the seats, by ClosedFor."""
NO_PLACE = Text(zh="镇街或区的政务服务大厅", en="the service hall of the town or district")


def terms(item: Item, say: str) -> tuple[str, str]:
    """How long it takes, and what it costs."""
    en, days = say == "en", item.promised_working_days
    time = pick(en, "承诺 ", "") + workdays(days, en) if days else pick(en, "当场办结", "done at once")
    return time, _fee(item, say)


def side_guide(item: Item | None, session: Session, knowledge: Knowledge) -> Shown:
    """What stands beside the list. All keys also without an item."""
    if item is None:
        return {
            "visible": False, "title": "", "who": "", "materials": [], "minutes": "", "fee": "", "canDoHere": False,
            "hereText": "", "hereTone": "pri",
        }  # fmt: skip
    say, offered = session.language, offer(item, session.ambient, knowledge)
    return {
        "visible": True,
        "title": item.name.in_language(say),
        "who": item.who[0].in_language(say) if item.who else item.summary.in_language(say),
        "materials": papers(item, session),
        "minutes": _minutes(item, say),
        "fee": _fee(item, say),
        "canDoHere": has_form(item, knowledge),
        "hereText": "" if offered.alone else here(item, offered, say, today=_today(session, knowledge)),
        "hereTone": "pri" if offered.is_now else "acc",
    }


def guide(session: Session, knowledge: Knowledge) -> Shown:
    """The whole guide in plain words. All keys also without an item."""
    item, say = knowledge.items.get(session.item_id), session.language
    if item is None:
        return {
            "title": "", "department": "", "summary": "", "who": [], "materials": [], "timeText": "", "feeText": "",
            "minutesText": "", "resultText": "", "canDoHere": False, "hereText": "", "hereTone": "pri", "words": [],
        }  # fmt: skip
    offered = offer(item, session.ambient, knowledge)
    return {
        "title": item.name.in_language(say),
        "department": item.department.in_language(say),
        "summary": item.summary.in_language(say),
        "who": [{"text": who.in_language(say)} for who in item.who],
        "materials": papers(item, session),
        "timeText": terms(item, say)[0],
        "feeText": _fee(item, say),
        "minutesText": _minutes(item, say),
        "resultText": item.result.in_language(say) if item.result else "",
        "canDoHere": has_form(item, knowledge),
        "hereText": here(item, offered, say, today=_today(session, knowledge)),
        "hereTone": "ok" if offered.alone else "pri" if offered.is_now else "acc",
        "words": [*_included(item, knowledge, say), *(text.in_language(say) for text in explained(item))],
    }


def _included(item: Item, knowledge: Knowledge, say: str) -> list[str]:
    """What a package holds, and what is asked once."""
    if not item.parts:
        return []
    names = parts_of(item, knowledge, say)
    return [
        pick(
            say == "en",
            f"这一件事包括：{names}。不用分开办：一张表、一套材料、签一次字。",
            f"This covers: {names}. One form, one set of papers, one signature.",
        )
    ]


def guide_on_paper(item: Item, say: str, knowledge: Knowledge) -> dict[str, object]:
    """The data of assets/templates/guide.typ. Nothing of the resident is in it."""
    en = say == "en"
    who = [{"mark": "•", "text": text.in_language(say), "note": ""} for text in item.who]
    bring = [{"mark": "□", "text": row["text"], "note": row["note"]} for row in papers(item, Session(language=say))]
    words = [
        {"mark": "•", "text": text, "note": ""}
        for text in (*_included(item, knowledge, say), *(w.in_language(say) for w in explained(item)), _go(item, say))
    ]
    heads = (("谁能办", "Who may apply"), ("要带什么", "What to bring"), ("您要知道", "Good to know"))
    sections = [
        {"heading": pick(en, *head), "lines": lines}
        for head, lines in zip(heads, (who, bring, words), strict=True)
        if lines
    ]
    return {
        "title": item.name.in_language(say),
        "department": item.department.in_language(say),
        "summary": item.summary.in_language(say),
        "sections": sections,
        "facts": [{"label": label, "value": value} for label, value in _facts(item, say)],
        "foot": pick(en, "政务晓屋 · 办事指南，以窗口答复为准", "Gov Kiosk · guide; the office's answer counts"),
        "date": knowledge.today,
        "language": "en" if en else "zh",
    }


def guide_on_slip(item: Item, say: str, knowledge: Knowledge) -> list[str]:
    """The heading, and lines for the narrow paper."""
    en = say == "en"
    bring = [f"□ {row['text']}（{row['note']}）" for row in papers(item, Session(language=say))]
    return [
        item.name.in_language(say),
        item.department.in_language(say),
        *(text.in_language(say) for text in item.who),
        *([pick(en, "要带什么：", "What to bring:"), *bring] if bring else []),
        *(f"{label}{pick(en, '：', ': ')}{value}" for label, value in _facts(item, say)),
        *_included(item, knowledge, say),
        *(text.in_language(say) for text in explained(item)),
        _go(item, say),
    ]


def _facts(item: Item, say: str) -> list[tuple[str, str]]:
    en, (time, fee) = say == "en", terms(item, say)
    result = [(pick(en, "您会得到", "You receive"), item.result.in_language(say))] if item.result else []
    return [(pick(en, "多久办好", "Result within"), time), (pick(en, "费用", "Fee"), fee), *result]


def _go(item: Item, say: str) -> str:
    """Where it can be done, with and without a booth."""
    booth = pick(say == "en", "晓屋里能办。", "It can be done at a booth. ") if "kiosk" in item.channels else ""
    return booth + _when(item, say) + _where(item, say)


def explained(item: Item) -> tuple[Text, ...]:
    """One sentence for each special way that the item has, and for a fee that differs."""
    defers = any(material.deferrable for material in item.materials)
    costs = (item.fee.note,) if item.fee.amount_yuan and item.fee.note else ()
    return (*((PROMISE,) if item.promise_instead else ()), *((DEFERRAL,) if defers else ()), *costs)


def papers(item: Item, session: Session) -> list[Shown]:
    """What to bring; what need not be brought says why. `got`: nothing to worry about now."""
    return [_paper(material, session) for material in item.materials]


def _paper(material: Material, session: Session) -> Shown:
    say = session.language
    en, name = say == "en", material.name.in_language(say)
    given = any(paper.material_id == material.id and paper.state == "done" for paper in session.papers)
    if given:
        return {"text": name, "note": pick(en, "已经拍过，不用再拿", "taken already"), "got": True}
    if material.need == "card":
        known = pick(en, "刚才读过，不用再拿", "read already") if session.person else ""
        return {"text": name, "note": known or pick(en, "现场读，不用复印", "read here, no copy"), "got": True}
    later = pick(
        en,
        f"可后补（{workdays(material.deferral_working_days, en)}内）",
        f"may follow in {workdays(material.deferral_working_days, en)}",
    )
    condition = (
        material.condition.in_language(say) if material.condition else pick(en, "现场拍，不用复印", "photographed here")
    )
    notes = (condition, later) if material.deferrable else (condition,)
    return {"text": name, "note": pick(en, "，", ", ").join(notes), "got": material.need != "conditional"}


def _today(session: Session, knowledge: Knowledge) -> str:
    """Empty while the line is down: nothing of officials is known then."""
    return knowledge.today if session.ambient.link_up else ""


def here(item: Item, offered: Offer, say: str, *, today: str) -> str:
    """What can be done here now; else where and when. `today`: empty without a line."""
    en = say == "en"
    if offered.alone and offered.way is Way.LEAVE:
        return pick(
            en,
            "断网也能办：填好密封存在这里，网通了自动送到",
            "No network, yet it can be done: sealed here, sent by itself later",
        )
    if offered.alone:
        return pick(en, "这台机器现在就能全程办", "The whole matter can be done here now")
    broken = _broken(offered.lacks, en)
    match offered.video:
        case Video.NOW:
            return broken + pick(
                en, "现在有工作人员空闲，视频里帮您办", "An official is free now and helps you by video"
            )
        case Video.SOON:
            return broken + pick(
                en, "能办的工作人员都在忙，稍等就能接通", "Those who may do it are busy; you will not wait long"
            )
        case Video.NEVER:
            return (
                pick(en, "这件事要到窗口办。", "This is done at the counter. ") + _when(item, say) + _where(item, say)
            )
        case Video.LATER:
            down = pick(en, "网络断了，现在叫不到人。", "The network is down, nobody can be called now. ")
            return broken + (absence(offered, say, today) if today else down) + _when(item, say) + _where(item, say)
        case Video.UNKNOWN:
            return broken + pick(en, "由工作人员在视频里帮您办", "An official helps you by video")


def absence(offered: Offer, say: str, today: str) -> str:
    """Why no official is there, and from when on one will be, as far as it is known."""
    en, at = say == "en", opens_at(offered.opens, today, say) if offered.opens else ""
    why = _CLOSED_FOR.get(offered.why)
    if why:
        again = (f"，{at.rstrip()} 再开。", f"; again from {at}. ") if at else ("，今天不开了。", "; not again today. ")
        return why.in_language(say) + pick(en, *again)
    if at:
        return pick(en, f"现在没人在线，{at}起视频里能办。", f"Nobody is online now; by video from {at}. ")
    return pick(en, "现在没有能办的工作人员在线。", "Nobody who may do it is online now. ")


def opens_at(at: str, today: str, say: str) -> str:
    """The hour, with the day if it is another."""
    day, clock = at.split("T")
    if day == today:
        return clock
    _, month, of_month = day.split("-")
    return pick(say == "en", f"{int(month)} 月 {int(of_month)} 日 {clock} ", f"{clock} on {day}")


def _broken(role: str, en: bool) -> str:
    words = {
        "id_card": ("读卡器坏了，暂时不能自己办。", "The card reader is broken, so you cannot do it alone. "),
        "storage": (
            "这台机器快存满了，暂时不能收新的材料。",
            "This machine is nearly full and takes no new papers now. ",
        ),
        "document_camera": ("高拍仪坏了，暂时不能自己办。", "The camera is broken, so you cannot do it alone. "),
    }.get(role)
    return pick(en, *words) if words else ""


def _when(item: Item, say: str) -> str:
    if item.hours is None:
        return ""
    hours = item.hours.in_language(say)
    return pick(say == "en", f"办理时间：{hours}。", f"Hours: {hours}. ")


def _where(item: Item, say: str) -> str:
    place = (item.place or NO_PLACE).in_language(say)
    return pick(say == "en", f"地点：{place}。", f"Where: {place}.")


def _minutes(item: Item, say: str) -> str:
    return pick(say == "en", f"{item.minutes} 分钟", f"{item.minutes} min") if item.minutes else "—"


def _fee(item: Item, say: str) -> str:
    if item.fee.amount_yuan:
        return pick(say == "en", f"{item.fee.amount_yuan:g} 元", f"{item.fee.amount_yuan:g} yuan")
    return pick(say == "en", "免费", "free")
