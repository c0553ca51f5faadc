"""Shell: cameras of a kernel that has none: our V4L2 shim, preloaded into the processes that open them."""

import fcntl
import shutil
import subprocess
import threading
from pathlib import Path

import cv2
import numpy as np

from devices.camera.frame import Rgb

SOURCE = Path(__file__).with_name("v4l2_shim.c")
SIZES = ((640, 480), (1280, 720), (2592, 1944))
BLUE, RED = (30, 60, 200), (200, 60, 30)
_POLL_S = 0.005
_LOG_LIMIT_S = 10.0


def build(folder: Path) -> Path:
    """The library to preload."""
    library = folder / "v4l2_shim.so"
    compiler = shutil.which("gcc")
    assert compiler, "gcc builds the camera of these tests: installer/debian-packages-test.txt"
    subprocess.run(
        [compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True
    )
    return library


def jpeg(width_px: int, height_px: int, colour: tuple[int, int, int] = BLUE) -> bytes:
    """A picture of one colour."""
    return encode(np.full((height_px, width_px, 3), colour, dtype=np.uint8))


def encode(rgb: Rgb) -> bytes:
    is_done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    assert is_done
    return data.tobytes()


class ShimCamera:
    """One camera of the shim, `number` in its folder; see v4l2_shim.c for its files."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self.path = folder / f"video{number}"

    @property
    def address(self) -> str:
        return f"v4l2:{self.path}"

    def plug(self, colour: tuple[int, int, int] = BLUE) -> None:
        for width_px, height_px in SIZES:
            self.show(jpeg(width_px, height_px, colour), f".{width_px}x{height_px}")
        self.show(jpeg(640, 480, colour))

    def unplug(self) -> None:
        self.path.unlink()

    def show(self, data: bytes, ending: str = "") -> None:
        """From now on this, at once whole."""
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_bytes(data)
        new.replace(self.path.with_name(f"{self.path.name}{ending}"))

    def mode(self, *words: str) -> None:
        self.show(" ".join(words).encode(), ".mode")

    def log(self) -> list[str]:
        log = self.path.with_name(f"{self.path.name}.log")
        return log.read_text().splitlines() if log.exists() else []

    def await_log(self, line: str) -> None:
        """Wait until this was done to it."""
        for _ in range(round(_LOG_LIMIT_S / _POLL_S)):
            if line in self.log():
                return
            threading.Event().wait(_POLL_S)
        raise AssertionError(f"never {line!r}: {self.log()}")

    @property
    def is_in_use(self) -> bool:
        """Whether any process holds its buffers: its lamp is lit."""
        lock = self.path.with_name(f"{self.path.name}.lock")
        if not lock.exists():
            return False
        with lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False
