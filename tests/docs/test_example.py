"""Shell: the worked example of docs/devices.md: a device built by its steps, on a real terminal."""

import re
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import RemoteWireError
from devices.lease import Lease
from devices.model import Completion, DeviceEvent, DeviceState, HealthChanged
from devices.registry import Registry
from devices.trace import Part, Way, as_text
from devices.transport.address import stream_at
from devices.transport.wake import Wake
from devices.worker import Worker
from tests.conftest import ExpectedLogs
from tests.docs.markdown import ROOT
from tests.docs.thermometer.driver import ReadTemperature, ThermometerDriver
from tests.docs.thermometer.emulator import ThermometerEmulator
from tests.docs.thermometer.mask import ThermometerMask
from tests.docs.thermometer.protocol import ASK, AnswerReader, encode_answer

EXAMPLE = ROOT / "tests" / "docs" / "thermometer"
SOON_S = 10.0


class _Kiosk:
    """The device's worker and registry, and what they published."""

    def __init__(self, address: str) -> None:
        self.shown: list[Part] = []
        mask = ThermometerMask()
        wake = Wake(lambda way, data: self.shown.extend(mask.parts(way, data)))
        self._heard = threading.Condition()
        self._states: list[DeviceState] = []
        worker = Worker("thermometer", ThermometerDriver(stream_at(address, wake, baud=9600)), wake, self._note)
        worker.probe_period_s = 0.1
        worker.start()
        self.registry = Registry({"thermometer": worker})

    def _note(self, event: DeviceEvent) -> None:
        assert isinstance(event, HealthChanged)
        with self._heard:
            self._states.append(event.health.state)
            self._heard.notify_all()

    def await_state(self, state: DeviceState) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: self._states[-1:] == [state], SOON_S), self._states


@pytest.fixture
def thermometer(tmp_path: Path) -> Iterator[ThermometerEmulator]:
    emulator = ThermometerEmulator(tmp_path / "thermometer")
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def kiosk(thermometer: ThermometerEmulator) -> Iterator[_Kiosk]:
    kiosk = _Kiosk(thermometer.address)
    yield kiosk
    kiosk.registry.close()


@pytest.fixture
def lease(kiosk: _Kiosk) -> Lease:
    return kiosk.registry.claim("thermometer", owner="session-1")


def test_it_tells_the_temperature(thermometer: ThermometerEmulator, kiosk: _Kiosk, lease: Lease) -> None:
    thermometer.act("warm", {"celsius": -7.5})
    assert lease.run(ReadTemperature(), deadline_s=SOON_S).result(SOON_S).value == -7.5
    assert {ASK, encode_answer(-7.5)} <= set(kiosk.shown)


def test_heat_is_a_warning(thermometer: ThermometerEmulator, kiosk: _Kiosk) -> None:
    kiosk.await_state(DeviceState.READY)
    thermometer.act("warm", {"celsius": 60})
    kiosk.await_state(DeviceState.DEGRADED)


@pytest.mark.parametrize("fault", ["mute", "noise"])
def test_silence_and_noise_are_never_ready(
    fault: str, thermometer: ThermometerEmulator, kiosk: _Kiosk, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.thermometer", "-> offline")
    kiosk.await_state(DeviceState.READY)
    thermometer.act("fault", {"name": fault})
    kiosk.await_state(DeviceState.OFFLINE)
    thermometer.act("fault", {"name": None})
    kiosk.await_state(DeviceState.READY)


def test_it_may_be_pulled_and_plugged(
    thermometer: ThermometerEmulator, kiosk: _Kiosk, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.thermometer", "-> absent")
    kiosk.await_state(DeviceState.READY)
    thermometer.act("unplug", {})
    kiosk.await_state(DeviceState.ABSENT)
    assert lease.run(ReadTemperature(), deadline_s=1).result(SOON_S).completion is Completion.NOT_READY
    thermometer.act("replug", {})
    kiosk.await_state(DeviceState.READY)
    assert lease.run(ReadTemperature(), deadline_s=SOON_S).result(SOON_S).ok


@given(st.integers(-999, 999), st.lists(st.integers(0, 8), max_size=4))
def test_in_any_pieces_it_is_the_same(tenths: int, cuts: list[int]) -> None:
    line, reader = encode_answer(tenths / 10), AnswerReader()
    places = [0, *sorted(cuts), len(line)]
    answers = [reader.feed(line[a:b]) for a, b in pairwise(places)]
    assert [answer for answer in answers if answer is not None] == [tenths / 10]


@given(st.binary(max_size=40))
def test_any_bytes_are_a_temperature_or_a_wire_error(data: bytes) -> None:
    try:
        assert AnswerReader().feed(data) is None or data.startswith(b"T=")
    except RemoteWireError:
        return


def test_a_mask_shows_what_it_knows() -> None:
    mask = ThermometerMask()
    assert as_text(mask.parts(Way.OUT, ASK)) == ASK.hex()
    assert as_text(mask.parts(Way.IN, "测试甲".encode())) == "[9]"


def test_the_page_shows_the_example_as_it_is() -> None:
    page = (ROOT / "docs" / "devices.md").read_text("utf-8")
    shown = re.findall(r"```python\n# (\w+\.py)\n(.*?)```", page, re.DOTALL)
    assert {name for name, _ in shown} == {"protocol.py", "driver.py", "emulator.py"}
    for name, text in shown:
        source = (EXAMPLE / name).read_text("utf-8")
        for piece in text.split("…\n"):
            assert piece.strip("\n") in source, (name, piece)
