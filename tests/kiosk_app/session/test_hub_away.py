"""Core: a hub whose database is away: said in plain words, the matter goes on, and all is shown again afterwards."""

from typing import Any

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


def frame(walk: Walk) -> Any:
    return present(walk.session, walk.knowledge, BOOTH)["frame"]


def test_it_is_said_until_it_is_over_and_no_tap_takes_it_away(walk: Walk) -> None:
    walk.to_form()
    walk(on.LinkChanged(True, 3, 2), on.StoreChanged(True))
    for _ in range(2):
        assert "数据库" in frame(walk)["noticeText"] and frame(walk)["noticeStays"]
        assert (frame(walk)["linkUp"], frame(walk)["linkText"]) == (False, "中枢恢复中 · 可继续办")
        walk(on.LinkChanged(True, 4, 2), on.LanguageChosen("zh"))  # the hub still counts officials
    walk(on.StoreChanged(False))
    assert (frame(walk)["noticeText"], frame(walk)["linkText"]) == ("", "网络正常")
    assert walk.session.ambient.seats_online == 4


def test_a_hub_that_is_reached_again_is_whole_until_it_says_otherwise(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1), on.StoreChanged(True), on.LinkChanged(False), on.LinkChanged(True, 1, 1))
    assert walk.session.ambient.link_up and not frame(walk)["noticeText"]


def test_a_call_goes_on_and_the_official_sees_everything_again(walk: Walk) -> None:
    walk.to_form()
    walk(on.LinkChanged(True, 1, 1), on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None))
    walk(on.CallAnswered("c1", 1, SEAT), on.StoreChanged(True))
    assert walk.session.call.state is CallState.CONNECTED
    walk.commands.clear()
    walk(on.StoreChanged(False))
    assert [type(one) for one in walk.commands] == [do.ShareForm, do.SharePapers]
