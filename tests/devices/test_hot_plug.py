"""Shell: devices are pulled and plugged while a session holds them: each change is told once and logged once."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from devices.camera.driver import TakePage
from devices.camera.emulator import CameraEmulator
from devices.id_card.driver import ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.model import Completion, DeviceConfig, DeviceState
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.scanner.driver import ReadCode
from devices.scanner.emulator import ScannerEmulator
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]
SOON_S = 10.0
LOST = (DeviceState.ABSENT, DeviceState.OFFLINE)


class Plug(Protocol):
    @property
    def address(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def unplug(self) -> None: ...

    def replug(self) -> None: ...


@pytest.fixture(params=["id_card", "receipt_printer", "scanner", "face_camera"])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


KINDS = {"id_card": "sam", "receipt_printer": "escpos", "scanner": "scanner", "face_camera": "camera"}
COMMANDS = {
    "id_card": ReadCard(),
    "receipt_printer": PrintReceipt(ReceiptBuilder().text("测试").cut().build()),
    "scanner": ReadCode(),
    "face_camera": TakePage(),
}


@pytest.fixture
def device(role: str, font_path: Path) -> Iterator[Plug]:
    emulators: dict[str, Callable[[], Plug]] = {
        "id_card": lambda: IdCardEmulator(pace=0.0),
        "receipt_printer": lambda: ReceiptPrinterEmulator(font_path),
        "scanner": ScannerEmulator,
        "face_camera": lambda: CameraEmulator("face", font_path=font_path),
    }
    emulator = emulators[role]()
    emulator.start()
    yield emulator
    emulator.stop()


def test_each_change_is_told_once_and_logged_once(
    role: str,
    device: Plug,
    open_booth: OpenBooth,
    caplog: pytest.LogCaptureFixture,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.allow(f"devices.{role}", "->")
    caplog.set_level(logging.INFO, f"devices.{role}")
    config = DeviceConfig(role=role, kind=KINDS[role], address=device.address, options={"probe_s": "0.1"})
    booth = open_booth(config)
    booth.await_health(role, DeviceState.READY)
    lease = booth.registry.claim(role, owner="session-1")
    device.unplug()
    booth.await_health(role, *LOST)
    outcome = lease.run(COMMANDS[role], deadline_s=SOON_S).result(SOON_S)  # one more vain attempt to open it
    assert outcome.completion is Completion.NOT_READY
    device.replug()
    booth.await_health(role, DeviceState.READY)
    lost = booth.states(role)[2]
    assert lost in LOST
    assert booth.states(role) == [DeviceState.OPENING, DeviceState.READY, lost, DeviceState.READY]
    moves = [record.getMessage().split(" [")[0] for record in caplog.records if "->" in record.getMessage()]
    assert moves == [
        f"{role}: closed -> opening",
        f"{role}: opening -> ready",
        f"{role}: ready -> {lost}",
        f"{role}: {lost} -> ready",
    ]
    outcome = lease.run(object(), deadline_s=SOON_S).result(SOON_S)
    assert outcome.completion is Completion.UNSUPPORTED  # the lease holds, through all of it
