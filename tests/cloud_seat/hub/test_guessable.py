"""Core: what is guessed first is no password; a sentence, whatever it is made of, is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.hub.guessable import is_guessable

WEAK = """password1234 Password123! P@ssw0rd2026 123456789012 qwertyuiop[] 1qaz2wsx3edc iloveyou1314520 aaaaaaaaaaaa
abcabcabcabc admin@2026admin zhengwuxiaowu2026 woaini1314520 0217-0217-0217 Panyu@20261127 passwordadmin1
welcome12345678 Admin12345678 abcd1234abcd1234 seat0217office q1w2e3r4t5y6 9876543210987 asdfghjkl123""".split()  # noqa: SIM905  one word, one password
STRONG = [
    "correct horse 2026",
    "correct horse battery staple",
    "我家门前有条河叫大石水道",
    "tX9#kL2$mQ7!",
    "village well 1987",
]
STRONG += ["summer family money love happy", "阿婆的猫每天四点回家", "seven dogs at the quay"]


@pytest.mark.parametrize("password", WEAK)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert is_guessable(password, "0217")


@pytest.mark.parametrize("password", STRONG)
def test_a_sentence_is_taken(password: str) -> None:
    assert not is_guessable(password, "0217")


def test_the_accounts_own_name_is_no_secret() -> None:
    assert is_guessable("linxiaoqing2026", "linxiaoqing")
    assert not is_guessable("linxiaoqing2026", "0217")


@given(password=st.text(max_size=128), user=st.text(max_size=20))
def test_any_text_gets_an_answer(password: str, user: str) -> None:
    assert is_guessable(password, user) in (True, False)
