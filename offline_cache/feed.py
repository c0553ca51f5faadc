"""Core: the hub's catalogue as it comes: whole, or as what changed since the replica's version, chained by hashes.

A change that does not lead to the hub's own chain is no change: the replica then takes the whole (docs/protocol.md).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from offline_cache.errors import RemoteAnswerError
from offline_cache.intake_papers import canonical, sha256_hex

Item = dict[str, Any]
"""An item as the catalogue's JSON states it: at least {"id", "name": {"zh"}}; all other fields are kept as they are."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the feed: `item` in place of the earlier one of the same id, or None: it is no longer offered."""

    item_id: str
    item: Item | None


@dataclass(frozen=True, slots=True)
class FormListed:
    """A form that the hub publishes; `sha256` of its file."""

    form_id: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What the hub said. `is_whole`: the changes are the whole catalogue, in its order.

    `words`: SHA-256 of the everyday words, empty from a hub that has none. `documents`: SHA-256 of each by its name,
    None from a hub that knows of none.
    """

    version: str
    chain: str
    changes: tuple[Change, ...]
    forms: tuple[FormListed, ...]
    is_whole: bool
    words: str = ""
    documents: Mapping[str, str] | None = None


def read_whole(answer: bytes) -> Feed:
    """The answer to "all of it". Raises RemoteAnswerError."""
    told = _object(answer)
    try:
        changes = tuple(Change(str(item["id"]), item) for item in told["items"])
        return Feed(
            str(told["version"]),
            str(told.get("chain", "")),
            changes,
            _forms(told),
            True,
            _words(told),
            _documents(told),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RemoteAnswerError("catalogue-malformed") from error


def read_changes(answer: bytes, *, chain: str, known: Callable[[str], Item | None]) -> Feed | None:
    """The answer to "what changed?", None when the hub wants the whole to be taken.

    `chain`: of the replica; `known`: its items. Raises RemoteAnswerError for an answer that does not fit to them.
    """
    told = _object(answer)
    if told.get("whole") is True:
        return None
    bodies: dict[str, Item | None] = {}
    try:
        for change in told["changes"]:
            item_id, sha256 = str(change["id"]), str(change.get("sha256", ""))
            if not sha256:
                bodies[item_id] = body = _changed(change, known(item_id) or {})
                sha256 = sha256_hex(canonical(body)) if body is not None else ""
            chain = sha256_hex(f"{chain}:{change['seq']}:{item_id}:{sha256}".encode())
        if chain != told["chain"]:
            raise RemoteAnswerError("catalogue-chain")
        changes = tuple(Change(item_id, body) for item_id, body in bodies.items())
        forms, words, documents = _forms(told), _words(told), _documents(told)
        return Feed(str(told["version"]), chain, changes, forms, False, words, documents)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RemoteAnswerError("catalogue-malformed") from error


def _changed(change: Mapping[str, Any], before: Item) -> Item | None:
    if change.get("gone") is True:
        return None
    kept = {name: value for name, value in before.items() if name not in change.get("drop", ())}
    return {**kept, **change["put"]}


def _forms(told: Mapping[str, Any]) -> tuple[FormListed, ...]:
    return tuple(FormListed(str(one["id"]), int(one["version"]), str(one["sha256"])) for one in told.get("forms", ()))


def _words(told: Mapping[str, Any]) -> str:
    return str(told.get("words", ""))


def _documents(told: Mapping[str, Any]) -> dict[str, str] | None:
    return {str(name): str(sha256) for name, sha256 in told["documents"].items()} if "documents" in told else None


def _object(answer: bytes) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise RemoteAnswerError("catalogue-malformed") from error
    if not isinstance(told, dict):
        raise RemoteAnswerError("catalogue-malformed")
    return told
