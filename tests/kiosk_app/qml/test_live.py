"""Shell: live pictures on the real pages."""

from threading import Event, Thread

import numpy as np
import pytest
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


PAPERS = "image://papers/"


@pytest.mark.parametrize("page", ["review", "sign"])
def test_papers_are_read_in_the_lane_of_the_glass(stage: Stage, page: str) -> None:
    """Qt's reader thread would hold Qt's lock while it waits for Python's, and the glass the other way round."""
    stage.show(presentation(page))
    shown = [item for item in stage.items() if PAPERS in str(item.property("source"))]
    assert shown
    assert not any(item.property("asynchronous") for item in shown)


def test_a_camera_that_is_off_shows_nothing(stage: Stage) -> None:
    shown = presentation("call")
    stage.show({**shown, "call": {**shown["call"], "cameraOff": True}})
    view = next(item for item in stage.items() if item.property("stream") == "self")
    assert not view.isVisible()
