"""Core: what was shared in one live call, at the hub where its booth is. Gone with the call."""

from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from cloud_seat.contract.once import Once
from cloud_seat.contract.signalling import (
    AskAnswered,
    Asked,
    AskWithdrawn,
    Captioned,
    CaseSubmitted,
    FieldMarked,
    FormShared,
    Message,
    ScanShared,
    ViewBroken,
    WordsShared,
    Wrote,
)

PAPERS_KEPT = 24
WORDS_KEPT = 40
TOLD_KEPT = 100
Told: TypeAlias = Captioned | FieldMarked | Asked | AskWithdrawn


@dataclass(slots=True)
class Memory:
    """What was shared in one live call. `asks`: what the official asked for, by the id of the ask; `answers`: the
    newest answer to each; `wrote`: the resident's words. `note`: what the official in call says to the one who is asked
    to take over; `consulted`: officials who were asked about it; `told`: what officials wrote, marked
    and asked, for a booth whose line was broken; `once`: what was passed on is not said twice."""

    call_id: str = ""
    form: FormShared | None = None
    gaps: int = 0
    broken: tuple[float, ViewBroken] | None = None
    scans: dict[str, ScanShared] = field(default_factory=dict[str, ScanShared])
    submitted: CaseSubmitted | None = None
    asks: dict[str, str] = field(default_factory=dict[str, str])
    answers: dict[str, AskAnswered] = field(default_factory=dict[str, AskAnswered])
    wrote: deque[Wrote] = field(default_factory=lambda: deque[Wrote](maxlen=WORDS_KEPT))
    note: str = ""
    once: Once = field(default_factory=Once)
    told: deque[Told] = field(default_factory=lambda: deque[Told](maxlen=TOLD_KEPT))
    consulted: set[str] = field(default_factory=set[str])

    def share_scan(self, scan: ScanShared) -> None:
        """The newest papers are kept."""
        self.scans.pop(scan.scan_id, None)
        self.scans[scan.scan_id] = scan
        while len(self.scans) > PAPERS_KEPT:
            del self.scans[next(iter(self.scans))]

    def shared(self) -> list[Message]:
        """For an official who comes to the call."""
        lines = tuple(line.text for line in self.told if isinstance(line, Captioned))
        heard = WordsShared(call_id=self.call_id, words=lines) if lines else None
        parts = (self.form, *self.scans.values(), self.submitted, heard, *self.wrote, *self.answers.values())
        return [part for part in parts if part is not None]

    def missed(self, attempt: int) -> list[Message]:
        """What officials said, for a booth whose line was broken; it knows by the ids what it has. Words stand as long
        as the call does; a mark and a question are their official's own, and end with an answer."""
        standing = (message for message in self.told if self._stands(message, attempt))
        return [msgspec.structs.replace(message, attempt=attempt) for message in standing]

    def _stands(self, message: Told, attempt: int) -> bool:
        match message:
            case Captioned():
                return message.said_id != ""
            case FieldMarked():
                return message.said_id != "" and message.attempt == attempt
            case _:
                return message.attempt == attempt and message.ask_id not in self.answers
