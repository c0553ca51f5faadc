"""Core: persons are not swapped behind a frozen picture: what was confirmed is confirmed anew, or the call ends."""

from dataclasses import replace

import pytest

from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.asking import promises_of
from kiosk_app.session.identity import wire_identity
from kiosk_app.session.moves.sighting import NOTICE
from kiosk_app.session.state import CallState, Knowledge, Proof, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import SEAT, Walk

STROKES = "M0 0L9 9"


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In a call on the page for the signature, known by card."""
    walk = Walk(knowledge)
    walk.to_form()
    walk.fill()
    walk.photograph()
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT), on.WentOn())
    assert (walk.session.stage, walk.session.call.state) == (Stage.SIGN, CallState.CONNECTED)
    return walk


def title(walk: Walk) -> str:
    """What the page says at its head."""
    return str(present(walk.session, walk.knowledge, Booth(Text(zh="x"), Text(zh="x")))["sign"]["title"])


def signs(walk: Walk) -> bool:
    """Whether a signature is taken now."""
    for promise in promises_of(walk.session, walk.knowledge):
        walk(on.PromiseTicked(promise, True))
    walk.commands.clear()
    walk(on.Signed(STROKES))
    return do.RenderDocument(STROKES) in walk.commands


def test_a_gap_holds_the_signature_until_the_official_has_looked_again(walk: Walk) -> None:
    claim = walk.session.claims
    walk(on.ViewBroken("c1", 12, "line"))
    assert do.TellViewBroken(12, "line") in walk.commands
    assert walk.commands[-1] == do.ShareForm()
    identity = wire_identity(walk.session)
    assert identity is not None
    assert (identity.gap_s, identity.claim) == (12, claim + 1)
    assert not signs(walk)
    assert walk.session.notice == NOTICE
    words = present(walk.session, walk.knowledge, Booth(Text(zh="x"), Text(zh="x")))["frame"]["noticeText"]
    assert "看过就能签字" in str(words)
    assert "再看您一眼" in title(walk)
    walk(on.PersonConfirmed("c1", claim))
    assert not signs(walk), "said of who was there before"
    walk(on.PersonConfirmed("c1", claim + 1))
    assert "再看您一眼" not in title(walk)
    assert signs(walk)


def test_the_same_gap_told_by_both_ends_wants_one_look(walk: Walk) -> None:
    walk(on.ViewBroken("c1", 11, "line"))
    walk.commands.clear()
    walk(on.ViewBroken("c1", 12, "picture"))
    assert (walk.session.call.gap_s, [c for c in walk.commands if isinstance(c, do.TellViewBroken)]) == (12, [])
    walk(on.PersonConfirmed("c1", walk.session.claims))
    assert signs(walk)


@pytest.mark.parametrize("end", [on.HungUp(), on.CallOver("c1", "cut"), on.CallOver("c1", "seat")])
def test_without_an_official_the_signature_waits_for_nobody(walk: Walk, end: on.Event) -> None:
    walk(on.ViewBroken("c1", 12, "line"), on.CallStalled("c1", True))
    assert not signs(walk)
    walk(end)
    assert walk.session.notice != NOTICE
    assert signs(walk)


def test_who_was_known_by_eye_is_no_longer(walk: Walk) -> None:
    known = walk.session.person
    assert known is not None
    by_eye = replace(known, proof=Proof.SAID, seen_by=SEAT.number)
    walk.session = replace(walk.session, person=by_eye)
    walk(on.ViewBroken("c1", 6, "camera"))
    assert walk.session.person is not None
    assert not walk.session.person.is_proven
    assert do.SealIdentity() in walk.commands
    walk(on.PersonConfirmed("c1", walk.session.claims))
    assert walk.session.person.seen_by == SEAT.number
