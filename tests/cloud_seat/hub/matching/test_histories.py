"""Core: whatever happens in whatever order: no seat has two calls, no resident is lost, no late word does harm."""

import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.events import TimePassed
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.queue import next_due_ms
from cloud_seat.hub.matching.state import ConnectCall, OfferCall, Phase, State, TellEnded, TellHandover, TellSeatLost
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.journal import SqliteJournal
from tests.cloud_seat.hub.matching.histories import (
    KIOSKS,
    OPENING,
    POLICY,
    PRESENT,
    SEATS,
    STANDINGS,
    WORDS,
    asked,
    attached,
    happenings,
    histories,
    kiosk_of,
    run,
)


@settings(max_examples=400, deadline=None)
@given(histories)
def test_every_history_keeps_every_promise(history: list[tuple[int, Any]]) -> None:
    run(history)


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_a_million_steps_keep_every_promise() -> None:
    """Long lives instead of short ones: the same watch over histories that never begin anew."""
    rng, connected = random.Random(20261123), 0
    for _ in range(200):
        pauses_ms = rng.choices((0, 0, 0, 100, 500, 4_000, 16_000), (9, 9, 9, 9, 9, 2, 1), k=5_000)
        history = [(pause_ms, _drawn(rng, at // 30)) for at, pause_ms in enumerate(pauses_ms)]
        connected += sum(isinstance(command, ConnectCall) for command in run(OPENING + history)[2])
    assert connected > 20_000  # the histories are about calls, not about silence


def _drawn(rng: random.Random, era: int) -> Any:
    """One happening about the calls of this era: names that are over are not used again."""
    seat, kiosk, attempt = rng.choice(SEATS), rng.choice(KIOSKS), rng.randrange(4)
    call = f"c{era + rng.randrange(6)}"
    usual = (
        attached(seat, rng.choice(STANDINGS[:-1])),
        ev.SeatPresenceSet(at_ms=0, seat_id=seat, status="ready"),
        ev.SeatPresenceSet(at_ms=0, seat_id=rng.choice(SEATS), status="ready"),
        asked(call, rng.choice(("", "a", "b"))),
        asked(call, rng.choice(("", "a", "b"))),
        (PRESENT, "accept", call),
        (PRESENT, "accept", f"c{era + rng.randrange(6)}"),
        (PRESENT, rng.choice(WORDS), call),
    )
    rare = (
        ev.SeatPresenceSet(at_ms=0, seat_id=seat, status=rng.choice(("busy", "away"))),
        ev.SeatPageChanged(at_ms=0, seat_id=seat, unseen=rng.random() < 0.2),
        ev.AfterCallExtended(at_ms=0, seat_id=seat),
        ev.SeatLeft(at_ms=0, seat_id=seat),
        ev.CallResumedByKiosk(at_ms=0, kiosk_id=kiosk_of(call), call_id=call, attempt=attempt),
        ev.CallResumedBySeat(at_ms=0, seat_id=seat, call_id=call, attempt=attempt),
        ev.OfferAccepted(at_ms=0, seat_id=seat, call_id=call, attempt=attempt),
        ev.CallEndedByKiosk(at_ms=0, kiosk_id=kiosk, call_id=call, attempt=attempt, reason="error"),
        ev.CallEndedBySeat(at_ms=0, seat_id=seat, call_id=call, attempt=attempt),
        ev.KioskLeft(at_ms=0, kiosk_id=kiosk),
        ev.TimePassed(at_ms=0),
        ev.HubStarted(at_ms=0) if rng.random() < 0.2 else ev.TimePassed(at_ms=0),
    )
    return rng.choice(rare if rng.random() < 0.4 else usual)


def test_histories_are_about_calls() -> None:
    """Guards the test itself: hostile randomness alone hardly ever lets two people talk."""
    rng = random.Random(7)
    history = [(rng.choice((0, 0, 500)), _drawn(rng, at // 30)) for at in range(2_000)]
    said = run(OPENING + history)[2]
    assert sum(isinstance(command, ConnectCall) for command in said) > 80
    assert sum(isinstance(command, TellSeatLost) for command in said) > 10


def test_calls_are_handed_over_and_keep_every_promise() -> None:
    """In quiet hours, when somebody is free to take over: each call lives through a few fitting words."""
    rng = random.Random(11)
    history = list[tuple[int, Any]]()
    for at in range(120):
        call_id = f"c{at}"
        words = (rng.choice(WORDS) for _ in range(12))
        back = [(0, ev.SeatPresenceSet(at_ms=0, seat_id=seat_id, status="ready")) for seat_id in SEATS]
        arrived = [(0, ev.SeatAttached(at_ms=0, seat_id=seat_id, rights=("*",))) for seat_id in SEATS]
        history += [*arrived, *back, (0, asked(call_id, "")), (0, (PRESENT, "accept", call_id))]
        history += [(rng.choice((0, 500, 16_000)), (PRESENT, word, call_id)) for word in words]
        history += [(0, ev.CallEndedByKiosk(at_ms=0, kiosk_id=kiosk_of(call_id), call_id=call_id))]
    said = run(history)[2]
    assert sum(isinstance(command, TellEnded) and command.reason == "transferred" for command in said) > 10
    ends = {command.state for command in said if isinstance(command, TellHandover)}
    assert ends >= {"asked", "declined", "dropped", "timeout"}


@settings(max_examples=100, deadline=None)
@given(histories)
def test_same_history_gives_same_state_and_commands(history: list[tuple[int, Any]]) -> None:
    assert run(history) == run(history)


@settings(max_examples=150, deadline=None)
@given(histories)
@example([*OPENING, (0, asked("c0", "")), (16_000, ev.CallAssigned(at_ms=0, call_id="c0", attempt=1, seat_id="s1"))])
@example(
    [
        *OPENING,
        (0, asked("c0", "")),
        (16_000, asked("c2", "")),
        (16_000, TimePassed(at_ms=0)),
        (16_000, asked("c1", "")),
    ]
)
def test_repeating_every_event_changes_nothing_more(history: list[tuple[int, Any]]) -> None:
    """A retry after a lost reply is harmless: also at once after the first."""
    state, played, _ = run(history)
    again = State()
    for event in played:
        again, _ = step(again, event, POLICY)
        if not isinstance(event, TimePassed):
            again, commands = step(again, event, POLICY)
            assert not any(isinstance(command, OfferCall) for command in commands)
    assert again.calls.keys() == state.calls.keys()


@settings(max_examples=150, deadline=None)
@given(histories)
def test_waking_at_each_deadline_always_comes_to_rest(history: list[tuple[int, Any]]) -> None:
    state, _, _ = run(history)
    for _ in range(1000):
        due_ms = next_due_ms(state, POLICY)
        if due_ms is None:
            break
        state, _ = step(state, TimePassed(at_ms=due_ms), POLICY)
    assert all(call.phase is Phase.ACTIVE for call in state.calls.values())


_databases = itertools.count()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20_000), happenings), max_size=40))
def test_two_hubs_on_one_journal_agree(tmp_path_factory: Any, moves: list[tuple[int, int, Any]]) -> None:
    path: Path = tmp_path_factory.mktemp("journal") / f"{next(_databases)}.sqlite"
    journal = SqliteJournal(path)
    hubs = [Replica(journal, POLICY), Replica(journal, POLICY)]
    offered: tuple[list[tuple[str, int]], ...] = ([], [])
    now_ms = 0
    for which, pause_ms, event in moves:
        now_ms += pause_ms
        commands = hubs[which].decide([type(event)(**{**_fields(event), "at_ms": now_ms})])
        offered[which].extend((c.call.call_id, c.call.attempt) for c in commands if isinstance(c, OfferCall))
    for hub, heard in zip(hubs, offered, strict=True):  # each is told of every ring, once: for the desks that it has
        heard += [(c.call.call_id, c.call.attempt) for c in hub.catch_up() if isinstance(c, OfferCall)]
        assert len(heard) == len(set(heard))
    assert offered[0] == offered[1]
    assert hubs[0].state.known() == hubs[1].state.known() == Replica(journal, POLICY).state.known()
    journal.close()


def _fields(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


def test_who_may_no_longer_leaves_a_resident_to_those_further_off() -> None:
    """The town's own official, busy just now, loses the right: the one of the whole district is asked at once."""
    here = "440113002"
    history = [
        (0, ev.SeatAttached(at_ms=0, seat_id="s3", rights=("a", "b"), places=(here,))),
        (0, ev.SeatPresenceSet(at_ms=0, seat_id="s3", status="ready")),
        (0, asked("c0", "a")),
        (0, ev.CallRequested(at_ms=0, call_id="c1", kiosk_id="k2", case_id="c1", item_id="b", place=here)),
        (0, ev.SeatAttached(at_ms=0, seat_id="s2", rights=("b",))),
        (0, ev.SeatPresenceSet(at_ms=0, seat_id="s2", status="ready")),
        (0, ev.SeatAttached(at_ms=0, seat_id="s3", rights=("a",))),
    ]
    offers = [(c.call.call_id, c.call.seat_id) for c in run(history)[2] if isinstance(c, OfferCall)]
    assert offers[-1] == ("c1", "s2")
