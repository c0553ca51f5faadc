"""Core: the one form engine. Which fields are shown, what is wrong and how to mend it, what the card fills in.

Kiosk, hub and seat all ask this engine; no form has code of its own.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from cloud_seat.contract.formats import FORMATS
from cloud_seat.contract.forms import Field, Form
from cloud_seat.contract.text import Text

if TYPE_CHECKING:
    import cel

Values = Mapping[str, Any]

_LENGTHS = {"phone": 11, "id_number": 18}
_CHOICE_WIDGETS = ("choice", "confirm", "date")


class FormEngine:
    """Rules of one form version, compiled once. Pure: the date of today is an argument (YYYY-MM-DD)."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._fields = {field.name: field for field in form.fields()}
        self._schema = jsonschema_rs.Draft202012Validator(form.schema, formats=FORMATS, validate_formats=True)
        self._conditions = {f.name: _compile(f.show_if) for f in self._fields.values() if f.show_if}
        self._rules = [(rule, _compile(rule.check)) for rule in form.rules]

    def prefill(self, card: Mapping[str, str]) -> dict[str, str]:
        """First values from the card; keys of `card` are the last words of `source` (name, sex, birth …)."""
        wanted = {name: field.source.removeprefix("card.") for name, field in self._fields.items()}
        return {name: card[key] for name, key in wanted.items() if card.get(key)}

    def hidden(self, values: Values, *, today: str) -> frozenset[str]:
        """Fields whose condition is not true (yet)."""
        context = {"values": dict(values), "today": today}
        return frozenset(name for name, program in self._conditions.items() if not _is_true(program, context))

    def errors(self, values: Values, *, today: str) -> dict[str, Text]:
        """What is wrong, by field name in reading order, and how to mend it. Empty means ready to submit."""
        hidden = self.hidden(values, today=today)
        shown = {k: v for k, v in values.items() if k not in hidden and v not in ("", None)}
        wrong = {name: self._missing(name) for name in self._required(hidden) if name not in shown}
        for error in self._schema.iter_errors(shown):
            name = str(error.instance_path[0]) if error.instance_path else ""
            if name:
                wrong.setdefault(name, self._sentence(name, shown[name]))
        context = {"values": shown, "today": today}
        for rule, program in self._rules:
            if rule.field not in hidden and not _is_true(program, context, unknown=True):
                wrong.setdefault(rule.field, rule.message)
        return {name: wrong[name] for name in self._fields if name in wrong}

    def holds(self, expression: str, values: Values, *, today: str) -> bool:
        """Whether a CEL condition of an item is true for these answers. An empty or undecided one is not."""
        return bool(expression) and _is_true(_compile(expression), {"values": dict(values), "today": today})

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return self._fields.get(name)

    def read(self, name: str, raw: Any) -> Any:
        """What a widget gave, as the schema wants it: numbers from digits, text cut at 10,000 characters."""
        kind = self.form.schema["properties"].get(name, {}).get("type")
        if kind in ("number", "integer") and isinstance(raw, str):
            try:
                return float(raw) if kind == "number" else int(raw)
            except ValueError:
                return raw[:40]
        return raw[:10_000] if isinstance(raw, str) else raw

    def strangers(self, values: Values) -> frozenset[str]:
        """Names that this form does not have: a sign of another version or of tampering."""
        return frozenset(values) - frozenset(self._fields)

    def label(self, name: str, value: Any, language: str) -> str:
        """The value as people read it: a choice by its label, a confirmation by yes or no."""
        field = self._fields.get(name)
        if isinstance(value, float):
            return f"{value:g}"
        if isinstance(value, bool):
            return Text(zh="是" if value else "否", en="yes" if value else "no").in_language(language)
        for choice in field.choices if field else ():
            if choice.value == value:
                return choice.label.in_language(language)
        return "" if value is None else str(value)

    def max_length(self, name: str) -> int:
        """Longest text the field takes, in characters."""
        return int(self.form.schema["properties"].get(name, {}).get("maxLength", 200))

    def _required(self, hidden: frozenset[str]) -> list[str]:
        always = self.form.schema.get("required", [])
        when_shown = [f.name for f in self._fields.values() if f.required_if_shown]
        return [name for name in dict.fromkeys([*always, *when_shown]) if name not in hidden]

    def _missing(self, name: str) -> Text:
        field = self._fields.get(name)
        label = field.label if field else Text(zh=name, en=name)
        if field and field.widget == "confirm" and field.error:
            return field.error
        if field and field.widget in _CHOICE_WIDGETS:
            return Text(zh=f"请选择{label.zh}", en=f"Please choose: {label.en}")
        return Text(zh=f"请填写{label.zh}", en=f"Please fill in: {label.en}")

    def _sentence(self, name: str, value: Any) -> Text:
        field, text = self._fields.get(name), str(value)
        limit = self.max_length(name)
        if len(text) > limit:
            return Text(zh=f"太长了，最多 {limit} 个字", en=f"Too long: {limit} characters at most")
        short = _too_short(field, text)
        if short:
            return Text(zh=f"还差 {short} 位", en=f"{short} more digits needed")
        return (field and field.error) or Text(zh="请再看一看这一项", en="Please check this field")


def _too_short(field: Field | None, text: str) -> int:
    wanted = _LENGTHS.get(field.widget, 0) if field else 0
    return max(0, wanted - len(text))


def _compile(expression: str) -> "cel.Program":
    import cel  # brings its command line, 0.1 s: only who has a form pays

    return cel.compile(expression)


def _is_true(program: "cel.Program", context: dict[str, Any], *, unknown: bool = False) -> bool:
    """CEL over values that may not be there yet: an answer that needs a missing value is `unknown`."""
    try:
        return program.execute(context) is True
    except (RuntimeError, TypeError, ValueError, KeyError, OverflowError):
        return unknown
