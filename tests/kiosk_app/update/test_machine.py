"""When a new version may take over: never while somebody is there, and in any order of what happens meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.hands.update import booth_now
from kiosk_app.session.call_state import Call, CallState
from kiosk_app.session.state import Ambient, Session, Stage
from kiosk_app.update.machine import (
    Event,
    Failed,
    Fetch,
    Instructed,
    LocalUpdateError,
    Moment,
    MomentCame,
    Phase,
    Staged,
    Switch,
    Update,
    in_window,
    step,
)

FREE = MomentCame(Moment(is_idle=True, is_settled=True, hour=3))


def test_a_night_without_anybody() -> None:
    update, commands = step(Update(), Instructed("0.2.0", "0.1.0", 1, 5))
    assert commands == (Fetch("0.2.0"),)
    update, _ = step(update, Staged())
    update, commands = step(update, FREE)
    assert commands == (Switch("0.2.0"),) and update.phase is Phase.SWITCHING


@pytest.mark.parametrize(
    "moment", [Moment(False, True, 3), Moment(True, False, 3), Moment(True, True, 12)], ids=["there", "open", "noon"]
)
def test_it_waits(moment: Moment) -> None:
    ready = Update(Phase.READY, "0.2.0", 1, 5)
    assert step(ready, MomentCame(moment)) == (ready, ())


def test_a_word_taken_back_before_the_switch_is_obeyed() -> None:
    ready = Update(Phase.READY, "0.2.0")
    assert step(ready, Instructed("", "0.1.0")) == (Update(), ())
    assert step(ready, Instructed("0.3.0", "0.1.0"))[1] == (Fetch("0.3.0"),)
    assert step(Update(Phase.SWITCHING, "0.2.0"), Instructed("", "0.1.0"))[0].phase is Phase.SWITCHING


def test_what_runs_already_is_not_fetched() -> None:
    assert step(Update(), Instructed("0.2.0", "0.2.0")) == (Update(), ())


def test_staged_without_fetching_is_a_bug() -> None:
    with pytest.raises(LocalUpdateError):
        step(Update(), Staged())


@pytest.mark.parametrize(
    ("hour", "window", "is_open"),
    [(3, (1, 5), True), (5, (1, 5), False), (23, (22, 4), True), (12, (22, 4), False), (12, (0, 0), True)],
)
def test_windows(hour: int, window: tuple[int, int], is_open: bool) -> None:
    assert in_window(hour, *window) is is_open


_VERSIONS = st.sampled_from(["", "0.1.0", "0.2.0", "0.3.0"])
_MOMENTS = st.builds(Moment, st.booleans(), st.booleans(), st.integers(0, 23))
_EVENTS = st.one_of(
    st.builds(Instructed, _VERSIONS, st.just("0.1.0"), st.integers(0, 23), st.integers(0, 23)),
    st.builds(MomentCame, _MOMENTS),
    st.just(Staged()),
    st.just(Failed()),
)


@given(st.lists(_EVENTS, max_size=30))
def test_whatever_happens_it_switches_only_to_what_is_staged_and_only_while_nobody_is_there(
    events: list[Event],
) -> None:
    update = Update()
    for event in events:
        if isinstance(event, Staged) and update.phase is not Phase.FETCHING:
            continue
        before = update
        update, commands = step(update, event)
        if any(isinstance(command, Switch) for command in commands):
            assert before.phase is Phase.READY and isinstance(event, MomentCame)
            assert event.moment.is_idle and event.moment.is_settled


def test_only_the_welcome_page_alone_is_idle() -> None:
    assert booth_now(Session()).is_idle
    busy = [
        Session(stage=Stage.FORM),
        Session(overlay="idle"),
        Session(aside="help"),
        Session(call=Call(state=CallState.WAITING)),
        Session(ambient=Ambient(rehearses=True)),
    ]
    assert not any(booth_now(session).is_idle for session in busy)
    assert booth_now(busy[3]).in_call
    assert not booth_now(Session(case_id="c")).is_settled
