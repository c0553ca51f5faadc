"""Core: finds barcodes and QR codes in a camera picture (zxing-cpp)."""

import contextlib

import cv2
import zxingcpp

from devices.camera.frame import Rgb
from devices.errors import RemoteWireError
from devices.scanner.protocol import Code, decode_code


def decode_picture(rgb: Rgb) -> list[Code]:
    """All codes in the picture, those without readable text left out.

    The library's own text is not used: it takes GBK payloads for Latin-1.
    """
    found = []
    for barcode in zxingcpp.read_barcodes(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)):
        with contextlib.suppress(RemoteWireError):
            found.append(decode_code(bytes(barcode.bytes)))
    return found
