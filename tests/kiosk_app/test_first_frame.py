"""Shell: what is imported before the first frame: nothing that a resident would wait for."""

import subprocess
import sys

HEAVY = ("asyncio", "av", "cv2", "numpy", "offline_cache", "opencc", "PIL", "pypinyin", "requests", "sqlite_utils")
AT_NEED = ("aiortc", "av", "pypinyin", "typst")
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
