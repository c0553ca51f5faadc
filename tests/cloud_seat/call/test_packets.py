"""Core: counters go on where those of the wire begin again."""

from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.packets import Unwrapper


@given(st.integers(0, 65535), st.lists(st.integers(-100, 30_000)))
def test_a_counter_goes_on(first: int, steps: list[int]) -> None:
    counter, true = Unwrapper(16), first
    start = counter.unwrap(first)
    highest = true
    for step in steps:
        true = highest + step
        highest = max(highest, true)
        if true >= 0:
            assert counter.unwrap(true & 0xFFFF) - start == true - first
