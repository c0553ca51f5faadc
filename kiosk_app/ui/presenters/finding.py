"""Core: welcome and find pages."""

import html

from cloud_seat.contract.here_now import Offer
from cloud_seat.contract.items import Item
from cloud_seat.contract.text import Text
from kiosk_app.session.offers import offer
from kiosk_app.session.state import Door, Knowledge, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.closed import elsewhere
from kiosk_app.ui.presenters.guiding import side_guide, terms
from kiosk_app.ui.presenters.office import office_words
from kiosk_app.ui.presenters.wording import dotted, pick
from kiosk_app.ui.shown import LongRows, Shown

Spans = tuple[tuple[int, int], ...]
RESULT_ROLES = ("itemId", "name", "nameHtml", "sub", "tags", "selected")


def welcome(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """One question, one search, the doors, the person behind the glass."""
    en, ambient = session.language == "en", session.ambient
    elder = session.mode == "elder"
    return {
        "question": (office_words(session) if elder else "")
        or pick(en, "您想办什么事？" if elder else "您好，今天想办什么事？", "What would you like to do today?"),
        "hint": office_words(session)
        or pick(
            en, "打拼音、写名字或点选都可以。办不明白，随时叫人。", "Type or touch. A person is always there to help."
        ),
        "seatsText": str(ambient.seats_online) if ambient.link_up else "—",
        "seatsLabel": pick(en, "位在线", "online"),
        "waitText": _wait_text(session),
        "canCall": ambient.link_up and not ambient.closed,
        "doors": [_door(door, session.language) for door in (booth.elder_doors if elder else booth.doors)],
        "favourites": _short(booth.favourites, session, knowledge),
        "cleared": _cleared(session),
    }


def _cleared(session: Session) -> str:
    """Only what the wipe itself found to be so, and when."""
    ambient = session.ambient
    if not ambient.wiped_once:
        return ""
    at = pick(session.language == "en", f"（{ambient.wiped_at}）", f" ({ambient.wiped_at})") if ambient.wiped_at else ""
    return pick(session.language == "en", "上一位的信息已清除", "The last visitor's data is cleared") + at


def _wait_text(session: Session) -> str:
    en, ambient = session.language == "en", session.ambient
    if ambient.closed:
        return elsewhere(ambient.closed).in_language(session.language)
    if not ambient.link_up:
        return pick(en, "网络断了，可以先自己办", "Offline; you can still fill in forms")
    if ambient.seats_ready:
        return pick(en, f"{ambient.seats_ready} 位空闲，现在就能接", f"{ambient.seats_ready} free now")
    return pick(en, "现在都在忙，可以先自己办", "All busy now; you can start alone")


def _door(door: object, language: str) -> Shown:
    assert isinstance(door, dict)
    name, sub_line = door["name"].get(language) or door["name"]["zh"], door.get("sub_line", {})
    return {
        "id": door["id"],
        "badge": door["name"]["zh"][0],
        "icon": door.get("icon", ""),
        "title": name,
        "subtitle": sub_line.get(language) or sub_line.get("zh", ""),
    }


def find(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """Search results with honest tags and the guide of the chosen one at the side; before that, the doors."""
    en = session.language == "en"
    hits = [(knowledge.items[item_id], spans) for item_id, spans in session.results if item_id in knowledge.items]
    starts = not hits and not session.query
    return {
        "query": session.query,
        "summary": _summary(session, len(hits)) if hits else "",
        "searching": False,
        "heading": _heading(session, knowledge),
        "startsTyping": starts and not session.shelf,
        "emptyText": pick(
            en,
            "没找到。换个说法试试，或者直接叫工作人员帮您找。",
            "Nothing found. Try other words, or call an official.",
        )
        if session.query and not hits
        else "",
        "missedText": pick(
            en,
            "您写的词会匿名留给我们改进，不含任何个人信息。",
            "Your words help us improve; nothing personal is kept.",
        )
        if session.query and not hits
        else "",
        "doors": _ways_in(_doors_shown(session, knowledge), en) if starts else [],
        "favourites": _short(booth.favourites, session, knowledge) if starts and not session.shelf else [],
        "often": _short(booth.often, session, knowledge) if starts and not session.shelf else [],
        "results": _results(hits, session, knowledge),
        "guide": side_guide(knowledge.items.get(session.item_id), session, knowledge),
    }


def _doors_shown(session: Session, knowledge: Knowledge) -> tuple[Door, ...]:
    """Those on the open shelf; before that, the shelves' most wanted ones: life events."""
    return knowledge.shelves.get(session.shelf or "life", ())


def _heading(session: Session, knowledge: Knowledge) -> str:
    """Where the resident is, when no words were typed."""
    en = session.language == "en"
    shelf = {"life": ("按人生大事找", "By life event"), "departments": ("按部门找", "By department")}.get(session.shelf)
    named = {door.id: door.name for doors in knowledge.shelves.values() for door in doors}
    door = named.get(session.door)
    parts = [*([pick(en, *shelf)] if shelf else []), *([door.in_language(session.language)] if door else [])]
    return " › ".join(parts)


def _ways_in(doors: tuple[Door, ...], en: bool) -> list[Shown]:
    names = [door.name.zh for door in doors]
    return [_way_in(door, _sign(names[: at + 1]), en) for at, door in enumerate(doors)]


def _sign(names: list[str]) -> str:
    """One character that tells the last door from those before it: 孩子上学 after 孩子出生 is 上."""
    *before, name = names
    like = [other for other in before if other[0] == name[0]]
    return next((sign for sign in name if not any(sign in other for other in like)), name[0])


def _way_in(door: Door, sign: str, en: bool) -> Shown:
    say = "en" if en else "zh"
    return {
        "id": door.id,
        "badge": sign,
        "title": door.name.in_language(say),
        "subtitle": door.sub.in_language(say),
    }


def _short(entries: tuple[tuple[str, Text], ...], session: Session, knowledge: Knowledge) -> list[Shown]:
    return [
        {"itemId": item_id, "text": name.in_language(session.language)}
        for item_id, name in entries
        if item_id in knowledge.items
    ]


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


def _results(hits: list[tuple[Item, Spans]], session: Session, knowledge: Knowledge) -> LongRows:
    """The rows outlive the session on the glass: what they are made from is public, never the session itself."""
    say, chosen, ambient = session.language, session.item_id, session.ambient
    stamp = (
        say,
        chosen,
        ambient.link_up,
        repr((ambient.officials, ambient.opens, ambient.absent_for)),
        repr(ambient.devices),
        tuple(spans for _, spans in hits),
    )

    def row(at: int) -> Shown:
        item, spans = hits[at]
        return _result(item, spans if say != "en" else (), say, offer(item, ambient, knowledge)) | {
            "selected": item.id == chosen
        }

    return LongRows(RESULT_ROLES, tuple(item.id for item, _ in hits), stamp, row)


def _result(item: Item, spans: Spans, say: str, offered: Offer) -> dict[str, object]:
    name = item.name.in_language(say)
    return {
        "itemId": item.id,
        "name": name,
        "nameHtml": _highlight(name, spans),
        "sub": dotted(item.department.in_language(say), *terms(item, say)),
        "tags": _tags(item, say, offered),
    }


def _highlight(name: str, spans: Spans) -> str:
    marked, at = "", 0
    for start, end in sorted(spans):
        marked += html.escape(name[at:start]) + "<b>" + html.escape(name[start:end]) + "</b>"
        at = end
    return marked + html.escape(name[at:])


_VIDEO = {
    "now": ("现在有人帮办", "someone free now", "pri"),
    "soon": ("稍等有人帮办", "by video soon", "pri"),
    "unknown": ("云窗口", "by video", "pri"),
    "later": ("现在没人在线", "nobody online now", "acc"),
    "never": ("到窗口办", "at the hall", "acc"),
}


def _tags(item: Item, say: str, offered: Offer) -> list[dict[str, str]]:
    en, tags = say == "en", []
    if offered.alone:
        tags.append({"text": pick(en, "这里能办", "all here"), "tone": "ok"})
    else:
        zh, english, tone = _VIDEO[offered.video.value]
        tags.append({"text": pick(en, zh, english), "tone": tone})
    if item.parts:
        tags.append({"text": pick(en, f"{len(item.parts)} 件一次办", f"{len(item.parts)} at once"), "tone": "pri"})
    elif any(material.deferrable for material in item.materials):
        tags.append({"text": pick(en, "可容缺", "papers may follow"), "tone": "acc"})
    return tags
