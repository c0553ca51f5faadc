"""Core: the form: one of its pages, or the page of one row of a group."""

from collections.abc import Iterator, Mapping

from cloud_seat.contract import paths
from cloud_seat.contract.amounts import capitals, is_amount, plain_amount
from cloud_seat.contract.forms import Field, Page, is_money
from cloud_seat.contract.mending import date_range
from cloud_seat.contract.rules import FormEngine, Question
from cloud_seat.contract.text import Text
from kiosk_app.session.asking import asked_on, engine_of, is_listed, named_field, shown_pages
from kiosk_app.session.identity import is_open, may_write
from kiosk_app.session.state import Knowledge, Proof, Session, Stage
from kiosk_app.ui.presenters.answers import NO_LIST, answer_list
from kiosk_app.ui.presenters.wording import dotted, pick
from kiosk_app.ui.shown import Rows, Shown

FIELD_ROLES = (
    "name", "widget", "label", "value", "help", "why", "error", "tag", "readonly", "width", "choices", "maxLength",
    "marked", "markNote", "good", "add", "range",
)  # fmt: skip
WRITTEN = ("text", "multiline")
"""Widgets that take free words; the others have a shape of their own."""


def form(session: Session, knowledge: Knowledge) -> Shown:
    """The page of the form; at the check stage (and in the call then) every field; inside a row, that row."""
    engine, say = engine_of(session, knowledge), session.language
    if engine is None:
        return {
            "title": "", "hint": "", "pageText": "", "savedText": "", "focusField": "", "place": "",
            "fields": Rows(FIELD_ROLES, "name"), **NO_LIST,
        }  # fmt: skip
    fields = tuple(field_row(question, session, engine, knowledge.today) for question in _shown(session, engine))
    title, hint, page_text = _head(session, engine)
    return {
        "title": title,
        "hint": hint,
        "pageText": page_text,
        "savedText": pick(say == "en", "已自动保存", "Saved") if session.saved else "",
        "fields": Rows(FIELD_ROLES, "name", fields),
        "focusField": _wanted(session),
        "place": f"{session.stage.value}/{session.page}/{session.inside}",
        **answer_list(session, engine, knowledge.regions),
    }


def _wanted(session: Session) -> str:
    """Outside a row, its group stands for it."""
    return session.wanted if session.inside else paths.parent(paths.row_of(session.wanted)) or session.wanted


def full_label(path: str, engine: FormEngine, say: str) -> str:
    """The label, and in which row: 家人 2 · 姓名."""
    field, row = engine.field(path), paths.row_of(path)
    label = field.label.in_language(say) if field else path
    return dotted(_row_name(row, engine, say) if row else "", label)


def _head(session: Session, engine: FormEngine) -> tuple[str, str, str]:
    """Title, hint, progress: counted in pages that ask this resident something."""
    say, en, page = session.language, session.language == "en", engine.form.ui.pages[session.page]
    if session.picking:
        hint = pick(en, "点一个就行，也可以打首字母找。", "Tap one, or type the initials to find it.")
        return full_label(session.picking, engine, say), hint, ""
    if session.inside:
        hint = pick(en, "填好后按右下角，回到名单。", "When done, press bottom right to return to the list.")
        return _row_name(session.inside, engine, say), hint, page.title.in_language(say)
    pages = shown_pages(session, engine)
    at, total = sum(shown <= session.page for shown in pages), len(pages)
    hint = _hint(page, session)
    return page.title.in_language(say), hint, pick(en, f"第 {at} 页，共 {total} 页", f"Page {at} of {total}")


def _hint(page: Page, session: Session) -> str:
    """Where the page promises what an ID card tells, and there was none, it asks for the rest."""
    if any(is_open(session, field) for field in page.fields):
        return pick(session.language == "en", "没读到的几项，请您补上。", "Please fill in what could not be read.")
    return page.hint.in_language(session.language) if page.hint else ""


def _row_name(row: str, engine: FormEngine, say: str) -> str:
    group = engine.field(paths.parent(row))
    one = _one(group, say) if group else ""
    return f"{one} {int(row.rpartition('.')[2]) + 1}"


def _shown(session: Session, engine: FormEngine) -> Iterator[Question]:
    if session.inside:
        inside = frozenset(asked_on(session, engine))
        found = (question for question in engine.questions(session.values) if question.path in inside)
    else:
        form = engine.form
        fields = form.fields() if session.stage is Stage.CHECK else form.ui.pages[session.page].fields
        found = (q for q in engine.questions(session.values, fields) if not paths.row_of(q.path))
    return (q for q in found if q.path not in session.hidden and q.field.widget != "address")


def field_row(question: Question, session: Session, engine: FormEngine, today: str) -> Mapping[str, object]:
    """One question with every role of FIELD_ROLES."""
    path, field = question.path, named_field(question, engine)
    say, value = session.language, paths.value_at(session.values, path)
    error, marks, cell = session.errors.get(path), session.call.marks, engine.cell(path)
    readonly = not field.fields and not may_write(session, engine, path)
    from_card = field.source.startswith("card.") and bool(value) and readonly
    return {
        "name": path,
        "widget": _widget(field),
        "label": field.label.in_language(say),
        "value": engine.label(path, value, say) if readonly or is_listed(field) else _raw(value),
        "help": _help(field, value, engine.max_length(path), say),
        "why": field.why.in_language(say) if field.why and not (readonly or field.readonly) else "",
        "error": error.in_language(say) if error else "",
        "tag": _tag(session).in_language(say) if from_card else "",
        "readonly": readonly,
        "width": field.width,
        "choices": _choices(question, session, engine, today),
        "maxLength": engine.max_length(path),
        "marked": cell in marks,
        "markNote": marks.get(cell, ""),
        "good": bool(value) and error is None and (from_card or path in session.touched),
        "range": _range(field, today),
        "add": _add_text(field, say) if engine.takes_row(path, session.values) else "",
    }


_TAGS = {
    Proof.CARD: Text(zh="来自身份证", en="from your card"),
    Proof.SOCIAL_CARD: Text(zh="来自社保卡", en="from your card"),
    Proof.CODE: Text(zh="来自电子证照码", en="from your code"),
    Proof.SAID: Text(zh="您写的", en="as you wrote"),
}


def _tag(session: Session) -> Text:
    """Where the first values of the page come from."""
    return _TAGS[session.person.proof if session.person else Proof.CARD]


def _range(field: Field, today: str) -> Mapping[str, object]:
    """First and last day that a date takes, and where its drum begins."""
    if field.widget != "date":
        return {}
    first, last = date_range(field, today=today)
    return {"first": first, "last": last, "start": min(today, last)}


def _widget(field: Field) -> str:
    """As the page draws it: a list opens from a line, an amount that is no money bears no 元."""
    if is_listed(field):
        return "pick"
    return "number" if field.widget == "amount" and not is_money(field) else field.widget


def _help(field: Field, value: object, limit: int, say: str) -> str:
    """What the field wants; a sum read back in capitals; once a text is full, that no more goes in."""
    if is_money(field) and isinstance(value, float) and is_amount(value):
        return pick(say == "en", f"大写：{capitals(value)}", f"In Chinese capitals: {capitals(value)}")
    if not field.readonly and field.widget in WRITTEN and len(str(value or "")) >= limit:
        return pick(say == "en", f"写满了，最多 {limit} 个字", f"Full: {limit} characters at most")
    return field.help.in_language(say) if field.help else ""


def _raw(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and is_amount(value):
        return plain_amount(value)
    return "" if value is None or isinstance(value, list | tuple | Mapping) else str(value)


# --- groups ---
def _choices(question: Question, session: Session, engine: FormEngine, today: str) -> list[Mapping[str, object]]:
    """The answers to choose from; for a group its rows."""
    path, field = question
    if is_listed(field):
        return []
    if field.widget != "group":
        return [{"value": c.value, "label": c.label.in_language(session.language)} for c in field.choices]
    rows = paths.value_at(session.values, path)
    wrong = engine.errors(session.values, today=today)
    names = [paths.join(path, at) for at in range(len(rows))] if isinstance(rows, list | tuple) else []
    return [_card(row, session, engine, sum(error.startswith(f"{row}.") for error in wrong)) for row in names]


def _card(row: str, session: Session, engine: FormEngine, wrong: int) -> Mapping[str, object]:
    say, en = session.language, session.language == "en"
    said = [
        engine.label(q.path, paths.value_at(session.values, q.path), say)
        for q in engine.questions(session.values)
        if paths.parent(q.path) == row and q.path not in session.hidden
    ]
    return {
        "value": row,
        "label": _row_name(row, engine, say),
        "words": [words for words in said if words][:3],
        "state": pick(en, f"还差 {wrong} 项", f"{wrong} to go") if wrong else pick(en, "填好了", "complete"),
        "done": not wrong,
        "marked": any(mark.startswith(f"{row}.") for mark in session.call.marks),
    }


def _add_text(field: Field, say: str) -> str:
    return pick(say == "en", f"加一位{_one(field, say)}", f"Add: {_one(field, say)}")


def _one(group: Field, say: str) -> str:
    return (group.one or group.label).in_language(say)
