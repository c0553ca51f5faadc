"""Shell: the replica keeps the last good copy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache import Catalogue, Change, RemoteAnswerError, open_catalogue
from tests.conftest import ExpectedLogs


def item(item_id: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": item_id, "name": {"zh": name}, **fields}


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    replica = open_catalogue(tmp_path)
    replica.replace_all([item("a", "户口迁移", category="police"), item("b", "生育登记")], "1")
    yield replica
    replica.close()


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [found["id"] for found in items]


def test_items_come_back_whole_and_in_order(catalogue: Catalogue) -> None:
    assert catalogue.item("a") == item("a", "户口迁移", category="police")
    assert catalogue.item("z") is None
    assert ids(catalogue.all()) == ["a", "b"]
    assert ids(catalogue.all(category="police")) == ["a"]
    assert catalogue.version() == "1"


def test_changes_and_tombstones(catalogue: Catalogue) -> None:
    changes = [Change("a", item("a", "户口登记")), Change("c", item("c", "低保")), Change("b", None), Change("z", None)]
    catalogue.apply(changes, "2")
    assert ids(catalogue.all()) == ["a", "c"]
    assert catalogue.version() == "2"
    assert catalogue.search("迁移") == catalogue.search("生育") == catalogue.search("qy") == []
    assert [hit.item_id for hit in catalogue.search("hkdj")] == ["a"]


@pytest.mark.parametrize("bad", [{}, {"id": "c"}, {"id": "c", "name": "户口"}, {"id": 3, "name": {"zh": "户口"}}])
def test_a_malformed_item_leaves_the_last_good_copy(catalogue: Catalogue, bad: dict[str, Any]) -> None:
    with pytest.raises(RemoteAnswerError):
        catalogue.replace_all([item("c", "低保"), bad], "2")
    with pytest.raises(RemoteAnswerError):
        catalogue.apply([Change("a", None), Change("c", bad)], "2")
    assert ids(catalogue.all()) == ["a", "b"]
    assert catalogue.version() == "1"
    assert catalogue.search("qy")


def test_it_is_there_after_a_restart(tmp_path: Path, catalogue: Catalogue) -> None:
    catalogue.close()
    again = open_catalogue(tmp_path)
    assert ids(again.all()) == ["a", "b"]
    again.close()


def test_a_damaged_replica_starts_empty(tmp_path: Path, catalogue: Catalogue, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("offline_cache.catalogue", "damaged")
    catalogue.close()
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database" * 1000)
    again = open_catalogue(tmp_path)
    assert again.all() == []
    assert again.version() is None
    again.close()
