"""Shell: Python's settings for the glass, and that the program makes them."""

import gc
import sys
from collections.abc import Iterator

import pytest

from kiosk_app.interpreter import TURN_S, favour_glass, keep_heap


@pytest.fixture(autouse=True)
def settings_given_back() -> Iterator[None]:
    turn_s = sys.getswitchinterval()
    yield
    sys.setswitchinterval(turn_s)
    gc.enable()
    gc.unfreeze()


def test_nothing_is_collected_until_the_engine_stands_and_then_never_what_it_is_made_of() -> None:
    favour_glass()
    assert sys.getswitchinterval() == pytest.approx(TURN_S)
    assert not gc.isenabled()
    kept: list[list[int]] = [[] for _ in range(1000)]
    keep_heap()
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(kept)
    assert not any(thing is kept for thing in gc.get_objects())
