"""What the booth's board changes for a resident: guide lights, handset, rest, the engineer; and nothing without one."""

import dataclasses

import pytest

from devices.booth_board.wiring import Lamp
from kiosk_app.flow.pages import page_of
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.lights import Lights, lights_for
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import CASE, RESIDENT, SEAT, Walk

DARK = Lights()
CARD_STEADY = Lights(steady=frozenset({Lamp.CARD}))
CARD_BLINKS = Lights(blinking=frozenset({Lamp.CARD}))
NOBODY, SOMEBODY = {"presence": False}, {"presence": True}


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def _shown(walk: Walk, key: str) -> object:
    return present(walk.session, walk.knowledge, Booth())["frame"][key]


def _lights(walk: Walk) -> list[Lights]:
    return [command.lights for command in walk.commands if isinstance(command, do.ShowLights)]


def test_the_card_light_waits_with_the_resident_and_goes_out_when_it_is_read(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"))
    assert _lights(walk) == []
    walk(on.WentOn())
    assert walk.commands.index(do.ShowLights(CARD_STEADY)) < walk.commands.index(do.ReadCard())
    walk(on.CardSeen(0, "reading"), on.CardFailed(0, "removed"))
    assert _lights(walk) == [CARD_STEADY], "the same lights are not asked for twice"
    walk(on.CardRead(0, RESIDENT))
    assert _lights(walk) == [CARD_STEADY, DARK]


def test_the_paper_light_burns_while_the_camera_wants_a_paper(walk: Walk) -> None:
    walk.to_form()
    walk.fill()
    assert walk().stage is Stage.MATERIAL
    assert lights_for(walk()).steady == {Lamp.PAPERS}
    walk(on.PageWanted())
    assert lights_for(walk()).steady == {Lamp.PAPERS}
    walk(on.PageTaken(0, walk.session.papers[0].material_id))
    assert lights_for(walk()) == DARK


def test_slip_and_forgotten_card_are_lit_until_both_are_taken(walk: Walk) -> None:
    walk.to_review()
    walk(on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.CaseCommitted(CASE, "PY-1"))
    assert lights_for(walk()) == CARD_BLINKS
    walk(on.SlipPrinted(0))
    assert lights_for(walk()) == Lights(frozenset({Lamp.PRINTER}), frozenset({Lamp.CARD}))
    walk(on.Finished())
    assert (walk().stage, lights_for(walk())) == (Stage.TAKE_CARD, CARD_BLINKS)
    walk(on.Wiped(0), on.IdleWarned(9))
    assert lights_for(walk()) == CARD_BLINKS
    walk(on.CardRemoved())
    assert (walk().stage, _lights(walk)[-1]) == (Stage.WELCOME, DARK)


def test_the_camera_light_says_that_one_is_seen(walk: Walk) -> None:
    walk.to_form()
    walk(on.CallAsked(), on.OverlayAgreed())
    assert lights_for(walk()) == DARK
    walk(on.CallAnswered("c1", 1, SEAT))
    assert lights_for(walk()).steady == {Lamp.CAMERA}
    walk(on.CameraSwitched(True))
    assert lights_for(walk()) == DARK


def test_the_handset_moves_the_sound_once_each_way(walk: Walk) -> None:
    walk(on.BoardChanged({"handset": False}))
    assert walk.commands == []
    walk(on.BoardChanged({"handset": True}), on.BoardChanged({"handset": True, "presence": True}))
    assert walk.commands == [do.UseHandset(True)]
    assert _shown(walk, "handsetText") == "听筒"
    walk(on.BoardChanged({}))
    assert walk.commands == [do.UseHandset(True), do.UseHandset(False)], "a silent board must not keep the sound"
    assert _shown(walk, "handsetText") == ""


def test_the_glass_rests_only_while_it_knows_that_nobody_is_near(walk: Walk) -> None:
    assert _shown(walk, "resting") is False, "without a sensor it never rests"
    walk(on.BoardChanged(NOBODY))
    assert _shown(walk, "resting") is True
    walk(on.BoardChanged(SOMEBODY))
    assert _shown(walk, "resting") is False
    walk(on.SearchOpened(), on.BoardChanged(NOBODY))
    assert _shown(walk, "resting") is False, "never over somebody's matter"


def test_an_open_cabinet_is_told_and_keeps_the_matter(walk: Walk) -> None:
    before = walk.to_form()
    walk(on.BoardChanged({"door": True}))
    assert "检修" in str(_shown(walk, "noticeText"))
    assert _shown(walk, "noticeStays") is True
    assert page_of(walk()) == "form"
    assert dataclasses.replace(walk(), ambient=before.ambient) == before
    walk(on.FieldEdited("phone", "1"), on.WentOn(), on.WentOn())
    assert _shown(walk, "noticeStays") is False, "what the resident must mend is said first"
    walk(on.BoardChanged({"door": False}), on.NoticeDismissed())
    assert _shown(walk, "noticeText") == ""


def test_what_the_board_feels_outlives_the_wipe(walk: Walk) -> None:
    walk(on.BoardChanged(SOMEBODY))
    walk.to_form()
    walk(on.IdleExpired())
    assert walk().ambient.board == SOMEBODY
    assert walk().person is None


def test_an_empty_booth_is_dark() -> None:
    assert lights_for(Session()) == DARK
