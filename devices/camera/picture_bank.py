"""Core: the pictures of an emulated camera, drawn and encoded once for each situation and then only handed out."""

from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np
from PIL import ImageDraw, ImageFont

from devices.camera.frame import Rgb
from devices.camera.scene import (
    SceneLook,
    card_corners,
    draw_desk,
    draw_document,
    is_card_shaped,
    lay_sheet,
    light,
    sheet_corners,
)
from devices.portrait import draw_portrait

_JPEG_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 88]
_STILL_FRAMES = 4  # different noise, the same scene
_SHAKE_PX = (0, 14, -9, 17, -13, 6, -16, 11)


class PictureBank(Protocol):
    @property
    def rate_hz(self) -> float: ...

    def loop(self) -> tuple[bytes, ...]:
        """JPEGs to show over and over, as things are now."""

    def still(self) -> bytes:
        """One full-size JPEG, as things are now."""


@dataclass(frozen=True, slots=True)
class _Situation:
    has_sheet: bool
    is_shaking: bool
    look: SceneLook


class DocumentBank:
    """A desk from above, with or without a sheet. `sheet`: None draws the sample letter with `font`."""

    rate_hz = 12.0

    def __init__(self, sheet: Rgb | None, font: ImageFont.FreeTypeFont | None, desk: str = "wood") -> None:
        self._sheet = draw_document(font) if sheet is None else sheet
        self._now = _Situation(has_sheet=False, is_shaking=False, look=SceneLook(desk))
        self._loops: dict[_Situation, tuple[bytes, ...]] = {}
        self._stills: dict[_Situation, bytes] = {}

    def change(self, *, has_sheet: bool | None = None, is_shaking: bool | None = None) -> None:
        now = self._now
        self._now = replace(
            now,
            has_sheet=now.has_sheet if has_sheet is None else has_sheet,
            is_shaking=now.is_shaking if is_shaking is None else is_shaking,
        )

    def change_look(self, *, blur_px: float, glare: bool) -> None:
        """Let the lens be out of focus, or a lamp mirror itself in the sheet."""
        self._now = replace(self._now, look=replace(self._now.look, blur_px=blur_px, glare=glare))

    def put(self, sheet: Rgb) -> None:
        """Another sheet: uint8 [height, width, 3], RGB."""
        self._sheet = sheet
        self._loops.clear()
        self._stills.clear()

    def loop(self) -> tuple[bytes, ...]:
        now = self._now
        if now not in self._loops:
            shifts = _SHAKE_PX if now.is_shaking else (0,) * _STILL_FRAMES
            self._loops[now] = tuple(self._draw(now, (960, 720), shift, seed) for seed, shift in enumerate(shifts))
        return self._loops[now]

    def still(self) -> bytes:
        now = self._now
        if now not in self._stills:
            self._stills[now] = self._draw_still(now)
        return self._stills[now]

    def _draw_still(self, now: _Situation) -> bytes:
        look = replace(now.look, blur_px=now.look.blur_px * 2.7)  # the same lens, on more pixels
        return self._draw(replace(now, look=look), (2592, 1944), 0, 99)

    def _draw(self, now: _Situation, size: tuple[int, int], shift_px: int, seed: int) -> bytes:
        picture = draw_desk(now.look.desk, *size)
        if now.has_sheet:
            place = card_corners if is_card_shaped(self._sheet) else sheet_corners
            picture = lay_sheet(picture, self._sheet, place(*size) + np.array((shift_px, shift_px / 2)))
        return encode(light(picture, now.look, seed))


class FaceBank:
    """A resident before the kiosk who moves a little, with a running clock in the corner."""

    rate_hz = 15.0
    _SECONDS = 4

    def __init__(self, font: ImageFont.FreeTypeFont | None) -> None:
        self._font = font
        self._loop: tuple[bytes, ...] = ()

    def loop(self) -> tuple[bytes, ...]:
        if not self._loop:
            count = int(self.rate_hz * self._SECONDS)
            self._loop = tuple(self._draw(number, count) for number in range(count))
        return self._loop

    def still(self) -> bytes:
        return self.loop()[0]

    def _draw(self, number: int, count: int) -> bytes:
        image = draw_portrait(640, 480, sway=2 * np.pi * number / count, wall=(198, 206, 212))
        text = f"测试画面 {number / self.rate_hz:05.2f} s" if self._font else f"TEST {number / self.rate_hz:05.2f} s"
        ImageDraw.Draw(image).text((16, 440), text, fill=(40, 44, 52), font=self._font)
        return encode(np.asarray(image, dtype=np.uint8))


def encode(rgb: Rgb) -> bytes:
    """JPEG bytes of a picture."""
    is_done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), _JPEG_QUALITY)
    if not is_done:
        raise ValueError("the picture could not be encoded")
    return bytes(jpeg.tobytes())
