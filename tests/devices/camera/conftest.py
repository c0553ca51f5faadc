"""Shell: what the tests of cameras share: somebody who watches, the preloaded V4L2 camera, and a booth with a lease."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.camera.frame import CameraFrame
from tests.devices.camera import shim

SOON_S = 10.0
REVOKE_LIMIT_S = 0.2
GRACE_S = 0.3  # for a busy machine


class Viewer:
    """Counts frames, and can wait for one that pleases."""

    def __init__(self, pleases: Callable[[CameraFrame], bool] = lambda _: True, wanted: int = 1) -> None:
        self.frames = 0
        self._pleases = pleases
        self._wanted = wanted
        self.is_content = threading.Event()

    def __call__(self, frame: CameraFrame) -> None:
        self.frames += self._pleases(frame)
        if self.frames >= self._wanted:
            self.is_content.set()


def open_files() -> int:
    """Descriptors of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))


def our_threads() -> list[str]:
    """Threads, except those of emulators."""
    return sorted(thread.name for thread in threading.enumerate() if not thread.name.startswith("emulated-"))


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shim.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def shim_folder(shim_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every program started from here on sees the cameras in this folder."""
    folder = tmp_path / "dev"
    folder.mkdir()
    monkeypatch.setenv("LD_PRELOAD", str(shim_library))
    monkeypatch.setenv("SHIM_CAMERAS", str(folder))
    return folder


@pytest.fixture
def shim_camera(shim_folder: Path) -> Iterator[shim.ShimCamera]:
    camera = shim.ShimCamera(shim_folder)
    camera.plug()
    yield camera
    assert not camera.is_in_use, "the lamp is still lit"
