"""Core: what happened in some days, as tables: cases, waits, effort, ratings, searches that found nothing. Counts by
day, item and department; nobody's name, number or case.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median, quantiles
from typing import Any

import msgspec

from cloud_seat.contract.board import WITHIN_S
from cloud_seat.contract.items import Item
from cloud_seat.contract.ratings import LEVELS
from cloud_seat.hub.tallies import Rated, tally

TABLES = ("cases", "waits", "effort", "ratings", "searches")
_FEW = 2
"""With fewer there is no twentieth part of them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula (OWASP: CSV injection)."""

Row = Mapping[str, Any]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`head`: names of the columns, in Chinese."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def cases(found: Iterable[Row], items: Mapping[str, Item]) -> Table:
    """`found`: day, item_id, state."""
    counted: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in found:
        counted[row["day"], row["item_id"]][row["state"]] += 1
    rows = (
        (day, *_named(item_id, items), sum(states.values()), states["accepted"], states["returned"])
        for (day, item_id), states in sorted(counted.items())
    )
    return Table(head=("日期", "事项", "部门", "收件", "受理", "退回补正"), rows=tuple(rows))


def waits(found: Iterable[Row], items: Mapping[str, Item]) -> Table:
    """`found`: day, item_id, waited_s, answered."""
    by_day: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        by_day[row["day"], _named(row["item_id"], items)[1]].append(row)
    rows = ((*key, *_waited(calls)) for key, calls in sorted(by_day.items()))
    head = ("日期", "部门", "呼叫", "接通", f"{WITHIN_S} 秒内接通", "接通一半在几秒内", "接通 95% 在几秒内")
    return Table(head=head, rows=tuple(rows))


def _waited(calls: list[Row]) -> tuple[str | int | float, ...]:
    answered = [row["waited_s"] for row in calls if row["answered"]]
    late = quantiles(answered, n=20, method="inclusive")[-1] if len(answered) >= _FEW else max(answered, default="")
    in_time = sum(waited_s <= WITHIN_S for waited_s in answered)
    return len(calls), len(answered), in_time, median(answered) if answered else "", late


def effort(measured: Iterable[Row], item_of: Mapping[str, str], items: Mapping[str, Item]) -> Table:
    """`measured`: call_id and seconds of each end of a call; `item_of`: of a call."""
    took: dict[str, int] = {}
    for row in measured:
        took[row["call_id"]] = max(row["seconds"], took.get(row["call_id"], 0))
    by_item: defaultdict[str, list[int]] = defaultdict(list)
    for call_id, seconds in took.items():
        by_item[item_of.get(call_id, "")].append(seconds)
    rows = (
        (*_named(item_id, items), len(seconds), round(median(seconds) / 60, 1), round(sum(seconds) / 60))
        for item_id, seconds in sorted(by_item.items())
    )
    return Table(head=("事项", "部门", "通话", "一半在几分钟内", "共几分钟"), rows=tuple(rows))


def ratings(given: Iterable[tuple[str, int, str]], items: Mapping[str, Item], *, silence_counts_as: int) -> Table:
    """`given`: item, level (0: not rated), official; by department only."""
    rated = [Rated(_named(item_id, items)[1], "", level) for item_id, level, _ in given]
    told: list[Any] = tally(rated, silence_counts_as=silence_counts_as)
    rows = (
        (
            one["department"],
            one["cases"],
            *(one["levels"][str(level)] for level in LEVELS),
            one["not_rated"],
            one["good"],
        )
        for one in told
    )
    head = ("部门", "办件", *(f"{level} 分" for level in LEVELS), "没有评", "好评")
    return Table(head=head, rows=tuple(rows))


def searches(missed: Iterable[tuple[str, int]]) -> Table:
    """Words that found nothing, and how often; the most frequent first."""
    return Table(head=("没有找到的说法", "次数"), rows=tuple(missed))


def _named(item_id: str, items: Mapping[str, Item]) -> tuple[str, str]:
    """Item and department; a call without an item is a question."""
    item = items.get(item_id)
    return (item.name.zh, item.department.zh) if item else (item_id or "咨询", "咨询")


def csv_of(table: Table) -> str:
    """RFC 4180, with the mark by which spreadsheets know that it is UTF-8."""
    lines = (",".join(map(_cell, row)) for row in (table.head, *table.rows))
    return "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def _cell(value: str | int | float) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    safe = f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
    return '"' + safe.replace('"', '""') + '"' if set(safe) & set(',"\r\n') else safe
