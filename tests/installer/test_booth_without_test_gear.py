"""What stands in for hardware in the tests must not be on an installed kiosk."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("kiosk_app", "devices", "cloud_seat", "offline_cache", "assets", "installer")
TEST_ONLY = {"debian-packages-test.txt"}
FORBIDDEN = re.compile(rb"v4l2_?shim|ld_preload|shim_cameras|vpcd|vpicc|vsmartcard", re.IGNORECASE)


def _shipped() -> list[Path]:
    files = [path for folder in SHIPPED for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    return [ROOT / "xiaowu", *(path for path in files if path.name not in TEST_ONLY and path.suffix != ".pyc")]


def _words(path: Path) -> tuple[str, bytes]:
    name = str(path.relative_to(ROOT))
    return name, name.encode() + b"\n" + path.read_bytes()


def test_nothing_shipped_knows_the_preloaded_camera_or_the_virtual_card_reader() -> None:
    files = _shipped()
    assert len(files) > 200
    assert not [name for name, words in map(_words, files) if FORBIDDEN.search(words)]


def test_the_word_list_finds_them() -> None:
    test_gear = (ROOT / "installer" / "debian-packages-test.txt", ROOT / "tests" / "devices" / "camera" / "conftest.py")
    assert all(FORBIDDEN.search(_words(path)[1]) for path in test_gear)
