"""Core: one line of the booth's log as operators may read it: our own sentences, known codes, small numbers; of all
else that there was something.

A sentence of ours stands in the source as it is, so nobody's data is in it. What is put into its places is shown only
where this table says that it is a code: `tests/kiosk_app/test_log_mask.py` reads in the source what it is there. Of
exceptions: their kind and where; of other programs' sentences nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cloud_seat.contract.board import LOG_LINE_LONGEST

OURS = ("kiosk_app", "devices", "offline_cache", "cloud_seat")
MASK = "<redacted>"
MOST = 100_000
"""Counts, codes and milliseconds are below; telephone, card and case numbers are not."""
DIGITS = 6
"""A version has fewer; a day of birth, a number of anything more."""
_PLACE = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]")
_CODE = re.compile(r"[A-Za-z0-9_./ -]{1,40}")
CODES: dict[str, tuple[int, ...]] = {
    "a draft does not open: %s": (0,),
    "a peer connection broke: %s": (0,),
    "a part of the peer connection broke: %s": (0,),
    "a published document cannot be read, the release's own is used: %s": (0,),
    "case %s is dead: %s": (1,),
    "case %s waits: %s": (1,),
    "case store: %s": (0,),
    "for the operators: %s": (0,),
    "hand fault at %s": (0,),
    "hub keys not fetched: %s": (0,),
    "hub keys not trusted: %s": (0,),
    "hub %s: %s": (0, 1),
    "hub %s refused: %d": (0,),
    "hub sent a message that cannot be read: %s (%d so far)": (0,),
    "keeper: %s": (0,),
    "letter not stored: %s": (0,),
    "microphone %s gives no sound: %s": (1,),
    "loudspeaker %s takes no sound: %s": (1,),
    "no update: %s: %s": (0,),
    "no room for the reserve: %s": (0,),
    "nothing is spoken: the Debian package %s is missing": (0,),
    "session fault at %s": (0,),
    "staged %s: %s": (0,),
    "the backlight %s cannot be set: %s": (1,),
    "the echo is not cancelled, voices go on as they are: %s": (0,),
    "the hub did not hear what runs here: %s": (0,),
    "the hub's catalogue could not be read, the last good copy stays: %s": (0,),
    "the hub's changes do not fit to the booth's catalogue, taking the whole: %s": (0,),
    "version %s is ready: the program ends for it": (0,),
    "what waits here cannot be told: %s": (0,),
    "%s is started next": (0,),
    "%s: the device thread did not end": (0,),
    "%s: the driver failed": (0,),
    "%s: the listener for device events failed": (0,),
}
"""Sentence → which of its places hold a code: a kind of error, a device, a version."""


@dataclass(frozen=True, slots=True)
class Said:
    """One record. `template`, `args`: as it was called; `fault`: kind of the exception and where, of our own code."""

    at_s: float
    level: str
    logger: str
    template: object
    args: object
    fault: str = ""


def line_of(said: Said) -> str:
    """`2026-11-27T08:00:00Z WARNING kiosk_app.hands.case case store: CacheError`; no control characters."""
    at = datetime.fromtimestamp(said.at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = [at, said.level, said.logger, sentence(said), said.fault]
    line = " ".join(word for word in words if word)
    return "".join(letter if letter.isprintable() else " " for letter in line)[:LOG_LINE_LONGEST]


def sentence(said: Said) -> str:
    """With what may be shown."""
    if said.logger.split(".", 1)[0] not in OURS or not isinstance(said.template, str):
        return MASK
    args: Sequence[Any] = said.args if isinstance(said.args, tuple) else () if said.args is None else (said.args,)
    shown = CODES.get(said.template, ())
    places = iter([_value(arg, is_code=at in shown) for at, arg in enumerate(args)])
    return _PLACE.sub(lambda place: "%" if place[0] == "%%" else next(places, MASK), said.template)


def _value(arg: object, *, is_code: bool) -> str:
    if isinstance(arg, int | float) and abs(arg) < MOST:
        return f"{arg:g}"
    text = str(arg) if is_code and isinstance(arg, str) else ""
    return text if _CODE.fullmatch(text) and sum(map(str.isdecimal, text)) <= DIGITS else MASK
