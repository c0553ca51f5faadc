"""Core: the words by which a resident rates (好差评): national, and therefore data with a version."""

import msgspec

from cloud_seat.contract.text import Text

LEVELS = (5, 4, 3, 2, 1)
"""Best first; the last two are a bad rating (差评)."""


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
