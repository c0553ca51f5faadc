"""Core: digits of nine keys → spellings → words."""

import string
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.ui.pinyin import LETTER_LIMIT, open_pinyin
from kiosk_app.ui.writing.nine_keys import DIGIT_OF, NineKeys, Spellings
from kiosk_app.ui.writing.ways import TABLES


@pytest.fixture(scope="module")
def keys() -> Iterator[NineKeys]:
    lookup = open_pinyin()
    if lookup is None:
        pytest.skip("install libgooglepinyin0 to test Chinese input")
    yield NineKeys(Spellings((TABLES / "nine_keys.txt").read_text("utf-8")), lookup)


@pytest.mark.parametrize(
    ("letters", "word", "place"),
    [
        ("nihao", "你好", 1),
        ("shenfenzheng", "身份证", 1),
        ("shehuibaoxian", "社会保险", 1),
        ("dianhua", "电话", 1),
        ("guangzhou", "广州", 1),
        ("beijing", "北京", 1),
        ("zhangwei", "张伟", 2),
        ("panyu", "番禺", 3),
        ("jiedao", "街道", 5),
        ("wo", "我", 1),
        ("nih", "你好", 1),
    ],
)
def test_words_are_found_by_their_digits(keys: NineKeys, letters: str, word: str, place: int) -> None:
    assert word in keys.spell(letters.translate(DIGIT_OF)).words[:place]


def test_every_letter_lies_on_its_key() -> None:
    on = dict.fromkeys("23456789", "")
    for letter in string.ascii_lowercase:
        on[letter.translate(DIGIT_OF)] += letter
    assert list(on.values()) == ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"]


def test_a_chosen_syllable_stays(keys: NineKeys) -> None:
    chosen = keys.settle("64426", "mi")
    assert chosen == "mi'426"
    spelled = keys.spell(chosen)
    assert spelled.shown.startswith("mi ")
    assert all(not word.startswith("你") for word in spelled.words)
    assert keys.settle(chosen, "gao") == "mi'gao'"


def test_backspace_takes_back_a_choice_then_digits(keys: NineKeys) -> None:
    assert keys.shorten("ni'gao'") == "ni'426"
    assert keys.shorten("ni'426") == "ni'42"
    assert keys.shorten("ni'") == "64"
    assert keys.shorten("64") == "6"


def test_an_apostrophe_parts_syllables(keys: NineKeys) -> None:
    assert "西安" in keys.spell("94'26").words[:5]
    assert keys.takes("'", "94") == "'"
    assert keys.takes("'", "") == keys.takes("'", "94'") == keys.takes("1", "94") == ""


def test_choices_are_syllables_that_fit(keys: NineKeys) -> None:
    choices = keys.spell("94664486").choices
    assert choices[0] == "zhong"
    assert all("94664486".startswith(choice.translate(DIGIT_OF)) for choice in choices)


@settings(max_examples=200, deadline=None)
@given(digits=st.text("23456789'", max_size=LETTER_LIMIT))
def test_any_digits_spell_something_or_nothing(keys: NineKeys, digits: str) -> None:
    gathered = ""
    for key in digits:
        gathered += keys.takes(key, gathered)
    spelled = keys.spell(gathered)
    assert len(spelled.words) == len(spelled.taken)
    assert all(0 < taken <= len(gathered) for taken in spelled.taken)
    assert (spelled.shown == "") == (gathered == "")
