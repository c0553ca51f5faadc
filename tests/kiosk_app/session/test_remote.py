"""Core: what an official asks of the booth's devices and papers: framed, stoppable, and told how it ended."""

import pytest

from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Paper, Person, Proof
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import RESIDENT, SEAT, Walk

BOOTH = Booth(name=Text(zh="测试"), district=Text(zh="测试"))
DEVICES = ("id_card", "face_camera", "document_printer", "document_camera")


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In a call, at the form, everything works."""
    walk = Walk(knowledge)
    walk.to_form()
    walk(*(on.DeviceChanged(role, "ready") for role in DEVICES))
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    return walk


def ask(walk: Walk, kind: str, target: str = "", ask_id: str = "a1") -> None:
    walk(on.AskedFor("c1", ask_id, kind, target))


def answers(walk: Walk) -> list[str]:
    return [command.answer for command in walk.commands if isinstance(command, do.AnswerAsk)]


def papers(walk: Walk) -> tuple[Paper, ...]:
    return walk.session.papers


def lines(walk: Walk) -> list[tuple[str, str]]:
    return list(walk.session.call.lines)


def overlay(walk: Walk) -> str:
    return str(present(walk.session, walk.knowledge, BOOTH)["frame"]["overlayText"])


def card(walk: Walk, person: Person) -> None:
    walk(on.CardRead(walk.session.number, person))


def test_the_card_once_more_is_compared_and_changes_nothing(walk: Walk) -> None:
    ask(walk, "card")
    before = walk.session.values
    walk(on.OverlayAgreed())
    assert (walk.session.overlay, walk.last(do.ReadCard)) == ("callCard", do.ReadCard(after_lift=True))
    assert "先拿起来" in overlay(walk)
    walk(on.CardRemoved())
    assert "右下方" in overlay(walk)
    walk(on.CardFailed(walk.session.number, "unreadable"))
    assert "没读出来" in overlay(walk) and walk.last(do.ReadCard) == do.ReadCard()
    card(walk, RESIDENT)
    assert (walk.session.overlay, walk.session.values, answers(walk)) == ("", before, ["yes", "done"])


def test_another_card_is_told_and_changes_nothing(walk: Walk) -> None:
    ask(walk, "card")
    walk(on.OverlayAgreed())
    before = walk.session.values, walk.session.person
    card(walk, Person("别人", "男", "汉", "1899-01-01", "", "110101189901010017"))
    assert (walk.session.values, walk.session.person) == before
    assert (answers(walk), walk.session.notice) == (["yes", "differs"], "ask_card_differs")


def test_the_card_can_be_refused_half_way_and_the_reader_rests(walk: Walk) -> None:
    ask(walk, "card")
    walk(on.OverlayAgreed(), on.OverlayDeclined())
    assert (answers(walk), walk.session.overlay) == (["yes", "stopped"], "")
    assert do.StopReading() in walk.commands
    card(walk, RESIDENT)
    assert answers(walk) == ["yes", "stopped"], "a late reading is nobody's answer"


def test_a_broken_reader_is_told(walk: Walk) -> None:
    ask(walk, "card")
    walk(on.OverlayAgreed(), on.CardFailed(walk.session.number, "broken"))
    assert (answers(walk), walk.session.notice) == (["yes", "failed"], "ask_cannot")


def test_who_only_said_their_name_is_proven_by_the_card(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    walk(on.LinkChanged(True, 1, 1), on.ItemChosen("longevity-allowance"), on.WentOn(), on.WayChosen("typed"))
    walk(on.FieldEdited("said_name", RESIDENT.name), on.FieldEdited("said_number", RESIDENT.number), on.WentOn())
    walk(*(on.DeviceChanged(role, "ready") for role in DEVICES), on.CallAsked(), on.OverlayAgreed())
    walk(on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    assert walk.session.person is not None and walk.session.person.proof is Proof.SAID
    ask(walk, "card")
    walk(on.OverlayAgreed())
    assert walk.last(do.ReadCard) == do.ReadCard(after_lift=False)
    card(walk, RESIDENT)
    assert walk.session.person.is_proven
    assert do.SealIdentity() in walk.commands


def test_a_photo_is_taken_once_after_a_yes(walk: Walk) -> None:
    ask(walk, "photo")
    assert do.TakeStill("a1") not in walk.commands
    assert "通话一结束就删掉" in overlay(walk)
    walk(on.OverlayAgreed())
    assert walk.commands.count(do.TakeStill("a1")) == 1
    walk(on.AskDone(walk.session.number, "a1"))
    assert (answers(walk), walk.session.notice) == (["yes", "done"], "ask_photo_done")


def test_no_photo_while_the_camera_is_off_or_the_call_is_held(walk: Walk) -> None:
    walk(on.CameraSwitched(True))
    ask(walk, "photo")
    walk(on.CameraSwitched(False), on.Held("c1", True))
    ask(walk, "photo", ask_id="a2")
    assert answers(walk) == ["cannot", "cannot"]


@pytest.mark.parametrize(("target", "is_asked"), [("guide", True), ("form", True), ("notice", False), ("ids", False)])
def test_what_can_be_printed(walk: Walk, target: str, is_asked: bool) -> None:
    ask(walk, "print", target)
    assert bool(walk.session.call.asks) is is_asked


def test_a_print_tells_how_it_ended(walk: Walk) -> None:
    ask(walk, "print", "guide")
    walk(on.OverlayAgreed())
    assert walk.last(do.PrintAsked) == do.PrintAsked("a1", "guide")
    walk(on.AskDone(walk.session.number, "a1", "not_ready"))
    assert (answers(walk), walk.session.notice) == (["yes", "failed"], "paper_not_ready")
    walk(on.AskDone(walk.session.number, "never-asked"))
    assert answers(walk) == ["yes", "failed"]


def test_a_paper_may_follow_with_the_last_day_told_first(walk: Walk) -> None:
    ask(walk, "defer", "authorisation")
    assert answers(walk) == ["cannot"], "nobody acts for them: it is not asked for"
    walk(on.FieldEdited("relation", "child"))
    ask(walk, "defer", "social-card", "a2")
    assert answers(walk) == ["cannot", "cannot"], "the catalogue does not let it follow"
    ask(walk, "defer", "authorisation", "a3")
    assert "最后一天：" in overlay(walk) and "重新申请" in overlay(walk)
    assert papers(walk) == ()
    walk(on.OverlayAgreed())
    later = next(paper for paper in papers(walk) if paper.material_id == "authorisation")
    assert (later.state, bool(later.due), answers(walk)[-1]) == ("deferred", True, "yes")


def test_a_taken_paper_is_accepted_as_it_is_and_not_as_it_will_be(walk: Walk) -> None:
    walk.fill()
    walk(on.PageWanted(), on.PageTaken(walk.session.number, "social-card", 1))
    ask(walk, "defer", "social-card")
    assert answers(walk) == ["cannot"], "it is there"
    walk(on.PaperAccepted("c1", "social-card", (7,)))
    assert not papers(walk)[0].is_accepted
    walk(on.PaperAccepted("c1", "social-card", (1,)))
    assert papers(walk)[0].is_accepted
    assert walk.commands[-1] == do.ShareForm(), "the official sees what the booth took down"
    items = present(walk.session, walk.knowledge, BOOTH)["material"]["items"]
    assert isinstance(items, list) and "工作人员看过了" in str(items)
    walk(on.PageAdded(), on.PageWanted(), on.PageTaken(walk.session.number, "social-card", 2))
    assert not papers(walk)[0].is_accepted


def test_on_hold_nothing_of_the_resident_goes_out_whatever_they_press(walk: Walk) -> None:
    walk(on.Held("c1", True))
    assert walk.last(do.Hold) == do.Hold(True)
    before = len(walk.commands)
    walk(on.Muted(True), on.CameraSwitched(True), on.CameraSwitched(False))
    assert walk.commands[before:] == []
    walk(on.Held("c1", False))
    assert (walk.last(do.Hold), walk.session.call.muted) == (do.Hold(False), True)
    walk(on.Held("c1", True), on.CallAnswered("c1", 2, SEAT))
    assert (walk.last(do.Hold), walk.session.call.held) == (do.Hold(False), False), "a new connection is a new start"


def test_a_line_that_did_not_arrive_is_told_and_sent_again_with_one_touch(walk: Walk) -> None:
    walk(on.LineWritten("我听不见"), on.Captioned("c1", "您好"), on.LineUnsent("c1"))
    assert lines(walk) == [("unsent", "我听不见"), ("seat", "您好")]
    assert (walk.session.notice, walk.session.call.chatting) == ("line_unsent", True)
    before = len(walk.commands)
    walk(on.LineUnsent("c1"), on.LineUnsent("other"))
    assert walk.commands[before:] == [] and lines(walk)[0] == ("unsent", "我听不见")
    walk(on.LineWritten("我听不见"))
    assert lines(walk) == [("seat", "您好"), ("me", "我听不见")]
    assert walk.last(do.SendLine) == do.SendLine("我听不见")


def test_what_both_write_stands_side_by_side_and_goes_with_the_call(walk: Walk) -> None:
    walk(on.ChatOpened(True), on.Captioned("c1", "您好"), on.LineWritten(" 我听不见 "), on.LineWritten("  "))
    assert lines(walk) == [("seat", "您好"), ("me", "我听不见")]
    assert walk.last(do.SendLine) == do.SendLine("我听不见")
    walk(on.LineWritten("长" * 300))
    assert lines(walk)[-1] == ("me", "长" * 200)
    walk(on.HungUp())
    assert lines(walk) == []
    assert "我听不见" not in str(walk.session.said)
