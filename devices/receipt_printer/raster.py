"""Shell: draws a line of text with a font file, for characters that no printer's own font has."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from devices.receipt_printer.builder import DrawLine, Raster
from devices.receipt_printer.columns import HALF_PX, LINE_PX, column_count, width_of


def line_drawer(font_path: Path) -> DrawLine:
    """A `draw_line` for ReceiptBuilder that uses this font. OSError when the file is no font."""
    fonts = {factor: ImageFont.truetype(str(font_path), LINE_PX * factor - 2 * factor) for factor in (1, 2)}

    def draw_line(text: str, factor: int, bold: bool) -> Raster:
        return to_raster(draw_cells(text, fonts[factor], factor, bold=bold))

    return draw_line


def draw_cells(text: str, font: ImageFont.FreeTypeFont, factor: int, *, bold: bool = False) -> Image.Image:
    """Each character in the middle of its half- or full-width cell. Grey picture, black on white."""
    image = Image.new("L", (max(1, width_of(text)) * HALF_PX * factor, (LINE_PX + 6) * factor), 255)
    draw = ImageDraw.Draw(image)
    x = 0
    for char in text:
        cell_px = column_count(char) * HALF_PX * factor
        draw.text(
            (x + cell_px / 2, LINE_PX * factor * 0.8), char, fill=0, font=font, anchor="ms", stroke_width=int(bold)
        )
        x += cell_px
    return image


def to_raster(image: Image.Image) -> Raster:
    """Black where the grey picture is darker than the middle."""
    black_is_1 = ImageOps.invert(image.convert("L")).point(lambda level: 255 if level > 127 else 0, "1")
    return Raster(image.width, image.height, black_is_1.tobytes())
