"""Core: groups of rows on the booth: added, opened, mended, taken away; going to and fro loses nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract import paths
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.machine import IllegalEventError, step
from kiosk_app.session.state import Call, CallState, Knowledge, Session, Stage
from kiosk_app.ui.presenters.form import form
from tests.cloud_seat.contract.sample_forms import HOUSEHOLD
from tests.kiosk_app.session.walk import Walk

ITEM = "longevity-allowance"


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """At the first page of a form with a group."""
    hidden = FormEngine(HOUSEHOLD).hidden({}, today=knowledge.today)
    return Walk(_with_group(knowledge), Session(stage=Stage.FORM, item_id=ITEM, case_id="k1", hidden=hidden))


def _with_group(knowledge: Knowledge) -> Knowledge:
    return replace(knowledge, engines={**knowledge.engines, ITEM: FormEngine(HOUSEHOLD)})


def _fill(walk: Walk, row: str, name: str) -> None:
    walk(on.FieldEdited(f"{row}.name", name), on.FieldEdited(f"{row}.works", "no"), on.WentOn())


def _to_group(walk: Walk) -> Session:
    return walk(on.FieldEdited("alone", "no"), on.WentOn())


def test_a_row_has_its_own_page_and_every_field_is_sealed(walk: Walk) -> None:
    _to_group(walk)
    assert walk(on.RowAdded("members")).inside == "members.0"
    walk(on.FieldEdited("members.0.name", "林样本"))
    assert walk.commands[-1] == do.SaveForm({"alone": "no", "members": [{"name": "林样本"}]})
    stays = walk(on.WentOn())
    assert (stays.inside, stays.wanted, stays.notice) == ("members.0", "members.0.works", "mend")
    listed = walk(on.FieldEdited("members.0.works", "no"), on.WentOn())
    assert (listed.inside, listed.page, listed.errors) == ("", 1, {})
    assert walk(on.WentOn()).page == 2


def test_pages_that_ask_nothing_are_passed_over_and_progress_says_so(walk: Walk) -> None:
    assert _page_text(walk) == "第 1 页，共 2 页"
    assert walk(on.FieldEdited("alone", "yes"), on.WentOn()).page == 2
    assert _page_text(walk) == "第 2 页，共 2 页"
    assert walk(on.WentBack()).page == 0
    walk(on.FieldEdited("alone", "no"), on.WentOn())
    assert _page_text(walk) == "第 2 页，共 3 页"


def _page_text(walk: Walk) -> object:
    return form(walk.session, walk.knowledge)["pageText"]


def test_nothing_is_lost_when_a_condition_flips_back(walk: Walk) -> None:
    _to_group(walk)
    walk(on.RowAdded("members"))
    _fill(walk, "members.0", "林样本")
    before = walk.session.values
    walk(on.WentBack(), on.FieldEdited("alone", "yes"), on.WentOn(), on.WentBack(), on.FieldEdited("alone", "no"))
    assert walk.session.values == before


def test_a_row_added_by_mistake_goes_again(walk: Walk) -> None:
    _to_group(walk)
    assert walk(on.RowAdded("members"), on.WentBack()).values == {"alone": "no", "members": []}


def test_dropping_asks_and_what_was_said_about_later_rows_follows(walk: Walk) -> None:
    _to_group(walk)
    for at, name in enumerate(("甲样本", "乙样本", "丙样本")):
        walk(on.RowAdded("members"))
        _fill(walk, f"members.{at}", name)
    walk.session = replace(
        walk.session, call=Call(state=CallState.CONNECTED, call_id="c1", marks={"members.2.name": "请核对"})
    )
    assert walk(on.RowDropped("members.1")).overlay == "dropRow"
    assert len(_rows(walk.session)) == 3
    assert len(_rows(walk(on.OverlayDeclined()))) == 3
    after = walk(on.RowDropped("members.1"), on.OverlayAgreed())
    assert [row["name"] for row in _rows(after)] == ["甲样本", "丙样本"]
    assert after.call.marks == {"members.1.name": "请核对"}
    mended = walk(on.RowOpened("members.1"), on.FieldEdited("members.1.name", "丙样张"))
    assert mended.call.marks == {}
    assert do.AnswerMark("members.1.name") in walk.commands


def _rows(session: Session) -> list[dict[str, Any]]:
    rows = session.values["members"]
    assert isinstance(rows, list)
    return rows


def test_a_full_group_takes_no_more(walk: Walk) -> None:
    _to_group(walk)
    for at in range(5):
        walk(on.RowAdded("members"))
        _fill(walk, f"members.{at}", "林样本")
    assert len(_rows(walk.session)) == 3
    assert form(walk.session, walk.knowledge)["fields"].rows[0]["add"] == ""  # type: ignore[attr-defined]  # Rows


def test_the_check_leads_into_the_row_that_is_wrong(walk: Walk) -> None:
    values = {"alone": "no", "members": [{"name": "林样本", "works": "no"}, {"name": "林样张", "works": "yes"}]}
    walk.session = replace(walk.session, stage=Stage.CHECK, values=values)
    wrong = walk(on.WentOn())
    assert (wrong.stage, wrong.page, wrong.inside, wrong.wanted) == (
        Stage.FORM,
        1,
        "members.1",
        "members.1.income_yuan",
    )


def test_another_item_forgets_the_open_row(walk: Walk) -> None:
    _to_group(walk)
    walk(on.RowAdded("members"), on.WentBack(), on.RowAdded("members"))
    walk.session = replace(walk.session, stage=Stage.FIND)
    assert walk(on.ItemChosen("sole-trader")).inside == ""


# --- whatever the order ---
PLACES = st.sampled_from(
    [
        "alone",
        "rent_yuan",
        "members",
        *(f"members.{n}{p}" for n in "0129" for p in ("", ".name", ".works", ".home.detail")),
    ]
)
MOVES = st.one_of(
    st.builds(on.FieldEdited, name=PLACES, value=st.sampled_from(["yes", "no", "林样本", "12", ""])),
    st.builds(on.FieldFocused, name=PLACES),
    st.sampled_from(
        [on.WentOn(), on.WentBack(), on.OverlayDeclined(), on.RowAdded("members"), on.RowAdded("rent_yuan")]
    ),
    st.builds(on.RowOpened, row=PLACES),
    st.builds(on.RowDropped, row=PLACES),
    st.builds(on.FieldMarked, call_id=st.just("c1"), name=PLACES, note=st.just("请核对")),
    st.builds(on.PageEdited, page=st.integers(-1, 5)),
)


@settings(max_examples=200, deadline=None)
@given(moves=st.lists(MOVES, max_size=40))
def test_only_an_edit_or_a_yes_ever_takes_an_answer_away(knowledge: Knowledge, moves: list[on.Event]) -> None:
    known = _with_group(knowledge)
    session = Session(stage=Stage.FORM, item_id=ITEM, case_id="k1", call=Call(CallState.CONNECTED, "c1"))
    for move in moves:
        before = session
        try:
            session, commands = step(session, move, known)
        except IllegalEventError:
            continue
        if session.stage is not Stage.FORM:
            return
        form(session, known)
        assert session.inside == "" or paths.value_at(session.values, session.inside) is not None
        if session.values != before.values:
            assert any(isinstance(command, do.SaveForm) and command.values == session.values for command in commands)
        if not isinstance(move, on.FieldEdited):
            assert _answers(before) == _answers(session)


def _answers(session: Session) -> list[tuple[str, Any]]:
    """Every leaf that is answered."""
    engine = FormEngine(HOUSEHOLD)
    leaves = [(q.path, paths.value_at(session.values, q.path)) for q in engine.questions(session.values)]
    return [(path, value) for path, value in leaves if isinstance(value, str | float) and value]
