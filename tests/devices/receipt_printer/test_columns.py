"""Core: widths, cleaning and wrapping."""

from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.columns import clean, is_rare, width_of, wrap


def test_full_width_characters_count_twice() -> None:
    assert width_of("abc") == 3
    assert width_of("办件a") == 5
    assert width_of("：￥·㐀𠮷") == 10


def test_characters_that_no_printer_font_has() -> None:
    assert [is_rare(char) for char in "办：·é㐀𠮷😀"] == [False, False, False, False, True, True, True]


def test_what_people_type_cannot_steer_the_printer() -> None:
    assert clean("a\x1b@\x10\x14b\tc\u202e\ud800\x7f") == "a@b c"


def test_words_stay_whole_and_chinese_breaks_anywhere() -> None:
    assert list(wrap("hello wonderful", 12)) == ["hello", "wonderful"]
    assert list(wrap("老年人长寿保健金", 6)) == ["老年人", "长寿保", "健金"]
    assert list(wrap("老年人a长寿", 6)) == ["老年人", "a长寿"]
    assert list(wrap("x" * 10, 4)) == ["xxxx", "xxxx", "xx"]
    assert list(wrap("", 10)) == [""]


@given(st.text(max_size=60), st.integers(2, 48))
def test_lines_fit_and_nothing_but_spaces_is_lost(text: str, columns: int) -> None:
    text = clean(text)
    lines = list(wrap(text, columns))
    assert all(width_of(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
