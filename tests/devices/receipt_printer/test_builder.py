"""Core: the bytes of a receipt, and that a printer understands every one of them."""

from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from devices.receipt_printer.builder import PaperWidth, ReceiptBuilder
from devices.receipt_printer.columns import Align
from devices.receipt_printer.decoder import EscPosDecoder
from devices.receipt_printer.operations import Character, Cut, Operation, Picture, QrCode, Unknown
from devices.receipt_printer.paper import FontShelf
from devices.receipt_printer.printer_model import PrinterModel
from devices.receipt_printer.raster import line_drawer


def _decode(data: bytes) -> list[Operation]:
    return EscPosDecoder().feed(data)


def _text(operations: list[Operation]) -> str:
    return "".join(operation.char for operation in operations if isinstance(operation, Character))


def test_golden_bytes() -> None:
    """Epson's reference: ESC @, FS &, ESC a n, ESC E n, GS ! n, FS ! n; text in GB18030."""
    built = ReceiptBuilder().text("政务", bold=True, double=True, align=Align.CENTRE).build()
    assert built.hex(" ") == (
        "1b 40 1c 26 1b 61 01 1b 45 01 1d 21 11 1c 21 0c d5 fe ce f1 0a 1b 61 00 1b 45 00 1d 21 00 1c 21 00"
    )


def test_golden_qr() -> None:
    """GS ( k functions 165, 167, 169, 180, 181."""
    built = ReceiptBuilder().qr("AB", module_px=4).build()
    assert bytes.fromhex("1d286b0400314132001d286b03003143041d286b0300314531") in built
    assert bytes.fromhex("1d286b050031503041421d286b0300315130") in built


@pytest.mark.parametrize("text", ["：", "￥", "·", "—“”…", "番禺区", "é"])
def test_every_common_character_goes_out_as_gb18030(text: str) -> None:
    assert _text(_decode(ReceiptBuilder().text(text).build())) == text


def test_pairs_reach_both_edges() -> None:
    line = _text(_decode(ReceiptBuilder(PaperWidth.MM58).pair("事项", "长寿保健金").build()))
    assert line == "事项" + " " * 18 + "长寿保健金"
    two_lines = _text(_decode(ReceiptBuilder(PaperWidth.MM58).pair("长" * 10, "寿" * 10).build()))
    assert two_lines == "长" * 10 + "寿" * 10
    block = _text(_decode(ReceiptBuilder(PaperWidth.MM58).pair("部门", "广州市番禺区民政局养老服务科").build()))
    assert block == "部门" + " " * 7 + "广州市番禺区民政局养" + " " * 11 + "老服务科", "beside its label"


def test_a_rare_character_keeps_the_look_of_its_line(font_path: Path) -> None:
    draw_line = line_drawer(font_path)
    ink = {}
    for is_bold in (False, True):
        [picture] = [
            operation
            for operation in _decode(ReceiptBuilder(draw_line=draw_line).text("测试𠮷", bold=is_bold).build())
            if isinstance(operation, Picture)
        ]
        ink[is_bold] = sum(byte.bit_count() for byte in picture.rows)
    assert ink[True] > 1.2 * ink[False]


@pytest.mark.parametrize("paper", PaperWidth)
@pytest.mark.parametrize("size", [1, 40, 200, 500, 900])
def test_a_qr_code_fits_its_paper(paper: PaperWidth, size: int, font_path: Path) -> None:
    fonts = FontShelf(ImageFont.truetype(str(font_path), 22))
    model = PrinterModel(fonts, paper.dots)
    model.feed(ReceiptBuilder(paper).qr("x" * size, module_px=8).cut().build())
    [code] = zxingcpp.read_barcodes(model.picture())
    assert code.text == "x" * size


def test_rare_characters_are_drawn_or_marked(font_path: Path) -> None:
    drawn = _decode(ReceiptBuilder(draw_line=line_drawer(font_path)).text("姓名 测试𠮷").text("普通").build())
    assert sum(isinstance(operation, Picture) for operation in drawn) == 1
    assert _text(drawn) == "普通"
    assert _text(_decode(ReceiptBuilder().text("测试𠮷").build())) == "测试〓"


def test_a_qr_that_cannot_be_scanned_is_refused() -> None:
    for payload, module_px in (("", 6), ("x" * 3000, 6), ("x", 2)):
        with pytest.raises(ValueError, match="QR"):
            ReceiptBuilder().qr(payload, module_px=module_px)
    with pytest.raises(ValueError, match="QR"):
        ReceiptBuilder(PaperWidth.MM58).qr("x" * 1200)


@given(st.text(max_size=80), st.text(min_size=1, max_size=40), st.booleans())
def test_whatever_people_type_the_printer_understands(text: str, payload: str, is_double: bool) -> None:
    try:
        built = ReceiptBuilder().text(text, double=is_double).qr(payload).cut().build()
    except UnicodeEncodeError:  # lone surrogates cannot become a QR payload
        return
    operations = _decode(built)
    assert not [operation for operation in operations if isinstance(operation, Unknown)]
    assert [operation.data for operation in operations if isinstance(operation, QrCode)] == [payload.encode()]
    assert operations[-1] == Cut()
