"""Core: what one look at the machine found, in both languages, and how it is told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How bad: the booth works; works, but somebody should come; does not work."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


SIGNS = {Level.GOOD: "✓", Level.WARNING: "!", Level.BAD: "✗"}


class Words(NamedTuple):
    """The same in both."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`about`: what was looked at. `todo`: what to do now; none when all is well."""

    about: Words
    level: Level
    what: Words
    todo: Words | None = None


def good(about: Words, zh: str, en: str) -> Finding:
    """All is well."""
    return Finding(about, Level.GOOD, Words(zh, en))


def warning(about: Words, what: Words, todo: Words) -> Finding:
    """It works, but somebody should come."""
    return Finding(about, Level.WARNING, what, todo)


def bad(about: Words, what: Words, todo: Words) -> Finding:
    """The booth does not work with that."""
    return Finding(about, Level.BAD, what, todo)


def printed(findings: Sequence[Finding]) -> str:
    """The worst first, each with what to do."""
    order = [Level.BAD, Level.WARNING, Level.GOOD]
    lines = []
    for finding in sorted(findings, key=lambda finding: order.index(finding.level)):
        sign = SIGNS[finding.level]
        lines.append(f"{sign} {finding.about.zh} / {finding.about.en}: {finding.what.zh} / {finding.what.en}")
        if finding.todo:
            lines += [f"    → {finding.todo.zh}", f"      {finding.todo.en}"]
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> dict[str, object]:
    """For programs."""
    return {
        "ready": not any(finding.level is Level.BAD for finding in findings),
        "findings": [_plain(finding) for finding in findings],
    }


def _plain(finding: Finding) -> dict[str, object]:
    texts = {name: asdict(finding)[name] for name in ("about", "what", "todo")}
    named = {name: words._asdict() for name, words in texts.items() if isinstance(words, Words)}
    return {"level": str(finding.level), **named}
