"""Shell: a PDF as pictures for the glass, drawn from its own bytes: in the open, and with its numbers covered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

PPI = 150
"""A4 becomes 1240 × 1754 px: as wide as the enlarged paper on the glass."""
POINTS_PER_INCH = 72
HEAD, TAIL = 3, 4
"""Figures that stay: enough to know a number by."""
_ONE_AT_A_TIME = Lock()
"""PDFium is for one thread at a time."""
_GREY = (205, 200, 190)


@dataclass(frozen=True, slots=True, repr=False)
class PagePicture:
    """One page, twice, as PNG."""

    covered: bytes
    bare: bytes


def draw_pages(pdf: bytes, numbers: Sequence[str]) -> list[PagePicture]:
    """Every page."""
    with _opened(pdf) as document:
        return [_drawn(page, numbers) for page in document]


def words_on(pdf: bytes) -> str:
    """All that stands on its pages, without spaces and line ends."""
    with _opened(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # half a second and 25 MB that only the signature's page needs

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        yield document


def _drawn(page: Any, numbers: Sequence[str]) -> PagePicture:
    bare: NDArray[np.uint8] = page.render(scale=PPI / POINTS_PER_INCH).to_numpy()
    covered, text, height = bare.copy(), page.get_textpage(), page.get_height()
    for number in numbers:
        for at in _found(text, number):
            for place in range(at + HEAD, at + len(number) - TAIL):
                _cover(covered, text.get_charbox(place, loose=True), height)
    return PagePicture(_png(covered), _png(bare))


def _found(text: Any, number: str) -> list[int]:
    """Where the number begins, wherever it stands on the page."""
    searcher, places = text.search(number, match_case=True), list[int]()
    while (found := searcher.get_next()) is not None:
        places.append(found[0])
    return places


def _cover(picture: NDArray[np.uint8], box: tuple[float, float, float, float], height: float) -> None:
    """`box`: left, bottom, right, top of one figure, in points from the lower left corner."""
    scale = PPI / POINTS_PER_INCH
    left, bottom, right, top = box
    corners = (
        (round(left * scale), round((height - top) * scale)),
        (round(right * scale), round((height - bottom) * scale)),
    )
    cv2.rectangle(picture, *corners, _GREY, cv2.FILLED)


def _png(picture: NDArray[np.uint8]) -> bytes:
    _, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return bytes(data)
