"""Core: characters by their strokes: the usual and the rare ones, the order of use, and how long a look takes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.ui.writing.strokes import WORDS, Strokes, StrokeTable
from kiosk_app.ui.writing.ways import TABLES

LONGEST_LOOK_S = 0.05  # of CPU: a key must not be felt


@pytest.fixture(scope="module")
def strokes() -> Strokes:
    return Strokes(StrokeTable((TABLES / "strokes.txt").read_text("utf-8")))


@pytest.mark.parametrize(
    ("digits", "char"),
    [
        ("34", "人"),
        ("1121", "王"),
        ("2512", "中"),
        ("121251", "吉"),
        ("12225121", "苗"),
        ("5215234", "陈"),
        ("31234", "禾"),
        ("121251121251", "喆"),
    ],
)
def test_written_in_full_it_comes_first(strokes: Strokes, digits: str, char: str) -> None:
    assert char in strokes.spell(digits).words[:3]


def test_what_is_used_more_comes_first(strokes: Strokes) -> None:
    words = strokes.spell("2").words
    assert words.index("中") < words.index("卟") if "卟" in words else "中" in words
    assert "国" in strokes.spell("251").words


def test_a_look_is_quick(strokes: Strokes) -> None:
    began_s = time.process_time()
    for digits in "12345":
        assert len(strokes.spell(digits).words) == WORDS
    assert (time.process_time() - began_s) / 5 < LONGEST_LOOK_S


@given(digits=st.text("12345", max_size=30))
def test_any_strokes_find_something_or_nothing(strokes: Strokes, digits: str) -> None:
    spelled = strokes.spell(digits)
    assert len(set(spelled.words)) == len(spelled.words) == len(spelled.taken) <= WORDS
    assert set(spelled.taken) <= {len(digits)}


def test_the_table_is_in_order() -> None:
    _, _, rows = (TABLES / "strokes.txt").read_text("utf-8").partition("\n\n")
    digits = [line.split(" ")[0] for line in rows.splitlines()]
    assert digits == sorted(set(digits)) and set("".join(digits)) == set("12345")
