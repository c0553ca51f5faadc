"""A rating waits on disk until the hub has it."""

from pathlib import Path

from offline_cache.ratings import Ratings


def test_ratings_survive_a_restart_and_the_last_one_counts(tmp_path: Path) -> None:
    ratings = Ratings(tmp_path / "ratings.sqlite")
    ratings.put("case-1", 0, words=1)
    ratings.put("case-1", 2, words=2)
    ratings.put("case-2", 5, words=2)
    ratings.close()
    again = Ratings(tmp_path / "ratings.sqlite")
    assert sorted(again.waiting()) == [("case-1", 2, 2), ("case-2", 5, 2)]
    again.drop("case-1")
    assert again.waiting() == [("case-2", 5, 2)]
    again.close()
