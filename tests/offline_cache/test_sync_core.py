"""Core: which case, which request, how long to wait."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_cache import LocalUseError, PendingCase
from offline_cache.case_states import CaseState
from offline_cache.intake_answers import read_answer
from offline_cache.sync_core import (
    CHUNK_BYTES,
    AskBlob,
    Blob,
    BlobHeld,
    BlobsMissing,
    Bury,
    CaseAccepted,
    CaseRefused,
    ChunkStored,
    Commit,
    KioskRefused,
    PartLost,
    PostManifest,
    Postpone,
    PutChunk,
    Troubled,
    Unreachable,
    backoff_s,
    begin,
    next_case,
    step,
    wake_in_s,
)

CASE = PendingCase(
    case_id="c",
    number="PY-017-T-000001",
    state=CaseState.READY,
    submitted_at=datetime(2026, 3, 2, tzinfo=UTC),
    sequence=1,
    priority=0,
    tries=0,
    next_due=0.0,
    last_error=None,
)
BLOBS = [Blob("aa", CHUNK_BYTES + 1), Blob("bb", 1)]


def test_a_file_that_is_lost_here_is_no_loss_where_the_hub_has_the_case() -> None:
    upload, _ = begin(BLOBS)
    upload, command = step(step(upload, BlobHeld(frozenset(), False))[0], PartLost("part-damaged"))
    assert command == PostManifest()
    assert step(upload, CaseAccepted(b"receipt"))[1] == Commit(b"receipt")
    assert step(upload, BlobsMissing(frozenset({"aa"})))[1] == Bury("part-damaged")
    assert step(upload, Troubled("http-500"))[1] == Postpone("http-500", lane=False)


def test_order_is_priority_then_tries_then_sequence() -> None:
    cases = [
        replace(CASE, case_id="poison", tries=3),
        replace(CASE, case_id="later", sequence=9),
        replace(CASE, case_id="first", sequence=2),
        replace(CASE, case_id="urgent", sequence=8, priority=-1, tries=1),
    ]
    talked_of = next_case(cases, 100.0, talked_of="later")
    assert talked_of is not None and talked_of.case_id == "later"
    order = []
    while (case := next_case(cases, 100.0)) is not None:
        order.append(case.case_id)
        cases.remove(case)
    assert order == ["urgent", "first", "later", "poison"]


def test_a_case_waits_for_its_time_but_not_for_a_clock_that_jumped_back() -> None:
    assert next_case([replace(CASE, next_due=150.0)], 100.0) is None
    assert wake_in_s([replace(CASE, next_due=150.0)], 100.0) == 50.0
    assert next_case([replace(CASE, next_due=1e9)], 100.0) is not None
    assert wake_in_s([], 100.0) == 300.0


@given(tries=st.integers(0, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_backoff_has_a_floor_and_a_ceiling(tries: int, chance: float) -> None:
    assert 1.0 <= backoff_s(tries, chance) <= 300.0
    assert backoff_s(tries, chance) <= backoff_s(tries + 1, chance)


def test_an_upload_asks_fills_the_gaps_and_posts() -> None:
    upload, command = begin(BLOBS)
    assert command == AskBlob("aa")
    upload, command = step(upload, BlobHeld(frozenset({0}), complete=False))
    assert command == PutChunk("aa", 1, CHUNK_BYTES + 1)
    upload, command = step(upload, ChunkStored())
    assert command == AskBlob("bb")
    upload, command = step(upload, BlobHeld(frozenset({0}), complete=True))
    assert command == PostManifest()
    assert step(upload, CaseAccepted(b"receipt"))[1] == Commit(b"receipt")


def test_a_file_that_is_there_but_not_whole_goes_again_whole() -> None:
    upload, _ = begin(BLOBS)
    upload, command = step(upload, BlobHeld(frozenset({0, 1}), complete=False))
    assert command == PutChunk("aa", 0, CHUNK_BYTES + 1)
    assert step(upload, ChunkStored())[1] == PutChunk("aa", 1, CHUNK_BYTES + 1)


def test_409_sends_the_missing_files_again_but_not_for_ever() -> None:
    upload, command = begin([])
    assert command == PostManifest()
    upload, _ = begin(BLOBS[1:])
    for _ in range(2):
        upload, command = step(upload, BlobsMissing(frozenset({"bb", "not ours"})))
        assert command == AskBlob("bb")
    assert step(upload, BlobsMissing(frozenset({"bb"})))[1] == Postpone("files-missing", lane=False)
    assert step(begin(BLOBS)[0], BlobsMissing(frozenset({"zz"})))[1] == Postpone("files-missing", lane=False)


def test_outcomes() -> None:
    upload, _ = begin(BLOBS)
    assert step(upload, CaseRefused("bad"))[1] == Bury("bad")
    assert step(upload, KioskRefused("http-401"))[1] == Postpone("http-401", lane=True, counts=False)
    assert step(upload, Unreachable("link-down"))[1] == Postpone("link-down", lane=True, counts=False)
    assert step(upload, Troubled("http-500"))[1] == Postpone("http-500", lane=False)


@pytest.mark.parametrize("answered", [1, 2, 3])
def test_a_link_that_goes_in_the_middle_counts_as_a_try(answered: int) -> None:
    """It may be the case itself that the hub dies of: others go first then."""
    upload, _ = begin(BLOBS[:1])
    for answer in (BlobHeld(frozenset(), complete=False), ChunkStored(), ChunkStored())[:answered]:
        upload, _ = step(upload, answer)
    assert step(upload, Unreachable("link-down"))[1] == Postpone("link-down", lane=True, counts=True)


def test_answers_to_no_question_are_illegal() -> None:
    with pytest.raises(LocalUseError):
        step(begin(BLOBS)[0], ChunkStored())
    with pytest.raises(LocalUseError):
        step(begin([])[0], BlobHeld(frozenset(), complete=True))


REQUESTS = st.sampled_from([AskBlob("aa"), PutChunk("aa", 0, 1), PostManifest()])


@given(request=REQUESTS, status=st.integers(100, 599), body=st.binary(max_size=40))
def test_any_answer_is_read_and_none_but_422_buries(
    request: AskBlob | PutChunk | PostManifest, status: int, body: bytes
) -> None:
    answer = read_answer(request, status, body)
    assert isinstance(answer, CaseRefused) <= (status == 422)
    assert isinstance(answer, CaseAccepted) <= (status == 200)


def test_a_refusal_leaves_only_a_word() -> None:
    body = '{"code": "bad form: 张三 <b>", "message": {}}'.encode()
    assert read_answer(PostManifest(), 422, body) == CaseRefused("badformb")
