"""Shell: live pictures on the real pages."""

from threading import Event, Thread

import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtTest import QTest

from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage

FRAMES = 40


@pytest.mark.parametrize(("page", "stream"), [("material", "document"), ("call", "seat"), ("call", "self")])
def test_frames_of_another_thread_reach_the_page(stage: Stage, page: str, stream: str) -> None:
    stage.frames.put(stream, np.zeros((480, 640, 4), np.uint8))
    stage.show(presentation(page))
    view = next(item for item in stage.items() if item.property("stream") == stream)
    painted = view.property("framesPainted")

    pause = Event()

    def pour() -> None:
        for shade in range(FRAMES):
            stage.frames.put(stream, np.full((480, 640, 4), shade, np.uint8))
            pause.wait(0.015)

    thread = Thread(target=pour)
    thread.start()
    while thread.is_alive():
        QTest.qWait(5)
    QTest.qWait(50)
    assert view.property("hasFrame") is True
    assert view.property("framesPainted") - painted > FRAMES / 4
    newest = stage.frames.take(stream)
    assert newest is not None and newest[0, 0, 0] == FRAMES - 1


ALBUM = b"""import QtQuick
Item { property int many: 0
    Repeater { model: many
        Image { asynchronous: true; source: "image://papers/scan/" + index; sourceSize: Qt.size(20 + index, 20) } } }"""


def test_papers_that_load_behind_never_lock_the_glass(stage: Stage) -> None:
    component = QQmlComponent(stage.engine)
    component.setData(ALBUM, QUrl())
    album = component.create()
    for count in range(30):
        for many in (count * 3, 0, count * 3 + 1):  # Python keeps its lock while Qt's picture reader is asked
            album.setProperty("many", many)
        QTest.qWait(1)
    assert album.property("many") == 88
    album.deleteLater()


def test_a_camera_that_is_off_shows_nothing(stage: Stage) -> None:
    shown = presentation("call")
    stage.show({**shown, "call": {**shown["call"], "cameraOff": True}})
    view = next(item for item in stage.items() if item.property("stream") == "self")
    assert not view.isVisible()
