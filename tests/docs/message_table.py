"""Core: the table of socket messages, written from the contract itself: name, direction, fields, meaning."""

import inspect
from typing import get_type_hints

import msgspec

from cloud_seat.contract.board import Morning, Served, Thin, WallKiosk, WallSeat, WallWait
from cloud_seat.contract.companions import Companion
from cloud_seat.contract.signalling import MESSAGES, Seat

UNSAID = {"Hello": "client → hub", "Welcome": "hub → client", "Heartbeat": "both", "Refused": "hub → client"}
"""Directions that the docstring tells in other words."""
WORDS = {"CallConnected": "hub → both ends", "Signal": "one end → hub → the other"}
REQUIRED = msgspec.NODEFAULT
INSIDE = (Seat, Companion, WallKiosk, WallSeat, WallWait, Served, Morning, Thin)


def message_table() -> str:
    """One row a message; a field with a value may be left out."""
    rows = ["| message | direction | fields | meaning |", "|---|---|---|---|"]
    rows += [f"| `{m.__name__}` | {direction(m)} | {fields(m)} | {_meaning(m)} |" for m in MESSAGES]
    rows += [f"| `{one.__name__}` (inside others) | – | {fields(one)} | {_doc(one)} |" for one in INSIDE]
    return "\n".join(rows)


def direction(message: type[msgspec.Struct]) -> str:
    """Who says it to whom, as the contract's docstring has it."""
    name = message.__name__
    if name in UNSAID or name in WORDS:
        return {**UNSAID, **WORDS}[name]
    said, _, _ = _doc(message).partition("after a reconnect")
    way = said.split(":")[0].split(".")[0].strip()
    return way[0].lower() + way[1:]


def fields(struct: type[msgspec.Struct]) -> str:
    """`name: type`, with the default where there is one; `?` stands for "or null"."""
    hints = get_type_hints(struct)
    return (
        "<br>".join(f"`{f.name}: {_kind(hints[f.name])}{_default(f)}`" for f in msgspec.structs.fields(struct)) or "–"
    )


def _kind(hint: object) -> str:
    text = hint.__name__ if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint)
    for long, short in (
        ("typing.", ""),
        ("cloud_seat.contract.text.", ""),
        ("cloud_seat.contract.board.", ""),
        ("cloud_seat.contract.companions.", ""),
        ("cloud_seat.contract.officials.", ""),
        ("cloud_seat.contract.signalling.", ""),
    ):
        text = text.replace(long, short)
    return text.replace(" | None", "?")


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default_factory is not REQUIRED:
        return f" = {msgspec.json.encode(field.default_factory()).decode()}"
    return "" if field.required else f" = {msgspec.json.encode(field.default).decode()}"


def _meaning(message: type[msgspec.Struct]) -> str:
    doc = _doc(message)
    way, colon, rest = doc.partition(":")
    if "→" in way and colon:
        return rest.strip()[0].upper() + rest.strip()[1:]
    return doc if "→" not in doc or colon else doc.partition(".")[2].strip() or "Takes the offered call."


def _doc(struct: type[msgspec.Struct]) -> str:
    return " ".join((inspect.getdoc(struct) or "").split())
