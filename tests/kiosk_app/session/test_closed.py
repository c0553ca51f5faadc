"""Core: a closed booth: the next resident reads why and where to go; whoever is in the middle of a matter finishes."""

from typing import Any

import pytest

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.machine import IllegalEventError
from kiosk_app.session.state import CallState, Knowledge, Stage
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.shown import Shown
from tests.kiosk_app.session.walk import Walk

TOLD = BoothClosed(left_s=3600, until="15:00", reason="power", instead=Text(zh="南村镇晓屋", en="Nancun booth"))
CLOSED, OPEN = on.ClosingTold(TOLD), on.ClosingTold(None)


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def _view(walk: Walk, name: str) -> Shown:
    return present(walk.session, walk.knowledge, Booth())[name]


def _page(walk: Walk) -> object:
    return _view(walk, "frame")["page"]


def _said(walk: Walk) -> str:
    view: dict[str, Any] = dict(_view(walk, "closed"))
    return " ".join([view["title"], view["text"], *(card["text"] for card in view["cards"])])


def test_the_next_resident_reads_until_when_why_and_where_to_go(walk: Walk) -> None:
    walk(CLOSED)
    assert _page(walk) == "closed" and _view(walk, "frame")["links"] == []
    said = _said(walk)
    assert "15:00 再开" in said and "停电" in said and "南村镇晓屋" in said and "预约" in said
    walk(on.LanguageChosen("en"))
    assert "closed until 15:00" in _said(walk) and "Nancun booth" in _said(walk)
    walk(on.LanguageChosen("zh-Hant"))
    assert "暫停服務" in _said(walk)
    walk(OPEN)
    assert _page(walk) == "welcome"


def test_for_the_rest_of_the_day_with_nowhere_known_to_go(walk: Walk) -> None:
    walk(on.ClosingTold(BoothClosed(left_s=3600, reason="other")))
    assert _said(walk).startswith("本机今天暂停服务 给您添麻烦了。 要办事，请到附近别的晓屋")
    kept = present(walk.session, walk.knowledge, Booth(keeper_phone="84800000"))["closed"]
    assert kept["text"] == "给您添麻烦了。有事请打 84800000。"


@pytest.mark.parametrize(
    "finger",
    [on.SearchOpened(), on.ItemChosen("longevity"), on.CallAsked(), on.AsideOpened("complaint"), on.WentOn()],
    ids=lambda event: type(event).__name__,
)
def test_nothing_begins_there_but_the_keepers_work(walk: Walk, finger: on.Event) -> None:
    walk(CLOSED)
    before = walk.session
    with pytest.raises(IllegalEventError):
        walk(finger)
    assert walk.session == before
    assert walk(on.KeeperAsked()).stage is Stage.KEEPER
    walk(on.LeaveAsked())
    assert _page(walk) == "closed"


def test_whoever_fills_in_a_form_goes_on_to_the_end(walk: Walk) -> None:
    walk.to_form()
    page, values = _page(walk), walk.session.values
    walk(CLOSED)
    assert _page(walk) == page and walk.session.values == values and _view(walk, "frame")["links"]
    walk(on.CallAsked())
    assert walk.session.overlay == "callConfirm", "also with a person"
    walk(on.OverlayDeclined(), on.LeaveAsked(), on.OverlayAgreed(), on.CardRemoved())
    assert walk.session.stage is Stage.WELCOME and _page(walk) == "closed"
    assert any(isinstance(command, do.Wipe) for command in walk.commands)


def test_a_call_from_the_welcome_page_and_a_letter_over_it_are_matters_too(walk: Walk) -> None:
    walk(on.AsideOpened("complaint"), CLOSED)
    assert _page(walk) == "complaint"
    walk(on.WentBack())
    assert _page(walk) == "closed"
    walk(OPEN, on.LinkChanged(True, 1, 1), on.CallAsked(), CLOSED)
    assert _page(walk) != "closed" and walk.session.overlay == "callConfirm"
    walk(on.OverlayAgreed())
    assert walk.session.call.state is CallState.WAITING and _page(walk) != "closed"


def test_the_resting_picture_says_it_too(walk: Walk) -> None:
    walk(CLOSED, on.IdleExpired())
    frame = _view(walk, "frame")
    assert frame["resting"] and frame["restText"] == "本机暂停服务，15:00 再开"
    assert "南村镇晓屋" in str(_view(walk, "welcome")["waitText"])
    walk(on.RehearsalDue())
    assert any(isinstance(command, do.Rehearse) for command in walk.commands), "the night's rehearsal goes on"


def test_big_letters_speak_of_it(walk: Walk) -> None:
    walk(on.VoicesFound(frozenset({"zh"}), False, 4, True), on.ModeChosen("elder"), CLOSED)
    said = walk.last(do.Say)
    assert isinstance(said, do.Say) and said.parts[0].key == "page.closed"
