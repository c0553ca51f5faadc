"""Core: identity numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.number import NumberVerdict, check_digit, judge_number

FIRST_17 = "44011318990101123"


def test_the_standards_own_example() -> None:
    assert check_digit("11010519491231002") == "X"  # the example printed in GB 11643-1999
    assert judge_number("11010519491231002X").ok
    assert judge_number("11010519491231002x").ok


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("", ("length",)),
        ("1" * 10_000, ("length",)),
        ("4401131899010112３5", ("digits",)),
        (FIRST_17 + "6", ("check_digit",)),
        ("440113189902301236", ("birth", "check_digit")),
        ("😀" * 18, ("digits",)),
    ],
)
def test_wrong_numbers_say_why(number: str, problems: tuple[str, ...]) -> None:
    assert judge_number(number).problems == problems


def test_an_unknown_region_only_warns() -> None:
    first = "99" + FIRST_17[2:]
    assert judge_number(first + check_digit(first)) == NumberVerdict((), ("region",))


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, by: int) -> None:
    good = FIRST_17 + check_digit(FIRST_17)
    wrong = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    assert not judge_number(wrong).ok


@given(st.text(max_size=20))
def test_any_text_gets_a_verdict(text: str) -> None:
    judge_number(text)
