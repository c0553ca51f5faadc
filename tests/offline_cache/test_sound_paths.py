"""Core: typed letters lead to questions that the names they stand for answer, and to few others."""

import pytest

from offline_cache.sound_paths import SoundPaths, pairs, runs, slipped, sounding

NAMES = ("lao nian ren chang shou", "shen fen zheng", "sheng yu deng ji")
SYLLABLES = [name.split() for name in NAMES]
PATHS = SoundPaths(
    {one for name in SYLLABLES for one in name},
    {pair for name in SYLLABLES for pair in pairs(name)},
    {run for name in SYLLABLES for run in runs(name)},
)


def answered(questions: list[str]) -> list[int]:
    """Names whose tokens stand side by side as one of the questions says; the last of a question may go on."""
    stored = [" " + " ".join((*runs(name), *pairs(name))) for name in SYLLABLES]
    asked = [" " + question.split('"')[1] for question in questions]
    return [at for at, tokens in enumerate(stored) if any(one in tokens for one in asked)]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        *(("laonianren", [0]), ("laonianr", [0]), ("lnr", [0]), ("laonr", [0]), ("nianren", [0]), ("lnrchsh", [0])),
        *(("senfen", [1]), ("shengfen", [1]), ("sfzheng", [1]), ("shengyud", [2]), ("nianfen", [])),
    ],
)
def test_as_people_spell(typed: str, named: list[int]) -> None:
    assert answered(PATHS.spelled(typed)) == named


def test_any_beginnings_of_syllables() -> None:
    assert answered(PATHS.spelled_oddly("laniare")) == [0]


@pytest.mark.parametrize("typed", ["lanoianren", "laonianern", "laonanren", "laoniamren", "laonniianren", "laoninaren"])
def test_one_slip_of_a_finger(typed: str) -> None:
    assert answered(PATHS.spelled_nearly(typed)) == ([0] if typed != "laonniianren" else [])


def test_wrong_characters_of_nearly_the_right_sound() -> None:
    assert answered(sounding([("seng", "zeng"), ("fen",)])) == [1]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("shenfen", []), ("sehnfen", ["fen"]), ("shnfen", ["fen"]), ("sxenfen", ["fen"]), ("shhenfen", ["fen"]),
        ("shefnen", ["fen"]), ("sx", [""]),
    ],
)  # fmt: skip
def test_what_is_left_behind_a_slip(typed: str, left: list[str]) -> None:
    assert set(left) <= set(slipped("shen", typed)) and bool(left) == bool(list(slipped("shen", typed)))
