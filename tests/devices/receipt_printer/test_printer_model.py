"""Core: what a printer does with bytes, whatever they are."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from devices.receipt_printer.paper import LENGTH_LIMIT_PX, MARGIN_PX, FontShelf
from devices.receipt_printer.printer_model import PrinterModel
from devices.receipt_printer.status import ASK_IN_ORDER, PrinterStatus
from tests.devices.receipt_printer.test_decoder import WIRES

ROOT = Path(__file__).resolve().parents[3]
FONTS = FontShelf(ImageFont.truetype(str(ROOT / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"), 22))
WIDTH_PX = 576


@given(WIRES, st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_bytes_become_paper(wire: bytes, symbol: bytes) -> None:
    qr = b"\x1d(k" + (len(symbol) + 3).to_bytes(2, "little") + b"1P0" + symbol + b"\x1d(k\x03\x001Q0"
    code_128 = b"\x1dk\x49" + bytes([len(symbol)]) + symbol
    model = PrinterModel(FONTS, WIDTH_PX)
    model.feed(qr + code_128 + wire + bytes(2 * 255) + b"\x1b@\x1dV\x00")
    assert model.picture().width == WIDTH_PX + 2 * MARGIN_PX


def test_a_roll_without_a_cut_does_not_grow_for_ever() -> None:
    model = PrinterModel(FONTS, WIDTH_PX)
    for _ in range(LENGTH_LIMIT_PX // (255 * 30) + 3):
        model.feed(b"\x1bd\xff")
    assert model.picture().height <= LENGTH_LIMIT_PX + 2 * MARGIN_PX


def test_news_is_sent_when_asked_for_and_when_something_changes() -> None:
    """Epson's automatic status back: four bytes at once, then after each change."""
    model = PrinterModel(FONTS, WIDTH_PX)
    assert model.go_on() == b""
    assert model.feed(b"\x1da\xff") == bytes.fromhex("10 00 00 00")
    assert model.go_on() == b"", "nothing changed"
    model.status = PrinterStatus(is_cover_open=True)
    assert model.go_on() == bytes.fromhex("38 00 00 00")
    model.status = PrinterStatus(is_paper_near_end=True)
    assert model.go_on() == bytes.fromhex("10 00 03 00")
    assert model.feed(b"\x1da\x00") == b""
    model.status = PrinterStatus(has_cutter_error=True)
    assert model.go_on() == b""


@pytest.mark.parametrize(
    "trouble",
    [
        PrinterStatus(is_cover_open=True),
        PrinterStatus(is_paper_out=True),
        PrinterStatus(is_offline=True),
        PrinterStatus(has_cutter_error=True),
        PrinterStatus(has_fatal_error=True),
        PrinterStatus(has_passing_error=True),
    ],
)
def test_a_printer_in_trouble_holds_what_comes(trouble: PrinterStatus) -> None:
    model = PrinterModel(FONTS, WIDTH_PX)
    model.status = trouble
    assert model.feed(b"text\n\x1dV\x00" + ASK_IN_ORDER) == b""
    assert model.paper.slips == ()
    assert model.feed(b"\x10\x04\x01") == b"\x1a", "it says that it is offline"
    model.status = PrinterStatus()
    assert model.go_on() == b"\x00"
    assert len(model.paper.slips) == 1
