"""How far a release has come, said of rings and of booths: at each moment what booths told, and nothing else."""

import msgspec

from cloud_seat.contract.releases import ReleaseTold
from cloud_seat.hub.progress import Known, State, counts_of, is_back, stage_of, state_of
from cloud_seat.hub.rollout import (
    HOUR_S,
    PAUSED,
    RESUMED,
    WITHDRAW,
    Night,
    Outcome,
    Plan,
    may_say,
    say,
    standing,
    steered,
)

PLAN = Plan(
    version="2",
    before="1",
    rings=(("a",), tuple("bcdefgh")),
    started_s=0.0,
    wait_s=24 * HOUR_S,
    deadline_s=36 * HOUR_S,
    tolerated_percent=15.0,
)
CONFIRMED = {"a": Outcome(confirmed_s=HOUR_S)}


def _state(outcomes: dict[str, Outcome], hour: float, plan: Plan = PLAN) -> State:
    return state_of(plan, standing(plan, outcomes, hour * HOUR_S), outcomes, None)


def test_a_ring_says_who_is_asked_has_it_ran_it_by_night_is_done_failed_and_went_back() -> None:
    outcomes = CONFIRMED | {one: Outcome(confirmed_s=26 * HOUR_S) for one in "cd"}
    outcomes |= {"e": Outcome(failed_s=27 * HOUR_S, reason="hangs"), "f": Outcome()}
    told = {one: ReleaseTold(version="2") for one in "acdf"}
    told |= {"b": ReleaseTold(version="1", staged="2"), "e": ReleaseTold(version="1", failed={"2": "hangs"})}
    nights = {one: Night(at_s=26 * HOUR_S, version="2", is_ready=True) for one in "acd"}
    known = Known({"g": 25 * HOUR_S}, outcomes, nights, told)
    ring = standing(PLAN, outcomes, 28 * HOUR_S).rings[1]
    counts = counts_of(ring, PLAN, known)
    assert (counts.booths, counts.asked, counts.has, counts.rehearsed) == (7, 6, 4, 2)
    assert (counts.confirmed, counts.failed, counts.silent, counts.back, counts.state) == (2, 1, 0, 1, "open")
    stages = {one: stage_of(one, ring, PLAN, known) for one in "bcdefgh"}
    assert stages == dict(
        zip("bcdefgh", ["staged", "confirmed", "confirmed", "failed", "runs", "asked", "open"], strict=True)
    )
    assert is_back("e", PLAN, known) and not is_back("b", PLAN, known)


def test_it_says_what_it_waits_for_and_until_when() -> None:
    assert _state({}, 2) == State(code="waits", since_s=0.0, until_s=36 * HOUR_S, ring=1, left=1)
    assert _state(CONFIRMED, 2) == State(code="quiet", since_s=HOUR_S, until_s=25 * HOUR_S, ring=2)
    whole = CONFIRMED | {one: Outcome(confirmed_s=30 * HOUR_S) for one in "bcdefgh"}
    assert _state(whole, 40) == State(code="done", since_s=30 * HOUR_S, ring=2)


def test_it_stopped_when_one_failure_too_many_came() -> None:
    failing = CONFIRMED | {one: Outcome(failed_s=hour * HOUR_S) for one, hour in (("b", 26), ("c", 27), ("d", 28))}
    stopped = State(code="failures", since_s=27 * HOUR_S, ring=2, failed=3, allowed=1)
    assert _state(failing, 30) == stopped
    deadline_s = (25 + 36) * HOUR_S
    silent = _state(CONFIRMED, 70)
    assert (silent.code, silent.silent, silent.since_s) == ("failures", 7, deadline_s)


def test_a_persons_word_holds_until_the_next_and_not_for_another_plan() -> None:
    now = standing(PLAN, {}, HOUR_S)
    assert may_say(PLAN, now, None) == (PAUSED, WITHDRAW)
    word = say(PLAN, WITHDRAW, by="release:7", now_s=HOUR_S)
    held = steered(PLAN, word)
    told = state_of(held, standing(held, {}, 2 * HOUR_S), {}, word)
    assert (told.code, told.by, told.since_s) == (WITHDRAW, "release:7", HOUR_S)
    assert may_say(held, standing(held, {}, 2 * HOUR_S), word) == (RESUMED,)
    on = steered(PLAN, say(held, RESUMED, by="release:7", now_s=3 * HOUR_S))
    assert not on.paused and on.forgiven_s == 3 * HOUR_S
    again = steered(PLAN, say(on, PAUSED, by="", now_s=4 * HOUR_S))
    assert again.paused and again.forgiven_s == 3 * HOUR_S, "who looked before need not look again"
    later = msgspec.structs.replace(PLAN, started_s=5 * HOUR_S)
    assert steered(later, word) == later
    written = msgspec.structs.replace(PLAN, paused=True)
    assert steered(written, None).paused, "a plan that an earlier tool paused"
    gone = msgspec.structs.replace(PLAN, back=True)
    assert may_say(gone, standing(gone, {}, HOUR_S), None) == ()
