"""Shell: one real window for all screen tests of a process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication

from kiosk_app.ui.pinyin import open_pinyin
from kiosk_app.ui.window import close_main
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage, open_stage


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """No widgets here."""
    return QGuiApplication


@pytest.fixture(scope="session")
def opened_stage(qapp: QGuiApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The window, once; without accessibility switched on first, buttons would have no names."""
    QAccessible.setActive(True)
    stage = open_stage(Path(tmp_path_factory.mktemp("i18n")), open_pinyin())
    yield stage
    close_main(stage.engine)


@pytest.fixture
def glass(opened_stage: Stage) -> Iterator[Stage]:
    """The window as the test before left it: for tests that open a page at once. Any Qt warning fails the test."""
    opened_stage.window.requestActivate()  # a whole kiosk may have stood in front meanwhile
    opened_stage.window.contentItem().forceActiveFocus()
    opened_stage.keyboard.forget()  # as between two residents
    opened_stage.intents.heard.clear()
    opened_stage.warnings.clear()
    yield opened_stage
    opened_stage.settle()
    assert opened_stage.warnings == []


@pytest.fixture
def stage(glass: Stage) -> Stage:
    """The window, on a fresh welcome page of the common size; any Qt warning fails the test."""
    glass.open(presentation("welcome"))
    glass.intents.heard.clear()
    return glass
