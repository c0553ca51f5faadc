"""Core: the call beside the matter: what is told before it, what is asked in it, what is left of it."""

import pytest

from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import CallState, Knowledge
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import SEAT, Walk

BOOTH = Booth(name=Text(zh="测试"), district=Text(zh="测试"))


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def frame(walk: Walk) -> dict[str, object]:
    """The frame as it is shown now."""
    return dict(present(walk.session, walk.knowledge, BOOTH)["frame"])


def told(walk: Walk) -> list[str]:
    """What the question before the call says will be seen."""
    points = frame(walk)["overlayPoints"]
    assert isinstance(points, list)
    return [point["text"] for point in points]


def test_before_the_first_call_what_is_shared_is_told(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1), on.CallAsked())
    assert told(walk) == ["您的样子和声音"], "there is no form and no paper yet"
    walk(on.OverlayDeclined())
    walk.to_form()
    walk.fill()
    walk.photograph()
    walk(on.CallAsked())
    _, card, form, papers = told(walk)
    assert "证件" in card
    assert f"填了 {len(walk.session.values)} 项" in form
    assert "1 页" in papers


def test_only_yes_rings_and_it_is_asked_once_a_visit(walk: Walk) -> None:
    walk.to_form()
    walk(on.CallAsked(), on.OverlayDeclined())
    assert not any(isinstance(command, do.RequestCall) for command in walk.commands)
    walk(on.CallAsked())
    assert walk.session.overlay == "callConfirm", "who said no is asked again"
    walk(on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT), on.HungUp())
    assert walk(on.CallAsked()).call.state is CallState.WAITING
    assert walk.session.overlay == "callWaiting"
    walk(on.LeaveAsked(), on.OverlayAgreed(), on.WentOn(), on.CardRemoved(), on.SearchOpened(), on.CallAsked())
    assert walk.session.overlay == "callConfirm", "the next visitor said nothing yet"
