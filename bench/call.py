"""Shell: one call between the booth and an official's Chromium, beside Chromium and Chromium, and the booth with
Firefox, on good and bad lines."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.calls.booth import FPS, Booth
from bench.calls.browser import CHROMIUM, pages
from bench.calls.firefox import PROGRAM, FirefoxEnd, firefox_page
from bench.calls.pair import Pair
from bench.calls.relay import Line
from bench.calls.voice import write_voice
from bench.stopwatch import percentile, scratch
from bench.table import Row, Table

SIZES = ((640, 480), (1280, 720))
BAD_LINES = {
    "100 ms": Line(way_s=0.05),
    "2 % loss, 100 ms": Line(loss=0.02, way_s=0.05),
    "5 % loss, 100 ms": Line(loss=0.05, way_s=0.05),
    "10 % loss, 100 ms": Line(loss=0.10, way_s=0.05),
    "1 Mbit/s, 100 ms": Line(way_s=0.05, carries_bps=1e6),
}
COLUMNS = (
    "first ms p50",
    "first ms p95",
    "delivered %",
    "ms p50",
    "ms p95",
    "CPU s/s",
    "lines",
    "freezes/min",
    "frozen s/min",
    "concealed %",
)
BESIDE = (
    "a page calling another page of the same Chromium; CPU of an end: the booth's process (it draws nothing), or "
    "Chromium's, half of it with two pages; loss is each way, 100 ms there and back; on bad lines ms at the end"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each part of a call is measured, and how many calls count for the first picture."""

    settle_s: float
    measure_s: float
    age_s: float
    bad_s: float
    short_calls: int


CLIMB_S = 12.0
"""720 lines are tried when the smaller picture went well for a while: before that there is nothing to measure."""
QUICK = Plan(0.3, 0.6, 0.5, 0.0, 0)
WHOLE = Plan(3.0, 6.0, 4.0, 16.0, 5)


def measure(quick: bool) -> Table:
    """Both pairs take turns on each line."""
    title = f"a call, sound and picture both ways, cameras of {FPS} pictures a second"
    if CHROMIUM is None:
        return Table(f"{title}: needs Chromium", COLUMNS, (), BESIDE)
    rows = asyncio.run(_rows(QUICK if quick else WHOLE, SIZES[:1] if quick else SIZES))
    return Table(title, COLUMNS, tuple(rows), BESIDE)


async def _rows(plan: Plan, sizes: tuple[tuple[int, int], ...]) -> list[Row]:
    rows: list[Row] = []
    with scratch() as folder:
        voice = Path(folder) / "voice.wav"
        write_voice(voice)
        booth = Booth(voice)
        try:
            for size in sizes:
                async with pages(size, voice) as (one, other), _firefox(plan) as firefox:
                    pairs = [Pair("booth–Chromium", booth, one), Pair("Chromium–Chromium", one, other)]
                    pairs += [Pair("booth–Firefox", booth, firefox)] if firefox else []
                    rows += await _rows_of(plan, size, pairs if plan.short_calls else pairs[:1])
        finally:
            booth.close()
    return rows


def _firefox(plan: Plan) -> AbstractAsyncContextManager[FirefoxEnd | None]:
    """A page of it, where it is installed; never in a short look."""
    return firefox_page() if plan.short_calls and PROGRAM else nullcontext()


async def _rows_of(plan: Plan, size: tuple[int, int], pairs: list[Pair]) -> list[Row]:
    rows = [row for pair in pairs for row in await _good_rows(plan, size, pair)]
    if size == SIZES[0] and plan.bad_s:
        for name, line in BAD_LINES.items():
            for pair in pairs:
                rows += await _bad_rows(plan, name, line, pair)
    return rows


async def _good_rows(plan: Plan, size: tuple[int, int], pair: Pair) -> list[Row]:
    """First with the page's ordinary camera, for CPU time; then with one that tells the time, for the delay."""
    firsts = [await _first_only(size, pair) for _ in range(plan.short_calls)]
    async with pair.call(size, Line(), is_coded=False) as first_ms:
        await asyncio.sleep(plan.settle_s + (CLIMB_S if size != SIZES[0] else 0.0))
        counted = await pair.measured(plan.measure_s, reads=False)
        await pair.recode(size)
        await asyncio.sleep(plan.settle_s)
        aged = await pair.measured(plan.age_s, reads=True)
    firsts = [*firsts, first_ms]
    first = percentile(firsts, 0.5), percentile(firsts, 0.95)
    return [
        _row(f"{size[0]}×{size[1]} {pair.name}, {end.name}", first, seen, then["ages_ms"])
        for end, seen, then in zip(pair.ends, counted, aged, strict=True)
    ][: 1 + pair.differs]


async def _first_only(size: tuple[int, int], pair: Pair) -> float:
    async with pair.call(size, Line(), is_coded=False) as first_ms:
        return first_ms


async def _bad_rows(plan: Plan, name: str, line: Line, pair: Pair) -> list[Row]:
    async with pair.call(SIZES[0], line, is_coded=True) as first_ms:
        numbers = await pair.measured(plan.bad_s, reads=True)
    return [
        _row(f"{name}: {pair.name}, {end.name}", (first_ms, None), seen | {"cpu": None}, _last_quarter(seen["ages_ms"]))
        for end, seen in zip(pair.ends, numbers, strict=True)
    ]


def _last_quarter(ages_ms: list[int]) -> list[int]:
    return ages_ms[-(len(ages_ms) // 4) :]


def _row(what: str, first_ms: tuple[float, float | None], seen: dict[str, Any], ages_ms: list[int]) -> Row:
    minutes = seen["seconds"] / 60
    ages = [percentile(ages_ms, share) if ages_ms else None for share in (0.5, 0.95)]
    delivered = min(100.0, 100 * seen["frames"] / (FPS * seen["seconds"]))
    freezes = seen["freezes"] / minutes, seen["frozen_s"] / minutes
    return what, (*first_ms, delivered, *ages, seen["cpu"], seen["lines"], *freezes, 100 * seen["concealed"])
