"""Core: the paper of an emulated printer: operations become dots, and a cut makes a slip.

Drawn with a font that is handed in, so that this module opens no files.
"""

import math
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw, ImageFont

from devices.receipt_printer.columns import HALF_PX, LINE_PX, column_count
from devices.receipt_printer.decoder import (
    Character,
    Cut,
    FeedDots,
    FeedLines,
    Initialise,
    Operation,
    Picture,
    QrCode,
    SetAlign,
    SetBold,
    SetSize,
    Unknown,
)

LINE_SPACING_PX = 30
MARGIN_PX = 12  # white around the roll, so that a picture of it looks like paper
SLIPS_LIMIT = 32
_SIZE_LIMIT = 8
_BASELINE = 0.8  # of the line's height


@dataclass(frozen=True, slots=True)
class _Style:
    is_bold: bool = False
    wide: int = 1
    high: int = 1
    align: int = 0


@dataclass(frozen=True, slots=True)
class _Cell:
    char: str
    style: _Style

    @property
    def width_px(self) -> int:
        return column_count(self.char) * HALF_PX * self.style.wide


class Paper:
    """One roll. `fonts` maps a factor 1–8 to a font of 22 px times that factor."""

    def __init__(self, width_px: int, fonts: "FontShelf") -> None:
        self._width_px = width_px
        self._fonts = fonts
        self._style = _Style()
        self._line: list[_Cell] = []
        self._strips: list[Image.Image] = []
        self._slips: list[Image.Image] = []
        self.unknown_bytes = 0

    @property
    def slips(self) -> tuple[Image.Image, ...]:
        """Finished slips, oldest first (the last SLIPS_LIMIT)."""
        return tuple(self._slips)

    def slip_in_progress(self) -> Image.Image:
        return self._joined(self._strips)

    def put(self, operation: Operation) -> None:
        """Carry out one operation."""
        match operation:
            case Character(char):
                self._type(char)
            case FeedLines(count):
                self._end_line()
                self._feed((count - 1) * LINE_SPACING_PX)
            case FeedDots(count):
                self._end_line(is_forced=False)
                self._feed(count)
            case QrCode(data, module_px):
                self._end_line(is_forced=False)
                self._strips.append(self._placed(_draw_qr(data, module_px)))
            case Picture(width_bytes, height_px, rows):
                self._end_line(is_forced=False)
                self._strips.append(self._placed(_draw_picture(width_bytes, height_px, rows)))
            case Cut():
                self._cut()
            case Unknown(data):
                self.unknown_bytes += len(data)
            case _:
                self._restyle(operation)

    def _restyle(self, operation: Operation) -> None:
        style = self._style
        match operation:
            case Initialise():
                self._style = _Style()
            case SetBold(is_on):
                self._style = _Style(is_on, style.wide, style.high, style.align)
            case SetSize(wide, high, False):  # FS ! says the same again, for Chinese only
                self._style = _Style(style.is_bold, wide, high, style.align)
            case SetAlign(which):
                self._style = _Style(style.is_bold, style.wide, style.high, which)
            case _:
                return

    def _type(self, char: str) -> None:
        cell = _Cell(char, self._style)
        if sum(c.width_px for c in self._line) + cell.width_px > self._width_px:
            self._end_line()
        self._line.append(cell)

    def _end_line(self, *, is_forced: bool = True) -> None:
        if not self._line:
            self._feed(LINE_SPACING_PX * is_forced)
            return
        high = max(cell.style.high for cell in self._line)
        width = sum(cell.width_px for cell in self._line)
        strip = Image.new("L", (width, LINE_PX * high + LINE_SPACING_PX - LINE_PX), 255)
        x = 0
        for cell in self._line:
            glyph = self._glyph(cell)
            strip.paste(glyph, (x, LINE_PX * high - glyph.height))
            x += cell.width_px
        self._strips.append(self._placed(strip))
        self._line = []

    def _glyph(self, cell: _Cell) -> Image.Image:
        factor = max(cell.style.wide, cell.style.high)
        font = self._fonts.font(factor)
        cell_px = column_count(cell.char) * HALF_PX * factor
        side = LINE_PX * factor
        image = Image.new("L", (max(cell_px, math.ceil(font.getlength(cell.char))), side), 255)
        stroke = 1 if cell.style.is_bold else 0
        middle = (image.width / 2, side * _BASELINE)
        ImageDraw.Draw(image).text(middle, cell.char, 0, font, "ms", stroke_width=stroke)
        size = (cell.width_px, LINE_PX * cell.style.high)  # a wide letter such as W is squeezed into its cell
        return image if image.size == size else image.resize(size)

    def _feed(self, dots: int) -> None:
        if dots > 0:
            self._strips.append(Image.new("L", (self._width_px, dots), 255))

    def _placed(self, strip: Image.Image) -> Image.Image:
        """The strip on a full-width background, at its alignment."""
        free = self._width_px - strip.width
        x = (0, free // 2, free, 0)[self._style.align & 3]
        row = Image.new("L", (self._width_px, strip.height), 255)
        row.paste(strip, (x, 0))
        return row

    def _cut(self) -> None:
        self._end_line(is_forced=False)
        self._feed(LINE_SPACING_PX)
        self._slips = [*self._slips, self._joined(self._strips)][-SLIPS_LIMIT:]
        self._strips = []

    def _joined(self, strips: list[Image.Image]) -> Image.Image:
        height = sum(strip.height for strip in strips)
        paper = Image.new("L", (self._width_px + 2 * MARGIN_PX, height + 2 * MARGIN_PX), 255)
        y = MARGIN_PX
        for strip in strips:
            paper.paste(strip, (MARGIN_PX, y))
            y += strip.height
        return paper


class FontShelf:
    """Fonts by size factor, made from one font once it is needed."""

    def __init__(self, smallest: ImageFont.FreeTypeFont) -> None:
        self._by_factor: dict[int, ImageFont.FreeTypeFont] = {1: smallest}

    def font(self, factor: int) -> ImageFont.FreeTypeFont:
        factor = min(factor, _SIZE_LIMIT)
        if factor not in self._by_factor:
            smallest = self._by_factor[1]
            self._by_factor[factor] = smallest.font_variant(size=int(smallest.size * factor))
        return self._by_factor[factor]


def _draw_qr(data: bytes, module_px: int) -> Image.Image:
    if not data:
        return Image.new("L", (1, 1), 255)
    rows = segno.make_qr(data, error="m", boost_error=False).matrix
    modules = Image.frombytes("L", (len(rows[0]), len(rows)), bytes(0 if bit else 255 for row in rows for bit in row))
    side = (modules.width * module_px, modules.height * module_px)
    return modules.resize(side, Image.Resampling.NEAREST)


def _draw_picture(width_bytes: int, height_px: int, rows: bytes) -> Image.Image:
    if not rows:
        return Image.new("L", (1, 1), 255)
    return Image.frombytes("1", (width_bytes * 8, height_px), bytes(byte ^ 0xFF for byte in rows)).convert("L")
