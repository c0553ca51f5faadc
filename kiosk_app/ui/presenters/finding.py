"""Core: welcome, find and guide pages."""

import html

from cloud_seat.contract.items import Item, Material
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import LongRows, Shown

Spans = tuple[tuple[int, int], ...]
RESULT_ROLES = ("itemId", "name", "nameHtml", "sub", "tags", "selected")


def welcome(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """One question, one search, the doors, the person behind the glass."""
    en, ambient = session.language == "en", session.ambient
    elder = session.mode == "elder"
    return {
        "question": pick(
            en, "您想办什么事？" if elder else "您好，今天想办什么事？", "What would you like to do today?"
        ),
        "hint": pick(
            en, "打拼音、写名字或点选都可以。办不明白，随时叫人。", "Type or touch. A person is always there to help."
        ),
        "seatsText": str(ambient.seats_online) if ambient.link_up else "—",
        "seatsLabel": pick(en, "位在线", "online"),
        "waitText": _wait_text(session),
        "canCall": ambient.link_up,
        "doors": [_door(door, session.language) for door in (booth.elder_doors if elder else booth.doors)],
        "favourites": [
            {"itemId": item_id, "text": name.in_language(session.language)}
            for item_id, name in booth.favourites
            if item_id in knowledge.items
        ],
        "cleared": pick(en, "上一位的信息已清除", "The last visitor's data is cleared") if ambient.wiped_once else "",
    }


def _wait_text(session: Session) -> str:
    en, ambient = session.language == "en", session.ambient
    if not ambient.link_up:
        return pick(en, "网络断了，可以先自己办", "Offline; you can still fill in forms")
    if ambient.seats_ready:
        return pick(en, f"{ambient.seats_ready} 位空闲，现在就能接", f"{ambient.seats_ready} free now")
    return pick(en, "现在都在忙，可以先自己办", "All busy now; you can start alone")


def _door(door: object, language: str) -> Shown:
    assert isinstance(door, dict)
    name = door["name"].get(language) or door["name"]["zh"]
    return {
        "id": door["id"],
        "badge": door["name"]["zh"][0],
        "icon": door.get("icon", ""),
        "title": name,
        "subtitle": door.get("sub_line", {}).get(language, ""),
    }


def find(session: Session, knowledge: Knowledge) -> Shown:
    """Search results with honest tags, and a plain-word guide of the chosen one at the side."""
    en = session.language == "en"
    hits = [(knowledge.items[item_id], spans) for item_id, spans in session.results if item_id in knowledge.items]
    empty = session.query and not hits
    return {
        "query": session.query,
        "summary": _summary(session, len(hits)),
        "searching": False,
        "emptyText": pick(
            en,
            "没找到。换个说法试试，或者直接叫工作人员帮您找。",
            "Nothing found. Try other words, or call an official.",
        )
        if empty
        else "",
        "results": _results(hits, session),
        "guide": _side_guide(knowledge.items.get(session.item_id), session),
    }


def _summary(session: Session, count: int) -> str:
    en = session.language == "en"
    how = {
        "pinyin": ("拼音", "pinyin"),
        "slip": ("读音相近", "similar sound"),
        "everyday": ("常用说法", "everyday words"),
        "homophone": ("同音字", "same sound"),
        "alias": ("常用说法", "everyday words"),
    }.get(session.matched_by)
    total = pick(en, f"{count} 个事项", f"{count} items")
    return f"{total} · {how[1] if en else how[0]}" if how and count else total


def _results(hits: list[tuple[Item, Spans]], session: Session) -> LongRows:
    """The rows outlive the session on the glass: what they are made from is public, never the session itself."""
    say, chosen = session.language, session.item_id
    keys = tuple(item.id for item, _ in hits)
    return LongRows(
        RESULT_ROLES, keys, (say, chosen, tuple(spans for _, spans in hits)), lambda at: _result(*hits[at], say, chosen)
    )


def _result(item: Item, spans: Spans, say: str, chosen: str) -> Shown:
    name = item.name.in_language(say)
    return {
        "itemId": item.id,
        "name": name,
        "nameHtml": _highlight(name, spans if say != "en" else ()),
        "sub": " · ".join((item.department.in_language(say), *_terms(item, say))),
        "tags": _tags(item, say),
        "selected": item.id == chosen,
    }


def _highlight(name: str, spans: Spans) -> str:
    marked, at = "", 0
    for start, end in sorted(spans):
        marked += html.escape(name[at:start]) + "<b>" + html.escape(name[start:end]) + "</b>"
        at = end
    return marked + html.escape(name[at:])


def _tags(item: Item, language: str) -> list[dict[str, str]]:
    en, tags = language == "en", []
    if item.form_id and "kiosk" in item.channels:
        tags.append({"text": pick(en, "全程可办", "all here"), "tone": "ok"})
    elif "seat" in item.channels:
        tags.append({"text": pick(en, "云窗口", "by video"), "tone": "pri"})
    else:
        tags.append({"text": pick(en, "到窗口办", "at the hall"), "tone": "pri"})
    if any(material.deferrable for material in item.materials):
        tags.append({"text": pick(en, "可容缺", "papers may follow"), "tone": "acc"})
    return tags


def _terms(item: Item, language: str) -> tuple[str, str]:
    en, days = language == "en", item.promised_working_days
    time = pick(en, f"承诺 {days} 个工作日", f"{days} working days") if days else pick(en, "当场办结", "done at once")
    return time, _fee(item, language)


def _fee(item: Item, language: str) -> str:
    if item.fee.amount_yuan:
        return pick(language == "en", f"{item.fee.amount_yuan:g} 元", f"{item.fee.amount_yuan:g} yuan")
    return pick(language == "en", "免费", "free")


def _minutes(item: Item, language: str) -> str:
    return pick(language == "en", f"{item.minutes} 分钟", f"{item.minutes} min") if item.minutes else "—"


def _material(material: Material, language: str) -> Shown:
    en = language == "en"
    notes = {"card": ("现场刷卡", "read here"), "scan": ("现场拍", "photographed here")}
    zh, english = notes.get(material.need, ("代办才要", "only for an agent"))
    condition = material.condition.in_language(language) if material.condition else pick(en, zh, english)
    note = condition if material.need == "conditional" else pick(en, zh, english)
    return {"text": material.name.in_language(language), "note": note, "got": material.need != "conditional"}


def _side_guide(item: Item | None, session: Session) -> Shown:
    if item is None:
        return {"visible": False, "title": "", "who": "", "materials": [], "minutes": "", "fee": "", "canDoHere": False}
    say = session.language
    return {
        "visible": True,
        "title": item.name.in_language(say),
        "who": item.who[0].in_language(say) if item.who else item.summary.in_language(say),
        "materials": [_material(material, say) for material in item.materials],
        "minutes": _minutes(item, say),
        "fee": _fee(item, say),
        "canDoHere": bool(item.form_id),
    }


def guide(session: Session, knowledge: Knowledge) -> Shown:
    """The whole guide in plain words. All keys also without an item."""
    item, say = knowledge.items.get(session.item_id), session.language
    en = say == "en"
    return {
        "title": item.name.in_language(say) if item else "",
        "department": item.department.in_language(say) if item else "",
        "summary": item.summary.in_language(say) if item else "",
        "who": [{"text": who.in_language(say)} for who in item.who] if item else [],
        "materials": [_material(material, say) for material in item.materials] if item else [],
        "timeText": _terms(item, say)[0] if item else "",
        "feeText": _fee(item, say) if item else "",
        "minutesText": _minutes(item, say) if item else "",
        "resultText": item.result.in_language(say) if item and item.result else "",
        "canDoHere": bool(item and item.form_id),
        "hereText": _here(item, en),
        "promiseText": pick(en, "可以用承诺代替证明", "A promise may replace a proof")
        if item and item.promise_instead
        else "",
    }


def _here(item: Item | None, en: bool) -> str:
    if item and item.form_id:
        return pick(en, "这台机器可以全程办", "The whole matter can be done here")
    if item and "seat" in item.channels:
        return pick(en, "由工作人员在视频里帮您办", "An official helps you by video")
    return pick(
        en, "要到镇街服务大厅办，工作人员可以先帮您问清楚", "At the service hall; an official can explain first"
    )
