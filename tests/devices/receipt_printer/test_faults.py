"""Shell: every trouble of a printer, while idle and at every step of a slip: the right state, the right answer, words
for the resident and for the integrator, nothing of the broken slip later, and well again once mended."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.receipt_printer.decoder import EscPosDecoder
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.emulator import FAULTS, ReceiptPrinterEmulator
from devices.receipt_printer.operations import Cut, FeedLines
from devices.tool.trouble import SENTENCES
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.receipt_printer.conftest import OPTIONS

SOON_S = 10.0
ROLE = "receipt_printer"
Strike = Callable[[ReceiptPrinterEmulator, int | None], None]


@dataclass(frozen=True, slots=True)
class Trouble:
    """`strike(printer, after_lines)`; what the device then is, why, and how a print ends that finds it so."""

    strike: Strike
    state: DeviceState
    code: str
    refusal: Completion


def _fault(name: str) -> Strike:
    return lambda printer, after_lines: printer.fault(name, after_lines)


TROUBLES = {
    "paper": Trouble(lambda p, n: p.paper("out", n), DeviceState.BLOCKED, "paper_out", Completion.MEDIA),
    "cover": Trouble(
        lambda p, n: p.cover(is_open=True, after_lines=n), DeviceState.BLOCKED, "cover_open", Completion.NOT_READY
    ),
    "offline": Trouble(_fault("offline"), DeviceState.BLOCKED, "printer_offline", Completion.NOT_READY),
    "hot": Trouble(_fault("hot"), DeviceState.BLOCKED, "too_hot", Completion.NOT_READY),
    "cutter": Trouble(_fault("cutter"), DeviceState.BLOCKED, "cutter_jam", Completion.HARDWARE),
    "error": Trouble(_fault("error"), DeviceState.ERROR, "printer_error", Completion.HARDWARE),
    "mute": Trouble(_fault("mute"), DeviceState.OFFLINE, "no_answer", Completion.NOT_READY),
    "noise": Trouble(_fault("noise"), DeviceState.OFFLINE, "status_bits", Completion.NOT_READY),
}


@pytest.fixture
def wire() -> str:
    return "tcp"


@pytest.fixture
def booth(address: str, open_booth: Callable[..., Booth], expected_logs: ExpectedLogs) -> Booth:
    for state in (DeviceState.OFFLINE, DeviceState.ABSENT, DeviceState.ERROR):
        expected_logs.allow("devices.receipt_printer", state)
    booth = open_booth(DeviceConfig(role=ROLE, kind="escpos", address=address, options=OPTIONS))
    booth.await_health(ROLE, DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim(ROLE, owner="session-1")


def _print(lease: Lease, data: bytes, key: str | None = None) -> Outcome:
    return lease.run(PrintReceipt(data), deadline_s=SOON_S, key=key).result(2 * SOON_S)


def _lines_of(receipt: bytes) -> int:
    """Lines and cuts: the steps at which a trouble can strike."""
    return sum(isinstance(operation, FeedLines | Cut) for operation in EscPosDecoder().feed(receipt))


def _mend(printer: ReceiptPrinterEmulator, booth: Booth) -> None:
    printer.paper("ok")
    printer.cover(is_open=False)
    printer.fault(None)
    printer.replug()
    booth.await_health(ROLE, DeviceState.READY)


@pytest.mark.parametrize("name", TROUBLES)
def test_found_before_printing_nothing_is_printed(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes, name: str
) -> None:
    trouble = TROUBLES[name]
    trouble.strike(printer, None)
    health = booth.await_health(ROLE, trouble.state).health
    assert [reason.code for reason in health.reasons] == [trouble.code]
    outcome = _print(lease, receipt, key="case-1")
    assert outcome == Outcome(trouble.refusal, detail=trouble.code)
    assert outcome.detail in SENTENCES
    _mend(printer, booth)
    assert printer.slips == ()
    assert _print(lease, receipt, key="case-1").ok, "what surely did not print may be tried again"


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize("step", ["first line", pytest.param("middle", marks=pytest.mark.deep), "after the cut"])
def test_in_the_middle_nobody_knows(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes, name: str, step: str
) -> None:
    trouble, lines = TROUBLES[name], _lines_of(receipt)
    trouble.strike(printer, {"first line": 1, "middle": lines // 2, "after the cut": lines}[step])
    outcome = _print(lease, receipt, key="case-1")
    assert outcome == Outcome(Completion.OUTCOME_UNKNOWN, detail=trouble.code)
    assert outcome.detail in SENTENCES
    booth.await_health(ROLE, trouble.state)
    _mend(printer, booth)
    came_out = len(printer.slips)
    assert _print(lease, receipt, key="case-1").detail == "repeated_key", "never repeated blindly"
    assert _print(lease, receipt, key="case-1-again").ok
    assert len(printer.slips) == came_out + 1, "nothing of the broken slip came with the next one"


@pytest.mark.parametrize("wire", ["usb"])
def test_silence_over_usb_is_offline(printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, wire: str) -> None:
    """Also of a printer that takes every byte and says nothing, as cheap ones do."""
    printer.fault("mute")
    assert booth.await_health(ROLE, DeviceState.OFFLINE).health.reasons[0].code == "no_answer"
    assert _print(lease, b"text\n") == Outcome(Completion.NOT_READY, detail="no_answer")


@pytest.mark.parametrize("wire", ["tcp", "serial", "usb"])
def test_a_line_that_breaks_in_the_middle(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes, wire: str
) -> None:
    printer.fault("cut", after_lines=2)
    outcome = _print(lease, receipt, key="case-1")
    assert outcome.completion is Completion.OUTCOME_UNKNOWN
    assert outcome.detail == ("cut" if wire == "tcp" else "unplugged")
    assert outcome.detail in SENTENCES
    if wire != "tcp":
        booth.await_health(ROLE, DeviceState.ABSENT)
    _mend(printer, booth)
    assert _print(lease, receipt, key="case-1-again").ok


def test_a_line_that_broke_while_idle_is_opened_again(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    printer.fault("cut")
    assert _print(lease, receipt).ok


def test_a_slow_printer_is_waited_for(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    printer.fault("slow")
    assert _print(lease, receipt).ok
    assert len(printer.slips) == 1


def test_trouble_of_a_slow_printer_ends_the_wait(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    """The slip is still held by the printer when the cover opens: what it holds is forgotten."""
    printer.fault("slow")
    printer.cover(is_open=True, after_lines=2)
    assert _print(lease, receipt) == Outcome(Completion.OUTCOME_UNKNOWN, detail="cover_open")
    _mend(printer, booth)
    assert printer.slips == ()


def test_cancelled_in_the_middle(printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes) -> None:
    printer.fault("slow")
    printer.paper("near_end", after_lines=1)
    future = lease.run(PrintReceipt(receipt * 40), deadline_s=60.0)
    booth.await_reason(ROLE, "paper_near_end")
    lease.cancel()
    assert future.result(1.0) == Outcome(Completion.OUTCOME_UNKNOWN, detail="cancelled")
    booth.await_health(ROLE, DeviceState.DEGRADED)
    assert len(printer.slips) < 40
    _mend(printer, booth)
    came_out = len(printer.slips)
    assert _print(lease, receipt).ok
    assert len(printer.slips) == came_out + 1, "the rest is not printed for the next resident"


@pytest.mark.parametrize("confirm", ["ordered", "realtime"])
def test_paper_near_its_end_still_prints(
    printer: ReceiptPrinterEmulator, address: str, open_booth: Callable[..., Booth], receipt: bytes, confirm: str
) -> None:
    options = OPTIONS | {"confirm": confirm}
    booth = open_booth(DeviceConfig(role=ROLE, kind="escpos", address=address, options=options))
    printer.paper("near_end")
    booth.await_health(ROLE, DeviceState.DEGRADED)
    assert _print(booth.registry.claim(ROLE, owner="session-1"), receipt).ok


def test_a_printer_that_talks_unasked_is_understood(
    printer: ReceiptPrinterEmulator, booth: Booth, lease: Lease, receipt: bytes
) -> None:
    """Another program left automatic status on; its bytes look like anything."""
    assert _print(lease, b"\x1da\xff" + receipt).completion in (Completion.SUCCESS, Completion.OUTCOME_UNKNOWN)
    printer.paper("near_end")
    booth.await_health(ROLE, DeviceState.DEGRADED)
    assert _print(lease, receipt).ok


def test_every_fault_is_tried_here() -> None:
    assert {*FAULTS} == {*TROUBLES, "slow", "cut"} - {"paper", "cover"}
