"""Shell: a whole slip on both papers, as dots: everything inside the edges, edges reached, nothing overlapping."""

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import ImageFont

from devices.receipt_printer.builder import PaperWidth, ReceiptBuilder
from devices.receipt_printer.columns import Align, Cell
from devices.receipt_printer.paper import MARGIN_PX, FontShelf
from devices.receipt_printer.printer_model import PrinterModel
from devices.receipt_printer.raster import line_drawer

NUMBER = "GZPY-2026-000001"


def _slip(paper: PaperWidth, font_path: Path) -> NDArray[np.uint8]:
    builder = ReceiptBuilder(paper, line_drawer(font_path))
    builder.text("收件回执", bold=True, double=True, align=Align.CENTRE)
    builder.text(NUMBER, bold=True, double=True, align=Align.CENTRE).rule()
    builder.pair("事项", "老年人长寿保健金").pair("部门", "广州市番禺区民政局养老服务科（市桥街道）").pair(
        "姓名", "测试𠮷"
    )
    builder.rule().row(Cell("材料"), Cell("份数", 4, Align.RIGHT), Cell("状态", 6, Align.RIGHT), bold=True)
    builder.row(Cell("户口簿㐀页，全本"), Cell("2", 4, Align.RIGHT), Cell("后补", 6, Align.RIGHT))
    builder.text("生僻字𠮷", double=True).qr(f"xiaowu:case:{NUMBER}").cut()
    model = PrinterModel(FontShelf(ImageFont.truetype(str(font_path), 22)), paper.dots)
    model.feed(builder.build())
    assert model.paper.unknown_bytes == 0
    return np.asarray(model.picture())


@pytest.mark.parametrize("paper", PaperWidth)
def test_a_slip_fills_its_paper_and_no_more(paper: PaperWidth, font_path: Path) -> None:
    picture = _slip(paper, font_path)
    ink = picture < 128
    assert not ink[:, :MARGIN_PX].any() and not ink[:, -MARGIN_PX:].any()
    columns = np.nonzero(ink.any(axis=0))[0] - MARGIN_PX
    assert columns[0] < 12 and columns[-1] >= paper.dots - 12, "the rule reaches both edges"
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == f"xiaowu:case:{NUMBER}"
    middle = (code.position.top_left.x + code.position.bottom_right.x) / 2
    assert abs(middle - picture.shape[1] / 2) <= 2


@pytest.mark.parametrize("paper", PaperWidth)
def test_lines_keep_clear_of_each_other(paper: PaperWidth, font_path: Path) -> None:
    """Between the lines of a slip there are rows without ink: a drawn line is as high as a typed one."""
    ink = (_slip(paper, font_path) < 128).any(axis=1)
    edges = np.nonzero(np.diff(ink.astype(int)))[0]
    heights = edges[1::2] - edges[::2]
    assert heights[:-1].max() <= 48, "no two lines touch"
    assert len(heights) >= 11
