"""Shell: a real registry on real ports for a test, and a way to wait for a state without sleeping for luck."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from devices.model import BoardChanged, DeviceConfig, DeviceEvent, DeviceState, Health, HealthChanged
from devices.registry import Registry, open_registry

ROOT = Path(__file__).resolve().parents[2]
WAIT_LIMIT_S = 10.0


class Booth:
    """A registry whose events are kept in order."""

    def __init__(self, *configs: DeviceConfig) -> None:
        self._heard = threading.Condition()
        self.events: list[HealthChanged] = []
        self.boards: list[BoardChanged] = []
        self.registry: Registry = open_registry(configs, self._note)

    def _note(self, event: DeviceEvent) -> None:
        with self._heard:
            self.boards.append(event) if isinstance(event, BoardChanged) else self.events.append(event)
            self._heard.notify_all()

    def await_inputs(self, role: str, inputs: Mapping[str, bool]) -> None:
        """Wait until the newest published inputs of the role are these."""

        def newest() -> Mapping[str, bool] | None:
            return next((event.inputs for event in reversed(self.boards) if event.role == role), None)

        with self._heard:
            assert self._heard.wait_for(lambda: newest() == inputs, WAIT_LIMIT_S), f"{role} shows {newest()}"

    def states(self, role: str) -> list[DeviceState]:
        """All states of a role that were published, in order."""
        with self._heard:
            return [event.health.state for event in self.events if event.role == role]

    def await_health(self, role: str, *states: DeviceState) -> HealthChanged:
        """Wait until the role's newest published state is one of these."""
        return self._await(role, lambda health: health.state in states, f"became {states}")

    def await_reason(self, role: str, code: str) -> HealthChanged:
        """Wait until the role's newest published health names this reason."""
        return self._await(role, lambda health: code in {reason.code for reason in health.reasons}, f"said {code}")

    def _await(self, role: str, is_so: Callable[[Health], bool], what: str) -> HealthChanged:
        until_s = time.monotonic() + WAIT_LIMIT_S
        with self._heard:
            while True:
                last = next((event for event in reversed(self.events) if event.role == role), None)
                if last is not None and is_so(last.health):
                    return last
                assert self._heard.wait(until_s - time.monotonic()), f"{role} never {what}: {last}"


@pytest.fixture
def open_booth() -> Iterator[Callable[..., Booth]]:
    """Call with DeviceConfigs; everything is closed after the test, and no device thread may be left."""
    booths: list[Booth] = []

    def build(*configs: DeviceConfig) -> Booth:
        booths.append(Booth(*configs))
        return booths[-1]

    yield build
    for booth in booths:
        booth.registry.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("device-")]


@pytest.fixture(scope="session")
def font_path() -> Path:
    return ROOT / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"
