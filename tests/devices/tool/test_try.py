"""Shell: one real use of each device by its address: the tool as a program, emulators on real ports."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import segno

from bench.pages.sheets import draw_card_back, draw_card_front
from devices.camera.emulator import CameraEmulator
from devices.camera.frame import Corners, Rgb
from devices.camera.scene import SceneLook, card_corners, draw_desk, lay_sheet, light, sheet_corners
from devices.id_card.emulator import IdCardEmulator
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.scanner.emulator import ScannerEmulator
from tests.devices.tool.typed import answer, await_word, finish, one_object, run, start

PHOTO_SIZE = (2592, 1944)
ASKED_AGAIN = 5


def once_it_answers(*use: str | Path) -> tuple[int, dict[str, Any]]:
    """The tool gives a silent camera two seconds. One that a crowded machine draws may need more: asked again, as by a
    person."""
    for _ in range(ASKED_AGAIN):
        code, found = answer("try", *use)
        if found.get("code") != "no_answer":
            break
    return code, found


def _is_error(found: dict[str, Any], code: str) -> bool:
    return found["ok"] is False and found["code"] == code and set(found["text"]) == {"zh", "en"}


@pytest.fixture
def reader() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def printer(font_path: Path) -> Iterator[ReceiptPrinterEmulator]:
    emulator = ReceiptPrinterEmulator(font_path)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture(scope="module")
def camera(font_path: Path) -> Iterator[CameraEmulator]:
    emulator = CameraEmulator("document", font_path=font_path)
    emulator.start()
    yield emulator
    emulator.stop()


def test_a_card_is_read(reader: IdCardEmulator, tmp_path: Path) -> None:
    process = start("try", "id-card", "--at", reader.address, "--out", tmp_path / "face.jpg")
    await_word(process, "waiting")
    reader.insert()
    code, out, _ = finish(process)
    found = one_object(out)
    assert (code, found["ok"], found["device"]) == (0, True, "id-card")
    assert (found["name"], found["kind"], found["birth"]) == ("测试甲", "resident", "1899-01-01")
    assert len((tmp_path / "face.jpg").read_bytes()) == found["photo_bytes"]


def test_no_card_comes(reader: IdCardEmulator) -> None:
    code, found = answer("try", "id-card", "--at", reader.address, "--deadline", "1")
    assert code == 1
    assert _is_error(found, "deadline")


def test_nothing_is_plugged_in(tmp_path: Path) -> None:
    code, found = answer("try", "id-card", "--at", f"serial:{tmp_path / 'none'}", "--json")
    assert code == 1
    assert _is_error(found, "not_plugged_in")
    assert found["completion"] == "not_ready"


def _photograph(tmp_path: Path, sheet: Rgb, place: Corners) -> Path:
    """A picture of it on a wooden desk, as a camera would save it."""
    photo = light(lay_sheet(draw_desk("wood", *PHOTO_SIZE), sheet, place), SceneLook())
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), cv2.cvtColor(photo, cv2.COLOR_RGB2BGR))
    return path


def test_both_sides_of_a_card_come_to_one_page(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    place = card_corners(*PHOTO_SIZE)
    photo = _photograph(tmp_path, draw_card_back(rng), place)
    code, found = answer("try", "document-camera", "--at", f"file:{photo}", "--out", tmp_path / "back.png")
    assert (code, found["side"], sorted(found["size_mm"])) == (0, "back", [54.0, 85.6])
    other = ("--other-side", tmp_path / "back.png", "--out", tmp_path / "copy.png")
    code, found = answer("try", "document-camera", "--at", f"file:{photo}", *other)
    assert code == 1
    assert _is_error(found, "same_side")
    photo = _photograph(tmp_path, draw_card_front(rng), place)
    code, found = answer("try", "document-camera", "--at", f"file:{photo}", *other)
    assert (code, found["side"]) == (0, "front")
    assert (found["out_width_px"], found["out_height_px"]) == (1654, 2339)
    photo = _photograph(tmp_path, np.full((1754, 1240, 3), 238, np.uint8), sheet_corners(*PHOTO_SIZE))
    code, found = answer("try", "document-camera", "--at", f"file:{photo}", *other)
    assert code == 1
    assert _is_error(found, "not_a_card")


def test_a_slip_is_printed(printer: ReceiptPrinterEmulator) -> None:
    code, found = answer("try", "receipt-printer", "--at", printer.address, "--text", "接线测试\nline 2")
    assert (code, found["ok"]) == (0, True)
    assert printer.act("count", {})["slips"] == 1


def test_a_printer_without_paper_says_so(printer: ReceiptPrinterEmulator) -> None:
    printer.act("paper", {"level": "out"})
    code, found = answer("try", "receipt-printer", "--at", printer.address)
    assert code == 1
    assert _is_error(found, "paper_out")
    assert found["completion"] == "media"


def test_a_port_where_nobody_listens(printer: ReceiptPrinterEmulator) -> None:
    address = printer.address
    printer.stop()
    code, found = answer("try", "receipt-printer", "--at", address)
    assert code == 1
    assert _is_error(found, "refused")


def test_a_page_is_taken(camera: CameraEmulator, tmp_path: Path) -> None:
    camera.put_paper()
    page = tmp_path / "page.png"
    still = f"still={camera.options['still']}"
    code, found = once_it_answers("document-camera", "--at", camera.address, "--option", still, "--out", page)
    assert (code, found["ok"], found.get("verdict")) == (0, True, "good"), found
    assert len(found["corners_px"]) == 4
    assert all(0 <= x < found["width_px"] and 0 <= y < found["height_px"] for x, y in found["corners_px"])
    picture = cv2.imread(str(page))
    assert picture is not None
    assert picture.shape == (2339, 1654, 3)


def test_a_page_in_a_photo(camera: CameraEmulator, tmp_path: Path) -> None:
    camera.put_paper()
    photo = tmp_path / "photo.png"
    assert run("try", "face-camera", "--at", camera.address, "--out", photo)[0] == 0
    code, found = answer("try", "document-camera", "--at", f"file:{photo}", "--out", tmp_path / "page.jpg")
    assert (code, found["ok"]) == (0, True)
    left_top, right_top, _, left_bottom = found["corners_px"]
    assert math.dist(left_top, left_bottom) > math.dist(left_top, right_top) > 100


def test_an_empty_desk(camera: CameraEmulator) -> None:
    camera.take_paper()
    code, found = answer("try", "document-camera", "--at", camera.address)
    assert code == 1
    assert _is_error(found, "no_page")


def test_a_code_is_scanned() -> None:
    scanner = ScannerEmulator()
    scanner.start()
    try:
        process = start("try", "scanner", "--at", scanner.address)
        await_word(process, "waiting")
        scanner.scan("受理号 PY-0417")
        code, out, _ = finish(process)
    finally:
        scanner.stop()
    found = one_object(out)
    assert (code, found["text"]) == (0, "受理号 PY-0417")
    assert bytes.fromhex(found["raw_hex"]).decode() == "受理号 PY-0417"


def test_a_code_in_a_photo(tmp_path: Path) -> None:
    segno.make_qr("PY-0417").save(str(tmp_path / "code.png"), scale=8)
    code, found = answer("try", "scanner", "--at", f"file:{tmp_path / 'code.png'}")
    assert (code, found["text"]) == (0, "PY-0417")
    assert cv2.imwrite(str(tmp_path / "grey.png"), np.full((200, 200), 90, np.uint8))
    code, found = answer("try", "scanner", "--at", f"file:{tmp_path / 'grey.png'}")
    assert code == 1
    assert _is_error(found, "no_code")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["id-card"], "usage"),
        (["levitator", "--at", "tcp:h:1"], "usage"),
        (["id-card", "--at", "tcp:h:1", "--deadline", "nan"], "usage"),
        (["id-card", "--at", "tcp:h:1", "--option", "baud"], "usage"),
        (["id-card", "--at", "carrier-pigeon:7"], "bad_address"),
        (["id-card", "--at", "serial:x", "--option", "baud=fast"], "bad_option"),
    ],
)
def test_what_is_typed_wrong_is_one_json_object(arguments: list[str], word: str) -> None:
    code, found = answer("try", *arguments)
    assert code == 2
    assert _is_error(found, word)


@pytest.mark.parametrize(("content", "word"), [(None, "cannot_read_file"), (b"", "bad_picture"), (b"x", "bad_picture")])
def test_files_that_are_no_pictures(content: bytes | None, word: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "photo.jpg").write_bytes(content)
    code, found = answer("try", "document-camera", "--at", f"file:{tmp_path / 'photo.jpg'}")
    assert code == 1
    assert _is_error(found, word)
