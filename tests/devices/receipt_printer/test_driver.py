"""Shell: the printer's driver against its emulator, over TCP and over a terminal."""

import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.receipt_printer.conftest import CASE_LINK, OPTIONS

OpenBooth = Callable[..., Booth]
SOON_S = 10.0


@pytest.fixture(params=["tcp", "serial", "usb"])
def wire(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def booth(address: str, open_booth: OpenBooth) -> Booth:
    booth = open_booth(DeviceConfig(role="receipt_printer", kind="escpos", address=address, options=OPTIONS))
    booth.await_health("receipt_printer", DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim("receipt_printer", owner="session-1")


def _print(lease: Lease, data: bytes, *, key: str | None = None, deadline_s: float = SOON_S) -> Outcome:
    return lease.run(PrintReceipt(data), deadline_s=deadline_s, key=key).result(deadline_s + SOON_S)


def test_a_receipt_comes_out_and_its_code_can_be_scanned(
    printer: ReceiptPrinterEmulator, lease: Lease, receipt: bytes
) -> None:
    assert _print(lease, receipt).ok
    assert len(printer.slips) == 1
    assert printer.unknown_bytes == 0
    [code] = zxingcpp.read_barcodes(printer.picture())
    assert code.bytes.decode() == CASE_LINK
    rows = np.asarray(printer.picture())
    assert all(rows[y : y + 24].min() < 64 for y in (20, 90, 120)), "there is ink where the lines are"


def test_the_same_key_is_never_printed_twice(printer: ReceiptPrinterEmulator, lease: Lease, receipt: bytes) -> None:
    first, again = (_print(lease, receipt, key="case-1") for _ in range(2))
    assert first.ok
    assert again.ok
    assert again.detail == "repeated_key"
    assert len(printer.slips) == 1
    assert _print(lease, receipt, key="case-2").ok
    assert len(printer.slips) == 2


def test_paper_out_is_said_before_printing_and_refilling_heals(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    printer.paper("out")
    booth.await_health("receipt_printer", DeviceState.BLOCKED)
    outcome = _print(lease, receipt, key="case-1")
    assert (outcome.completion, outcome.detail) == (Completion.MEDIA, "paper_out")
    printer.paper("ok")
    booth.await_health("receipt_printer", DeviceState.READY)
    assert _print(lease, receipt, key="case-1").ok, "a receipt that surely did not print may be tried again"
    assert len(printer.slips) == 1


def test_paper_near_its_end_still_prints(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    printer.paper("near_end")
    booth.await_health("receipt_printer", DeviceState.DEGRADED)
    assert _print(lease, receipt).ok


def test_paper_that_ends_half_way_leaves_the_outcome_open(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    printer.paper("out", after_lines=2)
    outcome = _print(lease, receipt, key="case-1")
    assert (outcome.completion, outcome.detail) == (Completion.OUTCOME_UNKNOWN, "paper_out")
    assert _print(lease, receipt, key="case-1").completion is Completion.OUTCOME_UNKNOWN
    booth.await_health("receipt_printer", DeviceState.BLOCKED)
    printer.paper("ok")
    booth.await_health("receipt_printer", DeviceState.READY)
    assert printer.slips == (), "what was left of the broken receipt is not printed for the next resident"
    assert _print(lease, receipt, key="case-1-again").ok


def test_unplugging_and_plugging_in(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.receipt_printer", "offline")
    expected_logs.allow("devices.receipt_printer", "absent")
    printer.unplug()
    booth.await_health("receipt_printer", DeviceState.OFFLINE, DeviceState.ABSENT)
    assert _print(lease, receipt).completion is Completion.NOT_READY
    printer.replug()
    assert _print(lease, receipt).ok


def test_a_line_that_died_while_idle_is_opened_again(open_booth: OpenBooth, font_path: Path, receipt: bytes) -> None:
    """Network printers close idle connections: nobody should notice."""
    printer = ReceiptPrinterEmulator(font_path)
    printer.start()
    slow = OPTIONS | {"probe_s": "60"}
    booth = open_booth(DeviceConfig(role="receipt_printer", kind="escpos", address=printer.address, options=slow))
    booth.await_health("receipt_printer", DeviceState.READY)
    printer.unplug()
    printer.replug()
    assert _print(booth.registry.claim("receipt_printer", owner="x"), receipt).ok
    booth.registry.close()
    printer.stop()


def _dying_printer(listener: socket.socket, limit_bytes: int) -> None:
    """Answers that all is well, takes some bytes of a receipt, and dies."""
    listener.settimeout(SOON_S)
    taken = 0
    host, _ = listener.accept()
    with host, listener, contextlib.suppress(OSError):
        host.settimeout(SOON_S)
        while taken < limit_bytes:
            data = host.recv(3 if taken == 0 else 4096)
            if data[:2] == b"\x10\x04":
                host.sendall(b"\x12")
            else:
                taken += len(data)


def test_a_link_that_dies_half_way_leaves_the_outcome_open(
    open_booth: OpenBooth, receipt: bytes, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.receipt_printer", "offline")
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"tcp:127.0.0.1:{listener.getsockname()[1]}"
    death = threading.Thread(target=_dying_printer, args=(listener, 100))
    death.start()
    booth = open_booth(DeviceConfig(role="receipt_printer", kind="escpos", address=address, options=OPTIONS))
    lease = booth.registry.claim("receipt_printer", owner="x")
    outcome = _print(lease, receipt, key="case-1")
    death.join(SOON_S)
    assert outcome.completion is Completion.OUTCOME_UNKNOWN
    booth.await_health("receipt_printer", DeviceState.OFFLINE)
    assert _print(lease, receipt, key="case-1").detail == "repeated_key"


def test_no_printer_at_all(open_booth: OpenBooth, receipt: bytes, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.receipt_printer", "offline")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    booth = open_booth(DeviceConfig(role="receipt_printer", kind="escpos", address=f"tcp:127.0.0.1:{port}"))
    booth.await_health("receipt_printer", DeviceState.OFFLINE)
    outcome = _print(booth.registry.claim("receipt_printer", owner="x"), receipt)
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "refused")
