"""Core: every way to say who is here, for oneself or for somebody else, and each one's wrong turns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.identity import RELATIONS
from cloud_seat.contract.rules import FormEngine
from kiosk_app.flow.sentences import NOTICES
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.asking import needed_papers
from kiosk_app.session.eid_code import read_code, write_code
from kiosk_app.session.identity import (
    NAME,
    NUMBER,
    Part,
    claim_errors,
    identity_rows,
    part_of,
    person_said,
    wire_identity,
)
from kiosk_app.session.state import Knowledge, Person, Proof, Session, Stage
from tests.kiosk_app.session.conftest import ASSETS
from tests.kiosk_app.session.walk import CASE, PEOPLE, RESIDENT, SEAT, Walk

CARDS = {person["id"]: person["card"] for person in PEOPLE}
GRANDFATHER = Person(*(CARDS["grandfather"][key] for key in ("name", "sex", "nation", "birth", "address", "number")))
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    walk = Walk(knowledge)
    walk(on.LinkChanged(True, 1, 1), on.ItemChosen("longevity-allowance"), on.WentOn(), on.DraftOpened(0, CASE))
    return walk


def _say(walk: Walk, name: str = RESIDENT.name, number: str = RESIDENT.number) -> Session:
    return walk(
        on.WayChosen("typed"), on.FieldEdited(NAME, name), on.FieldEdited(NUMBER, number), on.WentOn()
    )  # fmt: skip


def _call(walk: Walk) -> None:
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))


def _to_principal(walk: Walk) -> None:
    walk(on.WayChosen("other"), on.CardRead(0, RESIDENT), on.IdentifyAnswered("child"))


# --- one way after the other ---
@pytest.mark.parametrize("way", ["social", "code", "card"])
def test_another_way_gives_one_reader_back_before_the_next_is_asked(walk: Walk, way: str) -> None:
    walk(on.WayChosen("typed"))
    walk.commands.clear()
    walk(on.WayChosen(way))
    assert walk.commands == [do.StopReading(), do.ReadCard(way)]
    walk(on.WayChosen(way))
    assert len(walk.commands) == 2, "pressed twice, once asked"


def test_what_an_earlier_reader_says_late_changes_nothing(walk: Walk) -> None:
    walk(on.WayChosen("social"))
    walk.commands.clear()
    before = walk.session
    walk(on.CardFailed(0, "reader"), on.CardSeen(0, "moved"), on.CardRead(0, RESIDENT))
    assert (walk.session, walk.commands) == (before, [])


@pytest.mark.parametrize("way", ["card", "social", "code"])
@pytest.mark.parametrize("code", ["timeout", "unreadable", "wrong", "reader", "broken"])
def test_every_end_of_every_way_has_words_and_is_read_again(walk: Walk, way: str, code: str) -> None:
    walk(on.WayChosen(way), on.CardFailed(0, code, way))
    assert walk.session.notice in NOTICES
    assert walk.commands[-1] == do.ReadCard(way)
    walk(on.CardSeen(0, "reading", way))
    assert (walk.session.reading, walk.session.notice) == ("reading", "")


@pytest.mark.parametrize(("way", "word"), [("social", "turn_over"), ("social", "moved"), ("code", "unreadable")])
def test_what_a_reader_sees_has_words(walk: Walk, way: str, word: str) -> None:
    walk(on.WayChosen(way), on.CardSeen(0, word, way))
    assert (walk.session.reading, walk.session.notice in NOTICES) == ("trouble", True)


def test_a_social_card_leaves_open_what_it_does_not_tell(walk: Walk) -> None:
    walk(on.WayChosen("social"))
    walk(on.CardRead(0, replace(RESIDENT, address="", proof=Proof.SOCIAL_CARD), "social"))
    assert (walk.session.stage, walk.session.notice) == (Stage.FORM, "")
    walk(on.FieldEdited("applicant_name", "另一个人"), on.FieldEdited("address", "测试路1号"))
    assert (walk.session.values["applicant_name"], walk.session.values["address"]) == (RESIDENT.name, "测试路1号")


# --- by hand, and by an official's eye ---
def test_typed_name_and_number_are_only_said(walk: Walk) -> None:
    _say(walk)
    person = walk.session.person
    assert person is not None
    assert (person.proof, person.is_proven, person.birth, person.sex) == (Proof.SAID, False, "1901-02-03", "女")
    assert (walk.session.stage, walk.session.notice) == (Stage.FORM, "not_proven")
    assert do.SealIdentity() in walk.commands


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "请写下证件号码"),
        ("440113", "还差 12 位"),
        ("440113190102030009", "号码好像有一位不对，请对着证件再看看"),
        ("ZZZ4401", "还差 8 位"),
        ("ZZZ440199130124", "号码好像有一位不对，请对着证件再看看"),
    ],
)
def test_a_wrong_number_is_mended_in_place(walk: Walk, number: str, words: str) -> None:
    _say(walk, number=number)
    assert walk.session.errors[NUMBER].zh == words
    assert (walk.session.stage, walk.session.wanted) == (Stage.IDENTIFY, NUMBER)
    walk(on.FieldEdited(NUMBER, RESIDENT.number))
    assert not walk.session.errors


def test_an_old_number_of_a_foreigner_is_taken(walk: Walk) -> None:
    _say(walk, number="ZZZ440199010124")
    assert walk.session.person is not None and walk.session.person.number == "ZZZ440199010124"
    assert (walk.session.person.birth, walk.session.stage) == ("", Stage.FORM)


def test_back_never_loses_what_was_written(walk: Walk) -> None:
    _say(walk)
    walk(on.WentBack())
    assert (walk.session.stage, walk.session.way) == (Stage.IDENTIFY, "typed")
    assert walk.session.claim == {NAME: RESIDENT.name, NUMBER: RESIDENT.number}
    walk(on.WentBack())
    assert (walk.session.stage, walk.session.way, walk.commands[-1]) == (Stage.IDENTIFY, "card", do.ReadCard())
    walk(on.WentBack(), on.WentOn(), on.WayChosen("typed"))
    assert walk.session.claim == {NAME: RESIDENT.name, NUMBER: RESIDENT.number}


def test_the_official_confirms_what_was_seen_and_nothing_later(walk: Walk) -> None:
    _say(walk)
    _call(walk)
    seen = walk.session.claims
    walk(on.WentBack(), on.FieldEdited(NAME, "测试另一位"), on.WentOn(), on.PersonConfirmed("c1", seen))
    assert walk.session.person is not None
    assert not walk.session.person.is_proven, "the name changed after the official looked"
    walk.commands.clear()
    walk(on.PersonConfirmed("c1", walk.session.claims))
    assert walk.session.person.seen_by == SEAT.number
    assert walk.commands == [do.SealIdentity(), do.ShareForm()]
    walk(on.WentBack())
    assert walk.session.stage is Stage.GUIDE, "what an official confirmed is not written anew"


def test_nobody_else_confirms(walk: Walk) -> None:
    _say(walk)
    walk(on.PersonConfirmed("c1", walk.session.claims))
    assert walk.session.person is not None
    assert not walk.session.person.is_proven


# --- for somebody else ---
def test_two_cards_one_after_the_other(walk: Walk) -> None:
    _to_principal(walk)
    assert walk.commands[-1] == do.ReadCard("card", after_lift=True)
    assert walk.session.reading == "lift"
    walk(on.CardRemoved(), on.CardSeen(0, "waiting"))
    assert walk.session.reading == "waiting"
    walk(on.CardRead(0, GRANDFATHER))
    assert part_of(walk.session) is Part.CONFIRM
    walk(on.IdentifyAnswered("yes"))
    assert (walk.session.stage, walk.session.values["applicant_name"]) == (Stage.FORM, GRANDFATHER.name)
    identity = wire_identity(walk.session)
    assert identity is not None
    assert identity.actor is not None
    assert (identity.holder.name, identity.actor.name, identity.relation) == (GRANDFATHER.name, RESIDENT.name, "child")
    assert [value for _, value in identity_rows(walk.session)][:2] == [RESIDENT.name, RESIDENT.number]


def test_the_same_card_twice_is_told(walk: Walk) -> None:
    _to_principal(walk)
    walk(on.CardRead(0, RESIDENT))
    assert (part_of(walk.session), walk.session.notice) == (Part.PRINCIPAL, "same_person")
    assert walk.commands[-1] == do.ReadCard("card", after_lift=True)
    walk(on.CardRemoved(), on.CardSeen(0, "waiting"))
    assert (walk.session.reading, walk.session.notice) == ("waiting", "")


def test_cards_laid_the_wrong_way_round_are_turned(walk: Walk) -> None:
    walk(on.WayChosen("other"), on.CardRead(0, GRANDFATHER), on.IdentifyAnswered("child"), on.CardRead(0, RESIDENT))
    walk(on.IdentifyAnswered("swap"), on.IdentifyAnswered("yes"))
    assert walk.session.person == GRANDFATHER
    assert walk.session.errand is not None
    assert walk.session.errand.actor == RESIDENT


def test_the_other_persons_card_is_not_there(walk: Walk) -> None:
    _to_principal(walk)
    _say(walk, GRANDFATHER.name, GRANDFATHER.number)
    walk(on.IdentifyAnswered("yes"))
    assert (walk.session.stage, walk.session.notice) == (Stage.FORM, ""), "who is here showed a card"
    assert walk.session.person is not None
    assert walk.session.person.proof is Proof.SAID


def test_for_oneself_after_all_needs_no_second_card(walk: Walk) -> None:
    _to_principal(walk)
    walk(on.WayChosen("self"))
    assert (walk.session.stage, walk.session.person, walk.session.errand) == (Stage.FORM, RESIDENT, None)


def test_back_through_every_question_of_an_errand(walk: Walk) -> None:
    _to_principal(walk)
    walk(on.CardRead(0, GRANDFATHER))
    parts = []
    while walk.session.stage is Stage.IDENTIFY:
        parts.append(part_of(walk.session))
        walk(on.WentBack())
    assert parts == [Part.CONFIRM, Part.PRINCIPAL, Part.RELATION]
    walk(on.WentOn())
    assert part_of(walk.session) is Part.RELATION, "who acts is still known"


@pytest.mark.parametrize("item", ["longevity-allowance", "flexible-employment"])
def test_an_errand_needs_a_letter_once(knowledge: Knowledge, item: str) -> None:
    walk = Walk(knowledge)
    walk(on.ItemChosen(item), on.WentOn(), on.DraftOpened(0, CASE))
    before = [m.id for m in needed_papers(walk.session, knowledge)]
    _to_principal(walk)
    walk(on.CardRead(0, GRANDFATHER), on.IdentifyAnswered("yes"))
    assert [m.id for m in needed_papers(walk.session, knowledge)] == [*before, "authorisation"]


def test_a_form_asks_nothing_that_the_errand_told(knowledge: Knowledge) -> None:
    newest = parse_form((ASSETS / "forms" / "longevity-allowance" / "v2.json").read_bytes())
    walk = Walk(replace(knowledge, engines={newest.id: FormEngine(newest)}))
    walk(on.ItemChosen(newest.id), on.WentOn(), on.DraftOpened(0, CASE))
    _to_principal(walk)
    walk(on.CardRead(0, GRANDFATHER), on.IdentifyAnswered("yes"))
    assert (walk.session.values["relation"], walk.session.values["agent_name"]) == ("child", RESIDENT.name)


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_is_an_answer_of_the_form(relation: str) -> None:
    newest = parse_form((ASSETS / "forms" / "longevity-allowance" / "v2.json").read_bytes())
    assert relation in newest.schema["properties"]["relation"]["enum"]


# --- the code on a phone ---
def test_a_code_names_a_person_and_proves_nothing() -> None:
    said = read_code(write_code(RESIDENT.name, RESIDENT.number, NOW + timedelta(minutes=1)), NOW)
    assert said == person_said(RESIDENT.name, RESIDENT.number, Proof.CODE)
    assert isinstance(said, Person)
    assert not said.is_proven


def test_a_code_of_yesterday_is_old() -> None:
    assert read_code(write_code(RESIDENT.name, RESIDENT.number, NOW - timedelta(days=1)), NOW) == "old"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6901234567892",
        "https://example.com/pay",
        "XWID1.",
        "XWID1.!!!!",
        "XWID1.e30",
        "XWID1." + "A" * 4000,
        write_code("", RESIDENT.number, NOW),
        write_code(RESIDENT.name, "440113190102030009", NOW),
    ],
)
def test_other_codes_are_refused(text: str) -> None:
    assert read_code(text, NOW) == "wrong"


@given(text=st.text(max_size=200) | st.text("XWID1.eyJhbm_-", max_size=90))
def test_any_text_is_a_person_or_a_word(text: str) -> None:
    assert isinstance(read_code(text, NOW), Person) or read_code(text, NOW) in ("wrong", "old")


@given(name=st.text(max_size=70), number=st.text(max_size=20))
def test_whatever_is_written_is_judged_in_words(name: str, number: str) -> None:
    assert all(text.zh and text.en for text in claim_errors(name, number).values())
