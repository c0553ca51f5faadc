"""Core: our small table says of any words what pypinyin says."""

import itertools
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from offline_cache.search_words import fold, is_han
from offline_cache.sounds import Reading, sounds

CATALOGUE = Path(__file__).resolve().parents[2] / "assets" / "catalogue"
PHRASES = sorted(PHRASES_DICT)
EVERY = 40
"""Of the phrases one in so many: all of them agree, and take ten seconds."""

_phrase = st.sampled_from(PHRASES)
_cut = st.builds(lambda phrase, at: phrase[:at], _phrase, st.integers(1, 3))
_rest = st.builds(lambda phrase: phrase[1:], _phrase)
_character = st.sampled_from([chr(point) for point in PINYIN_DICT])
_words = st.lists(st.one_of(_phrase, _cut, _rest, _character, st.sampled_from(["A4", "1", "，"])), max_size=5)


def _by_pypinyin(text: str) -> list[Reading]:
    found: list[list[str]] = []
    for han, run in itertools.groupby(fold(text).text, is_han):
        part = "".join(run)
        found += pinyin(part, style=Style.NORMAL, heteronym=True) if han else [[letter] for letter in part]
    return [tuple(dict.fromkeys(sound)) for sound in found]


def test_phrases_and_names_sound_the_same() -> None:
    names = [item["name"]["zh"] for item in json.loads((CATALOGUE / "items.json").read_text("utf-8"))]
    told = [text for text in [*names, *PHRASES[::EVERY]] if sounds(text) != _by_pypinyin(text)]
    assert told == []


@settings(deadline=None)
@given(_words.map("".join))
def test_any_words_sound_the_same(text: str) -> None:
    assert sounds(text) == _by_pypinyin(text)


def test_letters_sound_like_themselves() -> None:
    assert sounds("A4〇") == [("a",), ("4",), ("〇",)]
