"""Shell: what a booth remembers of what is asked here: bounded, without a time, each missed word counted once."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache.asked import KEPT_ASKED, KEPT_MISSED, Asked


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    kept = Asked(tmp_path / "asked.sqlite")
    yield kept
    kept.close()


def test_only_what_was_begun_often_is_told_most_frequent_first(asked: Asked) -> None:
    for item_id in ("a", "b", "b", "c", "b", "a", "c", "b", "a", "d"):
        asked.note(item_id)
    assert asked.often(3) == ["b", "a"]


def test_the_oldest_fade(asked: Asked) -> None:
    for item_id in ["old"] * 5 + ["new"] * KEPT_ASKED:
        asked.note(item_id)
    assert asked.often(1) == ["new"]


def test_missed_words_wait_for_the_hub_within_bounds(asked: Asked) -> None:
    for number in range(KEPT_MISSED + 3):
        asked.keep_missed(f"词{number % 7}")
    kept = asked.missed()
    assert len(kept) == KEPT_MISSED and set(kept.values()) == {f"词{n}" for n in range(7)}
    asked.drop_missed(list(kept)[:5])
    assert len(asked.missed()) == KEPT_MISSED - 5


def test_no_time_is_kept(asked: Asked, tmp_path: Path) -> None:
    asked.note("a")
    asked.keep_missed("词")
    with sqlite3.connect(tmp_path / "asked.sqlite") as db:
        columns = [row[1] for table in ("asked", "missed") for row in db.execute(f"PRAGMA table_info({table})")]
    assert columns == ["seq", "item_id", "id", "words"]
