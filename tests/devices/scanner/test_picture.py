"""Core: codes in camera pictures."""

import cv2
import numpy as np
import pytest
import segno

from bench.qr import KINDS, shoot
from devices.camera.frame import Rgb
from devices.scanner.picture import decode_picture


def _picture(*payloads: bytes | str) -> Rgb:
    """QR codes beside each other on a grey desk."""
    desk = np.full((400, 400 * len(payloads), 3), 150, np.uint8)
    for i, payload in enumerate(payloads):
        charset = "utf-8" if isinstance(payload, str) else None
        dots = [
            [0 if dark else 255 for dark in row]
            for row in segno.make_qr(payload, encoding=charset).matrix_iter(border=4)
        ]
        code = cv2.resize(np.array(dots, np.uint8), (300, 300), interpolation=cv2.INTER_NEAREST)
        desk[50:350, 50 + i * 400 : 350 + i * 400] = code[..., None]
    return desk


def test_texts_of_two_codes() -> None:
    found = decode_picture(_picture("受理号 PY-0417", "https://example.cn/?a=1"))
    assert {code.text for code in found} == {"受理号 PY-0417", "https://example.cn/?a=1"}


def test_a_gbk_payload_is_chinese() -> None:
    raw = "粤居码:测试乙".encode("gb18030")
    [code] = decode_picture(_picture(raw))
    assert (code.text, code.raw) == ("粤居码:测试乙", raw)


def test_a_turned_and_small_code() -> None:
    turned = np.ascontiguousarray(np.rot90(_picture("PY-0417")))
    small = cv2.resize(turned, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA).astype(np.uint8)
    assert [code.text for code in decode_picture(small)] == ["PY-0417"]


def test_a_picture_without_codes() -> None:
    assert decode_picture(np.full((200, 300, 3), 90, np.uint8)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_codes_in_trouble(kind: str) -> None:
    """Small, blurred, tilted, dark: the pictures of the bench."""
    for seed in range(3):
        picture, text = shoot(KINDS[kind], seed)
        assert [code.text for code in decode_picture(picture)] == [text]


def test_noise_holds_no_codes() -> None:
    rng = np.random.default_rng(1)
    for strength in (2, 10, 40, 80):
        noise = rng.normal(128, strength, (360, 640, 3))
        assert decode_picture(np.clip(noise, 0, 255).astype(np.uint8)) == []
