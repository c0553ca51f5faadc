"""Core: a rehearsal as a table for the terminal."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from cloud_seat.contract.rehearsal import BROKEN, FINE, SKIPPED, WEAK, RehearsalTold, StepTold, in_words

_MARKS = {FINE: "✓", WEAK: "!", BROKEN: "✗", SKIPPED: "–"}
_NAME_WIDTH, _NUMBER_WIDTH = 30, 12


def table(told: RehearsalTold) -> Iterator[str]:
    """One line a step, then the word for the morning in both languages."""
    for step in told.steps:
        name = f"{step.name.zh} {step.name.en}"
        words = f"{step.text.zh} / {step.text.en}" if step.text.zh else ""
        yield f"{_MARKS[step.verdict]} {_padded(name, _NAME_WIDTH)} {_number(step):>{_NUMBER_WIDTH}}  {words}".rstrip()
    words_now = in_words(told)
    yield ""
    yield words_now.zh
    yield words_now.en


def _number(step: StepTold) -> str:
    return "" if step.measured is None else f"{step.measured:g} {step.unit}"


def _padded(text: str, width: int) -> str:
    """Chinese characters take two columns."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(0, width - taken)
