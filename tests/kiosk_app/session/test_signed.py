"""Core: whatever changes after the pen was lifted makes the signature void, and it is asked for again."""

import dataclasses

import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.signed import hold_signature
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import RESIDENT, SEAT, Walk

SHEETS = (("application.pdf", 2), ("deferral.pdf", 1))


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """A signed application that was not handed in yet."""
    made = Walk(knowledge)
    made.to_review()
    made(on.DocumentRendered(made.session.number, True, SHEETS))
    assert made.session.stage is Stage.REVIEW
    return made


def is_asked_again(session: Session, commands: tuple[do.Command, ...]) -> bool:
    """The sheet is drawn anew without the signature, and the page says why."""
    return (session.stage, session.notice, commands) == (Stage.SIGN, "signature_void", (do.RenderDocument(),))


def test_a_signature_holds_while_nothing_changes(walk: Walk) -> None:
    walk(on.LinkChanged(False), on.LanguageChosen("en"), on.ModeChosen("elder"), on.CallAsked(), on.OverlayDeclined())
    assert walk.session.stage is Stage.REVIEW
    walk(on.WentOn())
    assert isinstance(walk.last(do.SubmitCase), do.SubmitCase)


@pytest.mark.parametrize(
    "changes",
    [
        lambda session: {"values": {**session.values, "phone": "13900139000"}},
        lambda session: {"papers": (dataclasses.replace(session.papers[0], state="deferred", pages=()),)},
        lambda session: {"papers": (dataclasses.replace(session.papers[0], pages=(1, 2)),)},
        lambda session: {"ticked": frozenset(sorted(session.ticked)[1:])},
        lambda session: {"person": dataclasses.replace(session.person, seen_by="0217")},
    ],
    ids=["an answer", "a paper owed", "one more page", "a promise", "who vouches"],
)
def test_a_change_makes_it_void(walk: Walk, changes: object) -> None:
    assert callable(changes)
    changed = dataclasses.replace(walk.session, **changes(walk.session))
    assert is_asked_again(*hold_signature(changed))


def test_a_picture_that_comes_late_is_not_signed_for(walk: Walk) -> None:
    walk(on.PageTaken(walk.session.number, "social-card", 2))
    assert walk.session.stage is Stage.SIGN and walk.last(do.RenderDocument) == do.RenderDocument()
    walk(on.DocumentRendered(walk.session.number, False), on.Signed("[]"))
    walk(on.DocumentRendered(walk.session.number, True))
    assert (walk().stage, walk().papers[0].pages[-1]) == (Stage.REVIEW, 2)


def test_a_promise_taken_back_while_the_paper_is_drawn_counts(walk: Walk) -> None:
    walk(on.WentBack(), on.Signed("[]"), on.PromiseTicked(min(walk.session.ticked), False))
    walk(on.DocumentRendered(walk.session.number, True))
    assert walk.session.stage is Stage.SIGN and walk.session.notice == "signature_void"


@pytest.mark.parametrize("is_signed", [False, True], ids=["at the pen", "signed"])
def test_a_paper_asked_for_at_the_pen_is_taken_and_then_signed_for(walk: Walk, *, is_signed: bool) -> None:
    if not is_signed:
        walk(on.WentBack(), on.DocumentRendered(walk.session.number, False))
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT))
    walk(on.AskedFor("c1", "a1", "paper", "social-card", "有反光，看不清"))
    assert "再签一次字" in str(present(walk.session, walk.knowledge, Booth())["frame"]["overlayText"])
    walk(on.OverlayDeclined())
    assert walk().stage is (Stage.REVIEW if is_signed else Stage.SIGN), "a no changes nothing"
    walk(on.AskedFor("c1", "a2", "paper", "social-card"), on.OverlayAgreed())
    assert (walk().stage, walk().notice) == (Stage.MATERIAL, "sign_anew")
    told = walk.last(do.AnswerAsk)
    assert isinstance(told, do.AnswerAsk) and (told.answer, told.text and "再签一次" in told.text.zh) == ("yes", True)
    walk(on.DocumentRendered(walk.session.number, True))  # a signature that was still being set
    walk(on.PageRejected(), on.PageWanted(), on.PageTaken(walk.session.number, "social-card", 2), on.WentOn())
    assert walk().stage is Stage.CHECK
    walk(on.WentOn())
    assert (walk().stage, walk.last(do.RenderDocument)) == (Stage.SIGN, do.RenderDocument())
    walk(on.DocumentRendered(walk.session.number, True))
    assert walk().stage is Stage.SIGN, "the old signature never comes back"
    walk(on.Signed("[]"), on.DocumentRendered(walk.session.number, True), on.WentOn())
    assert isinstance(walk.last(do.SubmitCase), do.SubmitCase) and walk.session.papers[0].pages[-1] == 2


def test_private_numbers_are_covered_until_asked_for_and_soon_again(walk: Walk, knowledge: Knowledge) -> None:
    for stage in (Stage.REVIEW, Stage.SIGN, Stage.CHECK):
        assert walk.session.stage is stage
        assert spread(walk.session, knowledge) == set()
        walk(on.NumbersAsked())
        assert walk.last(do.CoverLater) == do.CoverLater()
        assert spread(walk.session, knowledge) == ({"number"} if stage is Stage.CHECK else {"picture"})
        walk(on.NumbersCovered(walk.session.number))
        assert spread(walk.session, knowledge) == set()
        walk(on.NumbersAsked(), on.WentBack())  # another page covers them too
        walk(on.DocumentRendered(walk.session.number, False, SHEETS))


def test_a_second_touch_covers_at_once(walk: Walk, knowledge: Knowledge) -> None:
    walk(on.NumbersAsked(), on.NumbersAsked())
    assert spread(walk.session, knowledge) == set()


def spread(session: Session, knowledge: Knowledge) -> set[str]:
    """Private things that the page in front shows in full."""
    shown = repr(present(session, knowledge, Booth())[session.stage.value])
    return {name for name, sign in (("number", RESIDENT.number), ("picture", "-bare?")) if sign in shown}


def test_talking_to_an_official_changes_nothing(walk: Walk) -> None:
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT), on.Captioned("c1", "您好"))
    assert walk.session.stage is Stage.REVIEW
