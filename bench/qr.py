"""Shell: QR codes in generated camera pictures with all kinds of trouble, beside zxing-cpp alone and OpenCV."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import segno
import zxingcpp
from numpy.typing import NDArray

from bench.stopwatch import timed
from bench.table import Row, Table
from devices.camera.frame import Rgb
from devices.scanner.picture import decode_picture

WIDTH_PX, HEIGHT_PX = 1280, 720
FACTOR = 2  # drawn so much larger, then made smaller: edges as a lens shows them
PICTURES, QUICK_PICTURES = 24, 2
SIDE_PX = 600
CAMERA_AWAY = 2.2  # times the code's side

JUDGED = ("CPU ms", "found", "wrong")

Read = Callable[[Rgb], list[str]]
Shot = tuple[Rgb, str]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kind:
    """`code_px`: side of the code with its quiet zone, at the lens's middle; `light`: share of it that is left."""

    code_px: int = 320
    turn_degrees: float = 10.0
    tilt_degrees: float = 0.0
    blur_px: float = 0.0
    light: float = 1.0
    noise: float = 3.0
    is_gbk: bool = False


KINDS = {
    "easy": Kind(turn_degrees=20.0),
    "small, 110 px": Kind(110),
    "blurred, σ 2.6": Kind(206, blur_px=2.6),
    "strong perspective": Kind(300, tilt_degrees=50.0),
    "dark and noisy": Kind(240, light=0.18, noise=12.0),
    "GBK payload": Kind(is_gbk=True),
}


def measure(quick: bool) -> Table:
    """All readers see the same pictures."""
    count = QUICK_PICTURES if quick else PICTURES
    rows = tuple(_row(name, kind, count) for name, kind in KINDS.items())
    columns = tuple(f"{reader}{name}" for reader in ("", "zxing ", "cv2 ", "aruco ") for name in JUDGED)
    beside = "zxing: zxing-cpp as it comes, cv2: QRCodeDetector, aruco: QRCodeDetectorAruco;"
    beside += " found: the very text; wrong: another text was read"
    return Table(f"decode_picture, {count} pictures of {WIDTH_PX}×{HEIGHT_PX} each", columns, rows, beside)


def _row(name: str, kind: Kind, count: int) -> Row:
    shots = [shoot(kind, seed) for seed in range(count)]
    judged = (number for read in (_ours, _zxing, _cv2, _aruco) for number in _judged(read, shots))
    return name, tuple(judged)


def _judged(read: Read, shots: list[Shot]) -> tuple[float, ...]:
    said: list[list[str]] = []
    cpu_s = sum(timed(lambda: said.append(read(picture)))[1] for picture, _ in shots)  # noqa: B023  called at once
    found = sum(text in texts for texts, (_, text) in zip(said, shots, strict=True))
    wrong = sum(any(other != text for other in texts) for texts, (_, text) in zip(said, shots, strict=True))
    return cpu_s / len(shots) * 1000, found, wrong


def _ours(picture: Rgb) -> list[str]:
    return [code.text for code in decode_picture(picture)]


def _zxing(picture: Rgb) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def _cv2(picture: Rgb) -> list[str]:
    return _first(cv2.QRCodeDetector(), picture)


def _aruco(picture: Rgb) -> list[str]:
    return _first(cv2.QRCodeDetectorAruco(), picture)


def _first(detector: cv2.GraphicalCodeDetector, picture: Rgb) -> list[str]:
    try:
        text = detector.detectAndDecode(picture)[0]
    except (cv2.error, UnicodeDecodeError):  # GBK payloads are no text to OpenCV
        return []
    return [text] if text else []


def shoot(kind: Kind, seed: int) -> Shot:
    """One picture and what its code says; the same for the same seed."""
    rng = np.random.default_rng(seed)
    text = (
        f"粤居码:测试{seed:03d}"
        if kind.is_gbk
        else f"https://example.invalid/case/GZPY-2026-{seed:06d}?t={seed * 7919}"
    )
    picture = _laid(_code(text.encode("gb18030")), _place(kind, rng), rng)
    if kind.blur_px:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), kind.blur_px), dtype=np.float64)
    lit = picture * kind.light + rng.normal(0, kind.noise, picture.shape)
    return np.clip(lit, 0, 255).astype(np.uint8), text


def _code(payload: bytes) -> NDArray[np.uint8]:
    dots = [[0 if dark else 255 for dark in row] for row in segno.make_qr(payload, error="m").matrix_iter(border=4)]
    return np.asarray(cv2.resize(np.array(dots, np.uint8), (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_NEAREST))


def _place(kind: Kind, rng: np.random.Generator) -> Floats:
    """Where the corners of the code lie: turned, tilted as before a pinhole camera, somewhere in the picture."""
    turn, lean = np.deg2rad([rng.uniform(-kind.turn_degrees, kind.turn_degrees), kind.tilt_degrees])
    lean *= rng.choice((-1, 1))
    flat = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * kind.code_px / 2
    flat = flat @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    away = kind.code_px * CAMERA_AWAY
    depth = away - flat[:, 0] * np.sin(lean)
    seen = np.stack((flat[:, 0] * np.cos(lean), flat[:, 1]), axis=1) * (away / depth)[:, None]
    reach = np.abs(seen).max(axis=0)
    middle = rng.uniform(reach, np.array((WIDTH_PX, HEIGHT_PX)) - reach)
    return np.asarray(seen + middle, dtype=np.float64)


def _laid(code: NDArray[np.uint8], corners: Floats, rng: np.random.Generator) -> Floats:
    """The code on a desk with large soft patches of colour."""
    whole = (WIDTH_PX * FACTOR, HEIGHT_PX * FACTOR)
    from_corners = np.array([(0, 0), (SIDE_PX, 0), (SIDE_PX, SIDE_PX), (0, SIDE_PX)], np.float32)
    way = cv2.getPerspectiveTransform(from_corners, (corners * FACTOR).astype(np.float32))
    paper, cover = (
        cv2.resize(cv2.warpPerspective(what, way, whole), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
        for what in (code, np.full_like(code, 255))
    )
    patches = rng.integers(90, 170, (18, 32, 3)).astype(np.uint8)
    desk = cv2.resize(patches, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    share = cover[..., None] / 255.0
    return np.asarray(desk * (1 - share) + paper[..., None] * share, dtype=np.float64)
