"""Core: further people in a call: shown before anybody is let in, agreed to, sent out at a tap, silent when aside."""

from typing import Any

import pytest

from cloud_seat.contract.companions import CONSULT, FAMILY, JOINED, LISTENING, Companion
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import SEAT, Walk

BOOTH = Booth(name=Text(zh="测试"), district=Text(zh="测试"))
BOSS = Seat(seat_id="seat-0300", name="周敏", department=Text(zh="测试局", en="Test office"), number="0300")


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In a call, at the form."""
    walk = Walk(knowledge)
    walk.to_form()
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    return walk


def person(role: str, state: str = "here", **more: Any) -> Companion:
    seat = None if role == FAMILY else BOSS
    return Companion(companion_id="p1", role=role, state=state, seat=seat, **more)


def roster(walk: Walk, *people: Companion, number: int = 5) -> None:
    walk(on.RosterTold("c1", number, people))


def frame(walk: Walk) -> Any:
    return present(walk.session, walk.knowledge, BOOTH)["frame"]


def lines(walk: Walk) -> list[str]:
    return [str(line["text"]) for line in frame(walk)["company"]]


def test_whoever_comes_is_on_the_glass_before_the_hub_is_told_so(walk: Walk) -> None:
    roster(walk, person(LISTENING, "showing"), number=8)
    assert lines(walk) == ["主管 周敏 0300 正在旁听"]
    assert walk.last(do.ConfirmRoster) == do.ConfirmRoster("c1", 8)
    walk(on.CompanionSent("p1"))
    assert walk.last(do.EndCompanion) == do.EndCompanion("p1")
    roster(walk)
    assert lines(walk) == []
    before = len(walk.commands)
    walk(on.CompanionSent("p1"))
    assert not any(isinstance(command, do.EndCompanion) for command in walk.commands[before:]), "they are out already"


def test_they_are_shown_on_every_page_of_a_call_and_gone_with_it(walk: Walk) -> None:
    roster(walk, person(FAMILY, name="小梅", sees_form=True))
    for event in (on.AsideOpened("help"), on.WentBack(), on.ChatOpened(True), on.CallStalled("c1", True)):
        walk(event)
        assert lines(walk) == ["家人 小梅 一起通话，看得到表"]
    walk(on.CallLost("c1"))
    assert lines(walk) == ["家人 小梅 一起通话，看得到表"], "they wait there, too"
    walk(on.CallOver("c1", "seat"))
    assert lines(walk) == [] and not walk.session.call.people


def test_a_roster_of_another_call_is_not_ours(walk: Walk) -> None:
    walk(on.RosterTold("c0", 9, (person(JOINED),)))
    assert lines(walk) == [] and not any(isinstance(one, do.ConfirmRoster) for one in walk.commands)


def test_while_a_colleague_is_consulted_nothing_leaves_the_booth(walk: Walk) -> None:
    roster(walk, person(CONSULT, "asked"))
    assert not walk.session.call.is_quiet
    roster(walk, person(CONSULT, "showing"))
    assert walk.last(do.Hold) == do.Hold(True), "before they can be connected"
    call = present(walk.session, walk.knowledge, BOOTH)["call"]
    assert call["heldTitle"] == "工作人员正在请教同事"
    before = len(walk.commands)
    walk(on.Muted(False), on.CameraSwitched(False), on.Held("c1", True), on.Held("c1", False))
    sent = [one for one in walk.commands[before:] if isinstance(one, do.Mute | do.SwitchCamera | do.Hold)]
    assert not sent, "whatever is pressed, and whatever the desk says"
    roster(walk, person(JOINED))
    assert walk.last(do.Hold) == do.Hold(False)


def test_on_hold_stays_on_hold_when_the_colleague_goes(walk: Walk) -> None:
    walk(on.Held("c1", True))
    roster(walk, person(CONSULT))
    before = len(walk.commands)
    roster(walk)
    assert not any(isinstance(one, do.Hold) for one in walk.commands[before:])
    walk(on.Held("c1", False))
    assert walk.last(do.Hold) == do.Hold(False)


def test_a_helper_is_asked_about_and_nothing_happens_before_the_yes(walk: Walk) -> None:
    roster(walk, person(FAMILY, "asked"))
    assert lines(walk) == [], "nobody is there yet"
    walk(on.HelperProposed("c1", "p1", SEAT))
    shown = frame(walk)
    assert shown["overlay"] == "callHelper" and str(SEAT.number) in shown["overlayTitle"]
    assert len(shown["overlayPoints"]) == 4 and shown["overlayOther"] == "同意，表也给看"
    walk(on.OverlayOther())
    assert walk.last(do.AnswerHelper) == do.AnswerHelper("p1", True, True)
    roster(walk, person(FAMILY, "open", sees_form=True))
    walk(on.LinkOpened("c1", "p1", "hub.example/with", "48219073"))
    assert frame(walk)["overlay"] == "callHelperCode"
    assert [fact["value"] for fact in frame(walk)["overlayFacts"]] == ["hub.\u200bexample/with", "4821 9073"]
    walk(on.OverlayAgreed(), on.HelperWanted())
    assert frame(walk)["overlay"] == "callHelperCode", "the code once more"
    roster(walk, person(FAMILY, "here", name="小梅", sees_form=True))
    assert frame(walk)["overlay"] == "" and do.HideLink() in walk.commands
    assert walk.session.call.helper_told == ()


@pytest.mark.parametrize(("finger", "sees_form"), [(on.OverlayAgreed(), False), (on.OverlayOther(), True)])
def test_the_resident_says_how_far(walk: Walk, finger: on.Event, sees_form: bool) -> None:
    walk(on.HelperWanted())
    assert walk.last(do.AskHelper) == do.AskHelper()
    walk(on.HelperProposed("c1", "p1", None), finger)
    assert walk.last(do.AnswerHelper) == do.AnswerHelper("p1", True, sees_form)


def test_a_no_is_told_and_a_question_that_is_over_goes_away(walk: Walk) -> None:
    walk(on.HelperProposed("c1", "p1", SEAT), on.OverlayDeclined())
    assert walk.last(do.AnswerHelper) == do.AnswerHelper("p1", False, False)
    assert walk.session.overlay == ""
    walk(on.HelperProposed("c1", "p1", SEAT))
    roster(walk)
    assert walk.session.overlay == "" and not walk.session.call.helper_asked


def test_the_question_waits_behind_another_one(walk: Walk) -> None:
    walk(on.LeaveAsked(), on.HelperProposed("c1", "p1", SEAT))
    assert walk.session.overlay == "leave"
    walk(on.OverlayDeclined())
    assert walk.session.overlay == "callHelper"


def test_the_code_is_put_away_with_the_call_and_by_a_touch(walk: Walk) -> None:
    roster(walk, person(FAMILY, "open"))
    walk(on.LinkOpened("c1", "p1"), on.OverlayOther())
    assert walk.last(do.EndCompanion) == do.EndCompanion("p1")
    walk(on.LinkOpened("c1", "p1"), on.OverlayAgreed(), on.HungUp())
    assert do.HideLink() in walk.commands and walk.session.call.helper_linked == ""
    assert walk.session.overlay != "callHelperCode"


def test_a_second_helper_is_not_asked_for(walk: Walk) -> None:
    roster(walk, person(FAMILY, name="小梅"))
    walk(on.HelperWanted())
    assert walk.session.notice == "helper_there" and not any(isinstance(one, do.AskHelper) for one in walk.commands)


def test_somebody_who_comes_is_heard_once(walk: Walk) -> None:
    roster(walk, person(LISTENING, "showing"))
    roster(walk, person(LISTENING))
    roster(walk, person(LISTENING, "away"))
    assert walk.chimes.count("attention") == 1
