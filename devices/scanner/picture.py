"""Core: finds barcodes and QR codes in a camera picture (zxing-cpp)."""

import contextlib

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from devices.camera.frame import Rgb
from devices.errors import RemoteWireError
from devices.scanner.protocol import Code, decode_code

Grey = NDArray[np.uint8]

_ANY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.All)
# they correct their own errors; bars in sharpened noise would be misread
_SQUARE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix)
_FINE_PX, _COARSE_PX, _GAIN = 3, 9, 3.0  # best of those tried on blurred codes, see bench/qr.py


def decode_picture(rgb: Rgb) -> list[Code]:
    """All codes in the picture, those without readable text left out. When there is none, square codes are looked for
    once more in a sharpened picture."""
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return _codes_in(grey, _ANY) or _codes_in(_sharpened(grey), _SQUARE)


def _codes_in(grey: Grey, formats: zxingcpp.BarcodeFormats) -> list[Code]:
    """The library's own text is not used: it takes GBK payloads for Latin-1."""
    found = []
    for barcode in zxingcpp.read_barcodes(grey, formats=formats):
        with contextlib.suppress(RemoteWireError):
            found.append(decode_code(bytes(barcode.bytes)))
    return found


def _sharpened(grey: Grey) -> Grey:
    """What is finer than a module (noise) and coarser than a few (shadow, blur) taken away, the rest made strong."""
    fine, coarse = (cv2.blur(grey, (px, px)) for px in (_FINE_PX, _COARSE_PX))
    return np.asarray(cv2.addWeighted(fine, 1 + _GAIN, coarse, -_GAIN, 0), dtype=np.uint8)
