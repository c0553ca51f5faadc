"""Core: changes lead from the replica's items to the hub's, by a chain that the replica counts itself."""

import hashlib
import json
from typing import Any

import pytest

from offline_cache import RemoteAnswerError
from offline_cache.feed import Change, FormListed, read_changes, read_whole

ITEMS: dict[str, dict[str, Any]] = {
    "a": {"id": "a", "name": {"zh": "甲"}, "days": 5, "note": "x"},
    "b": {"id": "b", "name": {"zh": "乙"}},
}


def link(chain: str, seq: int, item_id: str, body: dict[str, Any] | None) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if body is not None else ""
    sha256 = hashlib.sha256(text.encode()).hexdigest() if text else ""
    return hashlib.sha256(f"{chain}:{seq}:{item_id}:{sha256}".encode()).hexdigest()


def answer(**more: Any) -> bytes:
    """`a` gets new days and loses its note, `c` came and went, `b` goes, `d` comes."""
    fresh = {"id": "d", "name": {"zh": "丁"}}
    once = {"id": "c", "name": {"zh": "丙"}}
    chain = link("start", 7, "c", once)
    chain = link(chain, 8, "a", {"id": "a", "name": {"zh": "甲"}, "days": 3})
    chain = link(link(link(chain, 9, "b", None), 10, "c", None), 11, "d", fresh)
    once_sha256 = hashlib.sha256(json.dumps(once, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    told = [
        {"seq": 7, "id": "c", "sha256": once_sha256},
        {"seq": 8, "id": "a", "put": {"days": 3}, "drop": ["note"]},
        {"seq": 9, "id": "b", "gone": True},
        {"seq": 10, "id": "c", "gone": True},
        {"seq": 11, "id": "d", "put": fresh},
    ]
    forms = [{"id": "f", "version": 2, "sha256": "00"}]
    return json.dumps({"version": 11, "chain": chain, "changes": told, "forms": forms, **more}).encode()


def test_changes_lead_to_the_hubs_items() -> None:
    feed = read_changes(answer(), chain="start", known=ITEMS.get)
    assert feed is not None and not feed.is_whole and feed.version == "11"
    assert feed.forms == (FormListed("f", 2, "00"),)
    assert feed.changes == (
        Change("a", {"id": "a", "name": {"zh": "甲"}, "days": 3}),
        Change("b", None),
        Change("c", None),
        Change("d", {"id": "d", "name": {"zh": "丁"}}),
    )


@pytest.mark.parametrize(
    ("known", "chain"),
    [
        (ITEMS, "another start"),
        ({**ITEMS, "a": {**ITEMS["a"], "name": {"zh": "别的"}}}, "start"),
        ({"b": ITEMS["b"]}, "start"),
    ],
)
def test_another_history_or_another_item_is_noticed(known: dict[str, Any], chain: str) -> None:
    with pytest.raises(RemoteAnswerError) as refused:
        read_changes(answer(), chain=chain, known=known.get)
    assert refused.value.code == "catalogue-chain"


@pytest.mark.parametrize("place", range(5))
def test_an_entry_that_was_lost_on_the_way_is_noticed(place: int) -> None:
    told = json.loads(answer())
    del told["changes"][place]
    with pytest.raises(RemoteAnswerError):
        read_changes(json.dumps(told).encode(), chain="start", known=ITEMS.get)


def test_the_hub_may_ask_to_take_the_whole() -> None:
    assert read_changes(b'{"whole": true}', chain="start", known=ITEMS.get) is None
    feed = read_whole(json.dumps({"version": 3, "chain": "c", "items": list(ITEMS.values()), "forms": []}).encode())
    assert feed.is_whole and feed.chain == "c" and [change.item_id for change in feed.changes] == ["a", "b"]
    assert read_whole(b'{"version": 3, "items": []}').chain == "", "a hub of before the chain"


@pytest.mark.parametrize("bad", [b"", b"<html>", b"[]", b"{}", b'{"version": 1, "items": [3]}', b'{"changes": {}}'])
def test_what_is_no_catalogue_is_refused(bad: bytes) -> None:
    with pytest.raises(RemoteAnswerError):
        read_whole(bad)
    with pytest.raises(RemoteAnswerError):
        read_changes(bad, chain="start", known=ITEMS.get)
