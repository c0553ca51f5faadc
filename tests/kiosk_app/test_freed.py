"""Shell: what was freed is overwritten, be it small or large; in processes of their own, for the setting stays."""

import subprocess
import sys

import pytest

from kiosk_app.freed import LARGE_BYTES

_PROGRAM = """
import sys
import numpy as np
from kiosk_app.freed import give_back_at_once
from tests.faults.whole_memory import count_in_memory, hidden

size, is_set = int(sys.argv[1]), sys.argv[2] == "set"
if is_set:
    give_back_at_once()
marker = np.random.default_rng().integers(0, 256, 1500, np.uint8)
wanted = [hidden(marker)]
texts = [bytes(size - 1500) + marker.tobytes() for _ in range(9)]
kept = texts[1::2]  # between the freed ones, so that they cannot leave the process
freed, texts = len(texts) - len(kept), []
print(freed, count_in_memory(wanted)[0] - len(kept) - 1)  # the marker itself
"""


def _left_of_freed(size: int, *, setting: str) -> tuple[int, int]:
    """How many were freed, and how many of them still stand."""
    command = [sys.executable, "-c", _PROGRAM, str(size), setting]
    freed, left = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(freed), int(left)


@pytest.mark.parametrize("size", [2_000, 64_000, LARGE_BYTES - 100, 4 * LARGE_BYTES])
def test_what_was_freed_is_overwritten(size: int) -> None:
    assert _left_of_freed(size, setting="set") == (5, 0)


def test_the_search_finds_what_is_left_otherwise() -> None:
    freed, left = _left_of_freed(64_000, setting="unset")
    assert freed == 5 and left > 0
