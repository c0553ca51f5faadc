"""Core: the code (QR) that a resident's phone shows, in our own format, until the city's e-ID is connected.

    XWID1.<base64url, no padding, of UTF-8 JSON {"name", "number", "until"}>      `until`: UTC, YYYY-MM-DDTHH:MM:SSZ

Letters, digits and a dot only: scanners that are keyboards can type it. It carries no secret and proves nothing by
itself: it spares typing (docs/adr/0013-what-proves-who.md).
"""

import base64
import binascii
from datetime import UTC, datetime

import msgspec

from kiosk_app.session.identity import claim_errors, person_said
from kiosk_app.session.state import Person, Proof

PREFIX = "XWID1."


class _Card(msgspec.Struct, frozen=True):
    name: str
    number: str
    until: str


def read_code(text: str, now: datetime) -> Person | str:
    """The person that the code names; else why not, as in CardFailed: wrong (no such code) or old. `now`: aware."""
    if not text.startswith(PREFIX):
        return "wrong"
    body = text.strip()[len(PREFIX) :]
    try:
        card = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=_Card)
        until = datetime.strptime(card.until, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return "wrong"
    if claim_errors(card.name, card.number):
        return "wrong"
    return "old" if until < now else person_said(card.name, card.number, Proof.CODE)


def write_code(name: str, number: str, until: datetime) -> str:
    """The other way round, for tests and for whoever shows such codes."""
    card = _Card(name, number, until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return PREFIX + base64.urlsafe_b64encode(msgspec.json.encode(card)).decode().rstrip("=")
