"""Core: the life of one socket, whatever happens in whatever order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.link import machine
from cloud_seat.link.machine import (
    CALM,
    HURRIED,
    Broke,
    CloseSocket,
    Heard,
    Hurried,
    Phase,
    SendHeartbeat,
    Socket,
    Started,
    Ticked,
    WaitAndRetry,
    Welcomed,
)
from cloud_seat.link.socket import CLOSE_TIMEOUT_S, TICK_S

_events = st.one_of(
    st.just(Started()),
    st.builds(Welcomed, st.floats(0, 100)),
    st.builds(Heard, st.floats(0, 100)),
    st.builds(Ticked, st.floats(0, 100)),
    st.builds(Hurried, st.booleans()),
    st.builds(Broke, st.sampled_from(["silent", "closed"]), st.floats(0, 1, exclude_max=True)),
)


def _up(at_s: float = 0.0, tries: int = 0) -> Socket:
    state, _ = machine.step(Socket(tries=tries), Started())
    state, _ = machine.step(state, Welcomed(at_s))
    return state


def test_beats_each_two_seconds() -> None:
    state = _up()
    sent = []
    for at_s in range(1, 9):
        state, _ = machine.step(state, Heard(float(at_s)))
        state, commands = machine.step(state, Ticked(float(at_s)))
        sent += [(at_s, c.nonce) for c in commands if isinstance(c, SendHeartbeat)]
    assert sent == [(2, 1), (4, 2), (6, 3), (8, 4)]


def test_silence_of_five_seconds_closes() -> None:
    state, _ = machine.step(_up(), Heard(1.0))
    assert not any(isinstance(c, CloseSocket) for c in machine.step(state, Ticked(5.9))[1])
    assert machine.step(state, Ticked(6.0))[1] == (CloseSocket("silent"),)


def test_first_try_is_at_once_and_no_wait_exceeds_seven_seconds() -> None:
    waits = [machine.retry_wait_s(tries, 0.999999) for tries in range(40)]
    assert waits[0] == 0
    assert waits == sorted(waits)
    assert max(waits) <= CALM.retry_ceiling_s


def test_in_a_call_silence_is_noticed_sooner_and_the_hub_sought_without_rest() -> None:
    state, _ = machine.step(_up(), Hurried(True))
    state, beats = machine.step(state, Ticked(0.5))
    assert beats == (SendHeartbeat(1),)
    assert machine.step(state, Ticked(2.0))[1] == (CloseSocket("silent"),)
    waits = []
    for _ in range(6):
        state, (wait,) = machine.step(state, Broke("silent", 0.999))
        assert isinstance(wait, WaitAndRetry)
        waits.append(wait.retry_in_s)
        state, _ = machine.step(state, Started())
    assert waits[0] == 0.0
    assert max(waits) < HURRIED.retry_ceiling_s
    assert machine.step(state, Hurried(False))[0].pace is CALM


def test_a_hub_that_drops_at_once_is_not_asked_in_a_hot_loop() -> None:
    state = _up(tries=1)
    state, (wait,) = machine.step(state, Broke("closed", 0.5))
    assert isinstance(wait, machine.WaitAndRetry)
    assert wait.retry_in_s > 0
    steady, _ = machine.step(_up(tries=3), Heard(5.0))
    steady, _ = machine.step(steady, Ticked(5.0))
    assert steady.tries == 0


@given(st.lists(_events, max_size=30))
def test_any_order_of_events_keeps_the_rules(events: list[machine.Event]) -> None:
    state = Socket()
    for event in events:
        before = state
        try:
            state, commands = machine.step(state, event)
        except machine.LocalLinkError:
            assert state is before
            continue
        for command in commands:
            if isinstance(command, machine.WaitAndRetry):
                assert state.phase is Phase.DOWN
                assert 0 <= command.retry_in_s <= CALM.retry_ceiling_s
            if isinstance(command, SendHeartbeat):
                assert state.phase is Phase.UP


def test_events_out_of_place_raise() -> None:
    with pytest.raises(machine.LocalLinkError):
        machine.step(Socket(), Heard(1.0))
    with pytest.raises(machine.LocalLinkError):
        machine.step(_up(), Started())


def test_a_half_open_network_counts_as_down_within_ten_seconds() -> None:
    """At both paces, however long the link was well before, and the close that is never answered included."""
    for pace in (machine.CALM, machine.HURRIED):
        state, _ = machine.step(machine.Socket(pace=pace), machine.Started())
        state, _ = machine.step(state, machine.Welcomed(0.0))
        state, _ = machine.step(state, machine.Heard(3600.0))
        at_s, said = 3600.0, list[machine.Command]()
        while machine.CloseSocket("silent") not in said:
            at_s += TICK_S
            state, commands = machine.step(state, machine.Ticked(at_s))
            said += commands
        assert at_s - 3600.0 + CLOSE_TIMEOUT_S <= 10.0
        assert 2 * pace.open_s <= 10.0, "a socket that opens slowly, then a hub that says nothing"
