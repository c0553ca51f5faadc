"""Core: numbers of inputs and lamps from the options, and changes that must last before they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.booth_board.wiring import Contact, Feeling, Input, Lamp, feel, wiring_from
from devices.errors import LocalConfigError

NOBODY, SOMEBODY = {Input.PRESENCE: False}, {Input.PRESENCE: True}


def test_the_usual_wiring() -> None:
    wiring = wiring_from({})
    assert wiring.inputs == {Input.PRESENCE: Contact(0), Input.DOOR: Contact(1), Input.HANDSET: Contact(2)}
    assert wiring.lamps == {Lamp.CARD: 0, Lamp.PAPERS: 1, Lamp.PRINTER: 2, Lamp.CAMERA: 3}
    assert (wiring.input_numbers, wiring.lamp_numbers) == (range(3), range(4))


def test_a_wiring_of_ones_own() -> None:
    wiring = wiring_from({"presence": "17", "door": "!19", "handset": "", "light_card": "512", "light_papers": ""})
    assert wiring.inputs == {Input.PRESENCE: Contact(17), Input.DOOR: Contact(19, inverted=True)}
    assert wiring.input_numbers == range(17, 20)
    assert wiring.shown((True, False, True)) == {Input.PRESENCE: True, Input.DOOR: False}
    assert wiring.shown((False, False, False)) == {Input.PRESENCE: False, Input.DOOR: True}
    assert Lamp.PAPERS not in wiring.lamps


@pytest.mark.parametrize(
    "options",
    [
        {"presence": "first"},
        {"door": "-1"},
        {"handset": "65536"},
        {"light_card": "!0"},
        {"presence": "0", "door": "2000"},
        dict.fromkeys([*map(str, Input), *map(str, Lamp)], ""),
    ],
)
def test_a_wiring_that_cannot_be(options: dict[str, str]) -> None:
    with pytest.raises(LocalConfigError):
        wiring_from(options)


def _felt(*shown: tuple[float, dict[Input, bool]]) -> list[bool]:
    feeling, said = Feeling(), []
    for at_s, now in shown:
        feeling = feel(feeling, now, at_s)
        said.append(feeling.steady[Input.PRESENCE])
    return said


def test_what_shows_first_counts_at_once() -> None:
    assert _felt((0.0, SOMEBODY)) == [True]


def test_a_hand_that_waves_past_is_nobody() -> None:
    assert _felt((0.0, NOBODY), (0.1, SOMEBODY), (0.3, SOMEBODY), (0.4, NOBODY), (0.6, SOMEBODY)) == [False] * 5


def test_somebody_who_stays_is_there() -> None:
    assert _felt((0.0, NOBODY), (0.1, SOMEBODY), (0.4, SOMEBODY), (0.5, SOMEBODY)) == [False, False, False, True]


def test_swaying_is_not_leaving() -> None:
    assert _felt((0.0, SOMEBODY), (1.0, NOBODY), (3.9, NOBODY), (3.95, SOMEBODY), (4.1, NOBODY)) == [True] * 5
    assert _felt((0.0, SOMEBODY), (1.0, NOBODY), (3.9, NOBODY), (4.0, NOBODY)) == [True, True, True, False]


@given(st.lists(st.tuples(st.floats(0.01, 0.35), st.booleans()), max_size=40))
def test_no_change_ever_counts_sooner_than_it_lasted(steps: list[tuple[float, bool]]) -> None:
    """Whatever is shown: between two changes of what counts lies at least the shorter settling time."""
    feeling, now_s, changed_s = feel(Feeling(), NOBODY, 0.0), 0.0, 0.0
    for pause_s, on in steps:
        now_s += pause_s
        before, feeling = feeling.steady, feel(feeling, {Input.PRESENCE: on}, now_s)
        if feeling.steady != before:
            assert now_s - changed_s >= 0.4
            assert feeling.steady[Input.PRESENCE] is on
            changed_s = now_s
