"""Shell: strokes of a finger → characters, by zinnia (BSD) through its C interface. Learns nothing."""

import ctypes
import ctypes.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

MODEL = Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model")
BOX = 1000
"""Side of the square that strokes are scaled into; zinnia itself only looks at shares of it."""
_FILLED = 0.75  # of the square: of 0.75, 0.9 and 1 the one that finds most of 400 common characters

Stroke: TypeAlias = Sequence[tuple[float, float]]


class HandwritingMissingError(Exception):
    """Library or model is not installed (libzinnia0, tegaki-zinnia-simplified-chinese): do not offer handwriting."""


def find_zinnia(model: Path = MODEL) -> str:
    """The library's name, without opening anything. Raises HandwritingMissingError."""
    name = ctypes.util.find_library("zinnia")
    if name is None or not model.is_file():
        raise HandwritingMissingError
    return name


class Zinnia:
    """The recogniser: 6,763 characters (GB 2312). One thread at a time."""

    def __init__(self, model: Path = MODEL) -> None:
        """Opens the model, some 30 ms. Raises HandwritingMissingError."""
        self._library = _declare(ctypes.CDLL(find_zinnia(model)))
        self._recogniser = self._library.zinnia_recognizer_new()
        if not self._library.zinnia_recognizer_open(self._recogniser, bytes(model)):
            self.close()
            raise HandwritingMissingError

    def recognise(self, strokes: Sequence[Stroke], limit: int) -> tuple[str, ...]:
        """Likeliest characters first; strokes in the order of writing, in pixels of any surface."""
        character = self._library.zinnia_character_new()
        try:
            self._library.zinnia_character_set_width(character, BOX)
            self._library.zinnia_character_set_height(character, BOX)
            for number, stroke in enumerate(in_square(strokes)):
                for x, y in stroke:
                    self._library.zinnia_character_add(character, number, x, y)
            return self._classify(character, limit)
        finally:
            self._library.zinnia_character_destroy(character)

    def close(self) -> None:
        """Frees the model."""
        self._library.zinnia_recognizer_destroy(self._recogniser)

    def _classify(self, character: int, limit: int) -> tuple[str, ...]:
        result = self._library.zinnia_recognizer_classify(self._recogniser, character, limit)
        if not result:
            return ()
        try:
            count = self._library.zinnia_result_size(result)
            return tuple(self._library.zinnia_result_value(result, at).decode("utf-8") for at in range(count))
        finally:
            self._library.zinnia_result_destroy(result)


def in_square(strokes: Sequence[Stroke]) -> list[list[tuple[int, int]]]:
    """The strokes in the middle of a square, all as large, their proportions kept: wherever in the box and however
    small somebody writes, the recogniser sees the same."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return []
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = BOX * _FILLED / max(right - left, bottom - top, 1.0)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    return [
        [(round(BOX / 2 + (x - middle_x) * scale), round(BOX / 2 + (y - middle_y) * scale)) for x, y in stroke]
        for stroke in strokes
        if stroke
    ]


def _declare(library: ctypes.CDLL) -> Any:
    """Types of the C functions, as in the library's zinnia.h."""
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    signatures: dict[str, tuple[list[Any], Any]] = {
        "recognizer_new": ([], pointer),
        "recognizer_open": ([pointer, ctypes.c_char_p], ctypes.c_int),
        "recognizer_destroy": ([pointer], None),
        "recognizer_classify": ([pointer, pointer, size], pointer),
        "character_new": ([], pointer),
        "character_destroy": ([pointer], None),
        "character_set_width": ([pointer, size], None),
        "character_set_height": ([pointer, size], None),
        "character_add": ([pointer, size, ctypes.c_int, ctypes.c_int], ctypes.c_int),
        "result_size": ([pointer], size),
        "result_value": ([pointer, size], ctypes.c_char_p),
        "result_destroy": ([pointer], None),
    }
    for name, (takes, gives) in signatures.items():
        function = getattr(library, f"zinnia_{name}")
        function.argtypes, function.restype = takes, gives
    return library
