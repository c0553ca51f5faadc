"""Core: the table of a case's life."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.case_numbers import case_id_at, provisional_number
from offline_cache.case_states import TRANSITIONS, CaseEvent, CaseState, step
from offline_cache.errors import LocalUseError


@pytest.mark.parametrize(("state", "event"), list(itertools.product(CaseState, CaseEvent)))
def test_illegal_pairs_raise(state: CaseState, event: CaseEvent) -> None:
    if (state, event) in TRANSITIONS:
        assert step(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(LocalUseError):
            step(state, event)


def test_every_state_is_reached_and_three_are_final() -> None:
    reached = {CaseState.DRAFT, *TRANSITIONS.values()}
    assert reached == set(CaseState)
    left = {state for state, _ in TRANSITIONS}
    assert set(CaseState) - left == {CaseState.WIPED, CaseState.DEAD, CaseState.EXPIRED}


def test_nothing_is_destroyed_without_a_receipt_or_a_leaving_resident() -> None:
    before = {state for (state, _), target in TRANSITIONS.items() if target in (CaseState.WIPED, CaseState.EXPIRED)}
    assert before == {CaseState.COMMITTED, CaseState.DRAFT}


@given(ms=st.integers(0, 2**48 - 1), bits=st.integers(0, 2**74 - 1))
def test_case_ids_are_uuid_version_7_and_sort_by_time(ms: int, bits: int) -> None:
    case_id = case_id_at(ms, bits)
    assert (len(case_id), case_id[14], case_id[19] in "89ab") == (36, "7", True)
    assert int(case_id.replace("-", "")[:12], 16) == ms
    assert case_id < case_id_at(ms + 1, 0) or ms == 2**48 - 1


def test_provisional_numbers() -> None:
    assert provisional_number("xw-017", 231) == "PY-017-T-000231"
    assert provisional_number("hall", 1_234_567) == "PY-HALL-T-1234567"
