"""Core: a hub that was second forgets its decision whole; four faults that a simulation once found stay out."""

import msgspec
import pytest

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.state import OfferCall, Phase
from cloud_seat.hub.replica import Replica
from tests.cloud_seat.hub.matching.fleet import MemoryJournal
from tests.cloud_seat.hub.matching.histories import POLICY
from tests.cloud_seat.hub.matching.test_machine import asked, offers, ready


@pytest.fixture
def hubs() -> tuple[Replica, Replica]:
    """Two on one journal; the second has not read what the first wrote: `s` and `t` are ready."""
    journal = MemoryJournal()
    pair = (Replica(journal, POLICY), Replica(journal, POLICY))
    pair[0].decide([*ready("s", 1), *ready("t", 2)])
    pair[1].catch_up()
    return pair


def test_an_offer_that_came_second_leaves_its_official_idle(hubs: tuple[Replica, Replica]) -> None:
    first, second = hubs
    first.decide([ev.SeatPresenceSet(at_ms=5, seat_id="s", status="busy")])
    said = second.decide([asked("c", 6)])  # decides on `s`, is second, decides again
    assert offers(said) == [("c", "t", 1)]
    assert second.state.seats["s"].call_id == ""
    first.catch_up()
    assert first.state.known() == second.state.known()
    assert first.state.roster == second.state.roster


def test_a_resident_whose_arrival_came_second_is_not_lost(hubs: tuple[Replica, Replica]) -> None:
    first, second = hubs
    first.decide([asked("d", 5)])
    said = second.decide([asked("c", 6)])
    assert offers(said) == [("c", "t", 1)]
    assert not any(isinstance(command, OfferCall) for command in second.decide([asked("c", 7)])), "said again"
    assert second.state.calls.keys() == {"c", "d"}


def test_a_late_word_of_being_free_ends_nothing(hubs: tuple[Replica, Replica]) -> None:
    first, _ = hubs
    first.decide([asked("c", 5), ev.OfferAccepted(at_ms=6, seat_id="s", call_id="c", attempt=1)])
    first.decide([ev.SeatPresenceSet(at_ms=7, seat_id="s", status="ready")])
    first.decide([ev.CallEndedBySeat(at_ms=7, seat_id="s", call_id="earlier", attempt=1)])
    assert first.state.calls["c"].phase is Phase.ACTIVE
    assert first.state.seats["s"].call_id == "c"


def test_an_old_word_about_the_same_call_at_the_same_official_ends_nothing(hubs: tuple[Replica, Replica]) -> None:
    first, _ = hubs
    away = ev.SeatPresenceSet(at_ms=3, seat_id="t", status="away")
    named = {"seat_id": "s", "call_id": "c"}
    first.decide(
        [away, asked("c", 5), ev.OfferAccepted(at_ms=6, **named, attempt=1), ev.SeatLeft(at_ms=7, seat_id="s")]
    )
    first.decide([*ready("s", 8), ev.OfferAccepted(at_ms=9, **named, attempt=2)])
    old = ev.CallEndedBySeat(at_ms=10, **named, attempt=1)
    first.decide([old, msgspec.structs.replace(old, at_ms=11)])
    assert (first.state.calls["c"].phase, first.state.calls["c"].attempt) == (Phase.ACTIVE, 2)
