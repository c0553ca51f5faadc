"""Shell: big letters under the magnifier: twice the standard size and more, and all of it can be brought into sight."""

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QMetaObject, QPoint, QRectF, QSizeF
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.shown import Presentation
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.faults import faults
from tests.kiosk_app.qml.fingers import tap, touch
from tests.kiosk_app.qml.measure import Seen, find_item
from tests.kiosk_app.qml.sample_states import state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_keypad import step_on, target

WIDE, TALL = (1920, 1080), (1080, 1920)
DEEP = [pytest.param(*look, marks=pytest.mark.deep) for look in ((WIDE, "en"), (WIDE, "zh"), (TALL, "en"))]
LOOKS = [(TALL, "zh"), *DEEP]
SHOWN = [*PAGES, *OVERLAYS]
TWICE = 2
TITLE_PX = 1000
TURNS, FIRST = 60, "zoomOff"
BODY_PX = 28
STEP = 0.6
MOVES = 3
"""Steps of the buttons, in windows, and how many of them cross the page."""


def sample(name: str, language: str, mode: str = "elder") -> Presentation:
    """A page, or a question over the form."""
    if name in OVERLAYS:
        return presentation("form", mode=mode, language=language, overlay=name)
    return presentation(name, mode=mode, language=language)


def magnified(shown: Presentation, **frame: object) -> Presentation:
    return {**shown, "frame": {**shown["frame"], "zoom": True, **frame}}


def lens(stage: Stage) -> QQuickItem:
    return find_item(stage.window, "magnifier")


def foremost(stage: Stage) -> list[Seen]:
    return measure.topmost(measure.seen_items(stage.window), stage.window)


def words(seen: list[Seen]) -> list[Seen]:
    """All that is drawn to be read, what is written in fields too."""
    return [*measure.texts(seen), *(s for s in seen if s.item.inherits("QQuickTextInput") and s.item.property("text"))]


def sizes(seen: list[Seen]) -> dict[str, float]:
    """Words → the smallest they stand on the glass, in pixels."""
    found: dict[str, float] = {}
    for s in words(seen):
        drawn = s.item.property("font").pixelSize() * s.rect.height() / s.item.height()
        text = str(s.item.property("text"))
        found[text] = min(drawn, found.get(text, drawn))
    return found


def parts(seen: list[Seen]) -> dict[int, tuple[Seen, QRectF]]:
    """Words and controls → what shows of each, in its own measure."""
    return {id(s.item): (s, s.item.mapRectFromScene(s.visible)) for s in (*words(seen), *measure.targets(seen))}


def look_over(stage: Stage) -> Iterator[list[Seen]]:
    """The window goes over the whole page in the steps of its buttons."""
    flick = lens(stage)
    for down, across in product(range(MOVES), repeat=2):
        flick.setProperty(
            "contentX", min(flick.property("contentWidth") - flick.width(), across * STEP * flick.width())
        )
        flick.setProperty(
            "contentY", min(flick.property("contentHeight") - flick.height(), down * STEP * flick.height())
        )
        yield foremost(stage)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_letters_are_twice_as_large_and_all_can_be_seen(
    glass: Stage, name: str, size: tuple[int, int], language: str
) -> None:
    stage = glass
    stage.open(sample(name, language, "standard"), size)
    standard = sizes(foremost(stage))
    stage.show(sample(name, language))
    usual = parts(foremost(stage))
    stage.show(magnified(sample(name, language)))
    grown: dict[str, float] = {}
    shown: dict[int, QRectF] = {}
    for seen in look_over(stage):
        grown |= sizes(seen)
        for at, (_, part) in parts(seen).items():
            shown[at] = shown.get(at, part).united(part)
    assert {text: px for text, px in grown.items() if px < TWICE * standard.get(text, BODY_PX)} == {}
    whole = {at: rect.adjusted(-1, -1, 1, 1) for at, rect in shown.items()}
    assert [s.name() for at, (s, part) in usual.items() if not whole.get(at, QRectF()).contains(part)] == []


def shows(stage: Stage, item: QQuickItem) -> bool:
    """All of it, or as much as the window holds."""
    seen = next((s for s in measure.seen_items(stage.window) if s.item is item), None)
    if seen is None:
        return False
    room = lens(stage)
    return (
        seen.visible.height() >= min(seen.rect.height(), room.height()) - 2
        and seen.visible.width() >= min(seen.rect.width(), room.width()) - 2
    )


def at(stage: Stage) -> tuple[float, float]:
    """Where on the page the window begins."""
    return lens(stage).property("contentX"), lens(stage).property("contentY")


CONTRAST = ("welcome", "form", "sign", "leave")


@pytest.mark.parametrize("name", CONTRAST)
def test_in_high_contrast_everything_is_twice_as_large(stage: Stage, name: str) -> None:
    stage.resize(TALL)
    stage.show(sample(name, "zh", "contrast"))
    usual = sizes(foremost(stage))
    stage.show(magnified(sample(name, "zh", "contrast")))
    grown: dict[str, float] = {}
    for seen in look_over(stage):
        grown |= sizes(seen)
    assert {text: px for text, px in grown.items() if text in usual and px < TWICE * usual[text] - 0.5} == {}
    assert usual.keys() - {"再大些"} <= grown.keys(), "that chip then leads back"


SINGLE_PX, CANDIDATE_PX = 2 * 38, 2 * 42
WORD_PX = {"zh": 1.4 * 38, "nine": 1.4 * 38, "123": 1.2 * 44}
"""Twice the standard letters of a key and of what it offers; less where a key has a word on it."""


@pytest.mark.parametrize("size", [WIDE, TALL])
@pytest.mark.parametrize("mode", ["elder", "contrast"])
def test_the_keys_and_what_they_offer_grow_along(stage: Stage, size: tuple[int, int], mode: str) -> None:
    stage.resize(size)
    stage.show(magnified(sample("form", "zh", mode)))
    free = [e for e in stage.editors() if not e.property("readOnly") and e.property("keyLayout") == "zh"]
    free[-1].forceActiveFocus()
    stage.settle()
    for layer, keys in (("zh", "panyu"), ("nine", "64426"), ("123", "")):
        stage.keyboard.switchTo(layer)
        for key in keys:
            stage.keyboard.typeKey(key)
        stage.settle()
        board = find_item(stage.window, "keyboard")
        drawn = {
            str(s.item.property("text")): s.item for s in measure.texts(foremost(stage)) if board.isAncestorOf(s.item)
        }
        shown = {text: item.property("fontInfo").property("pixelSize").toNumber() for text, item in drawn.items()}
        wanted = {text: SINGLE_PX if len(text) == 1 else WORD_PX[layer] for text in shown.keys() - {"pan yu"}}
        small = {text: shown[text] for text, px in wanted.items() if shown[text] < px}
        assert small == {}, layer
        first = [s.item for s in measure.seen_items(stage.window) if s.item.objectName() == "candidate-0"]
        assert not keys or drawn[first[0].property("text")].property("font").pixelSize() == CANDIDATE_PX
        stage.keyboard.clear()


def test_the_steps_of_the_button(stage: Stage) -> None:
    tap(stage, "mode-elder")
    stage.show(sample("welcome", "zh"))
    tap(stage, "mode-elder")
    stage.show(magnified(sample("welcome", "zh")))
    tap(stage, "zoomOut")
    tap(stage, "zoomOff")
    lens(stage).setProperty("contentX", lens(stage).property("contentWidth") - lens(stage).width())
    tap(stage, "mode-elder")
    asked = [("changeMode", "elder"), ("magnify", True), ("magnify", False), *[("changeMode", "standard")] * 2]
    assert [intent for intent in stage.intents.heard if intent != ("touched",)] == asked


@pytest.mark.parametrize("size", [WIDE, TALL])
def test_buttons_and_a_finger_move_it_and_what_it_shows_can_be_pressed(stage: Stage, size: tuple[int, int]) -> None:
    stage.resize(size)
    with stage.swift():
        stage.show(magnified(sample("guide", "zh")))
        for name in ("lookRight", "lookRight", "lookDown", "lookDown"):
            tap(stage, name)
        assert [find_item(stage.window, name).isEnabled() for name in ("lookRight", "lookDown")] == [False, False]
        stage.settle()
        assert faults(stage.window, "elder", stage.drawn) == []
        for name in ("lookLeft", "lookLeft", "lookUp", "lookUp"):
            tap(stage, name)
        assert at(stage) == (0, 0)
        start = QPoint(size[0] * 3 // 4, size[1] // 2)
        for way in (QPoint(-20, 0), QPoint(0, -20)):
            for _ in range(4):
                touch(stage, [start + way * step for step in range(20)])
                QMetaObject.invokeMethod(lens(stage), "cancelFlick")
        assert min(at(stage)) > 0
        lens(stage).setProperty("contentY", lens(stage).property("contentHeight") - lens(stage).height())
        for _ in range(MOVES):
            if not shows(stage, find_item(stage.window, "goOn")):
                tap(stage, "lookLeft" if size == WIDE else "lookRight")
        tap(stage, "goOn")
    assert stage.intents.names() == ["goOn"]


@pytest.mark.parametrize("size", [WIDE, pytest.param(TALL, marks=pytest.mark.deep)])
@pytest.mark.parametrize("page", ["guide", "form", "call", "sign"])
def test_keys_bring_each_control_into_sight(stage: Stage, page: str, size: tuple[int, int]) -> None:
    stage.resize(size)
    stage.show(magnified(sample(page, "zh")))
    stage.window.contentItem().forceActiveFocus()
    seen: list[str] = []
    while len(seen) < TURNS and seen.count(FIRST) < 2:
        step_on(stage)
        stage.settle()
        seen.append(target(stage).objectName())
        assert shows(stage, target(stage)), seen
        ring = find_item(stage.window, "focusRing")
        assert (measure.middle(ring) - measure.middle(target(stage))).manhattanLength() < 4, seen
    assert {"zoomOff", "lookUp", "mode-elder"} <= set(seen)


@pytest.mark.parametrize("size", [WIDE, TALL])
@pytest.mark.parametrize("reach", [False, True])
def test_the_field_that_is_written_in_stays_in_sight(stage: Stage, size: tuple[int, int], reach: bool) -> None:
    stage.resize(size)
    stage.show(magnified(sample("form", "zh"), reach=reach))
    for editor in [e for e in stage.editors() if not e.property("readOnly")]:
        editor.forceActiveFocus()
        stage.settle()
        assert shows(stage, editor), editor.property("label")
        assert find_item(stage.window, "keyboard").isVisible()
        assert faults(stage.window, "elder", stage.drawn) == []


def test_a_page_begins_at_its_corner_and_a_question_is_brought_into_sight(stage: Stage) -> None:
    stage.show(magnified(sample("form", "zh")))
    lens(stage).setProperty("contentX", 900)
    lens(stage).setProperty("contentY", 400)
    stage.show(magnified(sample("leave", "zh")))
    for name in ("leave", "callConfirm"):
        stage.show(magnified(sample(name, "zh")))
        title = sample(name, "zh")["frame"]["overlayTitle"]
        seen = next(s for s in words(foremost(stage)) if s.item.property("text") == title)
        begin = QRectF(seen.rect.topLeft(), QSizeF(TITLE_PX, seen.rect.height())).adjusted(1, 1, -1, -1)
        assert seen.visible.contains(begin), name
    stage.show(magnified(sample("form", "zh")))
    assert at(stage) == (900, 400)
    shown = state("notice", mode="elder")
    stage.show(magnified(shown))
    assert shows(stage, find_item(stage.window, "notice"))
    stage.show(magnified(sample("material", "zh")))
    assert at(stage) == (0, 0)


def test_signing_by_finger(stage: Stage) -> None:
    stage.show(magnified(sample("sign", "zh")))
    pad = next(item for item in stage.items() if item.objectName() == "ink")
    corner = pad.mapRectToItem(lens(stage), QRectF(0, 0, pad.width(), pad.height())).topLeft()
    flick = lens(stage)
    for axis, whole, room, length in (
        ("contentX", "contentWidth", flick.width(), corner.x()),
        ("contentY", "contentHeight", flick.height(), corner.y()),
    ):
        flick.setProperty(axis, min(flick.property(whole) - room, flick.property(axis) + length - 100))
    before = at(stage)
    begin = pad.mapToScene(QPoint(60, 60)).toPoint()
    touch(stage, [begin + QPoint(8 * step, 5 * step) for step in range(30)])
    assert at(stage) == pytest.approx(before, abs=1)
    drawn = stage.window.grabWindow()
    assert drawn.pixelColor(begin + QPoint(8 * 15, 5 * 15)).lightness() < 120


def test_on_a_lowered_page_everything_to_press_stays_in_the_lower_half(stage: Stage) -> None:
    stage.resize(TALL)
    stage.show(magnified(sample("form", "zh"), reach=True))
    for seen in look_over(stage):
        assert min(s.visible.top() for s in measure.targets(seen)) >= TALL[1] / 2 - 1


def test_nothing_of_it_shows_without_it(stage: Stage) -> None:
    stage.show(sample("form", "zh"))
    assert not find_item(stage.window, "magnifier").clip()
    with pytest.raises(LookupError):
        find_item(stage.window, "zoomOut")
