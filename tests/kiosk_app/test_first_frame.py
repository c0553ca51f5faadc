"""Shell: what is imported before the first frame: nothing that a resident would wait for."""

import subprocess
import sys

HEAVY = ("asyncio", "av", "cv2", "numpy", "offline_cache", "opencc", "PIL", "pypinyin", "requests", "sqlite_utils")


def test_the_first_frame_waits_for_no_heavy_library() -> None:
    program = f"import sys, kiosk_app.__main__; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == "[]"
