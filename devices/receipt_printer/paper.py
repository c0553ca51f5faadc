"""Core: the paper of an emulated printer: operations become dots, and a cut makes a slip.

Drawn with a font that is handed in, so that this module opens no files.
"""

import math
from dataclasses import dataclass, fields, replace

from PIL import Image, ImageDraw, ImageFont, ImageOps

from devices.receipt_printer.columns import BOLD_STROKE_PX, HALF_PX, LINE_PX
from devices.receipt_printer.operations import (
    Barcode,
    Character,
    ColumnPicture,
    Cut,
    FeedDots,
    FeedLines,
    Initialise,
    Operation,
    Picture,
    QrCode,
    Restyle,
    SetLineSpacing,
    SetTabs,
    Tab,
    Unknown,
)
from devices.receipt_printer.symbol_pictures import barcode_text, draw_barcode, draw_qr

LINE_SPACING_PX = 30
MARGIN_PX = 12  # white around the roll, so that a picture of it looks like paper
SLIPS_LIMIT = 32
LENGTH_LIMIT_PX = 80_000  # ten metres without a cut: the beginning is torn off
_SIZE_LIMIT = 8
_BASELINE = 0.8  # of the line's height
_SMALL = (9, 17)  # dots of a character of font B
_TABS = tuple(range(8, 256, 8))


@dataclass(frozen=True, slots=True)
class Style:
    """See Restyle."""

    is_bold: bool = False
    is_inverted: bool = False
    is_flipped: bool = False
    is_small: bool = False
    underline_px: int = 0
    wide: int = 1
    high: int = 1
    align: int = 0

    def restyled(self, change: Restyle) -> "Style":
        told = {field.name: getattr(change, field.name) for field in fields(change)}
        return replace(self, **{name: value for name, value in told.items() if value is not None})

    def cell_px(self, columns: int) -> tuple[int, int]:
        """How wide and high a character of this style is."""
        width, height = _SMALL if self.is_small and columns == 1 else (HALF_PX * columns, LINE_PX)
        return width * self.wide, height * self.high


class Paper:
    """One roll. `fonts` maps a factor 1–8 to a font of 22 px times that factor."""

    def __init__(self, width_px: int, fonts: "FontShelf") -> None:
        self._width_px = width_px
        self._fonts = fonts
        self._initialise()
        self._line: list[Image.Image] = []
        self._strips: list[Image.Image] = []
        self._length_px = 0
        self._slips: list[Image.Image] = []
        self.unknown_bytes = 0

    def _initialise(self) -> None:
        self._style = Style()
        self._tabs = _TABS
        self._spacing_px = LINE_SPACING_PX

    @property
    def slips(self) -> tuple[Image.Image, ...]:
        """Finished slips, oldest first (the last SLIPS_LIMIT)."""
        return tuple(self._slips)

    def tear_off(self) -> None:
        """The finished slips are taken away."""
        self._slips = []

    def slip_in_progress(self) -> Image.Image:
        return self._joined(self._strips)

    def put(self, operation: Operation) -> None:
        """Carry out one operation."""
        match operation:
            case Character(char, columns):
                self._type(char, columns)
            case Tab():
                self._tab()
            case FeedLines(count):
                self._end_line()
                self._feed((count - 1) * self._spacing_px)
            case FeedDots(count):
                self._end_line(is_forced=False)
                self._feed(count)
            case QrCode() | Barcode():
                self._symbol(operation)
            case Picture() | ColumnPicture():
                self._picture(operation)
            case Cut():
                self._cut()
            case Unknown(data):
                self.unknown_bytes += len(data)
            case _:
                self._adjust(operation)

    def _adjust(self, operation: Operation) -> None:
        match operation:
            case Initialise():
                self._initialise()
            case Restyle():
                self._style = self._style.restyled(operation)
            case SetLineSpacing(dots):
                self._spacing_px = LINE_SPACING_PX if dots is None else dots
            case SetTabs(columns):
                self._tabs = columns
            case _:
                return

    # --- within the line --------------------------------------------------------------------------------------

    def _type(self, char: str, columns: int) -> None:
        self._add(_glyph(char, columns, self._style, self._fonts))

    def _tab(self) -> None:
        cell_px, _ = self._style.cell_px(1)
        at_px = self._line_width()
        stop_px = next((stop * cell_px for stop in self._tabs if stop * cell_px > at_px), at_px)
        if stop_px > at_px:
            self._add(Image.new("L", (stop_px - at_px, 1), 255))

    def _add(self, piece: Image.Image) -> None:
        if self._line and self._line_width() + piece.width > self._width_px:
            self._end_line()
        self._line.append(piece)

    def _line_width(self) -> int:
        return sum(piece.width for piece in self._line)

    def _end_line(self, *, is_forced: bool = True) -> None:
        """Feeds by the line spacing, or by more when the line is higher."""
        if not self._line:
            self._feed(self._spacing_px * is_forced)
            return
        high = max(piece.height for piece in self._line)
        strip = Image.new("L", (self._line_width(), max(high, self._spacing_px)), 255)
        x = 0
        for piece in self._line:
            strip.paste(piece, (x, high - piece.height))
            x += piece.width
        self._line = []
        self._put_strip(strip.rotate(180) if self._style.is_flipped else strip)

    # --- below each other -------------------------------------------------------------------------------------

    def _symbol(self, symbol: QrCode | Barcode) -> None:
        self._end_line(is_forced=False)
        try:
            if isinstance(symbol, QrCode):
                self._put_strip(draw_qr(symbol))
            else:
                self._put_barcode(symbol)
        except ValueError:  # data that make no such code: a printer prints nothing
            self.unknown_bytes += len(symbol.data)

    def _put_barcode(self, barcode: Barcode) -> None:
        bars, text = draw_barcode(barcode), self._plain(barcode_text(barcode))
        for strip in (*[text] * (barcode.text_at & 1), bars, *[text] * (barcode.text_at >> 1)):
            self._put_strip(strip)

    def _plain(self, text: str) -> Image.Image:
        strip = Image.new("L", (max(1, len(text)) * HALF_PX, LINE_PX), 255)
        for at, char in enumerate(text):
            shown = char if char.isprintable() else " "
            strip.paste(_glyph(shown, 1, Style(), self._fonts), (at * HALF_PX, 0))
        return strip

    def _picture(self, picture: Picture | ColumnPicture) -> None:
        if isinstance(picture, ColumnPicture):
            if picture.width_px:
                self._add(_draw_columns(picture))
            return
        self._end_line(is_forced=False)
        if picture.rows:
            self._put_strip(_draw_rows(picture))

    def _feed(self, dots: int) -> None:
        if dots > 0:
            self._hang_out(Image.new("L", (self._width_px, dots), 255))

    def _put_strip(self, strip: Image.Image) -> None:
        """On a full-width background, at its alignment."""
        free = self._width_px - strip.width
        x = (0, free // 2, free, 0)[self._style.align]
        row = Image.new("L", (self._width_px, strip.height), 255)
        row.paste(strip, (max(0, x), 0))  # what is too wide is cut off at the right edge
        self._hang_out(row)

    def _hang_out(self, row: Image.Image) -> None:
        self._strips.append(row)
        self._length_px += row.height
        while self._length_px > LENGTH_LIMIT_PX:
            self._length_px -= self._strips.pop(0).height

    def _cut(self) -> None:
        self._end_line(is_forced=False)
        self._feed(LINE_SPACING_PX)
        self._slips = [*self._slips, self._joined(self._strips)][-SLIPS_LIMIT:]
        self._strips, self._length_px = [], 0

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


def _glyph(char: str, columns: int, style: Style, fonts: FontShelf) -> Image.Image:
    factor = max(style.wide, style.high)
    font = fonts.font(factor)
    side = LINE_PX * factor
    image = Image.new("L", (max(columns * HALF_PX * factor, math.ceil(font.getlength(char))), side), 255)
    middle = (image.width / 2, side * _BASELINE)
    ImageDraw.Draw(image).text(middle, char, 0, font, "ms", stroke_width=BOLD_STROKE_PX * factor * style.is_bold)
    size = style.cell_px(columns)  # a wide letter such as W is squeezed into its cell
    glyph = image if image.size == size else image.resize(size)
    if style.underline_px:
        glyph.paste(0, (0, glyph.height - style.underline_px, glyph.width, glyph.height))
    return ImageOps.invert(glyph) if style.is_inverted else glyph


def _draw_rows(picture: Picture) -> Image.Image:
    black_is_0 = bytes(byte ^ 0xFF for byte in picture.rows)
    image = Image.frombytes("1", (picture.width_bytes * 8, picture.height_px), black_is_0).convert("L")
    return _scaled(image, picture.wide, picture.high)


def _draw_columns(picture: ColumnPicture) -> Image.Image:
    """The columns are the rows of the picture laid on its side."""
    high_px = len(picture.columns) // picture.width_px * 8
    black_is_0 = bytes(byte ^ 0xFF for byte in picture.columns)
    lying = Image.frombytes("1", (high_px, picture.width_px), black_is_0).convert("L")
    return _scaled(lying.transpose(Image.Transpose.TRANSPOSE), picture.wide, picture.high)


def _scaled(image: Image.Image, wide: int, high: int) -> Image.Image:
    if wide == high == 1:
        return image
    return image.resize((image.width * wide, image.height * high), Image.Resampling.NEAREST)
