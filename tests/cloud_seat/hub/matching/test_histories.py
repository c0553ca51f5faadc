"""Core: whatever happens in whatever order: no seat has two calls, no resident is lost, no late word does harm."""

import itertools
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.hub.matching.events import TimePassed
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.queue import next_due_ms
from cloud_seat.hub.matching.state import OfferCall, Phase, State
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.journal import SqliteJournal
from tests.cloud_seat.hub.matching.histories import POLICY, happenings, histories, run


@settings(max_examples=400, deadline=None)
@given(histories)
def test_every_history_keeps_every_promise(history: list[tuple[int, Any]]) -> None:
    run(history)


@settings(max_examples=100, deadline=None)
@given(histories)
def test_same_history_gives_same_state_and_commands(history: list[tuple[int, Any]]) -> None:
    assert run(history) == run(history)


@settings(max_examples=150, deadline=None)
@given(histories)
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
    offered, now_ms = list[tuple[str, int]](), 0
    for which, pause_ms, event in moves:
        now_ms += pause_ms
        commands = hubs[which].decide([type(event)(**{**_fields(event), "at_ms": now_ms})])
        offered += [(c.call.call_id, c.call.attempt) for c in commands if isinstance(c, OfferCall)]
    for hub in hubs:
        hub.catch_up()
    assert len(offered) == len(set(offered))
    assert hubs[0].state.known() == hubs[1].state.known() == Replica(journal, POLICY).state.known()
    journal.close()


def _fields(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__}
