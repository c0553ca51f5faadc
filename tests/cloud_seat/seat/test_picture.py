"""Shell: the drawn official moves, fits the call, and stops."""

import threading

import numpy as np

from cloud_seat.call.media import HEIGHT_PX, WIDTH_PX, FrameSource
from cloud_seat.seat.picture import DrawnOfficial, draw, draw_room


def test_the_official_moves() -> None:
    room = draw_room()
    first, later = draw(room, 0.0), draw(room, 1.5)
    assert first.shape == (HEIGHT_PX, WIDTH_PX, 3)
    assert first.dtype == np.uint8
    changed = np.any(first != later, axis=2).mean()
    assert 0.005 < changed < 0.2


def test_it_draws_until_stopped() -> None:
    camera = FrameSource()
    picture = DrawnOfficial(camera)
    picture.start()
    waited = threading.Event()
    for _ in range(100):
        if camera.latest()[0] >= 2:
            break
        waited.wait(0.05)
    picture.stop()
    number = camera.latest()[0]
    waited.wait(0.2)
    assert camera.latest()[0] == number >= 2
