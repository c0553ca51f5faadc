"""Core: identity numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.number import NumberKind, NumberVerdict, check_digit, judge_number, kind_of_number

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


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", NumberKind.CITIZEN),
        ("11010519491231002x", NumberKind.CITIZEN),
        ("810000199408230021", NumberKind.HMT_RESIDENT),  # the example that public validators test with
        ("830000199201300022", NumberKind.HMT_RESIDENT),  # likewise
        ("932682198501010017", NumberKind.FOREIGNER_2023),  # likewise
        ("ZZZ440199010124", NumberKind.FOREIGNER_2017),
        ("zzz440199010124", NumberKind.FOREIGNER_2017),
        ("ZZ4440199010124", None),
        ("ZZZ44019901012", None),
        ("ſZZ440199010124", None),
        ("11010519491231002Y", None),
        ("１10105194912310021", None),
        ("", None),
    ],
)
def test_the_shape_tells_the_kind(number: str, kind: NumberKind | None) -> None:
    assert kind_of_number(number) is kind
    assert kind is None or judge_number(number) == NumberVerdict()


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("ZZZ440199130124", NumberVerdict(("birth",), ("check_digit",))),  # no 13th month
        ("ZZZ440199010125", NumberVerdict((), ("check_digit",))),
        ("ZZZ990199010124", NumberVerdict((), ("region",))),
        ("L898902C3", NumberVerdict(("length",))),
    ],
)
def test_the_old_number_of_foreigners(number: str, verdict: NumberVerdict) -> None:
    assert judge_number(number) == verdict


@pytest.mark.parametrize("region", ["440000", "440198", "840000", "810001", "000000", "770113"])
def test_regions_that_cannot_be_are_only_warned_of(region: str) -> None:
    first = region + FIRST_17[6:]
    verdict = judge_number(first + check_digit(first))
    assert verdict == NumberVerdict((), ("region",))


@pytest.mark.parametrize(
    "region",
    [
        "440113",  # 番禺区
        "440181",  # 番禺市, until 2000
        "440126",  # 番禺县, until 1992
        "441900",  # 东莞市, a city without counties
        "110221",  # 昌平县, until 1999
        "512501",  # 涪陵市, in Sichuan before Chongqing was a municipality
    ],
)
def test_regions_of_yesterday_are_known(region: str) -> None:
    first = region + FIRST_17[6:]
    assert judge_number(first + check_digit(first)) == NumberVerdict()


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, by: int) -> None:
    good = FIRST_17 + check_digit(FIRST_17)
    wrong = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    assert not judge_number(wrong).ok


@given(st.text(max_size=20))
def test_any_text_gets_a_verdict(text: str) -> None:
    judge_number(text)
    kind_of_number(text)
