"""Core: ratings counted by department and official; silence counts only where a local rule says so."""

import pytest

from cloud_seat.hub.tallies import FollowUp, Rated, mended, tally

CASES = (
    Rated("民政局", "seat-1", 5),
    Rated("民政局", "seat-1", 2),
    Rated("民政局", "seat-2", 0),
    Rated("民政局", "", 4),
    Rated("人社局", "seat-3", 0),
)


def test_each_department_and_each_official_once() -> None:
    told = tally(CASES, silence_counts_as=0)
    assert [(one["department"], one["cases"]) for one in told] == [("人社局", 1), ("民政局", 4)]
    seats = told[1]["seats"]
    assert isinstance(seats, list)
    assert [(seat["seat_id"], seat["good"], seat["counted"]) for seat in seats] == [
        ("", 1, 1), ("seat-1", 1, 2), ("seat-2", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("counts_as", "counted", "good"), [(0, 3, 2), (3, 4, 3), (2, 4, 2)])
def test_silence_counts_only_by_the_setting_and_is_told_as_what_it_was(counts_as: int, counted: int, good: int) -> None:
    told = tally(CASES, silence_counts_as=counts_as)[1]
    assert (told["not_rated"], told["counted"], told["good"]) == (1, counted, good)
    assert told["levels"] == {"5": 1, "4": 1, "3": 0, "2": 1, "1": 0}


def test_what_is_put_right_and_what_waits() -> None:
    orders = [
        FollowUp("2026-12-01", "", wants_call=True, is_called=False, is_closed=False),
        FollowUp("2026-12-02", "seat-1", wants_call=True, is_called=True, is_closed=False),
        FollowUp("2026-11-01", "seat-1", wants_call=False, is_called=False, is_closed=True),
    ]
    told = {"orders": 3, "settled": 1, "without_owner": 1, "late": 1, "calls_wanted": 2, "calls_made": 1}
    assert mended(orders, today="2026-12-02") == told
