"""Shell: the library that sees, and may refuse, what a program does to its files."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent / "crash" / "recorder.c"
SHARED_MEMORY = Path("/dev/shm")  # what is tried there is thrown away at once: no disk needs to see it


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library to preload: writes down what a program does to its files, and can refuse."""
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    compiler = shutil.which("gcc")
    assert compiler, "gcc builds the recorder: installer/debian-packages-test.txt"
    command = [
        compiler,
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        str(SOURCE),
        "-ldl",
    ]
    subprocess.run(command, check=True)
    return library


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder in memory."""
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        yield Path(folder)
