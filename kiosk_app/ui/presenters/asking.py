"""Core: identify, form, material and check pages."""

from collections.abc import Mapping

from cloud_seat.contract.forms import Field
from cloud_seat.contract.rules import FormEngine
from kiosk_app.flow.sentences import VERDICTS, notice
from kiosk_app.session.asking import engine_of, needed_papers, works
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Rows, Shown

FIELD_ROLES = (
    "name", "widget", "label", "value", "help", "why", "error", "tag", "readonly", "width", "choices", "maxLength",
    "marked", "markNote", "good",
)  # fmt: skip
WRITTEN = ("text", "multiline")
"""Widgets that take free words; the others have a shape of their own."""


def identify(session: Session, knowledge: Knowledge) -> Shown:
    """One instruction, other ways beside it."""
    en = session.language == "en"
    said = notice(session.notice) if session.reading == "trouble" else None
    ready = works(session, "id_card")
    return {
        "phase": "trouble" if not ready else session.reading,
        "title": pick(en, "请把身份证平放在\n右下方感应区", "Please lay your ID card\non the reader, bottom right"),
        "text": pick(
            en, "放好就行，不用按。读好会自动进到下一步。", "Just leave it there. The next page opens by itself."
        ),
        "troubleText": said.text.in_language(session.language) if said else _reader_text(ready, en),
        "readerReady": ready,
        "otherWays": [
            {"id": "seat", "text": pick(en, "没带证，请工作人员核对", "No card: ask an official"), "enabled": True}
        ],
        "privacyText": pick(
            en,
            "信息只用于本次办理。退出或长时间没人操作，本机立即清除。",
            "Used for this matter only and cleared when you leave.",
        ),
        "person": {"name": session.person.name if session.person else "", "numberMasked": _masked(session)},
    }


def _reader_text(ready: bool, en: bool) -> str:
    if ready:
        return ""
    return pick(
        en, "读卡器正在重连。也可以请工作人员帮您核对。", "The reader is reconnecting. You may also call an official."
    )


def _masked(session: Session) -> str:
    return f"{session.person.number[:4]}{'*' * 10}{session.person.number[-4:]}" if session.person else ""


def form(session: Session, knowledge: Knowledge) -> Shown:
    """The page of the form; at the check stage (and in the call then) every field."""
    engine, say = engine_of(session, knowledge), session.language
    en = say == "en"
    if engine is None:
        return {
            "title": "", "hint": "", "pageText": "", "savedText": "", "focusField": "",
            "fields": Rows(FIELD_ROLES, "name"),
        }  # fmt: skip
    page = engine.form.ui.pages[session.page]
    fields = engine.form.fields() if session.stage is Stage.CHECK else page.fields
    total = len(engine.form.ui.pages)
    shown = tuple(_field(field, session, engine) for field in fields if field.name not in session.hidden)
    return {
        "title": page.title.in_language(say),
        "hint": page.hint.in_language(say) if page.hint else "",
        "pageText": pick(en, f"第 {session.page + 1} 页，共 {total} 页", f"Page {session.page + 1} of {total}"),
        "savedText": pick(en, "已自动保存", "Saved") if session.saved else "",
        "fields": Rows(FIELD_ROLES, "name", shown),
        "focusField": session.wanted,
    }


def _field(field: Field, session: Session, engine: FormEngine) -> Mapping[str, object]:
    say, value = session.language, session.values.get(field.name, "")
    error = session.errors.get(field.name)
    from_card = field.source.startswith("card.") and bool(value)
    return {
        "name": field.name,
        "widget": field.widget,
        "label": field.label.in_language(say),
        "value": engine.label(field.name, value, say) if field.readonly else _raw(value),
        "help": _help(field, value, engine.max_length(field.name), say),
        "why": field.why.in_language(say) if field.why and not field.readonly else "",
        "error": error.in_language(say) if error else "",
        "tag": pick(say == "en", "来自身份证", "from your card") if from_card else "",
        "readonly": field.readonly,
        "width": field.width,
        "choices": [{"value": choice.value, "label": choice.label.in_language(say)} for choice in field.choices],
        "maxLength": engine.max_length(field.name),
        "marked": field.name in session.call.marks,
        "markNote": session.call.marks.get(field.name, ""),
        "good": bool(value) and error is None and (from_card or field.name in session.touched),
    }


def _help(field: Field, value: object, limit: int, say: str) -> str:
    """What the field wants; once it is full, that no more goes in."""
    if not field.readonly and field.widget in WRITTEN and len(str(value or "")) >= limit:
        return pick(say == "en", f"写满了，最多 {limit} 个字", f"Full: {limit} characters at most")
    return field.help.in_language(say) if field.help else ""


def _raw(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def material(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """The picture of the paper with its outline, and the list of papers."""
    say, en = session.language, session.language == "en"
    names = {m.id: m for m in needed_papers(session, knowledge)}
    current = session.papers[session.paper_at] if session.papers else None
    camera = works(session, "document_camera")
    taken = current is not None and current.state == "done"
    verdict = "busy" if current and current.state == "busy" else (session.verdict if camera else "no_camera")
    title = names[current.material_id].name.in_language(say) if current and current.material_id in names else ""
    return {
        "title": title,
        "text": pick(en, "把纸平放在托板上，四角露出来即可", "Lay the paper flat with all four corners in view"),
        "items": [
            *_card_papers(session, knowledge),
            *(
                {
                    "id": paper.material_id,
                    "name": names[paper.material_id].name.in_language(say) if paper.material_id in names else "",
                    "sub": _paper_sub(paper.state, paper is current, en),
                    "state": "current" if paper is current and paper.state != "done" else paper.state,
                }
                for paper in session.papers
            ),
        ],
        "cameraReady": camera,
        "verdict": "good" if taken else verdict,
        "verdictText": pick(en, "拍好了，请看清不清楚", "Taken; please check it")
        if taken
        else VERDICTS[verdict].in_language(say),
        "outline": [{"x": x, "y": y} for x, y in booth.outline] if not taken else [],
        "shot": taken,
        "shotUrl": booth.shots.get(current.material_id, "") if current else "",
    }


def _card_papers(session: Session, knowledge: Knowledge) -> list[Mapping[str, object]]:
    item, en = knowledge.items.get(session.item_id), session.language == "en"
    sub = pick(en, "已读卡，免提交", "read from the card")
    return [
        {"id": m.id, "name": m.name.in_language(session.language), "sub": sub, "state": "done"}
        for m in (item.materials if item else ())
        if m.need == "card"
    ]


def _paper_sub(state: str, current: bool, en: bool) -> str:
    words = {
        "done": ("1 页 · 清晰", "1 page · clear"),
        "deferred": ("先欠着，之后补交", "to be brought later"),
        "busy": ("正在保存", "saving"),
    }
    zh, english = words.get(state, ("正在拍第 1 页", "taking page 1") if current else ("还没拍", "not yet"))
    return pick(en, zh, english)


def check(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """Everything at one look before signing."""
    engine, say, en = engine_of(session, knowledge), session.language, session.language == "en"
    names = {m.id: m.name.in_language(say) for m in needed_papers(session, knowledge)}
    rows = []
    for at, page in enumerate(engine.form.ui.pages if engine else ()):
        rows += [
            {
                "label": field.label.in_language(say),
                "value": engine.label(field.name, session.values.get(field.name, ""), say) if engine else "",
                "editable": not field.readonly,
                "page": at,
            }
            for field in page.fields
            if field.name not in session.hidden and session.values.get(field.name) not in (None, "")
        ]
    return {
        "title": pick(en, "请看一遍，对不对", "Please read it once more"),
        "text": pick(
            en, "可以直接签字，也可以请工作人员和您一起核对。", "Sign now, or check it together with an official."
        ),
        "rows": rows,
        "materials": [
            {
                "name": names.get(paper.material_id, ""),
                "sub": _paper_sub(paper.state, False, en),
                "url": booth.shots.get(paper.material_id, ""),
            }
            for paper in session.papers
        ],
        "callOffer": pick(en, "请云坐席核对", "Check with an official"),
    }
