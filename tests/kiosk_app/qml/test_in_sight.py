"""Shell: what is being asked for stays in sight, however long the list and however small the glass."""

import pytest
from PySide6.QtCore import QElapsedTimer

from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.fingers import tap
from tests.kiosk_app.qml.sample_asking import field, taken_pages
from tests.kiosk_app.qml.sample_states import state
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_pages import SMALL, TALL, WIDE
from tests.kiosk_app.qml.test_typing import form_of


def show_papers(stage: Stage, count: int, current: int) -> None:
    """A material page that asks for paper number `current` of `count`."""
    shown = presentation("material")
    items = [
        {"id": f"paper-{at}", "name": f"第 {at} 份", "sub": "", "state": "current" if at == current else "todo"}
        for at in range(count)
    ]
    stage.show({**shown, "material": {**shown["material"], "items": items}})


def whole(stage: Stage, name: str) -> bool:
    """Nothing of it is scrolled away."""
    seen = next((s for s in measure.seen_items(stage.window) if s.item.objectName() == name), None)
    return (
        seen is not None
        and seen.visible.height() >= seen.rect.height() - 2
        and seen.visible.width() >= seen.rect.width() - 2
    )


@pytest.mark.parametrize("size", [WIDE, TALL, SMALL])
def test_the_paper_asked_for_is_in_sight(stage: Stage, size: tuple[int, int]) -> None:
    stage.resize(size)
    for count, current in ((12, 11), (12, 0), (12, 6), (3, 2), (12, 11)):
        show_papers(stage, count, current)
        assert whole(stage, f"material-paper-{current}"), (count, current)


def test_it_stays_in_sight_on_another_glass(stage: Stage) -> None:
    show_papers(stage, 12, 11)
    for size in (SMALL, TALL, WIDE):
        stage.resize(size)
        assert whole(stage, "material-paper-11"), size


def test_the_page_looked_at_is_in_sight(stage: Stage) -> None:
    for page in (11, 1, 7):
        shown = state("material-pages")
        pages = taken_pages(12, current=page)
        stage.show({**shown, "material": {**shown["material"], "pages": pages}})
        assert whole(stage, f"page-{page}"), page


def test_signing_too_early_is_answered_by_what_comes_first(stage: Stage) -> None:
    stage.resize(TALL)
    stage.show(state("sign-noticed", mode="elder"))
    column = measure.find_item(stage.window, "promise-share").parentItem()
    while column.property("contentY") is None:
        column = column.parentItem()
    column.setProperty("contentY", column.property("contentHeight") - column.height())  # pushed away
    stage.settle()
    assert not whole(stage, "promise-share")
    tap(stage, "goOn")
    stage.settle()
    assert whole(stage, "promise-share")
    assert any(s.item.property("text") == "请先逐条打勾，再签名" for s in measure.seen_items(stage.window))
    assert stage.intents.names() == []


def comes(stage: Stage, name: str) -> bool:
    """In sight as soon as its row is built: a busy machine takes a while."""
    clock = QElapsedTimer()
    clock.start()
    while not whole(stage, name) and clock.elapsed() < 5000:
        stage.settle()
    return whole(stage, name)


def test_going_on_again_brings_back_what_is_to_be_mended(stage: Stage) -> None:
    lines = [field(f"f{n}", "text", f"第 {n} 项", width="full", error="还没填" if n == 9 else "") for n in range(12)]
    shown = form_of(*lines)
    stage.show({**shown, "form": {**shown["form"], "focusField": "f9"}})
    for _ in range(2):
        assert comes(stage, "field-f9")
        tap(stage, "key-hide")  # the keyboard put away, the page pushed to its top
        stage.settle()
        form = measure.find_item(stage.window, "field-f9").parentItem()
        while form.property("contentY") is None:
            form = form.parentItem()
        form.setProperty("contentY", 0)
        stage.settle()
        assert not whole(stage, "field-f9")
        tap(stage, "goOn")
        stage.settle()
