"""Shell: sheets on generated desks, beside what tutorials do: grey, blur, one Canny level and approxPolyDP."""

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.pages.shots import EMPTY, FULL, KINDS, PREVIEW, Shot, Trouble, shoot
from bench.stopwatch import percentile, timed
from bench.table import Row, Table
from devices.camera.frame import Corners, Rgb
from devices.camera.outline import in_order
from devices.camera.page import PageVerdict, find_page, look_at_page

PICTURES = 38  # of each kind with sheets: 304; and half as many without
FIRST_SEED = 1000  # the method was tried out on others
RIGHT_SHARE = 0.02  # of the diagonal: no corner of the sheet further off
WORK_HEIGHT_PX = 500  # the tutorials' working size
TROUBLES = {
    PageVerdict.CUT_CORNER: Trouble(is_cut=True),
    PageVerdict.GLARE: Trouble(has_glare=True),
    PageVerdict.BLURRED: Trouble(blur_px=7.0),
    PageVerdict.TOO_DARK: Trouble(is_dim=True),
}
COLUMNS = (
    "pictures",
    "right %",
    "corner px p50",
    "p95",
    "max",
    "false alarms %",
    "CPU ms",
    "plain right %",
    "plain px p50",
)
BESIDE = (
    f"plain: grey, blur, Canny 75/200, largest approxPolyDP with 4 corners at {WORK_HEIGHT_PX} px height. Right: no "
    f"corner off by more than {RIGHT_SHARE:.0%} of the diagonal; without a sheet: none that could be taken; "
    "for a trouble: it is told, or no sheet is found. False alarm: another word than `good` for a sheet with which "
    "nothing is wrong. "
    f"CPU: verdict for a frame of {PREVIEW[0]}×{PREVIEW[1]}"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One picture; `wanted`: the verdict that belongs to a trouble made on purpose."""

    kind: str
    seed: int
    size: tuple[int, int]
    wanted: PageVerdict | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`off_px`: worst corner, infinite when nothing (or something wrong) was found."""

    kind: str
    is_right: bool
    off_px: float
    is_false_alarm: bool
    cpu_s: float
    plain_off_px: float


def measure(quick: bool) -> Table:
    """Every picture is drawn, searched by both methods, and forgotten."""
    rows: list[Row] = []
    if quick:
        results = [judge(Task(kind, FIRST_SEED, PREVIEW)) for kind in ("dark", "white", "hand", "empty desk")]
    else:
        results = _in_parallel(tasks())
        rows = [_row(f"{word.value}, {PREVIEW[0]}×{PREVIEW[1]}", _in_parallel(troubles(word))) for word in TROUBLES]
    kinds = [kind for kind in (*KINDS, *EMPTY) if any(result.kind == kind for result in results)]
    sheets = [result for result in results if result.kind in KINDS]
    each = [_row(kind, [result for result in results if result.kind == kind]) for kind in kinds]
    return Table(
        f"sheets on generated desks, {'preview' if quick else '5 MP'}",
        COLUMNS,
        (*each, _row("all with sheets", sheets), *rows),
        BESIDE,
    )


def tasks(count: int = PICTURES, size: tuple[int, int] = FULL) -> list[Task]:
    """The whole set: all kinds with sheets, half as many pictures of each kind without."""
    seeds = range(FIRST_SEED, FIRST_SEED + count)
    empty = [Task(kind, seed, size) for kind in EMPTY for seed in seeds[: (count + 1) // 2]]
    return [Task(kind, seed, size) for kind in KINDS for seed in seeds] + empty


def troubles(word: PageVerdict, count: int = 6) -> list[Task]:
    """Pictures spoilt on purpose, of every kind with one free sheet."""
    kinds = [kind for kind in KINDS if kind not in ("two papers", "hand")]
    return [Task(kind, FIRST_SEED + seed, PREVIEW, word) for kind in kinds for seed in range(count)]


def judge(task: Task) -> Result:
    """One picture drawn and searched."""
    shot = shoot(task.kind, task.seed, task.size, TROUBLES[task.wanted] if task.wanted else Trouble())
    outline = find_page(shot.rgb)
    off_px = _off_px(outline.corners if outline else None, shot)
    is_right = off_px < RIGHT_SHARE * np.hypot(*task.size)
    frame = cv2.resize(shot.rgb, PREVIEW, interpolation=cv2.INTER_AREA).astype(np.uint8)
    views = []
    _, cpu_s = timed(lambda: views.append(look_at_page(frame)))
    verdict = views[0].verdict
    if task.wanted or task.kind in EMPTY:
        refused = (PageVerdict.NO_PAGE, task.wanted or PageVerdict.CUT_CORNER)
        return Result(task.kind, verdict in refused, np.inf, False, cpu_s, np.inf)
    is_false_alarm = task.kind != "two papers" and not shot.is_held and verdict is not PageVerdict.GOOD
    return Result(task.kind, is_right, off_px, is_false_alarm, cpu_s, _off_px(_plain(shot.rgb), shot))


def _in_parallel(work: list[Task]) -> list[Result]:
    """On all cores, each picture on one."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        return list(pool.map(judge, work, chunksize=4))


def _off_px(corners: Corners | None, shot: Shot) -> float:
    """Of the nearest sheet, whichever corner is called the first."""
    if corners is None:
        return float("inf")
    turns: Iterable[Corners] = [np.roll(corners, turn, axis=0) for turn in range(4)]
    off = [np.linalg.norm(turned - sheet, axis=1).max() for turned in turns for sheet in shot.sheets]
    return float(min(off, default=np.inf))


def _row(what: str, results: list[Result]) -> Row:
    right = [result.off_px for result in results if result.is_right and np.isfinite(result.off_px)]
    plain_limit = RIGHT_SHARE * np.hypot(*FULL)
    plain = [result.plain_off_px for result in results if result.plain_off_px < plain_limit]
    is_clean = bool(right)
    return what, (
        len(results),
        100 * sum(result.is_right for result in results) / len(results),
        *((percentile(right, 0.5), percentile(right, 0.95), max(right)) if right else (None, None, None)),
        100 * sum(result.is_false_alarm for result in results) / len(results) if is_clean else None,
        median(result.cpu_s for result in results) * 1000,
        100 * len(plain) / len(results) if is_clean else None,
        median(plain) if plain else None,
    )


def _plain(picture: Rgb) -> Corners | None:
    shrink = picture.shape[0] / WORK_HEIGHT_PX
    small = cv2.resize(picture, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0), 75, 200)
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:5]:
        outline = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(outline) == 4:
            points: NDArray[np.float64] = in_order(outline.reshape(4, 2).astype(np.float64)) * shrink
            return points
    return None
