"""Shell: a printer that understands raster only, behind a real cupsd with its real filters."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typst

from devices.document_printer.client import IppClient, Patience
from devices.document_printer.driver import PagesPrinted, PrintDocument, Sides
from devices.document_printer.emulator import DocumentPrinterEmulator, JournalLine
from devices.document_printer.jobs import find_jobs, of_user
from devices.document_printer.printer_attributes import Abilities
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState
from devices.transport.wake import Wake
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.document_printer.conftest import SOON_S, wait_until
from tests.devices.document_printer.spooler import MISSING, Spooler

ROLE = "document_printer"
PRINTED_WITHIN_S = 30.0  # Ghostscript on a busy machine
OPTIONS = {"probe_s": "0.1", "answer_s": "1.0"}
TEXT = '#set page(paper: "a4")\n#set text(font: "Noto Sans CJK SC")\n高龄津贴申请表\n#pagebreak()\n第二页'

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"apt-get install cups-daemon cups-client ghostscript: {MISSING}")


@pytest.fixture(scope="module")
def document(font_path: Path) -> bytes:
    fonts = typst.Fonts(font_paths=[str(font_path.parent)])
    return bytes(typst.compile(TEXT.encode(), font_paths=fonts))


@pytest.fixture
def printer(spooler: Spooler) -> Iterator[DocumentPrinterEmulator]:
    emulator = DocumentPrinterEmulator(page_s=0.02, able=Abilities(formats=("image/pwg-raster",)))
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def queue(printer: DocumentPrinterEmulator, spooler: Spooler) -> str:
    return spooler.attach(printer.address)


def _config(printer: DocumentPrinterEmulator, queue: str) -> DeviceConfig:
    options = OPTIONS | printer.options | {"queue": queue}
    return DeviceConfig(role=ROLE, kind="ipp", address=printer.address, options=options)


@pytest.fixture
def booth(printer: DocumentPrinterEmulator, queue: str, open_booth: Callable[..., Booth]) -> Booth:
    booth = open_booth(_config(printer, queue))
    booth.await_health(ROLE, DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim(ROLE, owner="session-1")


def _jobs_in(queue: str) -> int:
    wake = Wake()
    try:
        patience = Patience(wake, time.monotonic() + SOON_S, SOON_S)
        jobs = find_jobs(IppClient(queue, "xiaowu"), of_user("xiaowu"), patience)
        return sum(not job.has_ended for job in jobs)
    finally:
        wake.close()


def test_copies_on_both_sides_come_out(printer: DocumentPrinterEmulator, lease: Lease, document: bytes) -> None:
    command = PrintDocument(document, copies=2, sides=Sides.LONG)
    outcome = lease.run(command, deadline_s=PRINTED_WITHIN_S).result(PRINTED_WITHIN_S)
    assert outcome.completion is Completion.SUCCESS
    value = outcome.value
    assert isinstance(value, PagesPrinted)
    assert (value.pages, value.sheets) == (4, 2)
    assert printer.journal == (JournalLine("completed", 1, Sides.LONG.value, "auto", 2, 1),) * 2
    assert all(raster.startswith(b"RaS2") for raster in printer.documents)


def test_paper_that_ends_is_refilled(
    printer: DocumentPrinterEmulator, booth: Booth, lease: Lease, document: bytes
) -> None:
    printer.paper("out", after_pages=1)
    waits = threading.Event()
    running = lease.run(
        PrintDocument(document),
        deadline_s=PRINTED_WITHIN_S,
        progress=lambda seen: waits.set() if getattr(seen, "waits_for", "") == "paper_out" else None,
    )
    assert waits.wait(PRINTED_WITHIN_S)
    assert [reason.code for reason in booth.registry.health(ROLE).reasons] == ["paper_out"]
    printer.paper("ok")
    assert running.result(PRINTED_WITHIN_S).ok
    assert printer.pages == (2,)


def test_cancelling_is_verified_at_both(
    printer: DocumentPrinterEmulator, queue: str, lease: Lease, document: bytes
) -> None:
    printer.speed(60.0)
    running = lease.run(PrintDocument(document, copies=2), deadline_s=60.0)
    wait_until(lambda: printer.jobs[:1] == ("processing",))
    lease.release()
    outcome = running.result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.CANCELLED, "cancelled")
    assert set(printer.jobs) == {"canceled"}
    assert _jobs_in(queue) == 0


@pytest.mark.parametrize("memory", [pytest.param("kept", marks=pytest.mark.deep), "lost"])
def test_a_printer_that_comes_back_prints_nothing_of_before(
    printer: DocumentPrinterEmulator,
    queue: str,
    booth: Booth,
    lease: Lease,
    document: bytes,
    expected_logs: ExpectedLogs,
    memory: str,
) -> None:
    """CUPS alone would wait for it and send the document again."""
    expected_logs.allow("devices.document_printer", "offline")
    printer.speed(60.0)
    running = lease.run(PrintDocument(document), deadline_s=60.0)
    wait_until(lambda: printer.jobs == ("processing",))
    printer.unplug()
    lease.release()
    assert running.result(SOON_S).completion is Completion.OUTCOME_UNKNOWN
    assert _jobs_in(queue) == 0
    booth.await_health(ROLE, DeviceState.OFFLINE)
    if memory == "lost":
        printer.lose_jobs()
    printer.replug()
    booth.await_health(ROLE, DeviceState.READY)
    assert printer.jobs == (("canceled",) if memory == "kept" else ())
    assert sum(printer.pages) == 0
    printer.speed(0.02)
    with booth.registry.claim(ROLE, owner="session-2") as after:
        assert after.run(PrintDocument(document), deadline_s=PRINTED_WITHIN_S).result(PRINTED_WITHIN_S).ok


def test_a_queue_that_is_down(
    printer: DocumentPrinterEmulator, spooler: Spooler, booth: Booth, lease: Lease, document: bytes
) -> None:
    spooler.stop()
    seen = booth.await_health(ROLE, DeviceState.BLOCKED)
    assert [reason.code for reason in seen.health.reasons] == ["queue_offline"]
    outcome = lease.run(PrintDocument(document), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "queue_offline")
    spooler.start()
    booth.await_health(ROLE, DeviceState.READY)
    assert printer.jobs == ()


def test_a_queue_that_translates_nothing(
    printer: DocumentPrinterEmulator, spooler: Spooler, open_booth: Callable[..., Booth]
) -> None:
    """It would hand the PDF to a printer that prints its bytes as letters, on hundreds of sheets."""
    booth = open_booth(_config(printer, spooler.attach(printer.address, driver="raw")))
    seen = booth.await_health(ROLE, DeviceState.BLOCKED)
    assert [reason.code for reason in seen.health.reasons] == ["queue_raw"]
