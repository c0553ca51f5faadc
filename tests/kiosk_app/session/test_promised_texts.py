"""Core: a text is promised only while a hub sends any; else the glass says what is true."""

import pytest

from kiosk_app.session import events as on
from kiosk_app.session.asking import texted
from kiosk_app.session.state import Knowledge
from kiosk_app.ui.presenters.ending import stored
from tests.kiosk_app.session.walk import Walk


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """Ready to submit, with a phone number in the form."""
    walking = Walk(knowledge)
    walking.to_review()
    return walking


def promised(walk: Walk) -> str:
    return str(stored(walk.session, walk.knowledge)["steps"])


def test_without_a_gateway_any_booth_tells_the_number(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1, False), on.LinkChanged(False))
    assert texted(walk.session, walk.knowledge) == ""
    assert "短信" not in promised(walk)
    assert "任何一台晓屋" in promised(walk)


def test_with_one_the_promise_stands_while_the_hub_is_away(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1, True), on.LinkChanged(True, 2, 1), on.LinkChanged(False))
    assert texted(walk.session, walk.knowledge).startswith("1")
    assert "短信发正式受理号" in promised(walk)
