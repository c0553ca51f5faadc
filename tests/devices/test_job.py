"""Core: keys that took effect are remembered, and only how it ended."""

from devices.job import KeyMemory, settled
from devices.model import Completion, Outcome


def test_what_took_effect_or_may_have_is_remembered_without_its_value() -> None:
    memory = KeyMemory()
    memory.note("a", Outcome(Completion.SUCCESS, value=b"secret"))
    memory.note("b", Outcome(Completion.OUTCOME_UNKNOWN))
    assert memory.recall("a") == Outcome(Completion.SUCCESS, detail="repeated_key")
    assert memory.recall("b") == Outcome(Completion.OUTCOME_UNKNOWN, detail="repeated_key")


def test_what_surely_did_nothing_may_be_tried_again() -> None:
    memory = KeyMemory()
    memory.note("a", Outcome(Completion.MEDIA, detail="paper_out"))
    memory.note(None, Outcome(Completion.SUCCESS))
    assert memory.recall("a") is None
    assert memory.recall(None) is None


def test_the_memory_is_bounded() -> None:
    memory = KeyMemory(limit=2)
    for key in "abc":
        memory.note(key, Outcome(Completion.SUCCESS))
    assert [memory.recall(key) is not None for key in "abc"] == [False, True, True]


def test_a_settled_future_is_done_and_cannot_be_taken_away() -> None:
    future = settled(Outcome(Completion.CANCELLED))
    assert not future.cancel()
    assert future.result(0).completion is Completion.CANCELLED
