"""Shell: what the tests of the A4 printer share: waiting for it, and a private cupsd."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.devices.document_printer.spooler import Spooler

SOON_S = 10.0


def wait_until(holds: Callable[[], bool]) -> None:
    """Ask again and again, at most SOON_S."""
    until_s = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < until_s
        threading.Event().wait(0.01)


@pytest.fixture(scope="module")
def spooler() -> Iterator[Spooler]:
    """A running cupsd without a queue. Its folder may be entered by the user that filters run as."""
    with tempfile.TemporaryDirectory(prefix="cupsd") as name:
        Path(name).chmod(0o755)
        spooler = Spooler(Path(name))
        spooler.start()
        yield spooler
        spooler.stop()
