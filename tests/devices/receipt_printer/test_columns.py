"""Core: widths, cleaning, wrapping, rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.columns import Align, Cell, clean, is_rare, row, width_of, wrap

OPENING, CLOSING = "（《“「", "，。、；：？！）》”」…"
# letters, digits, Chinese, rare characters, punctuation and spaces in any order
MIXED = st.text(st.sampled_from(list("ab1-. 测试办𠮷" + OPENING + CLOSING)), max_size=60)


def test_full_width_characters_count_twice() -> None:
    assert width_of("abc") == 3
    assert width_of("办件a") == 5
    assert width_of("：￥·㐀𠮷") == 10


def test_characters_that_no_printer_font_has() -> None:
    assert [is_rare(char) for char in "办：·é㐀𠮷😀"] == [False, False, False, False, True, True, True]


def test_what_people_type_cannot_steer_the_printer() -> None:
    assert clean("a\x1b@\x10\x14b\tc\u202e\ud800\x7f") == "a@b c"


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("hello wonderful", 12, ["hello", "wonderful"]),
        ("老年人长寿保健金", 6, ["老年人", "长寿保", "健金"]),
        ("老年人a长寿", 6, ["老年人", "a长寿"]),
        ("x" * 10, 4, ["xxxx", "xxxx", "xx"]),
        ("", 10, [""]),
        ("  缩进", 10, ["  缩进"]),
        # a number stays whole, a web address begins a line of its own and is cut at the edge
        ("受理号GZPY-2026-000001可查", 20, ["受理号", "GZPY-2026-000001可查"]),
        ("网址：www.example.invalid/abcdefg", 10, ["网址：", "www.exampl", "e.invalid/", "abcdefg"]),
        # no comma begins a line, no bracket ends one
        ("请妥善保管，谢谢", 10, ["请妥善保", "管，谢谢"]),
        ("查看（全文）", 6, ["查看", "（全", "文）"]),
        ("他说：“好。”", 10, ["他说：", "“好。”"]),
        ("好,well", 4, ["好,", "well"]),
    ],
)
def test_lines_break_as_a_typesetter_would(text: str, columns: int, lines: list[str]) -> None:
    assert list(wrap(text, columns)) == lines


@given(st.one_of(st.text(max_size=60), MIXED), st.integers(2, 48))
def test_lines_fit_and_nothing_but_spaces_is_lost(text: str, columns: int) -> None:
    text = clean(text)
    lines = list(wrap(text, columns))
    assert all(width_of(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(["测试", "办件，", "（注）", "“好”", "a-1。"]), max_size=20).map("".join))
def test_no_line_begins_or_ends_with_the_wrong_mark(text: str) -> None:
    first, *others = wrap(text, 32)
    assert not any(line.startswith(tuple(CLOSING)) for line in others)
    assert not any(line.endswith(tuple(OPENING)) for line in (first, *others))


def test_cells_stand_beside_each_other() -> None:
    cells = [Cell("居民身份证正反面复印件"), Cell("1", 4, Align.RIGHT), Cell("已收", 6, Align.CENTRE)]
    assert list(row(cells, 28)) == ["居民身份证正反面    1  已收", "复印件"]


@given(st.lists(st.tuples(MIXED, st.integers(2, 8), st.sampled_from(Align)), max_size=3), MIXED)
def test_rows_fit(fixed: list[tuple[str, int, Align]], rest: str) -> None:
    cells = [Cell(text, columns, align) for text, columns, align in fixed] + [Cell(rest)]
    lines = list(row(cells, 32))
    assert all(width_of(line) <= 32 for line in lines)
    kept = sum(len(cell.text.replace(" ", "")) for cell in cells)
    assert len("".join(lines).replace(" ", "")) == kept
