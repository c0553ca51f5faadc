"""Core: which strokes of a key count."""

import pytest

from kiosk_app.ui.key_pace import Pace, Struck, repeat, strike

PACE = Pace(repeat_after=500, repeat_every=100, again_after=150)


def test_the_same_key_struck_again_too_soon_does_not_count() -> None:
    struck, first = strike(Struck(), "a", 1000, PACE)
    struck, trembling = strike(struck, "a", 1149, PACE)
    struck, other = strike(struck, "b", 1150, PACE)
    struck, back = strike(struck, "a", 1151, PACE)
    _, again = strike(struck, "a", 1301, PACE)
    assert (first, trembling, other, back, again) == (True, False, True, True, True)


def test_a_held_key_waits_and_then_repeats_slowly() -> None:
    struck, _ = strike(Struck(), "delete", 0, PACE)
    counted = []
    for at_ms in range(0, 1000, 30):
        struck, counts = repeat(struck, "delete", at_ms, PACE)
        counted += [at_ms] if counts else []
    assert counted == [510, 630, 750, 870, 990]


def test_what_is_held_after_another_key_does_not_repeat() -> None:
    assert repeat(Struck("a", 0, 0), "b", 5000, PACE) == (Struck("a", 0, 0), False)


@pytest.mark.parametrize("slow", [False, True])
def test_nothing_repeats_where_it_is_switched_off(slow: bool) -> None:
    off = Pace(repeat_after=0).for_slow_hands() if slow else Pace(repeat_after=0)
    assert repeat(Struck("delete", 0, 0), "delete", 60_000, off)[1] is False


def test_slow_hands_have_twice_as_long() -> None:
    assert PACE.for_slow_hands() == Pace(repeat_after=1000, repeat_every=200, again_after=300)
