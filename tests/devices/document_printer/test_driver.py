"""Shell: the A4 driver against its emulator on real TCP: paper, faults, power, cancelling, and what is left behind."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from devices.document_printer.driver import Colour, PagesPrinted, PrintDocument, Sides
from devices.document_printer.emulator import DocumentPrinterEmulator, JournalLine
from devices.document_printer.printer_attributes import Abilities
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.registry import open_registry
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.document_printer.conftest import SOON_S, wait_until

OpenBooth = Callable[..., Booth]
ROLE = "document_printer"
SETTLED_WITHIN_S = 4.0
OPTIONS = {"probe_s": "0.1", "answer_s": "0.4", "cancel_s": "0.6"}


def _pdf(pages: int = 2) -> bytes:
    return b"%PDF-1.4\n" + b"1 0 obj<</Type /Pages>>endobj\n" + b"2 0 obj<</Type /Page>>endobj\n" * pages + b"%%EOF\n"


@pytest.fixture
def printer() -> Iterator[DocumentPrinterEmulator]:
    emulator = DocumentPrinterEmulator(page_s=0.02)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def booth(printer: DocumentPrinterEmulator, open_booth: OpenBooth) -> Booth:
    booth = open_booth(_config(printer.address))
    booth.await_health(ROLE, DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim(ROLE, owner="session-1")


def _config(address: str, **more: str) -> DeviceConfig:
    return DeviceConfig(role=ROLE, kind="ipp", address=address, options=OPTIONS | more)


def _print(
    lease: Lease, command: PrintDocument | None = None, *, key: str | None = None, within_s: float = SOON_S
) -> Outcome:
    return lease.run(command or PrintDocument(_pdf()), deadline_s=within_s, key=key).result(within_s + SOON_S)


def test_a_document_comes_out_whole(printer: DocumentPrinterEmulator, lease: Lease) -> None:
    told: list[object] = []
    printer.speed(0.3)
    document = _pdf(3)
    outcome = lease.run(PrintDocument(document), deadline_s=SOON_S, progress=told.append).result(SOON_S)
    assert (outcome.completion, outcome.value) == (Completion.SUCCESS, PagesPrinted(3, 3, job_id=1))
    assert printer.documents == (document,)
    pages = [seen.pages for seen in told if isinstance(seen, PagesPrinted)]
    assert pages == sorted(pages)
    assert pages[-1] == 3
    assert len(pages) > 1


@pytest.mark.parametrize("sides", [Sides.LONG, Sides.SHORT])
def test_copies_on_both_sides(printer: DocumentPrinterEmulator, lease: Lease, sides: Sides) -> None:
    outcome = _print(lease, PrintDocument(_pdf(3), copies=2, sides=sides, colour=Colour.MONO))
    assert (outcome.value, outcome.detail) == (PagesPrinted(6, 4, sides, 1), "")
    assert printer.journal == (JournalLine("completed", 2, sides.value, "monochrome", 6, 4),)


def test_a_printer_with_few_abilities(open_booth: OpenBooth) -> None:
    """Two sides become one, told in the outcome: a resident wants the paper. Fewer copies would be noticed too late."""
    printer = DocumentPrinterEmulator(page_s=0.02, able=Abilities(is_duplex=False, copies_most=1))
    printer.start()
    try:
        lease = open_booth(_config(printer.address)).registry.claim(ROLE, owner="x")
        outcome = _print(lease, PrintDocument(_pdf(2), copies=2))
        assert (outcome.completion, outcome.detail, printer.jobs) == (Completion.UNSUPPORTED, "copies", ())
        outcome = _print(lease, PrintDocument(_pdf(2), sides=Sides.LONG))
        assert (outcome.completion, outcome.detail) == (Completion.SUCCESS, "one_sided")
        assert outcome.value == PagesPrinted(2, 2, Sides.ONE, 1)
    finally:
        printer.stop()


def test_a_printer_that_understands_no_pdf(open_booth: OpenBooth) -> None:
    printer = DocumentPrinterEmulator(able=Abilities(formats=("image/pwg-raster",)))
    printer.start()
    try:
        booth = open_booth(_config(printer.address))
        seen = booth.await_health(ROLE, DeviceState.BLOCKED)
        assert [reason.code for reason in seen.health.reasons] == ["no_pdf"]
        lease = booth.registry.claim(ROLE, owner="x")
        outcome = _print(lease)
        assert (outcome.completion, outcome.detail) == (Completion.UNSUPPORTED, "no_pdf")
        outcome = _print(lease, PrintDocument(b"RaS3", media_type="image/pwg-raster"))
        assert (outcome.completion, outcome.detail, printer.jobs) == (Completion.USER_ERROR, "broken_document", ())
    finally:
        printer.stop()


def test_a_large_document(printer: DocumentPrinterEmulator, lease: Lease) -> None:
    document = _pdf() + bytes(8_000_000)
    assert _print(lease, PrintDocument(document)).ok
    assert printer.documents == (document,)


def test_two_jobs_in_order_and_a_key_only_once(printer: DocumentPrinterEmulator, lease: Lease) -> None:
    first, second = _pdf(1), _pdf(2)
    wanted = ((first, "a"), (second, "b"), (first, "a"))
    running = [lease.run(PrintDocument(data), deadline_s=SOON_S, key=key) for data, key in wanted]
    outcomes = [future.result(SOON_S) for future in running]
    assert all(outcome.ok for outcome in outcomes)
    assert outcomes[2].detail == "repeated_key"
    assert printer.documents == (first, second)


@pytest.mark.parametrize(
    ("command", "completion", "detail"),
    [
        (PrintDocument(b"x", media_type="application/msword"), Completion.UNSUPPORTED, "document_format"),
        (PrintDocument(b""), Completion.USER_ERROR, "nothing_to_print"),
        (PrintDocument(b"x", copies=0), Completion.USER_ERROR, "nothing_to_print"),
    ],
)
def test_what_cannot_be_printed(
    printer: DocumentPrinterEmulator, lease: Lease, command: PrintDocument, completion: Completion, detail: str
) -> None:
    outcome = _print(lease, command)
    assert (outcome.completion, outcome.detail) == (completion, detail)
    assert printer.jobs == ()


_HINDRANCES: dict[str, tuple[Callable[[DocumentPrinterEmulator, bool], None], Completion]] = {
    "paper_out": (lambda p, on: p.paper("out" if on else "ok"), Completion.MEDIA),
    "paper_jam": (lambda p, on: p.jam(is_on=on), Completion.MEDIA),
    "cover_open": (lambda p, on: p.cover(is_open=on), Completion.NOT_READY),
    "toner_empty": (lambda p, on: p.toner("out" if on else "ok"), Completion.NOT_READY),
    "waste_full": (lambda p, on: p.waste("full" if on else "ok"), Completion.NOT_READY),
}


@pytest.mark.parametrize("code", _HINDRANCES)
def test_trouble_before_printing(printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, code: str) -> None:
    hinder, completion = _HINDRANCES[code]
    hinder(printer, True)
    seen = booth.await_health(ROLE, DeviceState.BLOCKED)
    assert [reason.code for reason in seen.health.reasons] == [code]
    outcome = _print(lease, key="case-1")
    assert (outcome.completion, outcome.detail) == (completion, code)
    assert printer.jobs == ()
    hinder(printer, False)
    booth.await_health(ROLE, DeviceState.READY)
    assert _print(lease, key="case-1").ok


@pytest.mark.parametrize("code", _HINDRANCES)
def test_trouble_that_is_mended_while_printing(
    printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, code: str
) -> None:
    printer.speed(0.2)
    hinder, _ = _HINDRANCES[code]
    waits = threading.Event()
    running = lease.run(
        PrintDocument(_pdf(4)),
        deadline_s=SOON_S,
        progress=lambda seen: waits.set() if getattr(seen, "waits_for", "") == code else None,
    )
    wait_until(lambda: printer.jobs == ("processing",))
    hinder(printer, True)
    assert waits.wait(SOON_S), "the screen hears what hinders the printer"
    booth.await_health(ROLE, DeviceState.BLOCKED)
    hinder(printer, False)
    assert running.result(SOON_S).value == PagesPrinted(4, 4, job_id=1)


def test_paper_that_ends_half_way_is_cancelled_at_the_deadline(
    printer: DocumentPrinterEmulator, booth: Booth, lease: Lease
) -> None:
    printer.paper("out", after_pages=1)
    outcome = _print(lease, key="case-1", within_s=1.0)
    assert (outcome.completion, outcome.detail, outcome.value) == (
        Completion.MEDIA,
        "paper_out",
        PagesPrinted(1, 1, job_id=1),
    )
    assert printer.jobs == ("canceled",)
    printer.paper("ok")
    booth.await_health(ROLE, DeviceState.READY)
    assert printer.pages == (1,), "the next resident never gets the rest"
    assert _print(lease, key="case-1").ok


_WARNINGS: dict[str, Callable[[DocumentPrinterEmulator], None]] = {
    "toner_low": lambda p: p.toner("low"),
    "paper_near_end": lambda p: p.paper("low"),
    "waste_nearly_full": lambda p: p.waste("nearly_full"),
}


@pytest.mark.parametrize("code", _WARNINGS)
def test_a_warning_does_not_stop_printing(
    printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, code: str
) -> None:
    _WARNINGS[code](printer)
    seen = booth.await_health(ROLE, DeviceState.DEGRADED)
    assert [reason.code for reason in seen.health.reasons] == [code]
    assert _print(lease).ok


@pytest.mark.parametrize("code", _WARNINGS)
def test_a_warning_while_printing(printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, code: str) -> None:
    printer.speed(30.0)
    running = lease.run(PrintDocument(_pdf()), deadline_s=60.0)
    wait_until(lambda: printer.jobs == ("processing",))
    _WARNINGS[code](printer)
    wait_until(lambda: [reason.code for reason in booth.registry.health(ROLE).reasons] == [code])
    assert booth.registry.health(ROLE).is_usable
    printer.speed(0.01)
    assert running.result(SOON_S).ok


@pytest.mark.parametrize("how", ["cancel", "release", "revoke"])
def test_cancelling_is_verified(printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, how: str) -> None:
    printer.speed(30.0)
    running = lease.run(PrintDocument(_pdf()), deadline_s=60.0, key="case-1")
    wait_until(lambda: printer.jobs == ("processing",))
    if how == "revoke":
        booth.registry.revoke("session-1")
    else:
        getattr(lease, how)()
    outcome = running.result(SETTLED_WITHIN_S)
    assert (outcome.completion, outcome.value) == (Completion.CANCELLED, PagesPrinted(0, job_id=1))
    assert printer.jobs == ("canceled",)


def test_the_deadline_cancels(printer: DocumentPrinterEmulator, lease: Lease) -> None:
    printer.speed(30.0)
    outcome = _print(lease, within_s=0.6)
    assert (outcome.completion, outcome.detail) == (Completion.TIMEOUT, "deadline")
    assert printer.jobs == ("canceled",)


def test_a_printer_that_does_not_cancel(printer: DocumentPrinterEmulator, booth: Booth, lease: Lease) -> None:
    """It says yes to Cancel-Job and goes on: that is not believed, and nobody else may print meanwhile."""
    printer.speed(30.0)
    printer.fault("refuse_cancel")
    running = lease.run(PrintDocument(_pdf()), deadline_s=60.0, key="case-1")
    wait_until(lambda: printer.jobs == ("processing",))
    lease.cancel()
    assert running.result(SETTLED_WITHIN_S).completion is Completion.OUTCOME_UNKNOWN
    seen = booth.await_health(ROLE, DeviceState.BLOCKED)
    assert "stray_job" in [reason.code for reason in seen.health.reasons]
    printer.fault(None)
    booth.await_health(ROLE, DeviceState.READY)
    assert printer.jobs == ("canceled",)
    assert _print(lease, key="case-1").detail == "repeated_key"


def test_switched_off_while_printing(
    printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.document_printer", "offline")
    printer.speed(0.3)
    running = lease.run(PrintDocument(_pdf(40)), deadline_s=60.0, key="case-1")
    wait_until(lambda: printer.pages != () and printer.pages[0] > 0)
    printer.unplug()
    assert running.result(SOON_S).completion is Completion.OUTCOME_UNKNOWN
    booth.await_health(ROLE, DeviceState.OFFLINE)
    outcome = _print(lease, PrintDocument(_pdf(1)))
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "refused")
    printer.replug()
    booth.await_health(ROLE, DeviceState.READY)
    assert printer.jobs == ("canceled",), "before the printer is ready again, the old job is gone"
    assert printer.pages[0] < 40
    assert booth.states(ROLE).count(DeviceState.OFFLINE) == 1
    assert _print(lease, PrintDocument(_pdf(1))).ok


@pytest.mark.parametrize(("page_s", "completion"), [(30.0, Completion.HARDWARE), (0.0001, Completion.SUCCESS)])
def test_a_document_whose_answer_was_lost_is_found_by_its_name(
    printer: DocumentPrinterEmulator, lease: Lease, page_s: float, completion: Completion
) -> None:
    printer.speed(page_s)
    printer.fault("lose_answer")
    assert _print(lease).completion is completion
    assert printer.jobs == ("canceled" if completion is Completion.HARDWARE else "completed",)


def test_a_printer_that_forgot_its_jobs(printer: DocumentPrinterEmulator, lease: Lease) -> None:
    printer.speed(30.0)
    running = lease.run(PrintDocument(_pdf()), deadline_s=60.0)
    wait_until(lambda: printer.jobs == ("processing",))
    printer.lose_jobs()
    outcome = running.result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.OUTCOME_UNKNOWN, "job_lost")


@pytest.mark.parametrize("fault", ["mute", "garbage", "cut"])
def test_no_sensible_answer_is_offline(
    printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, fault: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.document_printer", "offline")
    printer.fault(fault)
    booth.await_health(ROLE, DeviceState.OFFLINE)
    assert _print(lease).completion is Completion.NOT_READY
    assert printer.jobs == ()
    printer.fault(None)
    booth.await_health(ROLE, DeviceState.READY)
    assert _print(lease).ok


@pytest.mark.parametrize("fault", ["mute", "garbage", "cut"])
def test_one_bad_answer_while_printing_is_noise(printer: DocumentPrinterEmulator, lease: Lease, fault: str) -> None:
    printer.speed(0.3)
    running = lease.run(PrintDocument(_pdf(5)), deadline_s=SOON_S)
    wait_until(lambda: printer.jobs == ("processing",))
    printer.fault(fault, 1)
    assert running.result(SOON_S).ok


def test_jobs_left_by_a_crash_are_cancelled_first(printer: DocumentPrinterEmulator, open_booth: OpenBooth) -> None:
    """The program ended before the printer did; whoever starts it again cleans up."""
    printer.speed(30.0)
    printer.fault("refuse_cancel")
    registry = open_registry((_config(printer.address),), lambda _: None)
    registry.claim(ROLE, owner="x").run(PrintDocument(_pdf()), deadline_s=60.0)
    wait_until(lambda: printer.jobs == ("processing",))
    registry.close()
    assert printer.jobs == ("processing",)
    printer.fault(None)
    open_booth(_config(printer.address)).await_health(ROLE, DeviceState.READY)
    assert printer.jobs == ("canceled",)


def test_only_the_right_printer_serves(
    printer: DocumentPrinterEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.document_printer", "absent")
    open_booth(_config(printer.address, uuid="0")).await_health(ROLE, DeviceState.ABSENT)


def test_the_emulators_own_options_are_right(printer: DocumentPrinterEmulator, open_booth: OpenBooth) -> None:
    open_booth(_config(printer.address, **printer.options)).await_health(ROLE, DeviceState.READY)


def _babbling_printer(listener: socket.socket, said: bytes) -> None:
    with contextlib.suppress(OSError):
        while True:
            host, _ = listener.accept()
            with host, contextlib.suppress(OSError):
                host.sendall(said)


@pytest.mark.parametrize(
    "said",
    [b"", b"\x00" * 100_000, b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nhello"],
    ids=["nothing", "zeros", "password", "text"],
)
def test_something_else_listens_there(open_booth: OpenBooth, said: bytes, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.document_printer", "offline")
    listener = socket.create_server(("127.0.0.1", 0))
    babble = threading.Thread(target=_babbling_printer, args=(listener, said))
    babble.start()
    booth = open_booth(_config(f"ipp://127.0.0.1:{listener.getsockname()[1]}/ipp/print"))
    booth.await_health(ROLE, DeviceState.OFFLINE)
    booth.registry.close()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    babble.join(SOON_S)
    assert not babble.is_alive()
