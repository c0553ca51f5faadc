"""Core: what a bench gives back: rows of numbers beside a peer or a limit; how they are printed and written as JSON."""

from dataclasses import dataclass
from typing import Any

from kiosk_app.demo.report import columns as aligned

Row = tuple[str, tuple[float | None, ...]]
"""What was measured, and its numbers in the order of the columns; None where there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` name the numbers, each once, with units; `beside` says what to compare them with."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    beside: str

    def printed(self) -> str:
        """For the terminal: text to the left, numbers to the right."""
        lines = [("", *self.columns), *((what, *map(_shown, numbers)) for what, numbers in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        right = [
            (what, *(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)))
            for what, *cells in lines
        ]
        return "\n".join([self.title, *aligned(right), f"beside: {self.beside}"])

    def as_json(self) -> dict[str, Any]:
        """The same numbers, unrounded, each under its column's name."""
        rows = [{"what": what, **dict(zip(self.columns, numbers, strict=True))} for what, numbers in self.rows]
        return {"title": self.title, "beside": self.beside, "columns": self.columns, "rows": rows}


def _shown(number: float | None) -> str:
    if number is None:
        return "–"
    if abs(number) >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.3g}"
