"""Core: what a power cut left open is offered to the same card only, asked once, and stands as it stood."""

from dataclasses import replace

import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.identity import NAME, NUMBER, wire_identity
from kiosk_app.session.state import Found, Knowledge, Person, Proof, Session, Stage
from tests.kiosk_app.session.walk import CASE, PEOPLE, RESIDENT, Walk

OLD_CASE = "0190a000-0000-7000-8000-000000000009"
CARDS = {person["id"]: person["card"] for person in PEOPLE}
GRANDFATHER = Person(*(CARDS["grandfather"][key] for key in ("name", "sex", "nation", "birth", "address", "number")))
ITEM = "longevity-allowance"


@pytest.fixture
def left(knowledge: Knowledge) -> Found:
    """The resident had come to the second page."""
    walk = Walk(knowledge)
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", "13800138000"))
    return _left_by(walk.session, knowledge)


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    walk = Walk(knowledge)
    walk.to_form()
    return walk


def _left_by(session: Session, knowledge: Knowledge) -> Found:
    identity = wire_identity(session)
    assert identity is not None
    version = knowledge.engines[ITEM].form.version
    return Found(OLD_CASE, ITEM, version, session.values, identity, (("social-card", 3),))


def test_only_a_chip_looks_for_a_draft(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    walk.to_form()
    assert walk.last(do.SeekDraft) == do.SeekDraft(RESIDENT.number)
    said = Walk(knowledge)
    said(on.ItemChosen(ITEM), on.WentOn(), on.WayChosen("typed"), on.FieldEdited(NAME, RESIDENT.name))
    said(on.FieldEdited(NUMBER, RESIDENT.number), on.WentOn())
    code = Walk(knowledge)
    code(on.ItemChosen(ITEM), on.WentOn(), on.WayChosen("code"))
    code(on.CardRead(0, replace(RESIDENT, proof=Proof.CODE), "code"))
    assert (said.session.stage, code.session.stage) == (Stage.FORM, Stage.FORM)
    assert not any(isinstance(command, do.SeekDraft) for command in (*said.commands, *code.commands))


def test_it_is_asked_and_stands_as_it_stood(walk: Walk, left: Found) -> None:
    walk(on.DraftFound(0, left))
    assert walk.session.overlay == "resume"
    assert walk.session.found is not None
    assert walk.session.found.reached.zh == "联系方式"
    walk.commands.clear()
    walk(on.OverlayAgreed())
    assert (walk.session.stage, walk.session.page, walk.session.case_id) == (Stage.FORM, 1, OLD_CASE)
    assert walk.session.values["phone"] == "13800138000"
    assert walk.session.person == RESIDENT
    assert walk.commands[0] == do.ResumeDraft(OLD_CASE, (("social-card", 3),))
    walk(on.FieldEdited("relation", "self"), on.WentOn(), on.FieldEdited("bank_name", "icbc"))
    walk(on.FieldEdited("bank_account", "6200000000000000000"), on.FieldEdited("account_holder_same", "yes"))
    assert walk(on.WentOn()).stage is Stage.CHECK, "the paper that was taken is still there"


def test_a_form_without_faults_goes_on_at_the_papers(knowledge: Knowledge, walk: Walk) -> None:
    before = Walk(knowledge)
    before.to_form()
    before.fill()
    walk(on.DraftFound(0, replace(_left_by(before.session, knowledge), pages=())), on.OverlayAgreed())
    assert walk.session.stage is Stage.MATERIAL


def test_not_wanted_is_destroyed(walk: Walk, left: Found) -> None:
    walk(on.DraftFound(0, left), on.OverlayDeclined())
    assert walk.commands[-1] == do.ForgetDraft(OLD_CASE)
    assert (walk.session.overlay, walk.session.found, walk.session.case_id) == ("", None, CASE)


def test_another_person_never_learns_of_it(knowledge: Knowledge, left: Found) -> None:
    walk = Walk(knowledge)
    walk(on.ItemChosen(ITEM), on.WentOn(), on.DraftOpened(0, CASE), on.CardRead(0, GRANDFATHER))
    before = walk.session
    walk(on.DraftFound(0, left))
    assert walk.session == before


def test_a_form_that_changed_since_is_not_offered(walk: Walk, left: Found) -> None:
    walk(on.DraftFound(0, replace(left, form_version=left.form_version + 1)))
    assert walk.session.overlay == ""


def test_an_errand_is_offered_to_who_brought_it_with_the_principal_in_place(knowledge: Knowledge) -> None:
    before = Walk(knowledge)
    before(on.ItemChosen(ITEM), on.WentOn(), on.WayChosen("other"), on.CardRead(0, RESIDENT))
    before(on.IdentifyAnswered("child"), on.CardRead(0, GRANDFATHER), on.IdentifyAnswered("yes"))
    left = _left_by(before.session, knowledge)
    principal = Walk(knowledge)
    principal(on.ItemChosen(ITEM), on.WentOn(), on.CardRead(0, GRANDFATHER), on.DraftFound(0, left))
    assert principal.session.overlay == "", "it was not the principal who sat here"
    walk = Walk(knowledge)
    walk.to_form()
    walk(on.DraftFound(0, left), on.OverlayAgreed())
    assert walk.session.errand is not None
    assert (walk.session.errand.actor, walk.session.errand.relation) == (RESIDENT, "child")
    assert walk.session.person == GRANDFATHER


def test_the_question_comes_back_from_under_another(walk: Walk, left: Found) -> None:
    walk(on.DraftFound(0, left), on.IdleWarned(20))
    assert walk.session.overlay == "idle"
    walk(on.OverlayAgreed())
    assert walk.session.overlay == "resume"
    walk(on.IdleWarned(20), on.IdleExpired())
    assert walk.session.found is None, "wiped with the rest; the sealed draft waits for the same card"
