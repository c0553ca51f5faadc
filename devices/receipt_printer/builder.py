"""Core: builds the bytes of one receipt in ESC/POS (Epson's published command set, as Chinese printers follow it)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import segno

from devices.receipt_printer.columns import HALF_PX, Align, Cell, clean, is_rare, row, width_of, wrap


class PaperWidth(Enum):
    """Columns of font A and dots across."""

    MM80 = 48
    MM58 = 32

    @classmethod
    def told_in(cls, options: Mapping[str, str]) -> "PaperWidth":
        """The option `paper_mm` of a printer: 58, else 80."""
        return cls.MM58 if options.get("paper_mm") == "58" else cls.MM80

    @property
    def columns(self) -> int:
        return self.value

    @property
    def dots(self) -> int:
        return self.value * HALF_PX


@dataclass(frozen=True, slots=True)
class Raster:
    """A black-and-white picture: `rows` holds `height_px` rows of `ceil(width_px / 8)` bytes, most significant
    bit left, 1 is black."""

    width_px: int
    height_px: int
    rows: bytes


DrawLine = Callable[[str, int, bool], Raster]  # text, size factor (1 or 2), bold → picture of that line

_RESET = b"\x1b@"
_CHINESE_ON = b"\x1c&"
_QR_MODEL_2 = b"\x1d(k\x04\x001A2\x00"
_QR_LEVEL_M = b"\x1d(k\x03\x001E1"
_QR_SHOW = b"\x1d(k\x03\x001Q0"
_QR_QUIET_MODULES = 4  # white on each side (ISO/IEC 18004 §9)
_QR_MODULE_LIMIT_PX = 16
_QR_MODULE_LEAST_PX = 3  # 0.375 mm: what a telephone still reads from thermal paper
_FEED_AND_CUT = b"\x1dVB\x00"


class ReceiptBuilder:
    """Collects lines, then `build()`. `draw_line` renders lines with rare characters (see `raster.line_drawer`);
    without it such a character prints as 〓, the sign for a missing one."""

    def __init__(self, paper: PaperWidth = PaperWidth.MM80, draw_line: DrawLine | None = None) -> None:
        self._paper = paper
        self._draw_line = draw_line
        self._out = bytearray(_RESET + _CHINESE_ON)

    @property
    def columns(self) -> int:
        return self._paper.columns

    def text(
        self, text: str, *, bold: bool = False, double: bool = False, align: Align = Align.LEFT
    ) -> "ReceiptBuilder":
        """Paragraphs (split at line breaks), wrapped to the paper."""
        columns = self.columns // (2 if double else 1)
        lines = (line for part in text.splitlines() or [""] for line in wrap(clean(part), columns))
        return self._lines(lines, bold=bold, double=double, align=align)

    def row(self, *cells: Cell, bold: bool = False) -> "ReceiptBuilder":
        """Cells beside each other, each wrapped within its own columns: a line of a table."""
        return self._lines(row([replace(cell, text=clean(cell.text)) for cell in cells], self.columns), bold=bold)

    def pair(self, label: str, value: str, *, bold: bool = False) -> "ReceiptBuilder":
        """A label at the left and its value at the right edge; a long value stands as a block beside its label, or
        below a long one."""
        label, value = clean(label), clean(value)
        gap = self.columns - width_of(label) - width_of(value)
        if gap >= 1:
            return self._lines([label + " " * gap + value], bold=bold)
        if width_of(label) <= self.columns // 3:
            return self.row(Cell(label, self.columns // 3), Cell(value), bold=bold)
        align = Align.RIGHT if width_of(value) <= self.columns else Align.LEFT
        return self.text(label, bold=bold).text(value, bold=bold, align=align)

    def rule(self) -> "ReceiptBuilder":
        """A line of dashes across the paper."""
        return self._lines(["-" * self.columns])

    def qr(self, payload: str, *, module_px: int = 6) -> "ReceiptBuilder":
        """A QR code in the middle, level M, with smaller modules where `module_px` is too wide for the paper.
        ValueError when the payload is too long to be scanned off a receipt."""
        data = payload.encode()
        module_px = min(module_px, self._widest_module_px(data), _QR_MODULE_LIMIT_PX)
        if module_px < _QR_MODULE_LEAST_PX:
            raise ValueError(f"no QR code of {len(data)} bytes can be scanned off this paper")
        size = b"\x1d(k\x03\x001C" + bytes([module_px])
        store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
        self._out += b"\x1bJ\x0c\x1ba\x01" + _QR_MODEL_2 + size + _QR_LEVEL_M + store + _QR_SHOW + b"\n\x1ba\x00"
        return self

    def raster(self, picture: Raster) -> "ReceiptBuilder":
        """A black-and-white picture, at most as wide as the paper."""
        self._out += _raster_command(picture)
        return self

    def feed(self, lines: int = 1) -> "ReceiptBuilder":
        self._out += b"\x1bd" + bytes([lines])
        return self

    def cut(self) -> "ReceiptBuilder":
        """Feed to the knife and cut."""
        self._out += _FEED_AND_CUT
        return self

    def build(self) -> bytes:
        return bytes(self._out)

    def _lines(
        self, lines: Iterable[str], *, bold: bool = False, double: bool = False, align: Align = Align.LEFT
    ) -> "ReceiptBuilder":
        """Lines that fit."""
        self._out += b"\x1ba" + bytes([align]) + b"\x1bE" + bytes([bold]) + _size_command(double)
        for line in lines:
            self._out += self._line(line, bold=bold, double=double)
        self._out += b"\x1ba\x00\x1bE\x00" + _size_command(False)
        return self

    def _line(self, line: str, *, bold: bool, double: bool) -> bytes:
        if any(is_rare(char) for char in line):
            if self._draw_line is not None:
                return _raster_command(self._draw_line(line, 2 if double else 1, bold))
            line = "".join("〓" if is_rare(char) else char for char in line)
        return line.encode("gb18030") + b"\n"

    def _widest_module_px(self, data: bytes) -> int:
        """0 for what is no QR code at all."""
        if not data:
            return 0
        try:
            modules = segno.make_qr(data, error="m", boost_error=False).symbol_size(border=_QR_QUIET_MODULES)[0]
        except ValueError:  # longer than any code
            return 0
        return self._paper.dots // int(modules)


def _size_command(double: bool) -> bytes:
    """GS ! for all characters, FS ! besides for printers that keep a separate size for Chinese."""
    return b"\x1d!\x11\x1c!\x0c" if double else b"\x1d!\x00\x1c!\x00"


def _raster_command(picture: Raster) -> bytes:
    width_bytes = (picture.width_px + 7) // 8
    head = b"\x1dv0\x00" + width_bytes.to_bytes(2, "little") + picture.height_px.to_bytes(2, "little")
    return head + picture.rows
