"""A release through 106 booths in five rings, good and bad: what a bad one reaches, and who decides when it goes on."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest

from cloud_seat.hub.rollout import (
    HOUR_S,
    PERCENTS,
    Night,
    Outcome,
    Plan,
    RingStanding,
    Standing,
    after_nights,
    deal,
    standing,
    version_for,
)

TOWNS = 16
BOOTHS = {f"PY-{number:04d}": f"4401131{number % TOWNS:02d}" for number in range(106)}
Verdict = Callable[[str], float | None]
"""Booth → how long it takes until it is confirmed, hours; below zero: it fails after so long; None: silence."""


@dataclass
class Fleet:
    """Booths that ask each hour, and do what they are told."""

    plan: Plan
    verdict: Verdict
    now_s: float = 0.0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def pass_hours(self, hours: int) -> Standing:
        for _ in range(hours):
            self.now_s += HOUR_S
            now = standing(self.plan, self.outcomes, self.now_s)
            for kiosk in BOOTHS:
                if version_for(self.plan, now, kiosk) == self.plan.version:
                    self._begin(kiosk)
            self._settle()
        return standing(self.plan, self.outcomes, self.now_s)

    def _begin(self, kiosk: str) -> None:
        if kiosk not in self.reached:
            self.reached.add(kiosk)
            hours = self.verdict(kiosk)
            if hours is not None:
                self.due[kiosk] = self.now_s + abs(hours) * HOUR_S

    def _settle(self) -> None:
        for kiosk, at_s in list(self.due.items()):
            if at_s <= self.now_s:
                del self.due[kiosk]
                is_bad = (self.verdict(kiosk) or 0.0) < 0
                told = {"failed_s": at_s, "reason": "unproven"} if is_bad else {"confirmed_s": at_s}
                self.outcomes[kiosk] = msgspec.convert(told, Outcome)


def _plan(**changes: object) -> Plan:
    rings = deal(BOOTHS, ["PY-0007"], PERCENTS, "0.2.0")
    return msgspec.structs.replace(Plan(version="0.2.0", before="0.1.0", rings=rings, started_s=0.0), **changes)


def test_rings_grow_as_said_and_no_ring_is_one_town() -> None:
    rings = _plan().rings
    assert [len(ring) for ring in rings] == [2, 4, 21, 26, 53]
    assert rings[0][0] == "PY-0007"
    assert sorted(kiosk for ring in rings for kiosk in ring) == sorted(BOOTHS)
    assert all(len({BOOTHS[kiosk] for kiosk in ring}) == min(len(ring), TOWNS) for ring in rings[:3])
    assert deal(BOOTHS, ["PY-0007"], PERCENTS, "0.2.0") == rings != deal(BOOTHS, [], PERCENTS, "0.2.0")


def test_every_canary_that_was_picked_is_in_the_first_ring() -> None:
    canaries = [f"PY-{number:04d}" for number in range(5)]
    assert deal(BOOTHS, [*canaries, "PY-9999"], PERCENTS, "x")[0] == tuple(canaries)
    assert deal({}, [], PERCENTS, "x") == ()


def test_a_good_release_reaches_all_ring_after_ring() -> None:
    fleet = Fleet(_plan(), lambda _: 3.0)
    assert len(fleet.pass_hours(4).rings[0].confirmed) == 2
    assert len(fleet.reached) == 2
    assert fleet.pass_hours(6 * 28).is_done
    assert fleet.reached == set(BOOTHS)


@pytest.mark.parametrize("verdict", [lambda _: -0.5, lambda _: None], ids=["fails", "is silent"])
def test_a_release_that_is_bad_everywhere_stops_at_the_first_ring(verdict: Verdict) -> None:
    fleet = Fleet(_plan(), verdict)
    now = fleet.pass_hours(300)
    assert now.stopped == "failures"
    assert len(fleet.reached) == 2


def test_a_release_that_is_bad_in_one_town_stops_where_it_is_met_first() -> None:
    fleet = Fleet(_plan(), lambda kiosk: -0.5 if BOOTHS[kiosk].endswith("03") else 2.0)
    now = fleet.pass_hours(400)
    assert now.stopped == "failures"
    assert len(fleet.reached) <= 27


def test_a_few_that_fail_of_many_stop_nothing() -> None:
    last = _plan().rings[-1][0]
    fleet = Fleet(_plan(), lambda kiosk: -1.0 if kiosk == last else 2.0)
    assert fleet.pass_hours(400).is_done
    assert fleet.outcomes[last].reason == "unproven"


def test_one_that_confirmed_and_fails_later_has_failed() -> None:
    plan = _plan()
    told = {kiosk: Outcome(confirmed_s=1.0) for kiosk in plan.rings[0]}
    told["PY-0007"] = Outcome(confirmed_s=1.0, failed_s=2.0)
    assert standing(plan, told, 3.0).stopped == "failures"


def test_a_booth_counts_after_its_night_on_the_release() -> None:
    plan = _plan()
    told = {kiosk: Outcome(confirmed_s=10.0) for kiosk in plan.rings[0]}

    def ring(nights: dict[str, Night], **how: object) -> RingStanding:
        other = msgspec.structs.replace(plan, **how)
        return standing(other, after_nights(other, told, nights), 1000.0).rings[0]

    first, second = plan.rings[0]
    assert ring({}).confirmed == () and ring({}, rehearsed=False).is_whole
    assert not ring({first: Night(at_s=20.0, version="0.1.0", is_ready=True)}).confirmed, "the night before"
    ready, bad = (Night(at_s=20.0, version="0.2.0", is_ready=is_ready) for is_ready in (True, False))
    assert ring({first: ready}).confirmed == (first,)
    assert ring({first: ready, second: ready}).is_whole
    assert ring({first: ready, second: bad}).failed == (second,) and ring({second: bad}).is_over
    assert ring({first: ready, second: bad}, forgiven_s=30.0).is_whole, "a person looked: the printer had no paper"


def test_further_nights_do_not_put_off_the_next_ring() -> None:
    plan, day_s = _plan(), 24 * HOUR_S
    told = {kiosk: Outcome(confirmed_s=10.0) for kiosk in plan.rings[0]}
    for days in range(2, 9):
        now_s = days * day_s
        nights = {kiosk: Night(at_s=now_s - 3600, version="0.2.0", is_ready=True) for kiosk in plan.rings[0]}
        now = standing(plan, after_nights(plan, told, nights), now_s)
        assert now.rings[1].opened_s == 10.0 + plan.wait_s, "open, and it stays open"


def test_a_person_pauses_and_goes_on() -> None:
    fleet = Fleet(_plan(), lambda _: 2.0)
    fleet.pass_hours(30)
    fleet.plan = msgspec.structs.replace(fleet.plan, paused=True)
    before = len(fleet.reached)
    assert fleet.pass_hours(100).stopped == "paused"
    assert len(fleet.reached) == before
    fleet.plan = msgspec.structs.replace(fleet.plan, paused=False, forgiven_s=fleet.now_s)
    assert fleet.pass_hours(200).is_done, "the hours of the pause are nobody's silence"


def test_a_person_who_looked_goes_on_without_those_that_failed() -> None:
    fleet = Fleet(_plan(), lambda kiosk: -1.0 if kiosk == "PY-0007" else 2.0)
    assert fleet.pass_hours(10).stopped == "failures"
    fleet.plan = msgspec.structs.replace(fleet.plan, forgiven_s=fleet.now_s)
    now = fleet.pass_hours(300)
    assert now.is_done and now.rings[0].excused == ("PY-0007",)


def test_back_sends_every_booth_back() -> None:
    plan = _plan(back=True)
    now = standing(plan, {}, 1.0)
    assert {version_for(plan, now, kiosk) for kiosk in BOOTHS} == {"0.1.0"}
    assert now.stopped == "back"


def test_a_booth_of_no_ring_is_in_the_last() -> None:
    fleet = Fleet(_plan(), lambda _: 2.0)
    now = fleet.pass_hours(4)
    assert version_for(fleet.plan, now, "PY-NEW") == ""
    assert version_for(fleet.plan, fleet.pass_hours(200), "PY-NEW") == "0.2.0"


@pytest.mark.parametrize("seed", range(20))
def test_whatever_booths_do_a_later_ring_never_opens_before_the_one_before_is_whole(seed: int) -> None:
    chance = random.Random(seed)
    fates = {kiosk: chance.choice([2.0, 5.0, 20.0, -1.0, None]) if chance.random() < 0.1 else 3.0 for kiosk in BOOTHS}
    fleet = Fleet(_plan(), lambda kiosk: fates[kiosk])
    for _ in range(60):
        now = fleet.pass_hours(6)
        opened = [ring.opened_s is not None for ring in now.rings]
        assert opened == sorted(opened, reverse=True)
        assert all(earlier.is_whole for earlier, later in zip(now.rings, now.rings[1:], strict=False) if later.opened_s)
