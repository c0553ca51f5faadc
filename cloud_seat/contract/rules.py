"""Core: the one form engine. Which fields are shown, what is wrong and how to mend it, what the card fills in.

Kiosk, hub and seat all ask this engine; no form has code of its own. Answers are named by their path (`paths.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from cloud_seat.contract import paths
from cloud_seat.contract.amounts import capitals, grouped_amount, is_amount, read_amount
from cloud_seat.contract.formats import FORMATS
from cloud_seat.contract.forms import ADDRESS_PARTS, COVERED, Field, Form, Rule, is_money
from cloud_seat.contract.mending import misfit, missing, out_of_range
from cloud_seat.contract.text import Text

if TYPE_CHECKING:
    import cel

Values = Mapping[str, Any]
_EMPTY: tuple[Any, ...] = ("", None, [], {}, ())


class Question(NamedTuple):
    """One place for an answer: rows of a group and the parts of an address have their own."""

    path: str
    field: Field


@dataclass(slots=True)
class _Sifted:
    given: Values
    today: str
    kept: dict[str, Any] = dataclass_field(default_factory=dict)
    hidden: set[str] = dataclass_field(default_factory=set)


class FormEngine:
    """Rules of one form version, compiled once. Pure: the date of today is an argument (YYYY-MM-DD)."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._fields = dict(_named(form.fields()))
        self._schema = jsonschema_rs.Draft202012Validator(form.schema, formats=FORMATS, validate_formats=True)
        self._conditions = {name: compiled(f.show_if) for name, f in self._fields.items() if f.show_if}
        self._rules = [(rule, compiled(rule.check)) for rule in form.rules]

    def prefill(self, card: Mapping[str, str]) -> dict[str, Any]:
        """First values from the card; keys of `card` are the last words of `source` (name, sex, birth …)."""
        wanted = {field: field.source.removeprefix("card.") for field in self.form.fields()}
        found = {field: card[key] for field, key in wanted.items() if card.get(key)}
        return {f.name: {"detail": text} if f.widget == "address" else text for f, text in found.items()}

    def questions(self, values: Values, fields: tuple[Field, ...] | None = None, at: str = "") -> Iterator[Question]:
        """Every place for an answer in reading order: a group, then its rows; an address, then its parts."""
        for field in self.form.fields() if fields is None else fields:
            path = paths.join(at, field.name)
            yield Question(path, field)
            for inner in self._insides(field, paths.value_at(values, path), path):
                yield from self.questions(values, children(field), inner)

    def hidden(self, values: Values, *, today: str) -> frozenset[str]:
        """Paths whose condition is not true (yet), with all that lies below them."""
        return frozenset(self._sifted(values, today).hidden)

    def answers(self, values: Values, *, today: str) -> dict[str, Any]:
        """What counts: no hidden field, no empty one. A condition sees only what stands before it and is shown."""
        return self._sifted(values, today).kept

    def errors(self, values: Values, *, today: str) -> dict[str, Text]:
        """What is wrong, by path in reading order, and how to mend it. Empty means ready to submit."""
        sifted = self._sifted(values, today)
        kept, asked = sifted.kept, {q.path: q.field for q in self.questions(values) if q.path not in sifted.hidden}
        wrong = {path: missing(field) for path, field in asked.items() if self._is_missing(path, field, kept)}
        for error in self._schema.iter_errors(kept):
            path = _place(error.instance_path)
            if path in asked and not _is_absence(error):
                value = paths.value_at(kept, path)
                wrong.setdefault(path, misfit(asked[path], value, schema=self._schema_of(path)))
        for path, field in asked.items():
            sentence = out_of_range(field, paths.value_at(kept, path), today=today)
            if sentence:
                wrong.setdefault(path, sentence)
        for path, rule, is_broken in self._judge(kept, asked, today):
            if is_broken:
                wrong.setdefault(path, rule.message)
        return {path: wrong[path] for path in asked if path in wrong}

    def holds(self, expression: str, values: Values, *, today: str) -> bool:
        """Whether a CEL condition of an item is true for these answers. An empty or undecided one is not."""
        if not expression:
            return False
        return _is_true(compiled(expression), {"values": self.answers(values, today=today), "today": today})

    def field(self, path: str) -> Field | None:
        """The field at that path, of whatever row."""
        return self._fields.get(paths.question(path))

    def read(self, path: str, raw: Any) -> Any:
        """What a widget gave, as the schema wants it: numbers from digits, text cut at 10,000 characters."""
        kind = self._schema_of(path).get("type")
        if kind == "number" and isinstance(raw, str):
            amount = read_amount(raw)
            return raw[:40] if amount is None else amount
        if kind == "integer" and isinstance(raw, str):
            return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 16 else raw[:40]
        return raw[:10_000] if isinstance(raw, str) else raw

    def may_write(self, path: str, values: Values) -> bool:
        """Whether the resident may answer there: a place of this form, in a row that exists, not read from the card."""
        field = self.field(path)
        if field is None or children(field) or not any(q.path == path for q in self.questions(values)):
            return False
        outer = self.field(self.cell(path))
        return not field.readonly and not (outer and outer.readonly)

    def objection(self, path: str, raw: Any, values: Values, *, today: str) -> Text | None:
        """What is wrong with this answer at that place, were it written there now. None: nothing."""
        proposed = paths.with_value(values, path, self.read(path, raw))
        wrong = self.errors(proposed, today=today)
        return next((text for at, text in wrong.items() if at in (path, self.cell(path))), None)

    def takes_row(self, group: str, values: Values) -> bool:
        """Whether the group has room for one more row."""
        field, rows = self.field(group), paths.value_at(values, group) or ()
        return bool(field and field.widget == "group") and len(rows) < int(self._schema_of(group).get("maxItems", 20))

    def cell(self, path: str) -> str:
        """What people see as one answer: the address for its parts, else the path itself."""
        outer = self.field(paths.parent(path))
        return paths.parent(path) if outer and outer.widget == "address" else path

    def strangers(self, values: Values) -> frozenset[str]:
        """Names that this form does not have: a sign of another version or of tampering."""
        known = {q.path for q in self.questions(values)}
        return frozenset(path for path in _leaves(values) if not _is_known(path, known))

    def label(self, path: str, value: Any, language: str) -> str:
        """The value as people read it: a choice by its label, a sum grouped, an address in one line."""
        field = self.field(path)
        if isinstance(value, bool):
            return Text(zh="是" if value else "否", en="yes" if value else "no").in_language(language)
        if field and is_money(field) and is_amount(value):
            figures = grouped_amount(value)
            return Text(zh=f"{figures} 元", en=f"{figures} yuan").in_language(language)
        if isinstance(value, float):
            return f"{value:g}"
        if isinstance(value, Mapping):
            return f"{value.get('region', '')}{value.get('detail', '')}"
        for choice in field.choices if field else ():
            if choice.value == value:
                return choice.label.in_language(language)
        return "" if value is None else str(value)

    def in_full(self, path: str, value: Any, language: str) -> str:
        """As `label`, for paper and read-back: a sum with its capitals too."""
        text, field = self.label(path, value, language), self.field(path)
        is_sum = field is not None and is_money(field) and is_amount(value)
        return f"{text}（{capitals(value)}）" if is_sum else text

    def masked(self, path: str, value: Any, language: str) -> str:
        """As `in_full`, but of a private number only what its owner needs to know it by."""
        text, field = self.in_full(path, value, language), self.field(path)
        if field is None or field.widget not in COVERED or len(text) <= 8:
            return text
        return f"{text[:3]}****{text[-4:]}" if field.widget == "phone" else f"{text[:4]} **** **** {text[-4:]}"

    def max_length(self, path: str) -> int:
        """Longest text the field takes, in characters."""
        return int(self._schema_of(path).get("maxLength", 200))

    # --- inside ---
    def _insides(self, field: Field, value: Any, path: str) -> tuple[str, ...]:
        """Paths that the fields of a container hang on: each row of a group, or the address itself."""
        if field.widget == "group":
            return tuple(paths.join(path, at) for at in range(len(value))) if isinstance(value, list | tuple) else ()
        return (path,) if field.widget == "address" else ()

    def _sifted(self, values: Values, today: str) -> "_Sifted":
        sifted = _Sifted(values, today)
        self._sift(sifted, self.form.fields(), "", sifted.kept)
        return sifted

    def _sift(self, sifted: "_Sifted", fields: tuple[Field, ...], at: str, kept: dict[str, Any]) -> None:
        for field in fields:
            path = paths.join(at, field.name)
            program = self._conditions.get(paths.question(path))
            context = {"values": sifted.kept, "row": kept if at else {}, "today": sifted.today}
            if program and not _is_true(program, context):
                sifted.hidden.update(q.path for q in self.questions(sifted.given, (field,), at))
                continue
            value = self._whole(sifted, field, path)
            if value not in _EMPTY:
                kept[field.name] = value

    def _whole(self, sifted: "_Sifted", field: Field, path: str) -> Any:
        value = paths.value_at(sifted.given, path)
        if field.widget == "address" and isinstance(value, Mapping):
            return {part: text for part, text in value.items() if text not in _EMPTY}
        if field.widget != "group" or not isinstance(value, list | tuple):
            return value
        rows: list[Any] = [{} if isinstance(entry, Mapping) else entry for entry in value]
        for at, row in enumerate(rows):
            if isinstance(row, dict):
                self._sift(sifted, field.fields, paths.join(path, at), row)
        return rows

    def _is_missing(self, path: str, field: Field, kept: Values) -> bool:
        if field.widget == "address":
            return False  # its parts say so
        outer = paths.parent(path)
        is_part = field in ADDRESS_PARTS
        if is_part:  # half an address is none
            must = self._must(outer, self.field(outer)) or bool(paths.value_at(kept, outer))
        else:
            must = self._must(path, field)
        return must and paths.value_at(kept, path) in _EMPTY

    def _must(self, path: str, field: Field | None) -> bool:
        inside = self._schema_of(paths.parent(path)) if "." in path else self.form.schema
        return bool(field and field.required_if_shown) or path.rpartition(".")[2] in inside.get("required", ())

    def _schema_of(self, path: str) -> dict[str, Any]:
        schema = self.form.schema
        for step in path.split("."):
            schema = schema.get("items", {}) if step.isdigit() else schema.get("properties", {}).get(step, {})
        return schema

    def _judge(self, kept: Values, asked: Mapping[str, Field], today: str) -> Iterator[tuple[str, Rule, bool]]:
        for rule, program in self._rules:
            for path in asked:
                if paths.question(path) == rule.field:
                    row = paths.value_at(kept, paths.row_of(path)) if paths.row_of(path) else {}
                    context = {"values": kept, "row": row or {}, "today": today}
                    yield path, rule, not _is_true(program, context, unknown=True)


def children(field: Field) -> tuple[Field, ...]:
    """The questions inside one field: of a group's row, of an address."""
    return ADDRESS_PARTS if field.widget == "address" else field.fields


def _named(fields: tuple[Field, ...], at: str = "") -> Iterator[tuple[str, Field]]:
    for field in fields:
        yield f"{at}{field.name}", field
        yield from _named(children(field), f"{at}{field.name}.")


def _place(steps: list[str | int]) -> str:
    path = paths.join(*steps)
    return f"{paths.parent(path)}.region" if path.endswith(".code") else path


def _is_absence(error: Any) -> bool:
    return str(error.schema_path[-1]) in ("required", "additionalProperties") if error.schema_path else False


def _leaves(values: Any, at: str = "") -> Iterator[str]:
    pairs = values.items() if isinstance(values, Mapping) else enumerate(values)
    for step, value in pairs:
        path = paths.join(at, step)
        yield path
        if isinstance(value, Mapping) or (isinstance(value, list | tuple) and value):
            yield from _leaves(value, path)


def _is_known(path: str, known: set[str]) -> bool:
    outer, _, last = path.rpartition(".")
    return path in known or (outer in known and last.isdigit()) or (last == "code" and f"{outer}.region" in known)


def compiled(expression: str) -> "cel.Program":
    """A condition, ready to be asked. Raises ValueError for what is no CEL."""
    import cel  # brings its command line, 0.1 s: only who has a form pays

    return cel.compile(expression)


def _is_true(program: "cel.Program", context: dict[str, Any], *, unknown: bool = False) -> bool:
    """CEL over values that may not be there yet: an answer that needs a missing value is `unknown`."""
    try:
        return program.execute(context) is True
    except (RuntimeError, TypeError, ValueError, KeyError, ArithmeticError):
        return unknown
