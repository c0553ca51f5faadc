"""Which version is started, whatever happens in whatever order."""

import json
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from installer.slots import state
from installer.slots.state import (
    TRIES,
    Committed,
    Condemned,
    Confirmed,
    Event,
    LocalRefusedError,
    Restored,
    State,
    StateTornError,
    TreeLost,
    TryGivenBack,
    TrySpent,
    step,
)

OLD = State(current="1.0.0")
SPENT_AND_BACK: list[Event] = [TrySpent(), TryGivenBack()]


def after(start: State, *events: Event) -> State:
    for event in events:
        start = step(start, event)
    return start


def test_the_first_version_has_nothing_to_prove_itself_against() -> None:
    assert after(State(), Committed("1.0.0")) == OLD


def test_a_good_version_stays_and_the_one_before_is_kept() -> None:
    assert after(OLD, Committed("1.1.0"), TrySpent(), Confirmed()) == State(current="1.1.0", previous="1.0.0")


def test_one_that_never_proves_itself_is_quarantined_by_the_start_after_the_last_try() -> None:
    on_trial = after(OLD, Committed("1.1.0"), *[TrySpent()] * TRIES)
    assert on_trial.chosen == "1.1.0"
    back = after(on_trial, TrySpent("it falls silent"))
    assert back == State(current="1.0.0", quarantine={"1.1.0": "it falls silent"})
    with pytest.raises(LocalRefusedError, match="it falls silent"):
        step(back, Committed("1.1.0"))


def test_starts_that_were_ended_from_outside_cost_nothing() -> None:
    assert after(OLD, Committed("1.1.0"), *SPENT_AND_BACK * 9).tries == 0


def test_a_broken_tree_is_not_quarantined() -> None:
    lost = after(OLD, Committed("1.1.0"), TrySpent(), TreeLost("1.1.0"))
    assert lost == OLD
    assert after(lost, Committed("1.1.0")).pending == "1.1.0"


def test_a_broken_current_gives_way_to_the_one_before() -> None:
    both = State(current="1.1.0", previous="1.0.0")
    assert step(both, TreeLost("1.1.0")) == OLD
    assert step(OLD, TreeLost("1.0.0")) == OLD  # its name is kept for the repair


def test_a_withdrawn_version_gives_way_where_there_is_another() -> None:
    assert step(State(current="1.1.0", previous="1.0.0"), Condemned("1.1.0", "withdrawn")).chosen == "1.0.0"
    with pytest.raises(LocalRefusedError, match="only version"):
        step(OLD, Condemned("1.0.0", "withdrawn"))


def test_no_way_leads_to_an_older_version_but_the_one_before() -> None:
    both = State(current="1.2.0", previous="1.1.0")
    assert step(both, Committed("1.1.0")).pending == "1.1.0"
    with pytest.raises(LocalRefusedError, match="older"):
        step(both, Committed("1.0.0"))


def test_a_newer_one_takes_the_place_of_one_on_trial_and_the_current_ends_the_trial() -> None:
    on_trial = after(OLD, Committed("1.1.0"), TrySpent())
    assert step(on_trial, Committed("1.1.0")) == on_trial
    assert step(on_trial, Committed("1.2.0")) == State(current="1.0.0", pending="1.2.0")
    assert step(on_trial, Committed("1.0.0")) == OLD


@pytest.mark.parametrize("event", [TrySpent(), TryGivenBack(), Confirmed()])
def test_without_a_trial_nothing_is_spent(event: Event) -> None:
    with pytest.raises(LocalRefusedError):
        step(OLD, event)


VERSIONS = st.sampled_from(["1.0.0", "1.1.0", "1.2.0", "2.0.0"])
EVENTS = st.one_of(
    st.builds(Committed, VERSIONS),
    st.builds(TrySpent),
    st.builds(TryGivenBack),
    st.builds(Confirmed),
    st.builds(Condemned, VERSIONS, st.just("bad")),
    st.builds(TreeLost, VERSIONS),
    st.builds(Restored, VERSIONS),
)


TRIED_AGAIN: list[Event] = [Committed("1.1.0"), Confirmed(), Committed("1.0.0")]


@given(st.lists(EVENTS, max_size=40))
@example([*TRIED_AGAIN, Condemned("1.1.0", "bad")])
@example([*TRIED_AGAIN, Condemned("1.0.0", "bad")])
def test_there_is_always_a_version_to_start_and_never_a_quarantined_one(events: list[Event]) -> None:
    now = State(current="1.0.0")
    for event in events:
        try:
            now = step(now, event)
        except LocalRefusedError:
            continue
        kept = [v for v in (now.current, now.previous, now.pending) if v]
        assert now.current and len(set(kept)) == len(kept) - (now.pending == now.previous != "")
        assert not now.quarantine.keys() & set(kept)
        assert 0 <= now.tries <= TRIES and (now.pending or not now.tries)
        assert state.load(state.dump(now)) == now


def test_a_lost_state_is_made_from_whole_trees() -> None:
    assert state.rebuilt([]) == State()
    assert state.rebuilt(["1.0.0"]) == OLD
    assert state.rebuilt(["1.10.0", "1.0.0", "1.9.0"]) == State(current="1.9.0", pending="1.10.0")


def test_trees_that_nobody_would_go_back_to_are_unwanted() -> None:
    now = State(current="1.2.0", previous="1.1.0", pending="1.3.0", quarantine={"1.4.0": "bad"})
    found = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0"]
    assert state.unwanted(now, found) == ["1.0.0", "1.4.0"]
    assert state.unwanted(State(), ["1.0.0"]) == []


def test_any_torn_state_is_known() -> None:
    data = state.dump(State(current="1.2.0", pending="1.3.0", tries=2, quarantine={"1.4.0": "不好"}))
    for shorter, longer in pairwise([*range(0, len(data), 3), len(data) - 1]):
        with pytest.raises(StateTornError):
            state.load(data[:shorter])
        with pytest.raises(StateTornError):
            state.load(data[:shorter] + bytes(longer - shorter) + data[longer:])


@given(st.binary(max_size=99) | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with pytest.raises(StateTornError):
        state.load(data)
