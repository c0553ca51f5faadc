"""Shell: nothing is left running after any test of a call."""

import threading
import time
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Every thread that a test starts has ended with it."""
    before = set(threading.enumerate())
    yield
    deadline_s = time.monotonic() + 3
    while left := [t for t in threading.enumerate() if t not in before]:
        assert time.monotonic() < deadline_s, left
        left[0].join(0.1)
