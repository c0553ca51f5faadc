"""Shell: no meaning by colour alone: in grey and with the same words, every state still looks its own."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.shown import Presentation, Rows
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.contrast import Pixels, pixels
from tests.kiosk_app.qml.contrast import light as light_of
from tests.kiosk_app.qml.sample_states import state
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage

INK = 0.12
"""So far from its ground a pixel belongs to a shape; soft grounds of tones do not."""
SHAPE_PX = 60
"""So many pixels make two shapes different; a tick has 200."""
EDGE_PX = 8
"""Of buttons and cards: a thicker edge alone is too little to see."""
GROUNDS = 3.0
"""WCAG 2.2, technique G183: grounds that far apart are told apart without hue."""
Find = Callable[[Stage], QQuickItem]


def named(name: str) -> Find:
    return lambda stage: measure.find_item(stage.window, name)


def nth(kind: str, number: int) -> Find:
    def find(stage: Stage) -> QQuickItem:
        seen = [s.item for s in measure.seen_items(stage.window)]
        return [item for item in seen if item.metaObject().className().startswith(f"{kind}_")][number]

    return find


def materials(mode: str, kind: str) -> Presentation:
    shown = presentation("material", mode=mode)
    items = [{"id": "one", "name": "委托书", "sub": "", "state": kind}]
    return {**shown, "material": {**shown["material"], "items": items}}


def keeper(mode: str, kind: str) -> Presentation:
    shown = state("keeper-open", mode=mode)
    devices = [{"title": "读卡器", "text": "", "state": kind}]
    return {**shown, "keeper": {**shown["keeper"], "devices": devices}}


def told(mode: str, tone: str) -> Presentation:
    shown = state("keeper-open", mode=mode)
    return {**shown, "keeper": {**shown["keeper"], "told": [{"text": "中枢", "tone": tone}]}}


def notice(mode: str, tone: str) -> Presentation:
    shown = presentation("guide", mode=mode)
    return {**shown, "frame": {**shown["frame"], "noticeText": "请看这里", "noticeTone": tone}}


def step(mode: str, number: str) -> Presentation:
    shown = presentation("form", mode=mode)
    return {**shown, "frame": {**shown["frame"], "step": int(number)}}


def relation(mode: str, value: str) -> Presentation:
    shown = presentation("form", mode=mode)
    rows = shown["form"]["fields"]
    assert isinstance(rows, Rows)
    fields = tuple({**row, "value": value} if row["name"] == "relation" else row for row in rows.rows)
    return {**shown, "form": {**shown["form"], "fields": Rows(rows.roles, rows.key, fields)}}


def promise(mode: str, ticked: str) -> Presentation:
    shown = presentation("sign", mode=mode)
    promises = [{"id": "true", "kind": "", "text": "内容真实", "ticked": bool(ticked)}]
    return {**shown, "sign": {**shown["sign"], "promises": promises}}


def primary(mode: str, enabled: str) -> Presentation:
    shown = presentation("guide", mode=mode)
    return {**shown, "frame": {**shown["frame"], "primaryEnabled": bool(enabled)}}


def level(mode: str, chosen: str) -> Presentation:
    shown = presentation("done", mode=mode)
    return {**shown, "done": {**shown["done"], "chosenLevel": int(chosen)}}


def task(mode: str, enabled: str) -> Presentation:
    shown = state("keeper-open", mode=mode)
    tasks = [{"id": "link_test", "text": "测网络", "enabled": bool(enabled)}]
    return {**shown, "keeper": {**shown["keeper"], "tasks": tasks}}


CASES: Mapping[str, tuple[Callable[[str, str], Presentation], Sequence[str], Find]] = {
    "papers": (materials, ("todo", "current", "done", "deferred"), nth("StateMark", 0)),
    "devices": (keeper, ("todo", "current", "done"), nth("StateMark", 0)),
    "findings": (told, ("ok", "bad"), nth("ToneCard", 0)),
    "messages": (notice, ("ok", "info", "bad"), named("notice")),
    "steps": (step, ("1", "2", "3"), nth("StepLine", 0)),
    "answers": (relation, ("self", "child"), named("choice-relation-child")),
    "promises": (promise, ("", "yes"), named("promise-true")),
    "the way on": (primary, ("", "yes"), named("goOn")),
    "rating": (level, ("0", "4"), named("rate-4")),
    "tasks": (task, ("", "yes"), named("task-link_test")),
}


@pytest.mark.parametrize("mode", ["standard", "contrast"])
@pytest.mark.parametrize("name", CASES)
def test_states_differ_in_grey(stage: Stage, name: str, mode: str) -> None:
    show, kinds, find = CASES[name]
    looks: dict[str, Pixels] = {}
    for kind in kinds:
        stage.show(show(mode, kind))
        looks[kind] = cut_out(stage, find(stage))
    assert [pair for pair in combinations(kinds, 2) if not differ(*(looks[kind] for kind in pair))] == []


def test_the_ruler_sees_two_colours_of_one_shape() -> None:
    """A red and a green dot on white: as far apart in hue as can be, and nothing in grey."""
    at = np.hypot(*(np.indices((60, 60)) - 30))
    red, green = np.array((40, 60, 195, 0), np.uint8), np.array((87, 138, 43, 0), np.uint8)
    dots = [np.where((at < 20)[..., None], ink, np.uint8(255)) for ink in (red, green)]
    ring = np.where(((at < 20) & (at > 14))[..., None], green, np.uint8(255))
    assert not differ(*dots)
    assert differ(dots[0], ring)


def cut_out(stage: Stage, item: QQuickItem) -> Pixels:
    edge = EDGE_PX if item.width() > 100 else 0
    rect = item.mapRectToScene(item.boundingRect()).toRect().adjusted(edge, edge, -edge, -edge)
    drawn = pixels(stage.drawn)
    return drawn[rect.top() : rect.bottom() + 1, rect.left() : rect.right() + 1]


def differ(one: Pixels, other: Pixels) -> bool:
    """Whether two pictures are told apart by shape, or by grounds far apart."""
    (light, shape), (other_light, other_shape) = in_grey(one), in_grey(other)
    lighter, darker = max(light, other_light) + 0.05, min(light, other_light) + 0.05
    if lighter / darker >= GROUNDS or shape.shape != other_shape.shape:
        return True
    return int((shape ^ other_shape).sum()) >= SHAPE_PX


def in_grey(picture: Pixels) -> tuple[float, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    """The ground's light, and which pixels stand out from it."""
    light = light_of(picture)
    values, counts = np.unique(light.round(3), return_counts=True)
    ground = float(values[counts.argmax()])
    return ground, np.abs(np.sqrt(light) - np.sqrt(ground)) > INK
