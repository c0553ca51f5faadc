"""Core: how the calls of some days were, by day and booth, as a table for operators."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from statistics import median
from typing import Any

HEAD = ("day", "kiosk", "calls", "minutes", "breaks", "frozen s", "lost %", "rtt ms", "rtt 95 %")

Row = Mapping[str, Any]


def by_day(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """One line a day and booth, the worse of both ends where they differ. `rows` in the order of day and booth."""
    days = groupby(rows, key=lambda row: (str(row["day"]), str(row["kiosk_id"])))
    return [(*key, *_line(list(of_day))) for key, of_day in days]


def table(rows: Iterable[Row]) -> str:
    """The lines, numbers to the right."""
    lines = [HEAD, *by_day(rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    left = 2
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at < left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(rows: list[Row]) -> tuple[str, ...]:
    calls = [list(ends) for _, ends in groupby(sorted(rows, key=_call), key=_call)]
    worst = {name: [max(end[name] for end in ends) for ends in calls] for name in ("seconds", "breaks", "frozen_s")}
    lost = [max(end["lost_permille"] for end in ends) / 10 for ends in calls]
    usual = [row["rtt_p50_ms"] for row in rows if row["rtt_p50_ms"] is not None]
    late = [row["rtt_p95_ms"] for row in rows if row["rtt_p95_ms"] is not None]
    return (
        str(len(calls)),
        f"{sum(worst['seconds']) / 60:.0f}",
        str(sum(worst["breaks"])),
        str(sum(worst["frozen_s"])),
        f"{sum(lost) / len(lost):.1f}",
        f"{median(usual):.0f}" if usual else "-",
        f"{max(late)}" if late else "-",
    )


def _call(row: Row) -> str:
    return str(row["call_id"])
