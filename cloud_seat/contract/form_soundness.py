"""Core: whether a form can be asked, judged and printed. One without a fault is one that every booth can render; only
such a one may be published. Its file `form_file`, its schema `form_schema`, its conditions `form_conditions`."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cloud_seat.contract.form_conditions import condition_faults
from cloud_seat.contract.form_file import read_form
from cloud_seat.contract.form_schema import schema_faults
from cloud_seat.contract.form_words import Fault, fault
from cloud_seat.contract.formats import is_date
from cloud_seat.contract.forms import ADDRESS_PARTS, Field, Form
from cloud_seat.contract.mending import date_range
from cloud_seat.contract.text import Text

TYPES = {
    "text": "string", "digits": "string", "phone": "string", "bank_card": "string", "id_number": "string",
    "choice": "string", "date": "string", "multiline": "string", "amount": "number", "confirm": "boolean",
    "group": "array", "address": "object",
}  # fmt: skip
"""Every widget, and what its value is in the schema."""
SOURCES = (
    "card.name", "card.sex", "card.nation", "card.birth", "card.address", "card.number", "agent.name", "agent.relation",
)  # fmt: skip
_DAY = re.compile(r"today([+-]\d{1,2}y)?")
_LONGEST = {
    "title": 80, "label": 60, "one": 20, "hint": 150, "help": 150, "why": 150, "error": 150, "message": 200,
    "text": 400,
}  # fmt: skip
"""Characters of Chinese, twice as many of English: about twice what the district's own forms have."""
_MOST = {"pages": 20, "fields": 30, "choices": 40, "rules": 60, "promises": 12}
_MOST_FAULTS = 50


class _Holder(NamedTuple):
    """What holds fields, each with its place: the form itself, or one row of a group; `schema` of that object."""

    fields: list[tuple[str, Field]]
    schema: dict[str, Any]
    at: str


def examine(body: bytes, *, today: str) -> tuple[Form | None, list[Fault]]:
    """The form if its shape and its schema are right, and its faults, the first fifty."""
    form, faults = read_form(body)
    if form is None:
        return None, faults
    if broken := schema_faults(form.schema):  # the rest would speak of what is not there
        return None, [*faults, *_counts(form), *_texts(form), *broken][:_MOST_FAULTS]
    return form, [*faults, *_faults(form, today)][:_MOST_FAULTS]


def _faults(form: Form, today: str) -> Iterator[Fault]:
    yield from _counts(form)
    yield from _texts(form)
    holders = list(_holders(form))
    for holder in holders:
        yield from _fields_are_properties(holder)
        for at, field in holder.fields:
            yield from _field(at, field, holder, today)
    yield from _paper(form)
    yield from condition_faults(form, [(holder.fields, holder.schema) for holder in holders], today=today)


def _lists(form: Form) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Every list of fields, with its place."""
    for number, page in enumerate(form.ui.pages):
        at = f"ui.pages.{number}.fields"
        yield at, page.fields
        for inner, field in enumerate(page.fields):
            if field.fields:
                yield f"{at}.{inner}.fields", field.fields


def _holders(form: Form) -> Iterator[_Holder]:
    lists = [(at, [(f"{at}.{number}", field) for number, field in enumerate(fields)]) for at, fields in _lists(form)]
    top = [place for at, places in lists if at.count("fields") == 1 for place in places]
    yield _Holder(top, form.schema, "schema")
    for at, group in top:
        rule = form.schema["properties"].get(group.name, {})
        if group.fields and rule.get("type") == "array":
            inner = [(f"{at}.fields.{number}", field) for number, field in enumerate(group.fields)]
            yield _Holder(inner, rule["items"], f"schema.properties.{group.name}.items")


def _counts(form: Form) -> Iterator[Fault]:
    lists: dict[str, list[str]] = {
        "ui.pages": [page.id for page in form.ui.pages],
        "rules": [rule.id for rule in form.rules],
        "promises": [promise.id for promise in form.promises],
    }
    for at, fields in _lists(form):
        lists[at] = [field.name for field in fields]
        options = {f"{at}.{number}.choices": field.choices for number, field in enumerate(fields)}
        lists |= {spot: [choice.value for choice in choices] for spot, choices in options.items()}
    for at, names in lists.items():
        most = _MOST[at.rpartition(".")[2]]
        if len(names) > most:
            yield fault(at, "too_many", most, len(names))
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield fault(at, "twice", name)
    if not form.fields():
        yield fault("ui.pages", "empty")


def _texts(form: Form) -> Iterator[Fault]:
    found: list[tuple[str, Text | None]] = [("title", form.title), ("print.title", form.print.title)]
    for number, page in enumerate(form.ui.pages):
        found += [(f"ui.pages.{number}.title", page.title), (f"ui.pages.{number}.hint", page.hint)]
    for at, fields in _lists(form):
        for number, field in enumerate(fields):
            spot = f"{at}.{number}"
            found += [(f"{spot}.{name}", getattr(field, name)) for name in ("label", "help", "why", "error", "one")]
            found += [(f"{spot}.choices.{one}.label", choice.label) for one, choice in enumerate(field.choices)]
    found += [(f"rules.{number}.message", rule.message) for number, rule in enumerate(form.rules)]
    found += [(f"promises.{number}.text", promise.text) for number, promise in enumerate(form.promises)]
    for at, text in found:
        if text is not None:
            yield from _text(at, text)


def _text(at: str, text: Text) -> Iterator[Fault]:
    longest = _LONGEST[at.rpartition(".")[2]]
    for place, words, most in ((f"{at}.zh", text.zh, longest), (f"{at}.en", text.en, 2 * longest)):
        if not words.strip():
            yield fault(place, "unwritten")
        elif len(words) > most:
            yield fault(place, "too_long", most, len(words))
        if not words.isprintable():
            yield fault(place, "unseen")


def _fields_are_properties(holder: _Holder) -> Iterator[Fault]:
    names, known = [field.name for _, field in holder.fields], holder.schema["properties"]
    for at, field in holder.fields:
        if field.name not in known:
            yield fault(at, "no_property", field.name)
        if names.count(field.name) > 1:
            yield fault(at, "twice", field.name)
        if field.show_if and field.name in holder.schema.get("required", []):
            yield fault(at, "shown_required")
        if field.required_if_shown and not field.show_if:
            yield fault(at, "always_required")
    for name in [name for name in known if name not in names]:
        yield fault(holder.at, "not_asked", name)


def _field(at: str, field: Field, holder: _Holder, today: str) -> Iterator[Fault]:
    rule, is_inner = holder.schema["properties"].get(field.name, {}), holder.at != "schema"
    if field.widget not in TYPES:
        yield fault(at, "one_of", "widget", ", ".join(TYPES))
        return
    if rule and rule["type"] != TYPES[field.widget]:
        yield fault(at, "must", f"schema.properties.{field.name}.type", TYPES[field.widget])
        return
    if field.width not in ("half", "full"):
        yield fault(at, "one_of", "width", "half, full")
    if field.error is None:
        yield fault(at, "no_error")
    yield from _filled_from(at, field, is_inner)
    yield from _insides(at, field, rule, is_inner)
    yield from _days(at, field, today) if field.widget == "date" else ()


def _filled_from(at: str, field: Field, is_inner: bool) -> Iterator[Fault]:
    if field.source and field.source not in SOURCES:
        yield fault(at, "one_of", "source", ", ".join(SOURCES))
    from_card = field.source.startswith("card.")
    if field.readonly and not from_card:
        yield fault(at, "readonly")
    if from_card and not field.readonly and field.widget != "address":
        yield fault(at, "card_open")
    if field.source and is_inner:
        yield fault(at, "card_row")


def _insides(at: str, field: Field, rule: dict[str, Any], is_inner: bool) -> Iterator[Fault]:
    is_group = field.widget == "group"
    if (is_group, is_group) != (bool(field.fields), field.one is not None):
        yield fault(at, "group")
    if is_group and is_inner:
        yield fault(at, "group_in_group")
    allowed, values = rule.get("enum", []), [choice.value for choice in field.choices]
    if values != allowed:
        yield fault(at, "options", ", ".join(allowed))
    if (field.widget == "choice") != bool(values):
        yield fault(at, "choice")
    if field.widget == "confirm" and rule and rule.get("const") is not True:
        yield fault(at, "must", f"schema.properties.{field.name}.const", "true")
    if field.widget == "date" and rule and rule.get("format") != "date":
        yield fault(at, "must", f"schema.properties.{field.name}.format", "date")
    if field.widget == "address" and rule:
        parts = {name: one["type"] for name, one in rule["properties"].items()}
        if parts != dict.fromkeys(["code", *(part.name for part in ADDRESS_PARTS)], "string"):
            yield fault(at, "address")


def _days(at: str, field: Field, today: str) -> Iterator[Fault]:
    for name, said in (("earliest", field.earliest), ("latest", field.latest)):
        if said and not (is_date(said) or _DAY.fullmatch(said)):
            yield fault(f"{at}.{name}", "day")
            return
    first, last = date_range(field, today=today)
    if not "1890-01-01" < first < last < "2100-01-01":
        yield fault(at, "days", first, last)


def _paper(form: Form) -> Iterator[Fault]:
    printed, asked = [name for row in form.print.rows for name in row], [field.name for field in form.fields()]
    groups = {field.name for field in form.fields() if field.widget == "group"}
    for name in dict.fromkeys([*asked, *printed]):
        if printed.count(name) != 1 or name not in asked:
            yield fault("print.rows", "paper_once", name)
    for number, row in enumerate(form.print.rows):
        if not 1 <= len(row) <= 2 or (len(row) == 2 and groups & set(row)):
            yield fault(f"print.rows.{number}", "paper_row")
