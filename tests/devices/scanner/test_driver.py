"""Shell: the scanner's driver against its emulator, through a real terminal and a real pipe of key events."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.scanner.driver import ReadCode, ScanProgress
from devices.scanner.emulator import ScannerEmulator
from devices.scanner.protocol import Code
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]
SOON_S = 10.0


@pytest.fixture
def scanner() -> Iterator[ScannerEmulator]:
    emulator = ScannerEmulator()
    emulator.start()
    yield emulator
    emulator.stop()


def _config(emulator: ScannerEmulator) -> DeviceConfig:
    return DeviceConfig(role="scanner", kind="scanner", address=emulator.address, options={"probe_s": "0.2"})


@pytest.fixture
def booth(scanner: ScannerEmulator, open_booth: OpenBooth) -> Booth:
    booth = open_booth(_config(scanner))
    booth.await_health("scanner", DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim("scanner", owner="session-1")


class Reading:
    """A running ReadCode, begun: the driver listens now."""

    def __init__(self, lease: Lease, deadline_s: float = SOON_S) -> None:
        self.reports: list[object] = []
        self._heard = threading.Condition()
        self.future: Future[Outcome] = lease.run(ReadCode(), deadline_s=deadline_s, progress=self._note)
        self.await_report(ScanProgress.WAITING)

    def _note(self, progress: object) -> None:
        with self._heard:
            self.reports.append(progress)
            self._heard.notify_all()

    def await_report(self, progress: ScanProgress, times: int = 1) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: self.reports.count(progress) >= times, SOON_S)

    def outcome(self) -> Outcome:
        return self.future.result(SOON_S)

    def text(self) -> str:
        value = self.outcome().value
        assert isinstance(value, Code)
        return value.text


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", ""])
def test_a_code_is_read_with_any_end(scanner: ScannerEmulator, lease: Lease, end: str) -> None:
    for text in ("PY-0417", "受理号：测试"):
        reading = Reading(lease)
        scanner.scan(text, end=end)
        assert reading.text() == text


def test_a_gb18030_scanner(scanner: ScannerEmulator, lease: Lease) -> None:
    reading = Reading(lease)
    scanner.scan_bytes("粤居码㐂".encode("gb18030") + b"\r")
    assert reading.text() == "粤居码㐂"


def test_separators_of_a_gs1_code_are_kept(scanner: ScannerEmulator, lease: Lease) -> None:
    reading = Reading(lease)
    scanner.scan("0106901234567892\x1d10AB")
    assert reading.text() == "0106901234567892\x1d10AB"


def test_of_two_codes_in_one_breath_the_first_counts(scanner: ScannerEmulator, lease: Lease) -> None:
    reading = Reading(lease)
    scanner.scan_bytes(b"first\rsecond\rthird")
    assert reading.text() == "first"
    again = Reading(lease)
    scanner.scan("mine")
    assert again.text() == "mine"


def test_a_code_in_pieces(scanner: ScannerEmulator, lease: Lease) -> None:
    """Once the scanner has ended a code, no pause between pieces cuts the next one."""
    learning = Reading(lease)
    scanner.scan("first")
    assert learning.text() == "first"
    reading = Reading(lease)
    for byte in "受理号 PY-0417\r".encode():
        scanner.scan_bytes(bytes([byte]))
    assert reading.text() == "受理号 PY-0417"


def test_half_a_code_is_not_taken_for_one(scanner: ScannerEmulator, lease: Lease) -> None:
    learning = Reading(lease)
    scanner.scan("first")
    assert learning.text() == "first"
    scanner.fault("cut", 1)
    reading = Reading(lease)
    scanner.scan("PY-0417")
    reading.await_report(ScanProgress.UNREADABLE)
    scanner.scan("PY-0417")
    assert reading.text() == "PY-0417"


def test_a_code_without_end_is_said_to_be_too_long(scanner: ScannerEmulator, lease: Lease) -> None:
    reading = Reading(lease)
    for times in (1, 2, 3):
        for _ in range(3):
            scanner.scan_bytes(b"x" * 1500)
        scanner.scan_bytes(b"\r")
        reading.await_report(ScanProgress.UNREADABLE, times)
    assert reading.outcome() == Outcome(Completion.PROTOCOL, detail="code_too_long")


def test_a_deadline_in_the_middle_of_a_code(scanner: ScannerEmulator, lease: Lease) -> None:
    learning = Reading(lease)
    scanner.scan("first")
    assert learning.text() == "first"
    reading = Reading(lease, deadline_s=0.3)
    scanner.scan_bytes(b"PY-04")
    assert reading.outcome().completion is Completion.TIMEOUT, "what has no end yet is no code"


def test_what_was_scanned_before_does_not_count(scanner: ScannerEmulator, lease: Lease) -> None:
    scanner.scan("of the resident before")
    reading = Reading(lease)
    scanner.scan("mine")
    assert reading.text() == "mine"


def test_noise_is_said_and_the_next_code_counts(scanner: ScannerEmulator, lease: Lease) -> None:
    scanner.fault("noise", 1)
    reading = Reading(lease)
    scanner.scan("PY-0417")
    reading.await_report(ScanProgress.UNREADABLE)
    scanner.scan("PY-0417")
    assert reading.text() == "PY-0417"


def test_noise_without_end_is_given_up(scanner: ScannerEmulator, lease: Lease) -> None:
    scanner.fault("noise")
    reading = Reading(lease)
    for times in (1, 2, 3):
        scanner.scan("PY-0417")
        reading.await_report(ScanProgress.UNREADABLE, times)
    assert reading.outcome() == Outcome(Completion.PROTOCOL, detail="unreadable_code")


def test_nobody_scans(scanner: ScannerEmulator, booth: Booth, lease: Lease) -> None:
    scanner.fault("mute")
    reading = Reading(lease, deadline_s=0.3)
    scanner.scan("PY-0417")
    assert reading.outcome().completion is Completion.TIMEOUT
    assert booth.registry.health("scanner").is_usable


def test_a_reading_can_be_cancelled(lease: Lease) -> None:
    reading = Reading(lease, deadline_s=60.0)
    lease.cancel()
    assert reading.future.result(1.0).completion is Completion.CANCELLED


def test_pulled_while_waiting_and_back(
    scanner: ScannerEmulator, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.scanner", "absent")
    reading = Reading(lease)
    scanner.unplug()
    assert reading.outcome() == Outcome(Completion.HARDWARE, detail="unplugged")
    booth.await_health("scanner", DeviceState.ABSENT)
    scanner.replug()
    booth.await_health("scanner", DeviceState.READY)
    again = Reading(lease)
    scanner.scan("PY-0417")
    assert again.text() == "PY-0417"


@pytest.mark.parametrize("keys", [False, True])
def test_pulled_in_the_middle_of_a_code(keys: bool, open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.scanner", "absent")
    emulator = ScannerEmulator(keys=keys)
    emulator.start()
    try:
        booth = open_booth(_config(emulator))
        lease = booth.registry.claim("scanner", owner="session-1")
        learning = Reading(lease)
        emulator.scan("first")
        assert learning.text() == "first"
        reading = Reading(lease)
        emulator.scan("PY-04", end="")
        emulator.unplug()
        assert reading.outcome() == Outcome(Completion.HARDWARE, detail="unplugged")
        emulator.replug()
        booth.await_health("scanner", DeviceState.READY)
        again = Reading(lease)
        emulator.scan("PY-0417")
        assert again.text() == "PY-0417", "nothing of the first half is left"
    finally:
        emulator.stop()


def test_two_scanners_do_not_mix(open_booth: OpenBooth) -> None:
    """One on a serial line, one that is a keyboard: each has a role of its own, and hears only itself."""
    emulators = {"scanner": ScannerEmulator(), "scanner_2": ScannerEmulator(keys=True)}
    for emulator in emulators.values():
        emulator.start()
    try:
        booth = open_booth(
            *(DeviceConfig(role=role, kind="scanner", address=e.address) for role, e in emulators.items())
        )
        readings = {role: Reading(booth.registry.claim(role, owner="session-1")) for role in emulators}
        for role, emulator in emulators.items():
            emulator.scan(f"of {role}")
        assert {role: reading.text() for role, reading in readings.items()} == {r: f"of {r}" for r in emulators}
        booth.registry.close()
    finally:
        for emulator in emulators.values():
            emulator.stop()


def test_a_pattern_that_means_two_scanners(tmp_path: Path, open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.scanner", "offline")
    emulators = [ScannerEmulator(tmp_path / f"usb-{number}-event-kbd", keys=True) for number in (1, 2)]
    for emulator in emulators:
        emulator.start()
    try:
        booth = open_booth(DeviceConfig(role="scanner", kind="scanner", address=f"evdev:{tmp_path}/usb-*-event-kbd"))
        assert booth.await_health("scanner", DeviceState.OFFLINE).health.reasons[0].code == "ambiguous"
        emulators[0].unplug()
        booth.await_health("scanner", DeviceState.READY)
        reading = Reading(booth.registry.claim("scanner", owner="session-1"))
        emulators[1].scan("PY-0417")
        assert reading.text() == "PY-0417"
        booth.registry.close()
    finally:
        for emulator in emulators:
            emulator.stop()


def test_a_keyboard_scanner(open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.scanner", "absent")
    emulator = ScannerEmulator(keys=True)
    emulator.start()
    try:
        booth = open_booth(_config(emulator))
        booth.await_health("scanner", DeviceState.READY)
        lease = booth.registry.claim("scanner", owner="session-1")
        reading = Reading(lease)
        emulator.scan('https://A.cn/?Q=1&x="_~"')
        assert reading.text() == 'https://A.cn/?Q=1&x="_~"'
        emulator.unplug()
        booth.await_health("scanner", DeviceState.ABSENT)
        emulator.replug()
        booth.await_health("scanner", DeviceState.READY)
    finally:
        emulator.stop()


def test_commands_of_others_are_refused(lease: Lease) -> None:
    assert lease.run("print", deadline_s=SOON_S).result(SOON_S).completion is Completion.UNSUPPORTED
