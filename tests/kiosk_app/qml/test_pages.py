"""Shell: every page in every look: no Qt warning, no cut or colliding text, targets for every finger, names for all."""

import itertools
from typing import cast

import pytest
from PySide6.QtCore import QPointF

from kiosk_app.ui.shown import Presentation
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.faults import faults as faults_of
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage

Look = tuple[tuple[int, int], str, str]

WIDE, TALL, SMALL = (1920, 1080), (1080, 1920), (1366, 768)
EVERYDAY: tuple[Look, ...] = (
    (WIDE, "standard", "zh"),
    (WIDE, "elder", "en"),
    (SMALL, "contrast", "en"),
    (TALL, "standard", "zh-Hant"),
    (TALL, "elder", "zh"),
)
MODES, LANGUAGES = ("standard", "elder", "contrast"), ("zh", "zh-Hant", "en")
ALL: tuple[Look, ...] = tuple(itertools.product((WIDE, TALL, SMALL), MODES, LANGUAGES))
DEEP = tuple(pytest.param(look, marks=pytest.mark.deep) for look in ALL if look not in EVERYDAY)


def name_of(look: object) -> str:
    """1920-elder-en"""
    return (
        "-".join(str(part[0] if isinstance(part, tuple) else part) for part in look) if isinstance(look, tuple) else ""
    )


def faults(stage: Stage, look: Look) -> list[str]:
    """All that the rulers find on the glass."""
    return faults_of(stage.window, look[1], stage.drawn)


def ways_aside(stage: Stage) -> list[str]:
    """Help, 办不成事 and others that stand on the glass to be pressed."""
    names = [s.item.objectName() for s in measure.seen_items(stage.window)]
    return sorted(name.removeprefix("link-") for name in names if name.startswith("link-"))


def ways_offered(shown: Presentation) -> list[str]:
    """What the page wants to offer of them."""
    return sorted(way["id"] for way in cast(list[dict[str, str]], shown["frame"]["links"]))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("look", [*EVERYDAY, *DEEP], ids=name_of)
def test_page_stands(glass: Stage, page: str, look: Look) -> None:
    size, mode, language = look
    shown = presentation(page, mode=mode, language=language)
    glass.open(shown, size)
    glass.rest_focus()
    assert faults(glass, look) == []
    assert ways_aside(glass) == ways_offered(shown)


@pytest.mark.parametrize("name", [name for name in STATES if name != "notice"])
@pytest.mark.parametrize("look", [EVERYDAY[1], *DEEP], ids=name_of)
def test_rarer_state_stands(glass: Stage, name: str, look: Look) -> None:
    size, mode, language = look
    glass.open(state(name, mode=mode, language=language), size)
    glass.rest_focus()
    assert faults(glass, look) == []


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("look", [*EVERYDAY, *DEEP], ids=name_of)
def test_question_stands(glass: Stage, overlay: str, look: Look) -> None:
    size, mode, language = look
    glass.open(presentation("form", mode=mode, language=language, overlay=overlay), size)
    assert faults(glass, look) == []


@pytest.mark.parametrize("page", ["form", "find", "call"])
@pytest.mark.parametrize("look", [*EVERYDAY, *DEEP], ids=name_of)
def test_keyboard_leaves_the_field_in_sight(glass: Stage, page: str, look: Look) -> None:
    size, mode, language = look
    glass.open(presentation(page, mode=mode, language=language), size)
    for editor in [e for e in glass.editors() if not e.property("readOnly")]:
        editor.forceActiveFocus()
        glass.settle()
        seen = measure.seen_items(glass.window)
        shown = next(s for s in seen if s.item is editor)
        assert shown.visible.height() >= shown.rect.height() - 1, editor.property("label")
        assert faults(glass, look) == []


@pytest.mark.parametrize("page", ["form", "material", "check", "sign"])
@pytest.mark.parametrize("look", [*EVERYDAY, *DEEP], ids=name_of)
def test_official_beside_the_page(glass: Stage, page: str, look: Look) -> None:
    size, mode, language = look
    shown = presentation(page, mode=mode, language=language, in_call=True)
    glass.open(shown, size)
    assert faults(glass, look) == []
    assert ways_aside(glass) == ways_offered(shown)


def test_primary_button_keeps_its_place(stage: Stage) -> None:
    places: list[QPointF] = []
    for page in ("guide", "form", "material", "check", "call", "sign", "review"):
        stage.show(presentation(page))
        places.append(measure.middle(measure.find_item(stage.window, "goOn")))
    usual = places[0]
    assert all(place == usual for place in places)
    for page, name in (("done", "finish"), ("stored", "goOn")):
        stage.show(presentation(page))
        button = measure.find_item(stage.window, name)
        assert button.contains(button.mapFromScene(usual)), page


def test_ruler_sees_faults(stage: Stage) -> None:
    """A ruler that never complains would be no ruler."""
    shown = presentation("check")
    long_row = {"label": "很长的标签" * 40, "value": "值", "editable": True, "page": 0}
    stage.show({**shown, "check": {**shown["check"], "rows": [long_row]}})
    seen = measure.seen_items(stage.window)
    assert measure.cut_texts(seen)
    assert measure.small_texts(seen, 40)
    assert measure.small_targets(seen, 200, 200)
    assert measure.close_targets(seen, 400)
