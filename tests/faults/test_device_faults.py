"""Shell: every device, every fault of its wire, at every step of a use: never a false success, no hang beyond the
deadline, the right state and a sentence in time, nothing of the resident left in memory, and well again once mended.
"""

import gc
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from itertools import pairwise

import pytest

from devices.lease import Lease
from devices.model import DeviceEvent, DeviceState, HealthChanged, Outcome
from devices.registry import open_registry
from devices.tool.trouble import answer_of, error_of
from tests.conftest import ExpectedLogs
from tests.faults import devices_on_wires
from tests.faults.devices_on_wires import MARKER, Wired
from tests.faults.faulty_wire import WireFault
from tests.faults.memory import remains

NOTICE_LIMIT_S = 2.0  # from the fault to the state that people see
GRACE_S = 1.0  # for a busy machine
FORGET_LIMIT_S = 1.0
WELL_LIMIT_S = 10.0
LOST = (DeviceState.OFFLINE, DeviceState.ABSENT)
LOSING = (WireFault.PULL, WireFault.MUTE, WireFault.GARBLE)
each_device = pytest.mark.parametrize("device", devices_on_wires.ALL)


class Trial:
    """One device in use again and again."""

    def __init__(self, wired: Wired) -> None:
        self.wired = wired
        self.wire = wired.wire
        self._changed = threading.Condition()  # guards the two below
        self._state = DeviceState.CLOSED
        self._lost_s = 0.0
        self.registry = open_registry([wired.config], self._note)
        self.await_state(DeviceState.READY)

    def _note(self, event: DeviceEvent) -> None:
        assert isinstance(event, HealthChanged)
        with self._changed:
            before, self._state = self._state, event.health.state
            if self._state in LOST and before not in LOST:  # not when it is told again in other words
                self._lost_s = time.monotonic()
            self._changed.notify_all()

    def await_state(self, *states: DeviceState) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._state in states, WELL_LIMIT_S), f"{self._state}, not {states}"

    def use(self) -> Outcome:
        """One use from claim to release. The outcome's value is judged and dropped."""
        self.wired.ready()
        with self.registry.claim(self.wired.config.role, owner="session-1") as lease:
            began_s = time.monotonic()
            outcome = self._start(lease).result(self.wired.deadline_s + 30)
            assert time.monotonic() - began_s <= self.wired.deadline_s + GRACE_S, "it hung beyond its deadline"
        assert not outcome.ok or self.wired.is_right(outcome.value), "a success that did not happen"
        return Outcome(outcome.completion, detail=outcome.detail)

    def _start(self, lease: Lease) -> "Future[Outcome]":
        waits = threading.Event()
        future = lease.run(self.wired.command(), deadline_s=self.wired.deadline_s, progress=lambda _: waits.set())
        if self.wired.act is not None and waits.wait(self.wired.deadline_s):
            self.wired.act()
        return future

    def steps(self) -> list[int]:
        """Places in the device's answers to fail at: at each question, and in the middle of each answer."""
        self.wire.begin()
        assert self.use().ok
        total, starts = self.wire.steps()
        edges = sorted({0, *starts, total})
        return sorted({*edges[:-1], *((low + high) // 2 for low, high in pairwise(edges))})

    def check_noticed(self, fault: WireFault) -> None:
        """A lost device is shown as lost, and in time, even when it had done its work already."""
        if fault in LOSING and (self.wired.answers or fault is WireFault.PULL):
            self.await_state(*LOST)
            assert self._lost_s - self.wire.struck_s <= NOTICE_LIMIT_S + GRACE_S

    def check_well(self) -> None:
        self.await_state(DeviceState.READY)
        assert self.use().ok, "it did not recover"

    def check_forgotten(self) -> None:
        """The device's own thread may still be on its way back from the command."""
        until_s = time.monotonic() + FORGET_LIMIT_S
        while left := self._remains():
            assert time.monotonic() < until_s, f"not forgotten: {left}"

    def _remains(self) -> list[str]:
        gc.collect()
        return remains(MARKER, self.registry, outside=self)

    def close(self) -> None:
        self.registry.close()
        assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("device-")]


@pytest.fixture
def trial(device: str, expected_logs: ExpectedLogs) -> Iterator[Trial]:
    expected_logs.allow("devices", "->")  # each loss is told once
    with ExitStack() as stack:
        trial = Trial(devices_on_wires.ALL[device](stack))
        stack.callback(trial.close)
        yield trial


def _try(trial: Trial, fault: WireFault, at_byte: int) -> None:
    trial.wire.arm(fault, at_byte)
    outcome = trial.use()
    if trial.wire.has_struck:  # else this use was shorter than the first one
        assert outcome.ok or answer_of(error_of(outcome))["text"] is not None
        trial.check_forgotten()
        trial.check_noticed(fault)
    trial.wire.mend()
    trial.check_well()
    trial.check_forgotten()


@each_device
def test_a_pulled_cable_in_the_middle_of_a_use(trial: Trial) -> None:
    places = trial.steps()
    _try(trial, WireFault.PULL, places[len(places) // 2])


@pytest.mark.deep
@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", WireFault)
@each_device
def test_every_fault_at_every_step(trial: Trial, fault: WireFault) -> None:
    for at_byte in trial.steps():
        _try(trial, fault, at_byte)
