"""Core: columns for a terminal, where a Chinese character is two cells wide."""

import unicodedata
from collections.abc import Sequence


def cells_of(text: str) -> int:
    """How many cells of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, cells: int) -> str:
    return text + " " * (cells - cells_of(text))


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row, columns two cells apart."""
    widths = [max(map(cells_of, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(padded, row, widths)).rstrip() for row in rows]
