"""Shell: `devices try document-printer` as it is typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.document_printer.emulator import DocumentPrinterEmulator, JournalLine
from devices.document_printer.page_count import pages_in
from devices.document_printer.printer_attributes import Abilities
from devices.document_printer.sample import sample_page
from tests.devices.document_printer.conftest import wait_until
from tests.devices.tool.typed import answer, finish, one_object, start

QUICK = ("--option", "answer_s=0.5", "--option", "cancel_s=0.5")


@pytest.fixture
def printer() -> Iterator[DocumentPrinterEmulator]:
    emulator = DocumentPrinterEmulator(page_s=0.02)
    emulator.start()
    yield emulator
    emulator.stop()


def _try(printer: DocumentPrinterEmulator, *words: str | Path) -> tuple[int, dict[str, object]]:
    return answer("try", "document-printer", "--at", printer.address, *words)


def test_a_sample_page(printer: DocumentPrinterEmulator) -> None:
    code, found = _try(printer)
    assert (code, found["ok"], found["printed"]) == (0, True, True)
    assert (found["job_id"], found["pages"], found["sheets"], found["sides"]) == (1, 1, 1, "one")
    assert printer.documents == (sample_page(),)
    assert pages_in(sample_page(), "application/pdf") == 1


def test_a_file_with_all_wishes(printer: DocumentPrinterEmulator, tmp_path: Path) -> None:
    document = tmp_path / "a.pdf"
    document.write_bytes(b"%PDF-1.7 <</Type/Pages/Count 3>>")
    code, found = _try(printer, "--file", document, "--copies", "2", "--sides", "short", "--colour", "mono")
    assert (code, found["pages"], found["sheets"], found["sides"]) == (0, 6, 4, "short")
    assert printer.journal == (JournalLine("completed", 2, "two-sided-short-edge", "monochrome", 6, 4),)


def test_one_side_is_told_when_two_were_asked_for() -> None:
    printer = DocumentPrinterEmulator(page_s=0.02, able=Abilities(is_duplex=False))
    printer.start()
    try:
        code, found = _try(printer, "--sides", "long")
    finally:
        printer.stop()
    assert (code, found["sides"]) == (0, "one")


@pytest.mark.parametrize(
    ("content", "words", "word"),
    [
        (None, (), "cannot_read_file"),
        (b"PK\x03\x04", (), "document_format"),
        (b"%PDF-1.7", ("--copies", "0"), "nothing_to_print"),
    ],
)
def test_what_cannot_be_printed(
    printer: DocumentPrinterEmulator, tmp_path: Path, content: bytes | None, words: tuple[str, ...], word: str
) -> None:
    document = tmp_path / "a.pdf"
    if content is not None:
        document.write_bytes(content)
    code, found = _try(printer, "--file", document, *words)
    assert (code, found["ok"], found["code"]) == (1, False, word)
    assert printer.jobs == ()


def test_paper_that_is_out(printer: DocumentPrinterEmulator) -> None:
    printer.paper("out")
    code, found = _try(printer)
    assert (code, found["code"], found["completion"]) == (1, "paper_out", "media")
    assert found["text"] == {"zh": "打印机缺纸，请装纸。", "en": "The printer is out of paper."}


def test_a_printer_that_vanishes_with_the_document(printer: DocumentPrinterEmulator) -> None:
    """Whether paper came out nobody knows: the tool says so, and what to do."""
    printer.speed(60.0)
    process = start("try", "document-printer", "--at", printer.address, *QUICK)
    wait_until(lambda: printer.jobs == ("processing",))
    printer.unplug()
    code, out, _ = finish(process)
    found = one_object(out)
    assert (code, found["code"], found["cause"]) == (1, "outcome_unknown", "refused")
    assert "不要直接重试" in found["text"]["zh"]
