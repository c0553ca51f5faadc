"""Core: what a booth needs to come from one version of the catalogue to the newest: fields that changed, and a chain.

Each change names its item and what differs from the item as the booth has it. Of an item that changed more than once
only the last change tells, the earlier ones stand there by their hash: the booth counts the chain through all of them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]
"""An item as the district states it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: `body` is the whole item from then on, None that it is gone. `chain`: hash of all up to it."""

    seq: int
    item_id: str
    body: Body | None
    body_sha256: str
    chain: str


def chained(chain: str, seq: int, item_id: str, body_sha256: str) -> str:
    """The next link; docs/protocol.md."""
    return hashlib.sha256(f"{chain}:{seq}:{item_id}:{body_sha256}".encode()).hexdigest()


def changes(entries: Sequence[Entry], before: Mapping[str, Body]) -> list[dict[str, Any]]:
    """`before`: the items as the booth has them."""
    last = {entry.item_id: entry.seq for entry in entries}
    return [_told(entry, before.get(entry.item_id, {}), is_last=last[entry.item_id] == entry.seq) for entry in entries]


def _told(entry: Entry, before: Body, *, is_last: bool) -> dict[str, Any]:
    named = {"seq": entry.seq, "id": entry.item_id}
    if not is_last:
        return {**named, "sha256": entry.body_sha256}
    if entry.body is None:
        return {**named, "gone": True}
    put = {name: value for name, value in entry.body.items() if name not in before or before[name] != value}
    drop = [name for name in before if name not in entry.body]
    return {**named, "put": put, **({"drop": drop} if drop else {})}
