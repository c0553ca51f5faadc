"""Shell: python-escpos, a driver that is not ours, prints everything it can on the emulated printer: no byte is
unknown, and the right things stand on the paper."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from escpos.constants import RT_STATUS_ONLINE, RT_STATUS_PAPER  # type: ignore[import-untyped]  # ships no types
from escpos.escpos import Escpos  # type: ignore[import-untyped]  # ships no types
from escpos.printer import Network, Serial  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.paper import MARGIN_PX

ANSWER_S = 60.0
WIDTH_PX = 576
NOT_OUTPUT = {"open", "close", "check_barcode"}  # public, but put nothing on the wire
PICTURES = ("bitImageRaster", "graphics", "bitImageColumn")
# kind: (data as the library wants it, what a reader of the paper says)
HARDWARE_CODES = {
    "UPC-A": ("123456789012", "0123456789012"),
    "UPC-E": ("01234565", "0012345000065"),
    "EAN13": ("6901234567892", "6901234567892"),
    "EAN8": ("96385074", "96385074"),
    "CODE39": ("PY-0417", "PY-0417"),
    "ITF": ("20260417", "20260417"),
    "CODABAR": ("A12345B", "A12345B"),
    "NW7": ("A12345B", "A12345B"),
    "CODE93": ("PY0417", "PY0417"),
    "CODE128": ("{BPY-2026-0417", "PY-2026-0417"),
    "GS1-128": ("{BPY-2026-0417", "PY-2026-0417"),
    "GS1 DATABAR OMNIDIRECTIONAL": ("0950110153000", "(01)09501101530003"),
    "GS1 DATABAR TRUNCATED": ("0950110153000", "(01)09501101530003"),
    "GS1 DATABAR LIMITED": ("0950110153000", "(01)09501101530003"),
    "GS1 DATABAR EXPANDED": ("(01)09501101530003", "(01)09501101530003"),
}
# drawn by the library: (data, dots of a module, what a reader says; None: no reader knows what it draws there)
SOFTWARE_CODES: dict[str, tuple[str, int, str | None]] = {
    "ean8": ("96385074", 3, "96385074"),
    "ean13": ("6901234567892", 3, "6901234567892"),
    "upca": ("123456789012", 3, "0123456789012"),
    "jan": ("4901234567894", 3, "4901234567894"),
    "isbn13": ("9787111111115", 3, "9787111111115"),
    "code39": ("PY0417", 3, "PY0417S"),  # with its check letter
    "itf": ("20260417", 3, "20260417"),
    "codabar": ("A12345B", 3, "A12345B"),
    "code128": ("PY-2026-0417", 3, "PY-2026-0417"),
    "gs1_128": ("0109501101530003", 3, "(01)09501101530003"),
    "pzn": ("1234567", 2, "PZN-1234562"),
    "isbn10": ("7111111115", 3, None),
    "issn": ("12345679", 3, None),
    "ean14": ("12345678901231", 3, None),
}


class PatientSerial(Serial):  # type: ignore[misc]  # ships no types
    """Takes an answer when it comes. The library reads for sixteen bytes until its time-out ends: one that is short
    misses a busy printer, one that is long is always waited for."""

    def _read(self) -> bytes:
        return bytes(self.device.read(max(1, self.device.in_waiting)))


@pytest.fixture
def printer(font_path: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReceiptPrinterEmulator]:
    is_serial = getattr(request, "param", "tcp") == "serial"
    emulator = ReceiptPrinterEmulator(font_path, link=tmp_path / "printer" if is_serial else None)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def host(printer: ReceiptPrinterEmulator) -> Iterator[Escpos]:
    scheme, _, place = printer.address.partition(":")
    if scheme == "serial":
        driver: Any = PatientSerial(place, baudrate=115200, timeout=ANSWER_S)
    else:
        name, _, port = place.partition(":")
        driver = Network(name, int(port), timeout=ANSWER_S)
    driver.open()
    yield driver
    driver.close()


def _await_printed(host: Any) -> None:
    """GS r is answered after all that came before it."""
    host._raw(b"\x1dr\x01")
    assert host._read() == b"\x00"


def _slip(host: Any, printer: ReceiptPrinterEmulator) -> NDArray[np.uint8]:
    """Cut, wait, and take the slip: the paper without its margin."""
    host.cut()
    _await_printed(host)
    assert printer.unknown_bytes == 0
    return np.asarray(printer.slips[-1])[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]


def _ink(rows: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is black."""
    ys, xs = np.nonzero(rows < 128)
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def _codes_on(rows: NDArray[np.uint8]) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(np.pad(rows, 40, constant_values=255))]


def _say_everything(host: Any) -> None:
    """One call of every method that sends something, and some with every value."""
    host.hw("INIT"), host.hw("SELECT"), host.hw("RESET")
    host.target("ROLL"), host.panel_buttons(False), host.panel_buttons(True), host.buzzer(2, 4)
    host.charcode("CP437"), host.charcode("AUTO")
    host.text("plain "), host.textln("line"), host.ln(2), host.block_text("wrapped text " * 9, columns=30)
    for name, values in STYLES.items():
        for value in values:
            host.set(**{name: value})
            host.textln(f"{name} {value}")
    host.set(custom_size=True, width=2, height=3), host.textln("2 by 3")
    host.set_with_default(), host.set_with_default(custom_size=True, width=8, height=8), host.textln("8")
    host.set_with_default()
    for divisor in (60, 180, 360):
        host.line_spacing(30, divisor), host.ln()
    host.line_spacing()
    host.print_and_feed(0), host.print_and_feed(2)
    for control in ("LF", "FF", "CR", "HT", "VT"):
        host.control(control)
    host.cashdraw(2), host.cashdraw(5), host.cashdraw([27, 112, 0, 25, 250])
    host.linedisplay_select(True), host.linedisplay_clear(), host.linedisplay_select(False), host.linedisplay("shown")
    host.use_slip_only(), host.target("SLIP"), host.eject_slip(), host.print_and_eject_slip(), host.target("ROLL")
    host.qr("native", native=True), host.qr("drawn"), host.barcode("6901234567892", "EAN13")
    host.image(_picture())
    host.cut("PART"), host.cut("FULL", feed=False), host.cut("FULL")
    _await_printed(host)
    assert host.is_online()
    assert host.paper_status() == 2
    assert host.query_status(RT_STATUS_PAPER) == b"\x12"


STYLES: dict[str, tuple[Any, ...]] = {
    "align": ("left", "center", "right"),
    "font": ("a", "b"),
    "bold": (True, False),
    "underline": (0, 1, 2),
    "density": tuple(range(10)),
    "invert": (True, False),
    "smooth": (True, False),
    "flip": (True, False),
    "double_width": (True,),
    "double_height": (True,),
    "normal_textsize": (True,),
}


def _picture() -> Image.Image:
    """A frame with one diagonal, of a size that is no multiple of eight."""
    picture = Image.new("L", (101, 59), 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 100, 58), outline=0, width=3)
    ImageDraw.Draw(picture).line((0, 0, 100, 58), 0, 3)
    return picture


class Heard:
    """A host that notes which public methods were called on it."""

    def __init__(self, host: Any) -> None:
        self._host = host
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self._host, name)


@pytest.mark.parametrize("printer", ["tcp", "serial"], indirect=True)
def test_everything_it_can_say_is_understood(printer: ReceiptPrinterEmulator, host: Any) -> None:
    heard = Heard(host)
    _say_everything(heard)
    _await_printed(host)
    assert printer.unknown_bytes == 0
    assert len(printer.slips) == 3
    public = {name for name, _ in inspect.getmembers(Escpos, inspect.isfunction) if not name.startswith("_")}
    assert public - NOT_OUTPUT <= heard.names, "a new version of the library can say more"


@pytest.mark.parametrize("impl", PICTURES)
@pytest.mark.parametrize(("dense", "scale"), [(True, 1), (False, 2)])
def test_a_picture_is_where_it_belongs(
    printer: ReceiptPrinterEmulator, host: Any, impl: str, dense: bool, scale: int
) -> None:
    """Dot for dot; a sparse one is stretched. Only ESC * stretches its 8 dots down by three."""
    host.image(_picture(), impl=impl, high_density_vertical=dense, high_density_horizontal=dense)
    rows = _slip(host, printer)
    left, top, right, bottom = _ink(rows)
    high = 3 if impl == "bitImageColumn" and not dense else scale
    assert (left, top, right, bottom) == (0, 0, 101 * scale, 59 * high)
    stretched = _picture().resize((101 * scale, 59 * high), Image.Resampling.NEAREST)
    assert np.array_equal(rows[:bottom, :right] < 128, np.asarray(stretched) < 128)


def test_an_aligned_picture(printer: ReceiptPrinterEmulator, host: Any) -> None:
    host.set(align="right")
    host.image(_picture())
    assert _ink(_slip(host, printer))[2] == WIDTH_PX - 3, "103 dots were sent as 13 bytes: three are white"


@pytest.mark.parametrize("level", range(4))
def test_native_qr_codes(printer: ReceiptPrinterEmulator, host: Any, level: int) -> None:
    host.qr("受理号 PY-0417", native=True, ec=level, size=5)
    [code] = zxingcpp.read_barcodes(np.pad(_slip(host, printer), 40, constant_values=255))
    assert (code.bytes.decode(), code.ec_level) == ("受理号 PY-0417", "LMQH"[level])


def test_a_micro_qr_code(printer: ReceiptPrinterEmulator, host: Any) -> None:
    host.qr("0417", native=True, model=3, size=8)
    assert _codes_on(_slip(host, printer)) == ["0417"]


@pytest.mark.parametrize("impl", PICTURES)
def test_qr_codes_drawn_by_the_host(printer: ReceiptPrinterEmulator, host: Any, impl: str) -> None:
    host.qr("https://example.invalid/PY-0417", size=6, image_arguments={"impl": impl})
    assert _codes_on(_slip(host, printer)) == ["https://example.invalid/PY-0417"]


@pytest.mark.parametrize("kind", HARDWARE_CODES)
def test_barcodes_drawn_by_the_printer(printer: ReceiptPrinterEmulator, host: Any, kind: str) -> None:
    data, said = HARDWARE_CODES[kind]
    host.barcode(data, kind, height=80, width=2, function_type="B", pos="OFF")
    assert _codes_on(_slip(host, printer)) == [said]


@pytest.mark.parametrize("kind", ["UPC-A", "UPC-E", "EAN13", "EAN8", "CODE39", "ITF", "NW7"])
def test_barcodes_in_the_older_notation(printer: ReceiptPrinterEmulator, host: Any, kind: str) -> None:
    data, said = HARDWARE_CODES[kind]
    host.barcode(data, kind, height=80, width=2, function_type="A", pos="OFF")
    assert _codes_on(_slip(host, printer)) == [said]


@pytest.mark.parametrize(("pos", "lines"), [("OFF", 0), ("ABOVE", 1), ("BELOW", 1), ("BOTH", 2)])
def test_the_words_of_a_barcode(printer: ReceiptPrinterEmulator, host: Any, pos: str, lines: int) -> None:
    host.barcode("PY-0417", "CODE39", height=80, width=2, pos=pos, align_ct=False)
    rows = _slip(host, printer)
    bars = np.nonzero((rows[:, :40] < 128).all(axis=0))[0]
    assert len(bars) == 0 or lines == 0
    _, top, _, bottom = _ink(rows)
    assert 80 + 12 * lines <= bottom - top <= 80 + 24 * lines


@pytest.mark.parametrize(
    ("kind", "impl"), [*((kind, PICTURES[0]) for kind in SOFTWARE_CODES), *(("ean13", impl) for impl in PICTURES[1:])]
)
def test_barcodes_drawn_by_the_host(printer: ReceiptPrinterEmulator, host: Any, kind: str, impl: str) -> None:
    data, width, said = SOFTWARE_CODES[kind]
    host.barcode(data, kind, force_software=impl, width=width, height=80)
    assert _codes_on(_slip(host, printer)) == ([] if said is None else [said])


def test_text_in_chinese_and_on_code_pages(printer: ReceiptPrinterEmulator, host: Any) -> None:
    """Western letters need FS . before them, Chinese ones FS &: the library leaves that to its user."""
    host.textln("请保管好这张小票：测试")
    host._raw(b"\x1c.")
    host.textln("Ärger, déjà vu, Łódź, Привет, Γειά, €")
    host._raw(b"\x1c&")
    host.textln("政务晓屋")
    rows = _slip(host, printer)
    assert [bool((rows[y : y + 24] < 128).any()) for y in (0, 30, 60)] == [True] * 3


def _black_share(rows: NDArray[np.uint8]) -> float:
    return float((rows < 128).mean())


@pytest.mark.parametrize(
    ("style", "is_so"),
    [
        (
            {"invert": True},
            lambda plain, styled: _black_share(styled[:24, :48]) > 1 - 2 * _black_share(plain[:24, :48]),
        ),
        ({"bold": True}, lambda plain, styled: _black_share(styled) > 1.1 * _black_share(plain)),
        ({"underline": 2}, lambda plain, styled: bool((styled[22:24, :48] < 128).all())),
        ({"flip": True}, lambda plain, styled: bool((styled[:30, :48] == np.rot90(plain[:30, :48], 2)).all())),
        ({"align": "center"}, lambda plain, styled: _ink(styled)[0] == _ink(plain)[0] + (WIDTH_PX - 48) // 2),
        ({"align": "right"}, lambda plain, styled: _ink(styled)[0] == _ink(plain)[0] + WIDTH_PX - 48),
        ({"font": "b"}, lambda plain, styled: _ink(styled)[2] <= 4 * 9 < _ink(plain)[2]),
        ({"double_width": True}, lambda plain, styled: abs(_ink(styled)[2] - 2 * _ink(plain)[2]) <= 4),
        ({"double_height": True}, lambda plain, styled: abs(_ink(styled)[3] - 2 * _ink(plain)[3]) <= 4),
        (
            {"custom_size": True, "width": 3, "height": 4},
            lambda plain, styled: abs(_ink(styled)[2] - 3 * _ink(plain)[2]) <= 8 and _ink(styled)[3] > 60,
        ),
    ],
)
def test_styles_are_seen(
    printer: ReceiptPrinterEmulator,
    host: Any,
    style: dict[str, Any],
    is_so: Callable[[NDArray[np.uint8], NDArray[np.uint8]], bool],
) -> None:
    host.textln("HMHM")
    plain = _slip(host, printer)
    host.set(**style)
    host.textln("HMHM")
    assert is_so(plain, _slip(host, printer))


def test_tabs_and_line_spacing(printer: ReceiptPrinterEmulator, host: Any) -> None:
    host.control("HT", count=4, tab_size=10)
    host._raw(b"\t|\n")
    assert 120 <= _ink(_slip(host, printer))[0] < 132
    host.line_spacing(100)
    host.textln("-")
    host.textln("-")
    left, top, _, bottom = _ink(_slip(host, printer))
    assert 100 <= bottom - top <= 104
    assert left < 12


@pytest.mark.parametrize("printer", ["tcp", "serial"], indirect=True)
def test_it_hears_how_the_printer_is(printer: ReceiptPrinterEmulator, host: Any) -> None:
    assert host.query_status(RT_STATUS_ONLINE) == b"\x12"
    for level, status in (("ok", 2), ("near_end", 1), ("out", 0)):
        printer.paper(level)
        assert host.paper_status() == status
    assert not host.is_online()
    printer.paper("ok")
    assert host.is_online()
