"""Core: identify, form and check pages."""

from collections.abc import Mapping

from cloud_seat.contract.forms import Field
from cloud_seat.contract.rules import FormEngine
from kiosk_app.flow.sentences import notice
from kiosk_app.session.asking import engine_of, needed_papers, works
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.papers import page_url, paper_sub
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
                "sub": paper_sub(paper, is_current=False, en=en),
                "url": page_url(booth, paper, paper.pages[0]) if paper.pages else "",
            }
            for paper in session.papers
        ],
        "callOffer": pick(en, "请云坐席核对", "Check with an official"),
    }
