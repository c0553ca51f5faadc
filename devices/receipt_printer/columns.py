"""Core: how text fills the columns of a receipt: GB18030 widths, cleaning, wrapping, cells beside each other.

Breaking follows what Chinese typography forbids (GB/T 15834, W3C "Requirements for Chinese Text Layout" §3.1): no line
begins with closing punctuation, none ends with an opening bracket; Latin words and numbers stay whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import zip_longest

HALF_PX = 12  # a Latin character of font A is 12×24 dots, a Chinese one 24×24
LINE_PX = 24
BOLD_STROKE_PX = 0.5  # around each stroke: a printer strikes twice, one dot apart


class Align(IntEnum):
    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in a row. `columns`: how wide; None: what is left over."""

    text: str
    columns: int | None = None
    align: Align = Align.LEFT


def clean(text: str) -> str:
    """Text without control and unassigned characters: what a resident types must never steer the printer."""
    kept = (" " if char == "\t" else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char) not in _UNPRINTABLE)


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def column_count(char: str) -> int:
    """1 for a single-byte character, else 2: the printer's font knows only half and full width."""
    return 1 if char < "\x80" else 2


def width_of(text: str) -> int:
    return sum(column_count(char) for char in text)


def is_rare(char: str) -> bool:
    """True for characters of four GB18030 bytes: no printer font has them, they must be drawn."""
    return len(char.encode("gb18030")) == 4


def wrap(text: str, columns: int) -> Iterator[str]:
    """Lines of at most `columns` (at least 2), without the spaces at the breaks. At least one line."""
    line = ""
    for piece in _pieces(text):
        is_full = bool(line) and width_of(line + piece) > columns
        if is_full and (width_of(piece.lstrip(" ")) <= columns or width_of(line) > columns // 2):
            yield line.rstrip(" ")
            line, piece = "", piece.lstrip(" ")
        *full, line = _cut(line + piece, columns)
        yield from full
    yield line.rstrip(" ") if line.strip(" ") else ""


def row(cells: list[Cell], columns: int) -> Iterator[str]:
    """Lines of cells beside each other, one column apart, each wrapped within its own width."""
    free = columns - (len(cells) - 1) - sum(cell.columns or 0 for cell in cells)
    widths = [free if cell.columns is None else cell.columns for cell in cells]
    wrapped = [wrap(cell.text, width) for cell, width in zip(cells, widths, strict=True)]
    for texts in zip_longest(*wrapped, fillvalue=""):
        placed = (_placed(text, width, cell.align) for text, width, cell in zip(texts, widths, cells, strict=True))
        yield " ".join(placed).rstrip(" ")


def _placed(text: str, columns: int, align: Align) -> str:
    gap = columns - width_of(text)
    left = (0, gap // 2, gap)[align]
    return " " * left + text + " " * (gap - left)


_WORD = r"[!-~]+"  # Latin letters, digits and their punctuation
_OPENING = "（《〈「『【〔〖［｛“‘￥＄"
_CLOSING = "，。、；：？！）》〉」』】〕〗］｝”’…—～·％℃" + r",.;:?!)\]}%"
# what must not be torn apart: opening brackets, one word or character, closing punctuation; spaces before it
_PIECE = re.compile(rf" *[{_OPENING}]*(?:{_WORD}|[^ ])?[{_CLOSING}]*")


def _pieces(text: str) -> Iterator[str]:
    return (found.group() for found in _PIECE.finditer(text) if found.group())


def _cut(line: str, columns: int) -> Iterator[str]:
    """Break anywhere: for what is wider than the paper."""
    start = width = 0
    for at, char in enumerate(line):
        if width + column_count(char) > columns:
            yield line[start:at]
            start, width = at, 0
        width += column_count(char)
    yield line[start:]
