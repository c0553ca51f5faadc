"""Shell: the picture that a seat without a person shows: a drawn official who nods and speaks, clearly no real one."""

import math
import threading
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cloud_seat.call.media import HEIGHT_PX, WIDTH_PX, FrameSource, Rgb

FRAME_RATE_FPS = 12
STOP_TIMEOUT_S = 2.0
WORDS = "云坐席 · 自动应答演示"
FONT = Path(__file__).parents[2] / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"

_WALL, _DESK, _RED = (226, 234, 240), (150, 112, 76), (178, 34, 34)
_COAT, _SHIRT, _SKIN, _HAIR = (38, 58, 96), (245, 247, 250), (236, 196, 164), (36, 32, 32)


class DrawnOfficial:
    """Pushes a new drawing into `camera` a dozen times a second, between `start` and `stop`."""

    def __init__(self, camera: FrameSource) -> None:
        self._camera = camera
        self._room = draw_room()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._draw, name="seat-picture", daemon=True)

    def start(self) -> None:
        """Begin to draw."""
        self._thread.start()

    def stop(self) -> None:
        """Put the pencil down."""
        self._stopping.set()
        self._thread.join(STOP_TIMEOUT_S)

    def _draw(self) -> None:
        started_s = time.monotonic()
        while not self._stopping.wait(1 / FRAME_RATE_FPS):
            self._camera.push(draw(self._room, time.monotonic() - started_s))


def draw(room: Image.Image, at_s: float) -> Rgb:
    """The official in `room` at this moment: uint8 [480, 640, 3], RGB."""
    image = room.copy()
    pencil = ImageDraw.Draw(image)
    x, y = 320 + round(6 * math.sin(at_s * 0.9)), 190 + round(5 * math.sin(at_s * 1.7))
    pencil.ellipse((x - 74, y - 96, x + 74, y + 60), fill=_HAIR)
    pencil.ellipse((x - 64, y - 74, x + 64, y + 92), fill=_SKIN)
    pencil.pieslice((x - 68, y - 92, x + 68, y + 20), 180, 360, fill=_HAIR)
    eye = 1 if at_s % 3.4 < 0.15 else 7
    for side in (-26, 26):
        pencil.ellipse((x + side - 7, y + 8 - eye, x + side + 7, y + 8 + eye), fill=_HAIR)
    mouth = 3 + round(5 * abs(math.sin(at_s * 5)))
    pencil.ellipse((x - 20, y + 52 - mouth, x + 20, y + 52 + mouth), fill=(166, 72, 66))
    angle = at_s * math.tau / 60 - math.pi / 2
    pencil.line((560, 90, 560 + 34 * math.cos(angle), 90 + 34 * math.sin(angle)), fill=_RED, width=3)
    return np.asarray(image, dtype=np.uint8)


def draw_room() -> Image.Image:
    """Wall, clock, desk and coat: everything that does not move."""
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), _WALL)
    pencil = ImageDraw.Draw(image)
    pencil.ellipse((516, 46, 604, 134), fill=(255, 255, 255), outline=_COAT, width=4)
    pencil.rectangle((290, 250, 350, 330), fill=_SKIN)
    pencil.rounded_rectangle((170, 300, 470, 520), radius=70, fill=_COAT)
    pencil.polygon(((270, 300), (370, 300), (320, 400)), fill=_SHIRT)
    pencil.polygon(((308, 318), (332, 318), (328, 392), (320, 404), (312, 392)), fill=_RED)
    pencil.rectangle((0, 420, WIDTH_PX, HEIGHT_PX), fill=_DESK)
    if FONT.exists():
        font = ImageFont.truetype(str(FONT), 26)
        pencil.text((WIDTH_PX // 2, 450), WORDS, font=font, fill=(255, 250, 240), anchor="mm")
    return image
