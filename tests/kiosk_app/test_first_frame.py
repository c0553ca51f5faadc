"""Shell: what is imported before the first frame: nothing that a resident would wait for."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.start import configure
from kiosk_app.config import load_settings
from kiosk_app.first_picture import first_picture

HEAVY = ("asyncio", "av", "cv2", "numpy", "offline_cache", "opencc", "PIL", "pypinyin", "requests", "sqlite_utils")
AT_NEED = ("aiortc", "av", "livekit", "pypinyin", "typst")
AFTER = ("cloud_seat", "devices", "kiosk_app.doors", "kiosk_app.engine", "kiosk_app.flow", "kiosk_app.hands")
"""What the session and its hands are made of."""
FURNITURE = ("kiosk_app.ui.keyboard", "kiosk_app.ui.keypad", "kiosk_app.ui.presenters", "kiosk_app.ui.writing")
SOURCE_LINES = 5_000
"""Those of the two modules that come before ours; all of the program are 270,000."""


def test_the_first_frame_waits_for_no_heavy_library() -> None:
    program = f"import sys, kiosk_app.__main__; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == "[]"


def test_a_booth_at_rest_does_without_what_only_a_call_or_a_sheet_needs() -> None:
    program = f"import sys, kiosk_app.__main__, kiosk_app.engine; print([n for n in {AT_NEED} if n in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == "[]"


def test_no_import_reads_the_sources() -> None:
    program = "import kiosk_app.__main__, linecache; print(sum(len(seen[2]) for seen in linecache.cache.values()))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert int(said.stdout) < SOURCE_LINES


def test_the_first_frame_is_the_whole_welcome_page_and_waits_for_no_session(tmp_path: Path) -> None:
    config, data = configure(tmp_path), tmp_path / "kiosk"
    first_picture(load_settings(config), data / "first-picture.json")  # as the start before has left it
    told = _first_frame(str(config), str(data))
    assert told["doors"] == 4
    assert [name for name in (*HEAVY, *AFTER, *FURNITURE, "kiosk_app.session") if name in told["loaded"]] == []
    assert told["page"] == "find", "what was touched before the engine stood is lost"


def _first_frame(*arguments: str) -> dict[str, Any]:
    said = subprocess.run(
        [sys.executable, "-m", "tests.kiosk_app.first_frame", *arguments],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told: dict[str, Any] = json.loads(said.stdout)
    return told
