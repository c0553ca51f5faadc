"""Shell: releases go through a fleet ring by ring; ill ones stop in the first, and nothing is lost.

`./xiaowu test --deep tests/installer/fleet -s` prints how long it took with 106 booths.
"""

import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cloud_seat.hub.rollout import Plan
from installer.slots.state import TRIES
from tests.cloud_seat.hub.running import RunningHub
from tests.installer.fleet.fleet import FIRST, Fleet

ILL = {
    "crashes": "ended with 3",
    "hangs": "is silent",
    "devices": "no answer from: id_card",
    "hub": "no answer from: hub",
    "migration": "ended with 1",
}
BACK_WITHIN_S = 300.0


def go_through(fleet: Fleet, version: str, *, wait_s: float, limit_s: float, percents: list[int] | None = None) -> None:
    """A good release reaches every booth, and no ring begins before the one before it is whole."""
    fleet.publish(version)
    plan = fleet.plan(version, wait_s=wait_s, percents=percents)
    began_s = time.monotonic()
    for number, ring in enumerate(plan.rings, 1):
        fleet.await_true(partial(_is_whole, fleet, version, number - 1), limit_s)
        print(f"{version}: ring {number}, {len(ring)} booths, whole after {time.monotonic() - began_s:.0f} s")
    fleet.await_true(fleet.is_told, limit_s)
    assert {state.current for state in fleet.states().values()} == {version}


def _is_whole(fleet: Fleet, version: str, at: int, board: Any) -> bool:
    """Every booth of this ring runs it; and none has it whose ring is not open."""
    rings = board["standing"]["rings"]
    closed = [kiosk for ring in rings if ring.get("opened_s") is None for kiosk in ring["kiosks"]]
    assert not [kiosk for kiosk in closed if version in fleet.booths[kiosk].versions()]
    return len(rings[at].get("confirmed", [])) == len(rings[at]["kiosks"])


def stop_at_ring_one(fleet: Fleet, version: str, ill: str, runs: str) -> None:
    """An ill release: put away by the first ring, which runs `runs` again; nobody else ever had it."""
    fleet.publish(version, ill)
    plan = fleet.plan(version, wait_s=1.0)
    stopped_s = fleet.await_true(lambda board: board["standing"].get("stopped") == "failures", BACK_WITHIN_S)
    back_s = stopped_s + fleet.await_true(lambda _: _is_back(fleet, plan, runs), BACK_WITHIN_S - stopped_s)
    fleet.await_true(fleet.is_told, BACK_WITHIN_S)
    tried = [fleet.booths[kiosk] for kiosk in plan.rings[0] if version in fleet.booths[kiosk].state().quarantine]
    assert tried and all(ILL[ill] in booth.state().quarantine[version] for booth in tried)
    assert all(booth.starts().count(version) == TRIES for booth in tried)
    others = {*fleet.booths} - {*plan.rings[0]}
    assert not [kiosk for kiosk in others if version in fleet.booths[kiosk].versions()]
    assert {state.current for state in fleet.states().values()} == {runs}
    print(f"{version} {ill}: stopped after {stopped_s:.0f} s, all canaries back after {back_s:.0f} s")


def _is_back(fleet: Fleet, plan: Plan, runs: str) -> bool:
    canaries = [fleet.booths[kiosk] for kiosk in plan.rings[0]]
    return all(booth.state().chosen == runs and booth.starts()[-1] == runs for booth in canaries)


@pytest.mark.timeout(600)
def test_a_good_release_reaches_every_booth_and_a_bad_one_only_the_first(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path / "hub") as hub, Fleet(tmp_path, hub, 2, ask_every_s=1.0).running() as fleet:
        go_through(fleet, "0.2.0", wait_s=0.5, limit_s=60.0, percents=[50, 100])
        stop_at_ring_one(fleet, "0.3.0", "crashes", runs="0.2.0")
    assert not set().union(*(booth.lost_cases() for booth in fleet.booths.values()))


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_a_hundred_and_six_booths_through_five_rings_and_five_kinds_of_illness(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path / "hub") as hub, Fleet(tmp_path, hub, 106, ask_every_s=10.0).running() as fleet:
        assert {state.current for state in fleet.states().values()} == {FIRST}
        go_through(fleet, "0.2.0", wait_s=2.0, limit_s=900.0)
        for number, ill in enumerate(ILL):
            stop_at_ring_one(fleet, f"0.3.{number}", ill, runs="0.2.0")
        print(f"{fleet.looks} looks, in each all {len(fleet.booths)} booths as the hub said")
    assert not set().union(*(booth.lost_cases() for booth in fleet.booths.values()))
