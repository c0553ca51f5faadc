"""Core: the page of the papers: what the camera sees, what was taken of each, what may be done now."""

from collections.abc import Mapping

from kiosk_app.flow.verdicts import VERDICTS
from kiosk_app.session.asking import lacks_room, needed_papers, offered, works
from kiosk_app.session.folder import page_key
from kiosk_app.session.state import Given, Knowledge, Paper, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Shown

Action = Mapping[str, object]


def material(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """The picture of the paper with its outline, its pages, and the list of papers."""
    say, en = session.language, session.language == "en"
    names = {m.id: m.name.in_language(say) for m in needed_papers(session, knowledge)}
    paper = session.papers[session.paper_at] if session.papers else Paper("")
    given = offered(session) if session.papers else None
    mode = _mode(session)
    verdict = _verdict(session, paper, mode)
    has_code = mode == "phone" and session.phone in ("ready", "seen")
    return {
        "mode": mode,
        "title": names.get(paper.material_id, ""),
        "text": _text(session, knowledge, mode),
        "items": [
            *_card_papers(session, knowledge),
            *(
                {
                    "id": each.material_id,
                    "name": names.get(each.material_id, ""),
                    "sub": paper_sub(each, is_current=each is paper, en=en),
                    "state": "current" if each is paper and each.state != "done" else each.state,
                }
                for each in session.papers
            ),
        ],
        "cameraReady": works(session, "document_camera"),
        "verdict": verdict,
        "verdictText": _verdict_text(verdict, mode, en),
        "outline": [{"x": x, "y": y} for x, y in booth.outline] if mode == "live" else [],
        "shot": mode in ("shot", "offer"),
        "codeUrl": f"image://papers/phone-link?rev={session.number}-{session.paper_at}-{session.phone}" * has_code,
        "shotUrl": _shot_url(session, booth, paper, given),
        "pages": _pages(session, booth, paper, en),
        "addText": _add_text(session, en) if paper.pages else "",
        "actions": _actions(session, booth, mode, en),
    }


def _mode(session: Session) -> str:
    """What the large picture is: a page, the question about an earlier one, the phone's code, the live camera."""
    if session.page_shown:
        return "shot"
    if session.phone:
        return "phone"
    return "offer" if session.papers and offered(session) else "live"


def _verdict(session: Session, paper: Paper, mode: str) -> str:
    if paper.state == "busy":
        return "busy"
    if mode == "phone":
        return f"phone_{session.phone}"
    if mode != "live":
        return session.verdict or "good"
    if lacks_room(session.ambient):
        return "no_room"
    return session.verdict if works(session, "document_camera") else "no_camera"


def _verdict_text(verdict: str, mode: str, en: bool) -> str:
    if mode == "offer" and verdict == "good":
        return pick(en, "这份您刚才拍过了，直接用吗？", "You took this paper earlier. Use it?")
    if mode == "shot" and verdict == "good":
        return pick(en, "拍好了，请看清不清楚", "Taken; please check it")
    return VERDICTS[verdict].in_language("en" if en else "zh")


def _text(session: Session, knowledge: Knowledge, mode: str) -> str:
    en = session.language == "en"
    if mode == "offer":
        return pick(
            en,
            "不用再拿出来拍一次。换了一份的话，请重新拍。",
            "No need to take it out again, unless it is another one.",
        )
    if mode == "phone":
        return pick(
            en,
            "用手机扫屏幕上的码，在手机上拍照或选照片，会自动出现在这里。",
            "Scan it with your phone; your pictures appear here.",
        )
    if mode == "shot" and session.phone:
        return pick(
            en,
            "看不清就删掉，在手机上再传一张。传完了按“下一份”。",
            "Hard to read? Delete it and send another. When all pages are here, go on.",
        )
    if mode == "shot":
        return pick(
            en,
            "看不清就重拍。还有别的页，按“再拍一页”。",
            "If it is hard to read, take it again. More pages? Add them.",
        )
    if session.side_taken:
        return pick(
            en,
            "还有另一面：翻过来放好，两面会排在一张纸上。",
            "One side is taken; turn the card over. Both come to one page.",
        )
    if session.slow and session.verdict != "no_camera":
        return pick(en, "没有自动拍的话，按“现在拍”就行。", 'If it does not take itself, press "Take it now".')
    current = session.papers[session.paper_at].material_id if session.papers else ""
    wanted = next((m for m in needed_papers(session, knowledge) if m.id == current), None)
    if wanted is not None and wanted.note is not None:
        return wanted.note.in_language(session.language)
    if wanted is not None and wanted.is_card:
        return pick(
            en,
            "请只放证件，先拍一面再翻面。复印件上会写明只供办这件事用。",
            "Lay down only the card: one side, then the other. The copy is marked for this matter only.",
        )
    return pick(en, "把纸平放在托板上，四角露出来即可", "Lay the paper flat with all four corners in view")


def _shot_url(session: Session, booth: Booth, paper: Paper, given: Given | None) -> str:
    page = given.pages[0] if given else session.page_shown
    return page_url(booth, paper, page) if page else ""


def page_url(booth: Booth, paper: Paper, page: int) -> str:
    """The address of one picture."""
    return booth.shots.get(page_key(paper.material_id, page), "")


def _pages(session: Session, booth: Booth, paper: Paper, en: bool) -> list[Mapping[str, object]]:
    return [
        {
            "page": page,
            "text": str(at),
            "name": pick(en, f"看第 {at} 页", f"Look at page {at}"),
            "url": page_url(booth, paper, page),
            "current": page == session.page_shown or page == session.retaking,
        }
        for at, page in enumerate(paper.pages, start=1)
    ]


def _add_text(session: Session, en: bool) -> str:
    return pick(en, "再传一页", "Send one more") if session.phone else pick(en, "再拍一页", "One more page")


def _actions(session: Session, booth: Booth, mode: str, en: bool) -> list[Action]:
    """The buttons beside the picture: `id` is the intent; the strong one is what most people need now."""
    if mode == "offer":
        return [
            _action("reusePaper", "check", pick(en, "就用这份", "Use this"), strong=True),
            _action("takeAnew", "camera", pick(en, "重新拍", "Take it again")),
        ]
    camera = _action("leavePhone", "camera", pick(en, "改用高拍仪", "Use the camera here"))
    if mode == "phone":
        return [camera]
    if mode == "shot" and session.phone:
        return [_action("dropPage", "trash", pick(en, "删掉这页", "Delete page")), camera]
    if mode == "shot":
        return [
            _action("retakePage", "camera", pick(en, "重拍这页", "Take again")),
            _action("dropPage", "trash", pick(en, "删掉这页", "Delete page")),
        ]
    is_free = bool(session.papers) and session.papers[session.paper_at].state != "busy"
    is_free &= not lacks_room(session.ambient)
    can = is_free and works(session, "document_camera")
    shoot = _action("takePage", "camera", pick(en, "现在拍", "Take it now"), strong=session.slow, enabled=can)
    phone = _action("usePhone", "qr", pick(en, "用手机传", "Use my phone"), enabled=is_free)
    return [shoot, phone] if booth.takes_phones else [shoot]


def _action(name: str, glyph: str, text: str, *, strong: bool = False, enabled: bool = True) -> Action:
    return {"id": name, "glyph": glyph, "text": text, "strong": strong, "enabled": enabled}


def _card_papers(session: Session, knowledge: Knowledge) -> list[Mapping[str, object]]:
    item, en = knowledge.items.get(session.item_id), session.language == "en"
    sub = pick(en, "已读卡，免提交", "read from the card")
    return [
        {"id": m.id, "name": m.name.in_language(session.language), "sub": sub, "state": "done"}
        for m in (item.materials if item else ())
        if m.need == "card"
    ]


def paper_sub(paper: Paper, *, is_current: bool, en: bool) -> str:
    """How far one paper is."""
    count = len(paper.pages)
    match paper.state:
        case "busy":
            return pick(en, "正在保存", "saving")
        case "done":
            taken = pick(en, f"{count} 页 · 拍好了", f"{count} page{'s' * (count > 1)} · taken")
            return pick(en, f"{count} 页 · 工作人员看过了", f"{count} p. · accepted") if paper.is_accepted else taken
        case "deferred":
            return pick(en, "先欠着，之后补交", "to be brought later")
        case _ if is_current:
            return pick(en, f"正在拍第 {count + 1} 页", f"taking page {count + 1}")
        case _:
            return pick(en, "还没拍", "not yet")
