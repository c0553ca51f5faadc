"""Core: a hub that was second forgets its decision whole; four faults that a simulation once found stay out."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching import snapshot
from cloud_seat.hub.matching.state import OfferCall, Phase, State
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.journal import LocalJournalError, SqliteJournal
from tests.cloud_seat.hub.matching.fleet import MemoryJournal
from tests.cloud_seat.hub.matching.histories import POLICY
from tests.cloud_seat.hub.matching.test_machine import asked, offers, ready


def test_a_start_reads_the_snapshot_and_what_came_after(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    hub = Replica(journal, POLICY, snapshot_every=3)
    said = [
        *ready("s", 1),
        *ready("t", 2),
        asked("c", 3),
        ev.OfferAccepted(at_ms=4, seat_id="s", call_id="c", attempt=1),
    ]
    for event in (*said, asked("d", 5), asked("e", 6, "nobody-may")):
        hub.decide([event])
    kept = journal.kept()
    assert kept and 0 < kept[0] < hub.seq
    again = Replica(journal, POLICY)
    assert (again.seq, again.state.known()) == (hub.seq, hub.state.known())
    assert again.state.dues == hub.state.dues and again.state.views == hub.state.views
    journal.close()


@pytest.mark.parametrize("harm", ["UPDATE snapshot SET body = x'7b7d'", "UPDATE snapshot SET seq = seq - 1"])
def test_a_snapshot_that_is_not_ours_is_passed_over(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "journal.sqlite"
    journal = SqliteJournal(path)
    hub = Replica(journal, POLICY, snapshot_every=1)
    for event in ready("s", 1):
        hub.decide([event])
    with sqlite3.connect(path) as other:
        other.execute(harm)
    assert journal.kept() is None
    assert Replica(journal, POLICY).state.known() == hub.state.known()
    journal.close()


def test_a_changed_row_from_before_the_snapshot_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    journal = SqliteJournal(path)
    hub = Replica(journal, POLICY, snapshot_every=3)
    for event in (*ready("s", 1), *ready("t", 2)):
        hub.decide([event])
    with sqlite3.connect(path) as other:
        other.execute("UPDATE journal SET body = x'78' WHERE seq = 1")
    with pytest.raises(LocalJournalError):
        Replica(journal, POLICY)
    journal.close()


def test_a_snapshot_of_another_version_is_none() -> None:
    body = snapshot.write(State()).replace(f'"version":{snapshot.VERSION}'.encode(), b'"version":1')
    assert snapshot.read(body, POLICY) is None
    assert snapshot.read(b"{}", POLICY) is None
    assert snapshot.read(snapshot.write(State()), POLICY) == State()


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
    assert offers(said) == [("d", "s", 1), ("c", "t", 1)], "what the other decided is told by both, each to its own"
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
