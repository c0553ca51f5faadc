"""Shell: a booth's own count, as the hub sees it: holes, numbers given twice, and where a booth goes on."""

from datetime import UTC, datetime, timedelta

from cloud_seat.hub.admin import list_arrivals
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.sealed_cases import SealedCase


def deliver(cast: Cast, sequence: int, **more: object) -> str:
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    assert case.deliver(sequence=sequence, **more).status == 200
    return case.case_id


def place(cast: Cast) -> str:
    return str(cast.hub.ask("GET", "/api/v1/intake/keys", token=cast.token).headers["x-case-place"])


def test_a_booth_that_brought_nothing_has_no_place(cast: Cast) -> None:
    assert place(cast) == "0/0"


def test_holes_and_doubles_are_seen(cast: Cast) -> None:
    first, again = deliver(cast, 2, epoch=7), deliver(cast, 2, epoch=7)
    deliver(cast, 4, epoch=9)
    deliver(cast, 5, epoch=9, rehearsal=True)
    assert place(cast) == "9/5"
    now = datetime.now(UTC)
    found = list_arrivals(cast.hub.places(), now)
    assert [(line.sequence, line.case_ids) for line in found] == [(1, ()), (2, (first, again)), (3, ())]
    assert [line.is_late for line in found] == [False, True, False]
    assert all(line.is_late for line in list_arrivals(cast.hub.places(), now + timedelta(days=2)))


def test_an_old_booth_counts_from_nothing(cast: Cast) -> None:
    deliver(cast, 0)
    assert place(cast) == "0/0"
