"""Core: the words by which a resident rates (好差评): national, and therefore data with a version."""

from datetime import date

import msgspec

from cloud_seat.contract.text import Text
from cloud_seat.contract.workdays import Workdays

LEVELS = (5, 4, 3, 2, 1)
"""Best first; the last two are a bad rating (差评)."""
BAD_FROM = 2
MENDED_WORKDAYS = 15
"""National rule: a bad rating is put right within 15 working days."""


def is_bad(level: int) -> bool:
    """A level that opens a work order; 0 is none at all."""
    return 0 < level <= BAD_FROM


def mended_by(day: str, workdays: Workdays) -> str:
    """The last day to put right what was rated badly on this local day, both YYYY-MM-DD."""
    return workdays.after(date.fromisoformat(day), MENDED_WORKDAYS).isoformat()


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One of the five."""

    level: int
    text: Text


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """All five, as they are shown."""

    version: int = 0
    levels: tuple[Level, ...] = ()


def parse_wording(data: bytes) -> Wording:
    """From its file. Raises msgspec.ValidationError when it is none, or not of the five levels in their order."""
    wording = msgspec.json.decode(data, type=Wording)
    if tuple(level.level for level in wording.levels) != LEVELS or wording.version < 1:
        raise msgspec.ValidationError("not the five levels")
    return wording
