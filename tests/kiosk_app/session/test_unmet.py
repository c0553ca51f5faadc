"""Core: words that found nothing are kept only when they cannot be of one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.session.unmet import LONGEST, anonymous


@pytest.mark.parametrize("words", ["狗证", "养犬登记", "宽带报装", "dog licence", "gouzheng", " 挖井许可 "])
def test_the_name_of_a_matter_is_kept(words: str) -> None:
    assert anonymous(words) == words.strip()


@pytest.mark.parametrize(
    "words",
    [
        "440113195106140012", "４４０１１３", "13800138000", "陈测试", "欧阳", "我叫小明", "住在大石街", "测试路12号",
        "一三八〇〇一三八", "狗", "", "  ", "。？！", "长" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_what_may_be_of_a_person_is_not(words: str) -> None:
    assert anonymous(words) == ""


@given(st.text(max_size=30))
def test_nothing_but_letters_ever_leaves(words: str) -> None:
    kept = anonymous(words)
    assert all(letter.isalpha() or letter == " " for letter in kept) and len(kept) <= LONGEST
