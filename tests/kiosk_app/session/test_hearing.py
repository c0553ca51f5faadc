"""Core: 听不清: louder, large words, told to the official; soon again: handset and writing; forgotten with the call."""

import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import VOLUME_LEVELS, Hearing, Knowledge
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import SEAT, Walk


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In a call, over the form."""
    walk = Walk(knowledge)
    walk.to_form()
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT))
    return walk


def _done(walk: Walk, *events: on.Event) -> list[do.Command]:
    """What these events make the hands do."""
    walk.commands.clear()
    walk(*events)
    return walk.commands


def _shown(walk: Walk) -> tuple[object, object]:
    view = present(walk.session, walk.knowledge, Booth())["call"]
    return view["hearingTitle"], view["hearingText"]


def test_one_touch_is_louder_tells_the_official_and_makes_words_large(walk: Walk) -> None:
    assert _shown(walk) == ("", "")
    assert _done(walk, on.NotHeard()) == [do.SetVolume(1), do.TellHearing(again=False)]
    assert _shown(walk) == ("已告诉对方您听不清，声音调大了", "对方打的字，会大大地写在这里")
    walk(on.Captioned("c1", "请看这里"))
    assert _shown(walk)[1] == "请看这里"
    walk(on.LanguageChosen("en"))
    assert _shown(walk)[0] == "The official knows you cannot hear; it is louder now"


@pytest.mark.parametrize(
    ("ear", "lifted", "offers"),
    [(True, False, "听筒"), (True, True, "打字"), (False, False, "打字")],
)
def test_a_second_touch_within_the_minute_offers_what_needs_no_loudspeaker(
    walk: Walk, ear: bool, lifted: bool, offers: str
) -> None:
    walk(on.VoicesFound(frozenset(), ear, 4), on.BoardChanged({"handset": lifted}), on.NotHeard())
    assert _done(walk, on.NotHeard()) == [do.SetVolume(2), do.TellHearing(again=True)]
    assert offers in str(_shown(walk)[0])


def test_after_a_minute_the_words_stay_large_and_a_touch_is_a_first_one_again(walk: Walk) -> None:
    walk(on.NotHeard(), on.Captioned("c1", "请看这里"), on.HearingEased("another call"))
    assert walk.session.call.hearing is Hearing.TOLD
    walk(on.HearingEased("c1"))
    assert _shown(walk) == ("工作人员打的字", "请看这里")
    assert do.TellHearing(again=False) in _done(walk, on.NotHeard())


def test_louder_ends_at_the_loudest_and_is_said(walk: Walk) -> None:
    for _ in range(VOLUME_LEVELS):
        walk(on.NotHeard(), on.HearingEased("c1"))
    assert _done(walk, on.NotHeard()) == [do.TellHearing(again=False)]
    assert _shown(walk)[0] == "已告诉对方您听不清，声音已经最大"


def test_whoever_takes_over_hears_of_it_and_the_next_call_begins_anew(walk: Walk) -> None:
    walk(on.NotHeard(), on.CallLost("c1"))
    assert do.TellHearing(again=False) in _done(walk, on.CallAnswered("c1", 2, SEAT))
    told = _done(walk, on.HungUp(), on.CallAsked(), on.CallAnswered("c2", 1, SEAT))
    assert walk.session.call.hearing is Hearing.WELL
    assert not [command for command in told if isinstance(command, do.TellHearing)]


def test_without_a_call_the_touch_does_nothing(walk: Walk) -> None:
    walk(on.HungUp(), on.NotHeard())
    assert (walk.session.voice.louder, walk.session.call.hearing) == (0, Hearing.WELL)
