"""Shell: a call survives cut lines, another address, a hub, page, booth and relay that die. For times see the bench."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from tests.faults.calls.coturn import TURNSERVER
from tests.faults.calls.lines import Lines
from tests.faults.calls.scenarios import RELAYED, SCENARIOS, Scenario, address_change
from tests.faults.calls.stage import CHROMIUM, Stage, stage

pytestmark = [
    pytest.mark.skipif(not Lines.possible(), reason="run as root with iproute2: the lines are network namespaces"),
    pytest.mark.skipif(not (CHROMIUM and TURNSERVER), reason="install the Debian packages chromium and coturn"),
]
TIMES = 3
Opening = Callable[..., Stage]


def test_lines_leave_this_machines_network_alone() -> None:
    """Every browser on it would drop its requests: ERR_NETWORK_CHANGED."""
    before = _network()
    with Lines() as lines:
        lines.cut("booth")
        lines.move("desk")
        assert _network() == before
    assert _network() == before


def _network() -> str:
    return subprocess.run(["ip", "-brief", "address"], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def open_stage(tmp_path: Path) -> Iterator[Opening]:
    """`open_stage("udp")`: booth and desk reach each other through that relay alone; without: directly."""
    with ExitStack() as stack:

        def opening(*relays: str) -> Stage:
            entered: AbstractContextManager[Stage] = stage(tmp_path, *relays)
            return stack.enter_context(entered)

        yield opening


def every_time(opened: Stage, scenarios: dict[str, Scenario]) -> None:
    for name, scenario in scenarios.items():
        outcomes = [scenario(opened) for _ in range(TIMES)]
        assert all(outcome.resumed for outcome in outcomes), (name, outcomes)


def test_another_address_by_relay_alone(open_stage: Opening) -> None:
    outcome = address_change(open_stage("udp"))
    assert outcome.resumed, outcome


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_goes_on_every_time(open_stage: Opening) -> None:
    every_time(open_stage(), SCENARIOS)


@pytest.mark.deep
@pytest.mark.timeout(600)
@pytest.mark.parametrize("way", ["udp", "tcp"])
def test_a_relay_that_dies_is_replaced(open_stage: Opening, way: str) -> None:
    every_time(open_stage(way, way), RELAYED)
