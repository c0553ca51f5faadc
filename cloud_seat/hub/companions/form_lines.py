"""Core: the form in words for a helper's eyes: label and answer, without personal numbers. Papers are not in it."""

import re

from cloud_seat.contract import paths
from cloud_seat.contract.companions import FormSeen
from cloud_seat.contract.forms import ADDRESS_PARTS, COVERED
from cloud_seat.contract.rules import FormEngine, Question
from cloud_seat.contract.signalling import FormShared
from cloud_seat.contract.text import Text

_LONG_NUMBER = re.compile(r"[0-9Xx](?:[ -]?[0-9Xx]){9,}")
"""As long as a telephone number at least, also where it was written into an answer in words."""
COVERED_WORDS = "●●●●"
_LONGEST = 500
_MOST = 200


def seen(engine: FormEngine, form: FormShared) -> FormSeen:
    """What is shown and filled in, in reading order."""
    asked = [question for question in engine.questions(form.values) if _is_shown(question, form)]
    lines = tuple((_label(engine, q), _answer(engine, q, form)) for q in asked[:_MOST])
    return FormSeen(call_id=form.call_id, title=engine.form.title, lines=lines)


def _is_shown(question: Question, form: FormShared) -> bool:
    widget = question.field.widget
    return (
        question.path not in form.hidden and widget not in (*COVERED, "group") and question.field not in ADDRESS_PARTS
    )


def _label(engine: FormEngine, question: Question) -> Text:
    """In a group with the row's number, so that two people are not taken for one."""
    label, steps = question.field.label, question.path.split(".")
    row = next((int(step) + 1 for step in steps if step.isdigit()), 0)
    one = engine.field(steps[0])
    if not row or one is None or one.one is None:
        return label
    return Text(zh=f"{one.one.zh} {row} · {label.zh}", en=f"{one.one.en} {row} · {label.en}")


def _answer(engine: FormEngine, question: Question, form: FormShared) -> Text:
    value = paths.value_at(form.values, question.path)
    zh, en = (_covered(engine.label(question.path, value, language)) for language in ("zh", "en"))
    return Text(zh=zh, en=en)


def _covered(text: str) -> str:
    return _LONG_NUMBER.sub(COVERED_WORDS, text[:_LONGEST])
