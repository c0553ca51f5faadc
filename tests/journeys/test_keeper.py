"""Shell: the keeper's page by touch: long press, PIN, lock, tests on real devices, the hub's audit, restart."""

import sqlite3

import pytest

from kiosk_app.demo.fingers import Steps
from kiosk_app.hands.keeper import RestartWantedError, hash_pin
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open

pytestmark = pytest.mark.journey

PIN = "246810"
PIN_HASH = hash_pin(PIN)


def _enter(booth: Booth, pin: str) -> Steps:
    yield from booth.fingers.type_keys(pin)
    yield from booth.fingers.tap("goOn")


def _open(booth: Booth) -> Steps:
    yield from booth.until(lambda: booth.session.ambient.link_up, "the hub")
    yield from booth.fingers.hold("keeperDoor", 3.3)
    yield from booth.resident.on_page("keeper")


def _acts(booth: Booth) -> list[str]:
    with sqlite3.connect(booth.hub.data_dir / "hub.sqlite") as db:
        rows = db.execute("SELECT what FROM audit WHERE actor = ? ORDER BY seq", (f"keeper:{booth.kiosk_id}",))
        return [row[0] for row in rows]


def _task(booth: Booth, task: str) -> Steps:
    yield from booth.fingers.tap(f"task-{task}")
    yield from booth.until(lambda: booth.session.keeper.told and not booth.session.keeper.busy, task)


def test_tests_paper_and_the_way_home(open_booth: Open) -> None:
    booth = open_booth(keeper_pin_hash=PIN_HASH)
    booth.walk(_open(booth), _enter(booth, "111111"), booth.reads("密码不对"), _enter(booth, PIN))
    booth.walk(booth.until(lambda: booth.session.keeper.is_open, "the page"), _task(booth, "link_test"))
    assert [code for code, fine, _ in booth.session.keeper.told if fine] == ["hub", "socket"]
    booth.walk(_task(booth, "self_test"))
    assert {code: fine for code, fine, _ in booth.session.keeper.told} == dict.fromkeys(
        booth.session.ambient.devices, True
    )
    booth.walk(booth.until(lambda: booth.shown("keeper", "facts")[0]["value"] != "", "facts"))
    assert booth.slips == 1
    booth.walk(_task(booth, "paper_changed"))
    assert (booth.data / "slips").read_text() == "0"
    booth.walk(booth.fingers.tap("task-louder"), booth.until(lambda: not booth.session.keeper.busy, "louder"))
    assert (booth.data / "volume").read_text() == "5"
    booth.walk(booth.fingers.tap("leave"), booth.resident.on_page("welcome"))
    wanted = ["wrong_pin", "entered", "link_test", "self_test", "paper_changed", "louder"]
    booth.walk(booth.until(lambda: _acts(booth) == wanted, "the audit"))


def test_the_camera_is_aimed_on_the_page(open_booth: Open) -> None:
    booth = open_booth(keeper_pin_hash=PIN_HASH)
    booth.walk(_open(booth), _enter(booth, PIN), booth.until(lambda: booth.session.keeper.is_open, "the page"))
    booth.gear.document.put_paper()
    booth.walk(
        booth.fingers.tap("task-aimed"), booth.until(lambda: booth.shown("keeper", "stage")["outline"], "the outline")
    )


def test_five_wrong_tries_shut_it(open_booth: Open) -> None:
    booth = open_booth(keeper_pin_hash=PIN_HASH)
    booth.walk(_open(booth))
    for n in range(5):
        booth.walk(_enter(booth, f"00000{n}"), booth.until(lambda: not booth.session.keeper.busy, "an answer"))
    booth.walk(booth.reads("先锁住了"), _enter(booth, PIN), booth.reads("先锁住了"))
    assert not booth.session.keeper.is_open
    booth.walk(booth.until(lambda: _acts(booth) == ["wrong_pin"] * 4 + ["locked"] * 2, "the audit"))


def test_a_short_touch_and_a_booth_without_pin(booth: Booth) -> None:
    booth.walk(booth.until(lambda: booth.session.ambient.link_up, "the hub"), booth.fingers.hold("keeperDoor", 0.5))
    assert booth.page == "welcome"
    booth.walk(_open(booth), _enter(booth, PIN), booth.reads("还没有设守护人密码"))


def test_restart_ends_the_lane_by_a_fault_of_its_own(open_booth: Open, expected_logs: ExpectedLogs) -> None:
    booth = open_booth(keeper_pin_hash=PIN_HASH)
    booth.walk(_open(booth), _enter(booth, PIN), booth.until(lambda: booth.session.keeper.is_open, "the page"))
    lane = booth.kiosk._lane  # the program's exit code comes from this fault

    def fault() -> BaseException | None:
        return lane._fault

    expected_logs.allow("kiosk_app.lane", "the engine lane ended")
    booth.walk(booth.fingers.tap("task-restarted"), booth.until(fault, "the end of the lane"))
    ended = fault()
    assert isinstance(ended, BaseExceptionGroup) and ended.subgroup(RestartWantedError)
