"""Shell: the lowered page: everything to press lies in the lower half, and every control can be brought there."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pytest

from kiosk_app.ui.shown import Presentation
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.fingers import tap, tap_rested
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_pages import faults
from tests.thinned import thinned

TALL = (1080, 1920)
MIDDLE_PX = TALL[1] / 2
PRESSES = 12
"""More than any page needs to come by once."""
IN_CALL = ("form", "material", "sign")
SHOWN: Mapping[str, Callable[[], Presentation]] = {
    **{page: partial(presentation, page) for page in PAGES},
    **{f"elder-{page}": partial(presentation, page, mode="elder", language="en") for page in PAGES},
    **{f"overlay-{name}": partial(presentation, "form", mode="elder", overlay=name) for name in OVERLAYS},
    **{
        f"state-{name}": partial(state, name) for name in STATES if "magnified" not in name
    },  # moved about: test_magnifier.py
    **{f"official-{page}": partial(presentation, page, mode="elder", in_call=True) for page in IN_CALL},
}


@pytest.fixture
def swift_glass(glass: Stage) -> Iterator[Stage]:
    """Its buttons may be pressed again at once."""
    with glass.swift():
        yield glass


def lowered(shown: Presentation, reach: bool = True) -> Presentation:
    return {**shown, "frame": {**shown["frame"], "reach": reach}}


def pressable(stage: Stage, seen: list[measure.Seen] | None = None) -> dict[str, float]:
    """Every control that a finger can hit now → how far up it reaches. `seen`: what was seen just now."""
    front = measure.topmost(seen or measure.seen_items(stage.window), stage.window)
    return {s.item.objectName() or s.name(): s.visible.top() for s in measure.targets(front)}


@pytest.mark.parametrize("name", thinned(SHOWN, 3))
def test_everything_to_press_comes_within_reach(swift_glass: Stage, name: str) -> None:
    stage = swift_glass
    shown = SHOWN[name]()
    stage.open(lowered(shown, reach=False), TALL)
    usual = set(pressable(stage))
    stage.show(lowered(shown))
    found: dict[str, float] = {}
    for _ in range(PRESSES):
        seen = measure.seen_items(stage.window)
        found |= pressable(stage, seen)
        assert {what: top for what, top in found.items() if top < MIDDLE_PX - 1} == {}
        down = next((s.item for s in seen if s.item.objectName() == "reachDown"), None)
        if down is None or not down.isEnabled():
            break
        stage.settle()
        tap_rested(stage, down)
    assert usual - set(found) == set()


@pytest.mark.parametrize("page", ["form", "find", "call"])
def test_the_keyboard_too(stage: Stage, page: str) -> None:
    stage.resize(TALL)
    stage.show(lowered(presentation(page)))
    for editor in [e for e in stage.editors() if not e.property("readOnly")]:
        editor.forceActiveFocus()
        stage.settle()
        assert min(pressable(stage).values()) >= MIDDLE_PX - 1
        seen = next(s for s in measure.seen_items(stage.window) if s.item is editor)
        assert seen.visible.height() >= seen.rect.height() - 1, editor.property("label")


def test_a_wide_glass_stays_as_it_is(stage: Stage) -> None:
    stage.show(presentation("form"))
    before = stage.window.grabWindow()
    stage.show(lowered(presentation("form")))
    assert stage.window.grabWindow() == before


def test_the_button(stage: Stage) -> None:
    stage.resize(TALL)
    tap(stage, "reach")
    stage.show(lowered(presentation("welcome")))
    tap(stage, "reach")
    heard = [entry for entry in stage.intents.heard if entry[0] == "lowerPage"]
    assert heard == [("lowerPage", True), ("lowerPage", False)]


@pytest.mark.parametrize("page", [page for page in PAGES if presentation(page)["frame"]["links"]])
def test_who_sits_reaches_the_button_before_the_page_is_lowered(stage: Stage, page: str) -> None:
    stage.open(presentation(page), TALL)
    assert pressable(stage)["reachLow"] > MIDDLE_PX
    tap(stage, "reachLow")
    assert stage.intents.heard[-1] == ("lowerPage", True)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_nothing_is_cut(glass: Stage, page: str, mode: str) -> None:
    glass.open(lowered(presentation(page, mode=mode)), TALL)
    assert faults(glass, (TALL, mode, "zh")) == []
