"""Core: the official proposes an answer; only the resident's yes writes it, and nothing writes over the resident."""

from collections.abc import Mapping

import pytest

from cloud_seat.contract.changes import Change, newest, noted
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import SEAT, Walk

BOOTH = Booth(name=Text(zh="测试"), district=Text(zh="测试"))
SHORT, WHOLE = "1380013800", "13800138000"


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In a call, with a telephone number that lacks a digit."""
    walk = Walk(knowledge)
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", SHORT), on.CallAsked(), on.OverlayAgreed())
    walk(on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    return walk


def proposed(value: object = WHOLE, *, field: str = "phone", was: object = SHORT, ask_id: str = "p1") -> on.AskedFor:
    return on.AskedFor("c1", ask_id, "value", field, "少了一位", value, was)


def answer(walk: Walk) -> str:
    return next(command.answer for command in reversed(walk.commands) if isinstance(command, do.AnswerAsk))


def frame(walk: Walk) -> Mapping[str, object]:
    return present(walk.session, walk.knowledge, BOOTH)["frame"]


def test_who_proposes_what_stands_there_and_what_would_is_shown(walk: Walk) -> None:
    walk(proposed())
    shown = frame(walk)
    assert shown["overlayTitle"] == "工作人员（0217 号）建议改“手机号码”"
    assert "少了一位" in str(shown["overlayText"])
    assert shown["overlayFacts"] == [{"label": "现在", "value": SHORT}, {"label": "改成", "value": WHOLE}]
    assert walk.session.values["phone"] == SHORT


def test_yes_writes_it_with_its_author(walk: Walk) -> None:
    walk(on.FieldMarked("c1", "phone", "少了一位"), proposed(), on.OverlayAgreed())
    assert (walk.session.values["phone"], walk.session.overlay) == (WHOLE, "")
    assert do.NoteChange("phone", "0217", SHORT, WHOLE) in walk.commands
    assert walk.last(do.SaveForm) == do.SaveForm(walk.session.values)
    assert (answer(walk), walk.last(do.AnswerMark)) == ("yes", do.AnswerMark("phone", "mended"))
    walk(on.FieldEdited("phone", SHORT))
    assert walk.last(do.NoteChange) == do.NoteChange("phone"), "from here on it is the resident's again"


def test_no_changes_nothing(walk: Walk) -> None:
    before = walk.session.values
    walk(proposed(), on.OverlayDeclined())
    assert (walk.session.values, answer(walk)) == (before, "no")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (proposed(was="1380013"), "changed"),
        (proposed("12345"), "unfit"),
        (proposed("whoever", field="relation", was=None), "unfit"),
        (proposed("测试乙", field="applicant_name", was="张三"), "cannot"),
        (proposed("x", field="agent_name", was=None), "cannot"),
        (proposed("x", field="no.such.field", was=None), "cannot"),
        (proposed("越秀区", field="live_address.region", was=None), "cannot"),
        (proposed({"a": 1}), "cannot"),
        (proposed(""), "cannot"),
    ],
)
def test_what_the_resident_is_not_even_asked(walk: Walk, asked: on.AskedFor, said: str) -> None:
    before = walk.session.values
    walk(asked)
    assert (walk.session.overlay, walk.session.values, answer(walk)) == ("", before, said)


def test_the_form_says_why_it_refuses(walk: Walk) -> None:
    walk(proposed("12345"))
    told = walk.last(do.AnswerAsk)
    assert isinstance(told, do.AnswerAsk) and told.text is not None and told.text.zh and told.text.en


def test_of_two_proposals_for_one_field_the_second_is_withdrawn_with_the_first_yes(walk: Walk) -> None:
    walk(proposed(), proposed("13800138001", ask_id="p2"), on.OverlayAgreed())
    assert (walk.session.values["phone"], walk.session.overlay, answer(walk)) == (WHOLE, "", "changed")


def test_a_yes_that_comes_too_late_writes_nothing(walk: Walk) -> None:
    walk(on.LeaveAsked(), proposed(), on.FieldEdited("phone", "1380013809"), on.OverlayDeclined(), on.OverlayAgreed())
    assert (walk.session.values["phone"], answer(walk), walk.session.notice) == ("1380013809", "changed", "ask_changed")


def test_nothing_is_proposed_once_the_form_is_being_signed(walk: Walk) -> None:
    walk(on.FieldEdited("phone", WHOLE), on.FieldEdited("relation", "self"), on.WentOn())
    walk(on.FieldEdited("bank_name", "icbc"), on.FieldEdited("bank_account", "6200000000000000000"))
    walk(on.FieldEdited("account_holder_same", "yes"), on.WentOn())
    walk.photograph()
    walk(on.WentOn())
    assert walk.session.stage is Stage.SIGN
    walk(proposed("13800138001", was=WHOLE))
    assert answer(walk) == "cannot"


def test_what_is_asked_of_an_unknown_kind_leaves_no_line_behind(walk: Walk) -> None:
    walk(on.AskedFor("c1", "a1", "undress"), on.HungUp())
    assert (answer(walk), walk.session.said) == ("cannot", ())


def _change(field: str, by: str = "", at: str = "1") -> Change:
    return Change(field=field, at_utc=at, proposed_by=by)


def test_writing_on_is_one_change_and_a_proposal_is_always_its_own() -> None:
    changes: tuple[Change, ...] = ()
    for change in (_change("a"), _change("a", at="2"), _change("a", "0217"), _change("a", "0217"), _change("b")):
        changes = noted(changes, change)
    assert [(change.field, change.proposed_by, change.at_utc) for change in changes] == [
        ("a", "", "2"), ("a", "0217", "1"), ("a", "0217", "1"), ("b", "", "1"),
    ]  # fmt: skip
    assert newest(changes)["a"].proposed_by == "0217"


def test_a_row_taken_away_speaks_for_what_lay_in_its_group() -> None:
    assert set(newest((_change("members.0.name", "0217"), _change("members"), _change("phone")))) == {
        "members",
        "phone",
    }
