"""Core: the conditions of a form (CEL): each compiles, is true or false whatever is filled in, and looks at what there
is. A condition that would run long is refused: it is judged at every touch."""

import re
from collections.abc import Iterator
from typing import Any

from cloud_seat.contract import paths
from cloud_seat.contract.form_words import Fault, fault
from cloud_seat.contract.forms import Field, Form
from cloud_seat.contract.rules import children, compiled

LONGEST = 1000
"""Characters; the longest of the district's has 368."""
_LOOPS = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(")
_MOST_LOOPS = 2
_ASKED = r"\b{word}\s*\.\s*(\w+)"
Held = list[tuple[str, Field]]


def condition_faults(form: Form, holders: list[tuple[Held, dict[str, Any]]], *, today: str) -> Iterator[Fault]:
    """`holders`: the form's fields with their places, then those of each group; and the schema of each."""
    for fields, schema in holders:
        word = "values" if schema is form.schema else "row"
        for number, (at, field) in enumerate(fields):
            if field.show_if:
                before = {earlier.name for _, earlier in fields[:number]}
                yield from _condition(f"{at}.show_if", field.show_if, today)
                yield from _looks_at(f"{at}.show_if", field.show_if, word, before)
    known = {name for name, _ in _every(form.fields())}
    for number, rule in enumerate(form.rules):
        if rule.field not in known:
            yield fault(f"rules.{number}", "no_field", rule.field)
        yield from _condition(f"rules.{number}.check", rule.check, today)
        names = {field.name for field in form.fields()}
        yield from _looks_at(f"rules.{number}.check", rule.check, "values", names)


def expression_faults(at: str, expression: str) -> Iterator[Fault]:
    """Why it is no condition at all; an empty one is none, and right."""
    if len(expression) > LONGEST or len(_LOOPS.findall(expression)) > _MOST_LOOPS:
        yield fault(at, "condition_long", LONGEST, _MOST_LOOPS)
    elif expression:
        try:
            compiled(expression)
        except Exception as error:  # noqa: BLE001  as below
            yield fault(at, "condition", _said(error))


def _condition(at: str, expression: str, today: str) -> Iterator[Fault]:
    if found := [*expression_faults(at, expression)]:
        yield from found
        return
    try:
        answer = compiled(expression).execute({"values": {}, "row": {}, "today": today})
    except Exception as error:  # noqa: BLE001  whatever CEL cannot do, no booth can
        yield fault(at, "condition", _said(error))
        return
    if not isinstance(answer, bool):
        yield fault(at, "not_bool")


def _said(error: Exception) -> str:
    """The first line of what CEL says, without our own text in it."""
    words = str(error).partition("\n")[0]
    return words.partition("Syntax error: ")[2][:120] or words[:120]


def _looks_at(at: str, expression: str, word: str, known: set[str]) -> Iterator[Fault]:
    for name in sorted(set(re.findall(_ASKED.format(word=word), expression)) - known):
        yield fault(at, "not_before", name)


def _every(fields: tuple[Field, ...], at: str = "") -> Iterator[tuple[str, Field]]:
    for field in fields:
        name = paths.join(at, field.name)
        yield name, field
        yield from _every(children(field), name)
