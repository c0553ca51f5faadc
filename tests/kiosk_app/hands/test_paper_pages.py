"""Shell: what the glass shows is the PDF that is signed, and its numbers stay covered until they are asked for."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from kiosk_app.hands.paper_pages import PPI, draw_pages
from kiosk_app.hands.typesetter import Typesetter

ASSETS = Path(__file__).resolve().parents[3] / "assets"
NUMBER, PHONE = "44011318990305001X", "13800000000"


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(ASSETS, "application.typ")


def paper(typesetter: Typesetter, *, rows: Sequence[tuple[str, str]], promises: int = 1) -> bytes:
    """An application of an invented person."""
    data: dict[str, Any] = {
        "title": "老年人长寿保健金申请表",
        "rows": [[{"label": label, "value": value}] for label, value in rows],
        "promises": ["以上内容由本人填写并核对。"] * promises,
        **{"applicant": "测试陈长寿", "agent": False, "date": "2026-11-23", "case_id": "0190", "form_ref": "x v1"},
        **{"language": "zh", "signature": ""},
    }
    return typesetter.pdf(data)


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))


def test_every_page_is_drawn_from_the_pdf_itself(typesetter: Typesetter) -> None:
    pages = draw_pages(paper(typesetter, rows=[("姓名", "测试陈长寿")], promises=60), [])
    assert len(pages) > 1
    assert all(page.covered == page.bare for page in pages)
    first = Image.open(io.BytesIO(pages[0].bare))
    assert abs(first.width - 210 / 25.4 * PPI) < 2


def test_numbers_are_covered_wherever_they_stand_but_their_ends(typesetter: Typesetter) -> None:
    pdf = paper(typesetter, rows=[("证件号码", NUMBER), ("再一次", f"号码 {NUMBER}，电话 {PHONE}")])
    (page,) = draw_pages(pdf, [NUMBER, PHONE])
    covered, bare = pixels(page.covered), pixels(page.bare)
    rows = np.flatnonzero((covered != bare).any(axis=1))
    bands = np.split(rows, np.flatnonzero(np.diff(rows) > 5) + 1)
    assert len(bands) == 2
    for band in bands:
        ink = covered[band[0] : band[-1] + 1][:, (covered != bare)[band[0] : band[-1] + 1].any(axis=0)]
        assert ink.min() > 150  # nothing dark shows under the cover


def test_another_persons_paper_shows_other_pixels_only_in_the_open(typesetter: Typesetter) -> None:
    """Two numbers with the same ends look the same while they are covered."""
    other = NUMBER[:3] + "0" * 11 + NUMBER[-4:]
    (mine,) = draw_pages(paper(typesetter, rows=[("证件号码", NUMBER)]), [NUMBER])
    (theirs,) = draw_pages(paper(typesetter, rows=[("证件号码", other)]), [other])
    assert (pixels(mine.covered) == pixels(theirs.covered)).all()
    assert (pixels(mine.bare) != pixels(theirs.bare)).any()
