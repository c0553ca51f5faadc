"""Core: an HTTP answer of the hub's intake, read as one of the answers that `sync_core` knows."""

import re

import msgspec

from offline_cache.sync_core import (
    Answer,
    AskBlob,
    BlobHeld,
    BlobsMissing,
    CaseAccepted,
    CaseRefused,
    ChunkStored,
    KioskRefused,
    PostManifest,
    PutChunk,
    Request,
    Troubled,
    Unreachable,
)

_CODE_LIMIT = 64


class _BlobWire(msgspec.Struct, frozen=True, kw_only=True):
    have: frozenset[int] = frozenset()
    complete: bool = False


class _MissingWire(msgspec.Struct, frozen=True, kw_only=True):
    missing: frozenset[str] = frozenset()


class _RefusalWire(msgspec.Struct, frozen=True, kw_only=True):
    code: str = "refused"


_PLACE = re.compile(r"(\d{1,15})/(\d{1,15})")


def read_place(header: str) -> tuple[int, int]:
    """Epoch and number of the highest case that came to the hub from here; zeros where it does not say."""
    place = _PLACE.fullmatch(header)
    return (int(place[1]), int(place[2])) if place else (0, 0)


def read_answer(request: Request, status: int, body: bytes) -> Answer:
    """Never raises: what cannot be read promises nothing, so the case is kept and tried again."""
    if status in (401, 403):
        return KioskRefused(f"http-{status}")
    if 300 <= status < 400:
        return Unreachable("redirected")  # a captive portal, not our hub
    try:
        return _read(request, status, body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Unreachable("not-our-hub")


def _read(request: Request, status: int, body: bytes) -> Answer:
    match request, status:
        case AskBlob(), 200:
            held = msgspec.json.decode(body, type=_BlobWire)
            return BlobHeld(held.have, held.complete)
        case PutChunk(), 204:
            return ChunkStored()
        case PostManifest(), 200:
            return CaseAccepted(body)
        case PostManifest(), 409:
            return BlobsMissing(msgspec.json.decode(body, type=_MissingWire).missing)
        case PostManifest(), 422:
            return CaseRefused(_plain_code(msgspec.json.decode(body, type=_RefusalWire).code))
        case _:
            return Troubled(f"http-{status}")


def _plain_code(code: str) -> str:
    """The hub's word for logs and rows: short, and nothing but a word."""
    plain = "".join(letter for letter in code if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return plain[:_CODE_LIMIT] or "refused"
