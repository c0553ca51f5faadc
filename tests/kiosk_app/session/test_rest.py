"""Core: when the glass rests, what wakes it, and that it never rests over somebody's matter."""

import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import Walk

NOBODY, SOMEBODY = on.BoardChanged({"presence": False}), on.BoardChanged({"presence": True})


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def _resting(walk: Walk) -> object:
    return present(walk.session, walk.knowledge, Booth())["frame"]["resting"]


def test_after_a_while_without_a_touch(walk: Walk) -> None:
    assert not _resting(walk)
    walk(on.LanguageChosen("en"), on.IdleExpired())
    assert _resting(walk) and walk.session.language == "zh"
    walk.commands.clear()
    walk(on.IdleExpired(), on.IdleExpired())
    assert walk.commands == [], "what rests is not wiped again and again"
    walk(on.Woken())
    assert not _resting(walk) and walk.session.stage is Stage.WELCOME


def test_a_touch_wakes_it_whatever_the_sensor_says(walk: Walk) -> None:
    walk(SOMEBODY, NOBODY)
    assert _resting(walk)
    walk(on.Woken())
    assert not _resting(walk)
    walk(NOBODY)
    assert not _resting(walk), "the same word of the sensor says nothing new"
    walk(on.IdleExpired())
    assert _resting(walk)
    walk(SOMEBODY)
    assert not _resting(walk)


def test_never_over_a_matter(walk: Walk) -> None:
    walk.to_form()
    walk(NOBODY)
    assert not _resting(walk) and not walk.session.ambient.rests
    walk(on.IdleExpired())
    assert walk.session.stage is Stage.TAKE_CARD and not _resting(walk)
    assert any(isinstance(command, do.Wipe) for command in walk.commands)


def test_going_on_ten_times_and_more(walk: Walk) -> None:
    walk.to_form()
    before = walk.session
    for _ in range(12):
        assert walk(on.IdleWarned(30)).overlay == "idle"
        walk(on.IdleEnded())
    assert walk.session == before
