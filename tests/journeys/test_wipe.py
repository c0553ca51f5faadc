"""Shell: after a matter and the wipe, nothing of the resident is anywhere: files, log, glass, clipboard, memory."""

import gc
import io
import logging
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.ink import InkPoint
from kiosk_app.ui.paper_pixels import Pixels
from tests.faults.memory import remains
from tests.faults.whole_memory import count_in_memory, hidden, holders
from tests.journeys.booth import Booth
from tests.journeys.gear import SAMPLES, someone

pytestmark = pytest.mark.journey

PERSON = someone()
CARD = PERSON["card"]
MARKERS = (CARD["name"], CARD["number"], CARD["address"], PERSON["phone"], PERSON["bank_account"])
OURS = ("kiosk_app", "offline_cache", "cloud_seat", "devices")
CODINGS = ("utf-8", "utf-16-le", "gb18030")


def written(text: str) -> list[bytes]:
    """As any of our programs could have written it."""
    return list({text.encode(coding) for coding in CODINGS})


def in_files(folder: Path, papers: list[bytes]) -> list[str]:
    """Files below that hold a marker, or a piece of a paper, in clear. Every byte is read."""
    wanted = [form for text in MARKERS for form in written(text)] + papers
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [str(path.relative_to(folder)) for path in files if any(form in path.read_bytes() for form in wanted)]


def on_glass(booth: Booth) -> list[str]:
    """Texts of every object and every list that QML holds, wherever a marker stands in one."""
    found = list[str]()
    for thing in _objects(booth):
        meta = thing.metaObject()
        for at in range(meta.propertyCount()):
            name = str(meta.property(at).name())
            if str(meta.property(at).typeName()) in (
                "QString",
                "QVariant",
                "QVariantList",
                "QVariantMap",
                "QStringList",
            ):
                text = str(thing.property(name))
                found += [f"{meta.className()}.{name}" for marker in MARKERS if marker in text]
    return found


def _objects(booth: Booth) -> Iterator[QObject]:
    waiting: list[QObject] = [booth.kiosk.window, booth.kiosk.parts.views, booth.kiosk.keyboard]
    seen = set[int]()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        yield thing
        waiting += thing.children()
        if isinstance(thing, QQuickItem):
            waiting += thing.childItems()


def in_views(booth: Booth) -> list[str]:
    """What the views would still say."""
    return [marker for marker in MARKERS if marker in str(booth.kiosk.parts.views._shown)]


def ours_alive() -> list[object]:
    """Every object of our own classes, from whatever booth."""
    gc.collect()
    return [thing for thing in gc.get_objects() if str(type(thing).__module__).startswith(OURS)]


def in_python(booth: Booth, before: list[object]) -> list[str]:
    """What the program still holds, from its lanes down, and what our own objects, those of earlier booths apart, hold
    that nobody can reach.
    """
    reached = [kind for marker in MARKERS for kind in remains(marker, booth.kiosk, outside=booth)]
    known = {id(thing) for thing in before}
    ours = [thing for thing in ours_alive() if id(thing) not in known]
    texts = [(type(thing).__name__, inner) for thing in ours for inner in gc.get_referents(thing)]
    held = [name for name, inner in texts if isinstance(inner, str) and any(marker in inner for marker in MARKERS)]
    return [kind for kind in reached if kind != "ndarray"] + held + [t for t, _ in texts if t == InkPoint.__name__]


def pieces_of(booth: Booth) -> list[bytes]:
    """The fullest line of pixels of each paper as the glass has it, and a stretch of each as it was taken; `hidden`."""
    papers = booth.kiosk.parts.papers._papers.values()
    sheets = [paper.sheets[0] for paper in papers if paper.sheets]
    taken = [np.frombuffer(jpeg, np.uint8) for jpeg in booth.kiosk.engine._desk.folder.pages.values()]
    lines = [sheet[sheet[..., 0].std(axis=1).argmax()] for sheet in sheets]
    return [hidden(line) for line in lines] + [hidden(jpeg[len(jpeg) // 2 :][:4096]) for jpeg in taken]


def own_paper(folder: Path) -> Path:
    """A sheet that no other test of this process has photographed: the sample with a grain of its own."""
    sheet = np.asarray(Image.open(SAMPLES / "social-card-copy.png").convert("RGB")).astype(np.int16)
    grain = np.random.default_rng().integers(-6, 7, (*sheet.shape[:2], 1))
    Image.fromarray(np.clip(sheet + grain, 0, 255).astype(np.uint8)).save(folder / "paper.png")
    return folder / "paper.png"


def pixels_of(booth: Booth) -> "list[weakref.ref[Pixels]]":
    """What must go without a collection."""
    papers = booth.kiosk.parts.papers._papers.values()
    return [weakref.ref(pixels) for paper in papers for pixels in (paper.thumb, *paper.sheets) if pixels is not None]


@pytest.mark.usefixtures("uncollected")
def test_nothing_of_a_resident_stays(booth: Booth, tmp_path_factory: pytest.TempPathFactory) -> None:
    booth.gear.document.put_paper(own_paper(tmp_path_factory.mktemp("paper")))
    booth.gear.document.take_paper()
    before, log = ours_alive(), io.StringIO()
    ear, root = logging.StreamHandler(log), logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.INFO)  # as the program says it, see kiosk_app/__main__.py
    booth.walk(booth.to_check())
    assert on_glass(booth) and in_views(booth) and in_python(booth, before), "the search itself finds what is there"
    booth.walk(booth.resident.sign())
    papers = [paper[200:264] for paper in booth.kiosk.engine._desk.folder.pages.values()]
    pieces, pixels = pieces_of(booth), pixels_of(booth)
    assert papers and len(pixels) > len(pieces) > len(papers)
    assert all(count_in_memory(pieces)), "the search itself finds what is there"
    assert booth.leftovers() == [], "sealed while it is under way"
    booth.walk(booth.submit(), booth.finish())
    booth.walk(booth.until(lambda: not booth.kiosk.engine.cache.pending(), "an empty outbox"))
    booth.gear.tidy()
    root.removeHandler(ear)
    root.setLevel(level)

    assert in_files(booth.data, papers) == []
    assert [marker for marker in MARKERS if marker in log.getvalue()] == []
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "" and clipboard.image().isNull()
    assert on_glass(booth) == [] == in_views(booth)
    assert booth.kiosk.parts.papers.is_empty
    assert not booth.kiosk.parts.frames._newest
    assert [one for one in pixels if one() is not None] == []
    assert not any(left := count_in_memory(pieces)), f"of a paper: {left}, in {holders(pieces)}, {_collected(pieces)}"
    assert in_python(booth, before) == []


def _collected(pieces: list[bytes]) -> list[int]:
    """How many are left after a collection: none if only circles of objects held them."""
    gc.collect()
    return count_in_memory(pieces)
