"""Shell: one hub and one set of devices for all journeys; every test gets a fresh kiosk on its own data."""

import ctypes
import gc
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from tests.cloud_seat.hub.running import RunningHub
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth, QuickFingers
from tests.journeys.gear import Gear
from tests.journeys.official import Official
from tests.journeys.place import Place

_numbers = itertools.count(3001)
HUB_SETTINGS = ("same_seat_hold_s=2.0", "resume_s=15", "reconnect_s=15", "pong_within_s=30", "page_silent_s=60")
"""A lost official's call goes on soon; a booth has time to come back after a restart of the hub; who is slow to answer
on a busy machine is not taken for dead."""
LONGEST_S = 400
"""A machine with others beside it takes minutes for what alone takes twenty seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A whole journey may take longer than other tests."""
    for item in items:
        if item.get_closest_marker("journey") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONGEST_S))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """No widgets here."""
    return QGuiApplication


@pytest.fixture(scope="session")
def lasting_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """The real hub as a process."""
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *HUB_SETTINGS) as hub:
        yield hub


@pytest.fixture
def hub(lasting_hub: RunningHub) -> RunningHub:
    """Running, whatever the test before did to it."""
    if lasting_hub.process is None or lasting_hub.process.poll() is not None:
        lasting_hub.start_again()
    return lasting_hub


@pytest.fixture(scope="session")
def lasting_gear() -> Iterator[Gear]:
    """Emulated devices on real ports."""
    gear = Gear()
    gear.start()
    yield gear
    gear.stop()


@pytest.fixture
def gear(lasting_gear: Gear) -> Gear:
    """Plugged in, well-behaved, nothing on the glass or the desk."""
    lasting_gear.tidy()
    return lasting_gear


Furnish = Callable[..., Place]
Open = Callable[..., Booth]


@pytest.fixture
def furnish(hub: RunningHub, gear: Gear, tmp_path: Path) -> Furnish:
    """`furnish(idle_warn_s=2.0)`: a new booth with these settings, not started."""

    def furnished(**changes: object) -> Place:
        return Place.furnish(hub, gear, tmp_path / f"PY-{next(_numbers)}", changes)

    return furnished


@pytest.fixture
def open_booth(
    qapp: QGuiApplication, hub: RunningHub, gear: Gear, furnish: Furnish, expected_logs: ExpectedLogs
) -> Iterator[Open]:
    """`open_booth(idle_warn_s=2.0)`: a new booth with these settings; `at=place`: that one, started again.

    Closed afterwards, nothing left running."""
    booths: list[Booth] = []

    def opened(*, at: Place | None = None, hand: type[QuickFingers] = QuickFingers, **changes: Any) -> Booth:
        place = replace(at, settings=msgspec.structs.replace(at.settings, **changes)) if at else furnish(**changes)
        booths.append(Booth(hub, gear, place, hand=hand))
        return booths[-1]

    yield opened
    for booth in booths:
        booth.close()
    _allocate_as_usual()


def _allocate_as_usual() -> None:
    """Undoes `give_back_at_once` for this process: a test that only draws would take twice as long."""
    allocator = ctypes.CDLL(None)
    for option, value in ((-1, 64 << 20), (-3, 32 << 20), (-6, 0)):  # malloc.h; where glibc comes to by itself
        allocator.mallopt(option, value)


@pytest.fixture
def booth(open_booth: Open) -> Booth:
    """The kiosk as it usually is."""
    return open_booth()


@pytest.fixture
def uncollected() -> Iterator[None]:
    """What is freed meanwhile was held by nobody, or the program itself had it collected."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def official(hub: RunningHub) -> Iterator[Callable[..., Official]]:
    """`official("--mark", "phone:…")`: the seat bot as a program, signed in and ready. Ended afterwards."""
    started: list[Official] = []

    def start(*arguments: str, user: str = "") -> Official:
        name = user or hub.add_seat(f"{next(_numbers)}")
        started.append(Official(hub.url, name, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.end()
