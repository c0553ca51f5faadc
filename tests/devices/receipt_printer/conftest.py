"""Shell: a printer on each kind of wire, and a receipt to print."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.columns import Align
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.raster import line_drawer

OPTIONS = {"probe_s": "0.1", "answer_s": "0.3"}
CASE_LINK = "https://example.invalid/case/GZPY-2026-000001?名=测试"


@pytest.fixture
def printer(wire: str, tmp_path: Path, font_path: Path) -> Iterator[ReceiptPrinterEmulator]:
    """On the `wire` that the test asks for: tcp, serial or usb."""
    emulator = ReceiptPrinterEmulator(font_path, link=None if wire == "tcp" else tmp_path / "printer")
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def address(wire: str, printer: ReceiptPrinterEmulator) -> str:
    """The emulator's terminal is a character device, as a USB printer is."""
    return wire + ":" + printer.address.partition(":")[2]


@pytest.fixture(scope="session")
def receipt(font_path: Path) -> bytes:
    builder = ReceiptBuilder(draw_line=line_drawer(font_path))
    builder.text("番禺政务晓屋", bold=True, double=True, align=Align.CENTRE).rule()
    builder.pair("事项", "老年人长寿保健金").pair("姓名", "测试𠮷").text("请您妥善保管本回执。")
    return builder.qr(CASE_LINK).feed(2).cut().build()
