"""Shell: a call survives: cut lines, another address, a hub, a page, a booth that die. No times here: see the bench."""

from collections.abc import Iterator

import pytest

from tests.faults.calls.lines import Lines
from tests.faults.calls.scenarios import SCENARIOS
from tests.faults.calls.stage import CHROMIUM, Stage, stage

pytestmark = [
    pytest.mark.skipif(not Lines.possible(), reason="run as root with iproute2: the lines are network namespaces"),
    pytest.mark.skipif(not CHROMIUM, reason="install the Debian package chromium"),
    pytest.mark.xdist_group("call-faults"),
]
EVERY_DAY = ("booth's address changes",)
TIMES = 3


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("stage")) as running:
        yield running


@pytest.mark.parametrize("name", EVERY_DAY)
def test_goes_on(opened: Stage, name: str) -> None:
    outcome = SCENARIOS[name](opened)
    assert outcome.resumed, outcome


@pytest.mark.deep
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in EVERY_DAY])
def test_goes_on_every_time(opened: Stage, name: str) -> None:
    outcomes = [SCENARIOS[name](opened) for _ in range(TIMES)]
    assert all(outcome.resumed for outcome in outcomes), outcomes
