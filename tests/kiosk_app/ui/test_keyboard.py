"""Shell: letters in, words out."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.pinyin import LETTER_LIMIT, GooglePinyin, Lookup, PinyinMissingError, open_pinyin
from kiosk_app.ui.writing.ways import ways


@pytest.fixture(scope="module")
def lookup() -> Iterator[Lookup]:
    found = open_pinyin()
    if found is None:
        pytest.skip("install libgooglepinyin0 to test Chinese input")
    yield found


class Typist:
    """A keyboard and what came out of it."""

    def __init__(self, lookup: Lookup | None) -> None:
        self.keyboard = KeyboardInput(ways(lookup) if lookup else {})
        self.written: list[str] = []
        self.erased = 0
        self.keyboard.committed.connect(self.written.append)
        self.keyboard.erased.connect(self._erase)

    def _erase(self) -> None:
        self.erased += 1

    def type(self, letters: str) -> None:
        """Key after key."""
        for letter in letters:
            self.keyboard.typeKey(letter)


@pytest.mark.parametrize(
    ("letters", "word"),
    [
        ("nihao", "你好"),
        ("shenfenzheng", "身份证"),
        ("shehuibaoxian", "社会保险"),
        ("zhangwei", "张伟"),
        ("panyu", "番禺"),
    ],
)
def test_words_are_found(lookup: Lookup, letters: str, word: str) -> None:
    assert word in lookup.search(letters, 10).words[:3]


def test_syllables_are_shown_apart_and_taken_one_by_one(qapp: QGuiApplication, lookup: Lookup) -> None:
    typist = Typist(lookup)
    typist.type("ChenXiaoFang")
    assert typist.keyboard.property("composing") == "chen xiao fang"
    for word, rest in (("陈", "xiao fang"), ("晓", "fang"), ("芳", "")):
        typist.keyboard.choose(list(typist.keyboard.property("candidates")).index(word))
        assert typist.keyboard.property("composing") == rest
    assert typist.written == ["陈", "晓", "芳"]


def test_space_takes_the_first_and_a_digit_takes_the_letters(qapp: QGuiApplication, lookup: Lookup) -> None:
    typist = Typist(lookup)
    typist.type("nihao 8")
    typist.type("abc")
    typist.keyboard.switchTo("123")
    typist.type("9")
    assert typist.written == ["你好", "8", "abc", "9"]


def test_backspace_erases_letters_first(qapp: QGuiApplication, lookup: Lookup) -> None:
    typist = Typist(lookup)
    typist.type("ni")
    for _ in range(3):
        typist.keyboard.backspace()
    assert (typist.erased, typist.written) == (1, [])


def test_letters_without_words_are_taken_as_they_are(qapp: QGuiApplication, lookup: Lookup) -> None:
    typist = Typist(lookup)
    typist.type("iii ")
    assert typist.written == ["iii"]


def test_without_a_dictionary_letters_and_digits_still_work(qapp: QGuiApplication) -> None:
    typist = Typist(None)
    assert typist.keyboard.property("pinyinReady") is False
    typist.keyboard.switchTo("zh")
    assert typist.keyboard.property("language") == "en"
    typist.type("Li 7")
    assert typist.written == ["L", "i", " ", "7"]


def test_a_missing_library_is_no_surprise() -> None:
    def absent() -> Lookup:
        raise PinyinMissingError

    assert open_pinyin(absent) is None


def test_nothing_is_left_on_disk(lookup: Lookup) -> None:
    folder = Path(tempfile.gettempdir())
    GooglePinyin().search("zhangwei", 5)
    assert list(folder.glob("xiaowu-pinyin-*")) == []


@settings(max_examples=60, deadline=None)
@given(keys=st.lists(st.sampled_from([*"abcnihaogzv' 7陈", "BACK", "zh", "en", "123", "PICK"]), max_size=60))
def test_no_order_of_keys_breaks_it(qapp: QGuiApplication, lookup: Lookup, keys: list[str]) -> None:
    typist = Typist(lookup)
    for key in keys:
        if key == "BACK":
            typist.keyboard.backspace()
        elif key == "PICK":
            typist.keyboard.choose(1)
        elif key in ("zh", "en", "123"):
            typist.keyboard.switchTo(key)
        else:
            typist.type(key)
        assert len(typist.keyboard.property("composing").replace(" ", "")) <= LETTER_LIMIT
    typist.keyboard.clear()
    assert typist.keyboard.property("composing") == ""
