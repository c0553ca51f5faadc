"""Shell: whatever is lost, repeated or restarted, every submitted case is accepted exactly once and never lost."""

import tempfile
from collections import deque
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import find_leftovers
from tests.offline_cache.intake_peer import Fault, IntakePeer, serve
from tests.offline_cache.kiosk_end import MARKER, Kiosk

LONG = 400  # seconds: more than any back-off
FAULTS = st.sampled_from(
    [
        Fault.NONE,
        Fault.NONE,
        Fault.LOSE_REQUEST,
        Fault.LOSE_REPLY,
        Fault.REPEAT,
        Fault.ERROR_500,
        Fault.UNAUTHORISED,
        Fault.FORGET_BLOBS,
        Fault.PORTAL,
        Fault.FORGED_RECEIPT,
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("submit"), st.integers(-1, 1)),
    st.tuples(st.just("drain"), st.lists(FAULTS, max_size=8)),
    st.tuples(st.just("reopen"), st.none()),
    st.tuples(st.just("press again"), st.none()),
    st.tuples(st.just("draft and leave"), st.none()),
    st.tuples(st.just("clock jumps"), st.sampled_from([-86_400.0, -5.0, LONG, 86_400.0])),
)


@given(story=st.lists(STEPS, min_size=1, max_size=10))
@settings(max_examples=30)
def test_every_case_is_accepted_exactly_once(story: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder, serve(IntakePeer()) as peer:
        kiosk = Kiosk(Path(folder) / "cache", peer)
        submitted = [case_id for step in story if (case_id := _live(kiosk, step)) is not None]
        _calm(kiosk)
        _check(kiosk, submitted)
        kiosk.cache.close()


def _live(kiosk: Kiosk, step: tuple[str, object]) -> str | None:
    """One step; the id of a case that was submitted in it."""
    match step:
        case "submit", int(priority):
            return kiosk.submitted(priority=priority)
        case "drain", list(faults):
            kiosk.peer.faults = deque([Fault.NONE, *faults])
            kiosk.drain()
        case "reopen", _:
            kiosk.reopen()
        case "press again", _:
            for case in kiosk.cache.pending():
                assert kiosk.submit(case.case_id).number == case.number
        case "draft and leave", _:
            kiosk.cache.discard(kiosk.draft())
        case "clock jumps", float() | int() as seconds:
            kiosk.clock.advance(seconds)
    return None


def _calm(kiosk: Kiosk) -> None:
    """The weather clears: no more faults, time passes."""
    kiosk.peer.faults.clear()
    for _ in range(3):
        kiosk.clock.advance(LONG)
        kiosk.drain()


def _check(kiosk: Kiosk, submitted: list[str]) -> None:
    peer = kiosk.peer
    assert not peer.problems
    assert sorted(peer.arrivals) == sorted(submitted)
    assert sorted(kiosk.committed()) == sorted(submitted)
    sequences = [peer.accepted[case_id].manifest["sequence"] for case_id in submitted]
    assert sequences == list(range(1, len(submitted) + 1))
    for case_id in submitted:
        receipt = kiosk.cache.receipt(case_id)
        assert receipt is not None
        assert receipt.acceptance_number.encode() in peer.accepted[case_id].answer
    assert not kiosk.cache.pending()
    assert not list((kiosk.root / "sealed").iterdir())
    assert find_leftovers(kiosk.root, [MARKER]) == []
