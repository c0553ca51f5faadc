"""Shell: rights from a table: who is asked for which town, when somebody comes, which items have nobody."""

import asyncio
import json
from datetime import datetime
from pathlib import Path

import pytest

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.hours import read_hours
from cloud_seat.contract.workdays import WEEKENDS_ONLY
from cloud_seat.hub.__main__ import main
from cloud_seat.hub.duty import Duty, Gap, Opening, Shut, gaps, opens
from cloud_seat.hub.matching.standing import Standing
from tests.cloud_seat.hub.clients import new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast

TOWN, OTHER_TOWN = "440113001", "440113002"


def duty(seat_id: str, rights: str, *, deputy: str = "", hours: str = "") -> Duty:
    standing = Standing(rights=frozenset(rights.split()), deputy_rights=frozenset(deputy.split()))
    return Duty(seat_id, standing, read_hours(hours))


def test_items_with_fewer_than_two_are_told_the_thinnest_first() -> None:
    listed = [duty("s1", "a b"), duty("s2", "b c", deputy="a"), duty("s3", "*"), duty("s4", "d")]
    assert gaps("abcd", listed, frozenset({"s1", "s2"})) == [Gap("d", 0, 2), Gap("c", 1, 2)]
    assert gaps("abcd", listed, frozenset({"s3"}))[0] == Gap("a", 1, 3)
    assert not gaps("ab", listed, frozenset({"s1", "s2", "s3"}))


NOON, MIDNIGHT = datetime(2026, 11, 26, 12, 10), datetime(2026, 11, 27)
AT_THREE, NEXT_AFTERNOON = datetime(2026, 11, 26, 15), datetime(2026, 11, 27, 14, 30)


def test_when_somebody_comes_is_the_earliest_of_those_who_may() -> None:
    listed = [duty("s1", "a", hours="14:30-17:00"), duty("s2", "b", hours="13:00-17:00"), duty("s3", "a")]
    assert opens(listed, "a", NOON, WEEKENDS_ONLY, {}) == Opening(datetime(2026, 11, 26, 14, 30))
    assert opens(listed, "c", NOON, WEEKENDS_ONLY, {}) == Opening()
    for until, at in ((AT_THREE, AT_THREE), (MIDNIGHT, NEXT_AFTERNOON)):
        closed = {"s1": Shut(until, "training"), "s2": Shut(MIDNIGHT, "power")}
        assert opens(listed, "a", NOON, WEEKENDS_ONLY, closed) == Opening(at, "training")
    assert not listed[0].is_soon(NOON, WEEKENDS_ONLY) and listed[1].is_soon(NOON, WEEKENDS_ONLY)


@pytest.mark.parametrize(
    ("until", "hours", "other", "expected"),
    [
        (AT_THREE, "", None, Opening(AT_THREE, "training")),  # no hours are known, but until when it is closed
        (MIDNIGHT, "", None, Opening(None, "training")),
        (AT_THREE, "9:00-12:00", None, Opening(datetime(2026, 11, 27, 9))),  # today it would not open any more anyhow
        (AT_THREE, "9:00-17:00", "13:00-17:00", Opening(datetime(2026, 11, 26, 13))),  # a colleague comes sooner
        (AT_THREE, "9:00-17:00", "15:00-17:00", Opening(AT_THREE, "training")),
        (AT_THREE, "9:00-17:00", "", Opening(AT_THREE, "training")),
        (MIDNIGHT, "", "", Opening(None, "training")),
    ],
)
def test_a_closed_seat_is_the_reason_where_it_keeps_the_first_one_away(
    until: datetime, hours: str, other: str | None, expected: Opening
) -> None:
    listed = [duty("s1", "a", hours=hours), *([duty("s2", "a", hours=other)] if other is not None else [])]
    assert opens(listed, "a", NOON, WEEKENDS_ONLY, {"s1": Shut(until, "training")}) == expected


def imported(cast: Cast, tmp_path: Path, *lines: str) -> int:
    table = tmp_path / "rights.csv"
    table.write_text("\n".join(("number,rights,deputy_rights,places,languages,hours", *lines)), "utf-8")
    return main(["import-rights", str(table), "--data-dir", str(cast.hub.data_dir)])


def test_the_official_of_the_booth_s_town_is_asked_first(cast: Cast, tmp_path: Path) -> None:
    far, near = (seat_id.removeprefix("seat-") for seat_id in cast.seat_ids)
    rows = (f"{far},{cast.item_id},,{OTHER_TOWN},,9:00-17:00", f"{near},{cast.item_id},,{TOWN},zh yue,")
    assert imported(cast, tmp_path, *rows) == 0
    place = ["set-place", "--kiosk-id", cast.kiosk_id, "--place", TOWN, "--data-dir", str(cast.hub.data_dir)]
    assert main(place) == 0

    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        other, own = await open_seat(cast.hub, cast.cookies[0]), await open_seat(cast.hub, cast.cookies[1])
        async with kiosk, other, own:
            asked = new_call(cast.item_id)
            await kiosk.say(asked)
            await own.hear(sg.Offered, call_id=asked.call_id)
            await kiosk.say(sg.CallEnded(call_id=asked.call_id, attempt=0, reason="resident"))
        async with await open_kiosk(cast.hub, cast.token) as later:
            await later.say(sg.ItemsWatched(item_ids=(cast.item_id,)))
            told = await later.hear(sg.OfficialsChanged, officials={cast.item_id: (0, 0)})
            assert datetime.fromisoformat(told.opens[cast.item_id]).hour >= 9

    asyncio.run(run())


@pytest.mark.parametrize(
    ("row", "words"),
    [("404,*,,,,", "no such official"), ("{},*,,,,noon", "hours"), ("{},*,,44011,,", "no code of a place")],
)
def test_a_wrong_line_is_told_and_nothing_is_taken(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, words: str
) -> None:
    number = cast.seat_ids[0].removeprefix("seat-")
    assert imported(cast, tmp_path, f"{number},{cast.item_id},,,,", row.format(number)) == 2
    told = capsys.readouterr().err
    assert words in told and "3" in told


def test_gaps_are_told_to_operators_and_supervisors_only(cast: Cast) -> None:
    assert cast.hub.ask("GET", "/api/v1/coverage").status == 401
    assert cast.hub.ask("GET", "/api/v1/coverage", cookie=cast.cookies[0]).status == 403
    user = cast.hub.add_seat(f"{cast.kiosk_id}-op", rights=())
    cast.hub.set_role(user, "operator")
    told = cast.hub.ask("GET", "/api/v1/coverage", cookie=cast.hub.sign_in(user)).json()
    assert told["items"] >= len(told["gaps"]) > 0
    assert {gap["reachable"] for gap in told["gaps"]} <= {0, 1}


def test_the_command_line_tells_the_gaps_of_a_running_hub(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    """The journal says who is at work: an item of this catalogue whose only official has just gone has nobody."""
    place = ["--data-dir", str(cast.hub.data_dir)]
    user = cast.hub.add_seat(f"{cast.kiosk_id}-all", rights=("*",))

    async def run() -> None:
        async with await open_seat(cast.hub, cast.hub.sign_in(user)):
            assert main(["coverage", "--json", *place]) == 0

    asyncio.run(run())
    at_work = json.loads(capsys.readouterr().out)
    assert {gap["reachable"] for gap in at_work["gaps"]} == {1}
    assert main(["coverage", *place]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(at_work["gaps"]) and all(line.startswith("✗") for line in lines)
