"""Shell: the picture that the headless browser shows as its camera: the drawn official, a few seconds in a loop."""

from pathlib import Path

import cv2

from cloud_seat.seat.picture import FRAME_RATE_FPS, draw, draw_room

SECONDS = 6


def film_official(path: Path) -> Path:
    """Writes motion JPEG (640 × 480), which Chromium plays as a fake camera."""
    room = draw_room()
    with path.open("wb") as film:
        for number in range(SECONDS * FRAME_RATE_FPS):
            bgr = cv2.cvtColor(draw(room, number / FRAME_RATE_FPS), cv2.COLOR_RGB2BGR)
            film.write(bytes(cv2.imencode(".jpg", bgr)[1]))
    return path
