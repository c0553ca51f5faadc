"""Core: rare characters by sound, by parts, by code."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.ui.writing.rare import RareCodes, RareSounds, RareTables
from kiosk_app.ui.writing.ways import TABLES


@pytest.fixture(scope="module")
def sounds() -> RareSounds:
    readings, parts = ((TABLES / f"rare_{name}.txt").read_text("utf-8") for name in ("readings", "parts"))
    return RareSounds(RareTables(readings, parts))


@pytest.mark.parametrize(
    ("letters", "char"),
    [
        ("longtian", "䶮"),
        ("yan", "䶮"),
        ("xi", "㐂"),
        ("qiqiqi", "㐂"),
        ("ji", "𠮷"),
        ("tukou", "𠮷"),
        ("da", "龘"),
        ("longlonglong", "龘"),
        ("jiji", "喆"),
        ("mingkong", "曌"),
        ("wenwubei", "赟"),
        ("huohuohuohuo", "燚"),
    ],
)
def test_rare_characters_are_found(sounds: RareSounds, letters: str, char: str) -> None:
    assert char in sounds.spell(letters).words


def test_parts_are_found_before_the_last_letter(sounds: RareSounds) -> None:
    assert "䶮" in sounds.spell("longti").words


def test_everyday_characters_do_not_stand_in_the_way(sounds: RareSounds) -> None:
    assert "系" not in sounds.spell("xi").words
    assert sounds.spell("xi").words[0] == "㐂"


@given(letters=st.text(string.ascii_lowercase, max_size=30))
def test_any_letters_find_something_or_nothing(sounds: RareSounds, letters: str) -> None:
    spelled = sounds.spell(letters)
    assert all(len(word) == 1 and not word.isascii() for word in spelled.words)
    assert set(spelled.taken) <= {len(letters)}


def test_tables_are_in_order() -> None:
    for name in ("rare_readings", "rare_parts"):
        letters = [line.split(" ")[0] for line in (TABLES / f"{name}.txt").read_text("utf-8").splitlines()]
        assert letters == sorted(set(letters))


@pytest.mark.parametrize(
    ("code", "char"),
    [("4DAE", "䶮"), ("FE9F", "䶮"), ("3402", "㐂"), ("8139EF31", "㐂"), ("20BB7", "𠮷"), ("9534B235", "𠮷"),
     ("9F98", "龘"), ("FD93", "龘"), ("FE59", "龴")],
)  # fmt: skip
def test_codes_of_unicode_and_gb18030(code: str, char: str) -> None:
    assert char in RareCodes().spell(code).words


@pytest.mark.parametrize("code", ["", "4", "4DA", "0041", "D800", "DFFF", "FFFFF", "FFFFFFFF", "20AC", "3042", "0000"])
def test_codes_of_anything_else_give_nothing(code: str) -> None:
    assert RareCodes().spell(code).words == ()


@given(keys=st.text(max_size=12))
def test_any_keys_give_hexadecimal(keys: str) -> None:
    codes, gathered = RareCodes(), ""
    for key in keys:
        gathered = (gathered + codes.takes(key, gathered))[: codes.limit]
    assert set(gathered) <= set("0123456789ABCDEF")
    assert len(codes.spell(gathered).words) <= 2
