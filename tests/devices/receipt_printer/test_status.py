"""Core: the four status bytes."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import RemoteWireError
from devices.receipt_printer.status import (
    Ask,
    PrinterStatus,
    ask_status,
    encode_status,
    is_ordered_answer,
    parse_status,
)

# origin: Epson's ESC/POS reference for DLE EOT; the same combinations as printers show them
GOLDEN = {
    "12 12 12 12": PrinterStatus(),
    "12 12 12 1e": PrinterStatus(is_paper_near_end=True),
    "1a 32 12 7e": PrinterStatus(is_offline=True, is_paper_out=True),
    "1a 16 12 12": PrinterStatus(is_offline=True, is_cover_open=True),
    "12 12 1a 12": PrinterStatus(has_cutter_error=True),
    "1a 12 32 12": PrinterStatus(is_offline=True, has_fatal_error=True),
}


def test_the_question() -> None:
    assert ask_status(Ask.PAPER) == b"\x10\x04\x04"


@pytest.mark.parametrize(("wire", "status"), GOLDEN.items())
def test_golden_bytes(wire: str, status: PrinterStatus) -> None:
    assert parse_status(bytes.fromhex(wire)) == status
    assert bytes(encode_status(status, which) for which in Ask) == bytes.fromhex(wire)


def test_findings_name_the_trouble() -> None:
    assert PrinterStatus().findings() == ()
    assert [f.code for f in PrinterStatus(is_offline=True, is_paper_out=True).findings()] == ["paper_out"]
    assert [f.code for f in PrinterStatus(is_offline=True).findings()] == ["printer_offline"]
    near_end = PrinterStatus(is_offline=True, is_paper_near_end=True)
    assert [f.code for f in near_end.findings()] == ["printer_offline", "paper_near_end"]


def test_ordered_answers_are_told_apart() -> None:
    assert all(is_ordered_answer(byte) for byte in (0x00, 0x03, 0x0C, 0x0F))
    assert not any(is_ordered_answer(encode_status(status, ask)) for status in GOLDEN.values() for ask in Ask)


@given(st.binary(max_size=6))
def test_any_bytes_are_a_status_or_a_wire_error(answers: bytes) -> None:
    with contextlib.suppress(RemoteWireError):
        status = parse_status(answers)
        assert len(answers) == 4
        assert isinstance(status.findings(), tuple)
