"""Shell: no way out of the full screen: no key closes it, no menu opens, a touch on the resting glass only wakes it."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtTest import QTest

from kiosk_app.__main__ import shut_in
from tests.kiosk_app.qml.fingers import touch
from tests.kiosk_app.qml.measure import seen_items
from tests.kiosk_app.qml.sample_states import state
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage

MODIFIERS = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
KEYS = (
    Qt.Key.Key_F4, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_F11, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Menu,
    Qt.Key.Key_F10, Qt.Key.Key_Delete, Qt.Key.Key_D, Qt.Key.Key_Super_L, Qt.Key.Key_Close, Qt.Key.Key_PowerOff,
)  # fmt: skip
INSIDE = ("focusControl", "focusField", "editField", "goBack")
"""What keys may do: move from control to control, write, go back a page; most count as a scanner's."""


def test_no_key_leads_out(stage: Stage) -> None:
    stage.show(presentation("form"))
    stage.editors()[0].forceActiveFocus()
    for key, modifier in itertools.product(KEYS, MODIFIERS):
        QTest.keyClick(stage.window, key, modifier)
    QGuiApplication.processEvents()
    assert stage.window.isVisible()
    assert [name for name in stage.intents.names() if name not in INSIDE] == []


def test_a_booth_does_not_close(stage: Stage) -> None:
    stage.window.setProperty("fullScreen", True)
    try:
        asked = QCloseEvent()
        QGuiApplication.sendEvent(stage.window, asked)
        assert not asked.isAccepted() and stage.window.isVisible()
    finally:
        stage.window.setProperty("fullScreen", False)


def test_no_menu_opens(stage: Stage) -> None:
    stage.show(presentation("form"))
    windows = [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    for editor in stage.editors():
        at = editor.mapToScene(editor.boundingRect().center()).toPoint()
        QTest.mouseClick(stage.window, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    stage.settle()
    kinds = {seen.item.metaObject().className() for seen in seen_items(stage.window)}
    assert [kind for kind in kinds if "Menu" in kind or "Popup" in kind] == []
    assert [window for window in QGuiApplication.topLevelWindows() if window.isVisible()] == windows


def test_no_arrow_and_no_end_by_closing(qapp: QGuiApplication) -> None:
    shut_in(qapp)
    arrow = qapp.overrideCursor()
    assert arrow is not None and arrow.shape() is Qt.CursorShape.BlankCursor
    assert not qapp.quitOnLastWindowClosed()
    qapp.restoreOverrideCursor()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_the_touch_that_wakes_presses_nothing(stage: Stage, size: tuple[int, int]) -> None:
    stage.resize(size)
    stage.show(state("welcome-resting"))
    for share in (0.1, 0.5, 0.9):
        at = stage.window.contentItem().boundingRect()
        point = at.topLeft() + (at.bottomRight() - at.topLeft()) * share
        touch(stage, [point.toPoint()])
    assert stage.intents.names() == ["wake", "wake", "wake"]
