"""Core: a card is taken in two steps, and its copy says what it is for."""

from dataclasses import replace

import msgspec
import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import Walk

CARD, ITEM = "social-card", "longevity-allowance"


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In front of the camera; the first paper is a card."""
    item = knowledge.items[ITEM]
    first, *others = item.materials[1:]
    assert first.id == CARD
    card = msgspec.structs.replace(first, is_card=True, note=None)
    as_card = msgspec.structs.replace(item, materials=(item.materials[0], card, *others))
    walking = Walk(replace(knowledge, items={**knowledge.items, ITEM: as_card}))
    walking.to_form()
    walking.fill()
    walking(on.DeviceChanged("document_camera", "ready"))
    return walking


def shown(walk: Walk, key: str) -> object:
    return present(walk.session, walk.knowledge, Booth())["material"][key]


def one_side(walk: Walk) -> None:
    walk(on.PageDue(walk.session.number), on.CardSideTaken(walk.session.number))


def test_first_one_side_then_the_other(walk: Walk) -> None:
    assert "翻面" in str(shown(walk, "text"))
    one_side(walk)
    assert walk.last(do.TakePage) == do.TakePage(CARD, purpose="仅供办理老年人长寿保健金使用")
    assert walk.commands[-1] == do.WatchPaper(CARD, next_sheet=True, turned=True)
    assert (walk.session.papers[0].state, walk.session.verdict) == ("todo", "turn_over")
    assert "翻面" in str(shown(walk, "verdictText")) and "另一面" in str(shown(walk, "text"))
    walk(on.PageDue(walk.session.number), on.PageTaken(walk.session.number, CARD, 1))
    assert (walk.session.papers[0].pages, walk.session.page_shown, walk.session.side_taken) == ((1,), 1, False)


def test_the_word_stays_until_the_card_moves(walk: Walk) -> None:
    one_side(walk)
    walk(on.PageJudged(walk.session.number, "same_sheet"))
    assert walk.session.verdict == "turn_over"
    walk(on.PageJudged(walk.session.number, "no_page"))
    assert walk.session.verdict == "no_page"


@pytest.mark.parametrize("code", ["same_side", "not_a_card"])
def test_a_wrong_side_is_said_and_the_first_one_is_kept(walk: Walk, code: str) -> None:
    one_side(walk)
    walk(on.PageDue(walk.session.number), on.PageFailed(walk.session.number, code))
    assert walk.commands[-1] == do.WatchPaper(CARD, next_sheet=True, turned=True)
    assert (walk.session.verdict, walk.session.side_taken) == (code, True)


def test_a_letter_in_place_of_a_card_is_not_taken_again_and_again(walk: Walk) -> None:
    walk(on.PageDue(walk.session.number), on.PageFailed(walk.session.number, "not_a_card"))
    assert walk.commands[-1] == do.WatchPaper(CARD, next_sheet=True)


@pytest.mark.parametrize("away", [on.WentBack(), on.PageWanted()], ids=["another page", "taken as it lies"])
def test_half_a_card_does_not_outlive_its_turn(walk: Walk, away: on.Event) -> None:
    one_side(walk)
    walk(away)
    walk(on.WentOn() if isinstance(away, on.WentBack) else on.PageTaken(walk.session.number, CARD, 1))
    assert walk.session.side_taken is False


def test_taken_again_from_the_first_side(walk: Walk) -> None:
    one_side(walk)
    walk(on.PageDue(walk.session.number), on.PageTaken(walk.session.number, CARD, 1), on.PageRejected())
    assert walk.commands[-1] == do.WatchPaper(CARD, next_sheet=True)
    assert walk.session.side_taken is False
