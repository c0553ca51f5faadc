"""Shell: cases travel to a real peer on loopback, which checks and opens everything."""

import threading
import time
from collections import deque
from dataclasses import replace

import pytest

from offline_cache import CaseCommitted, CaseDead, HubKeysStored, SyncEvent, SyncFailed, find_leftovers
from offline_cache.case_states import CaseState
from offline_cache.intake_client import TRICKLE_BYTES, Trickle
from tests.conftest import ExpectedLogs
from tests.offline_cache.intake_peer import KIOSK, Fault, HubKeyPair, IntakePeer
from tests.offline_cache.kiosk_end import MARKER, SETTINGS, Kiosk

LONG = 400  # seconds: more than any back-off


def test_a_case_arrives_is_opened_and_our_copy_is_destroyed(kiosk: Kiosk) -> None:
    scan = MARKER.encode() + bytes(2_500_000)
    case_id = kiosk.draft(scan)
    kiosk.cache.add_part(case_id, "signature", "image/svg+xml", b"<svg/>")
    provisional = kiosk.submit(case_id)
    names = [path.name for path in (kiosk.root / "sealed").iterdir()]
    assert kiosk.drain() == 1

    arrived = kiosk.peer.accepted[case_id]
    assert arrived.plaintexts["material/hukou/1"] == scan
    assert arrived.plaintexts["form.json"].decode() == f'{{"name": "{MARKER}"}}'
    assert arrived.manifest["provisional_number"] == provisional.number == "PY-017-T-000001"
    assert arrived.manifest["kiosk_id"] == KIOSK
    assert arrived.manifest["submitted_at"] == kiosk.clock().isoformat()
    assert [part["name"] for part in arrived.manifest["parts"]] == ["form.json", "material/hukou/1", "signature"]

    receipt = kiosk.cache.receipt(case_id)
    assert receipt is not None
    assert kiosk.events == [HubKeysStored(("hub-1", "hub-2")), CaseCommitted(case_id, receipt)]
    assert kiosk.cache.outbox.state(case_id) is CaseState.WIPED
    assert kiosk.cache.pending() == []
    assert list((kiosk.root / "sealed").iterdir()) == []
    assert find_leftovers(kiosk.root, [MARKER, *names]) == []
    assert kiosk.reopen().receipt(case_id) == receipt
    assert kiosk.submit(case_id) == provisional


def test_keys_come_first_and_then_submit_works_offline(kiosk: Kiosk) -> None:
    assert kiosk.drain() == 0
    case_id = kiosk.draft()
    keys = kiosk.cache.trust.load_hub_keys()
    kiosk.cache.submit(case_id, hub_keys=keys, submitted_at=kiosk.clock(), clock_trusted=True)
    assert [case.case_id for case in kiosk.cache.pending()] == [case_id]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.LOSE_REQUEST, "link-down"),
        (Fault.LOSE_REPLY, "link-down"),
        (Fault.ERROR_500, "http-500"),
        (Fault.REDIRECT, "redirected"),
        (Fault.FLOOD, "answer-too-large"),
    ],
)
def test_trouble_keeps_the_case_and_the_next_try_brings_it(kiosk: Kiosk, fault: Fault, code: str) -> None:
    case_id = kiosk.submitted()
    kiosk.peer.faults = deque([Fault.NONE, Fault.NONE, fault])
    assert kiosk.drain() == 0
    (failed,) = [event for event in kiosk.events if isinstance(event, SyncFailed)]
    assert (failed.case_id, failed.code) == (case_id, code)
    (waiting,) = kiosk.cache.pending()
    assert (waiting.tries, waiting.last_error, waiting.state) == (1, code, CaseState.READY)
    assert waiting.next_due > kiosk.clock().timestamp()
    assert kiosk.drain() == 0  # not due yet
    kiosk.clock.advance(LONG)
    assert kiosk.drain() == 1
    assert kiosk.peer.arrivals == [case_id]


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.LOSE_REQUEST, "link-down"), (Fault.UNAUTHORISED, "http-401"), (Fault.PORTAL, "not-our-hub")],
)
def test_where_no_hub_is_a_case_keeps_its_place(kiosk: Kiosk, fault: Fault, code: str) -> None:
    first, second = kiosk.submitted(), kiosk.submitted()
    for _ in range(3):
        kiosk.peer.faults = deque([Fault.NONE, fault])
        assert kiosk.drain() == 0
    waiting = kiosk.cache.pending()
    assert [(case.case_id, case.tries, case.last_error) for case in waiting] == [(first, 0, code), (second, 0, None)]
    assert kiosk.drain() == 2
    assert kiosk.peer.arrivals == [first, second]


def test_chunks_that_arrived_are_not_sent_again(kiosk: Kiosk) -> None:
    kiosk.submit(kiosk.draft(bytes(700_000)))
    kiosk.peer.faults = deque([Fault.NONE] * 6 + [Fault.LOSE_REQUEST])
    kiosk.drain()
    kiosk.clock.advance(LONG)
    assert kiosk.drain() == 1
    puts = [request for request in kiosk.peer.requests if request.startswith("PUT")]
    assert len(puts) == 1 + 3 + 1  # the form, three chunks of the scan, and the one that was lost


def test_files_that_the_hub_lost_are_sent_again(kiosk: Kiosk) -> None:
    case_id = kiosk.submitted()
    kiosk.peer.faults = deque([Fault.NONE] * 5 + [Fault.FORGET_BLOBS])
    assert kiosk.drain() == 1
    assert [request for request in kiosk.peer.requests if request.startswith("POST")] == [
        "POST /api/v1/intake/cases"
    ] * 2
    assert kiosk.peer.arrivals == [case_id]


def test_a_refused_case_is_kept_for_a_clerk_and_blocks_nobody(kiosk: Kiosk, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("offline_cache.sync", "is dead")
    refused, other = kiosk.submitted(), kiosk.submitted()
    kiosk.peer.refused[refused] = "bad-form"
    assert kiosk.drain() == 1
    assert CaseDead(refused, "bad-form") in kiosk.events
    assert kiosk.committed() == [other]
    (dead,) = kiosk.reopen().dead()
    assert (dead.case_id, dead.last_error) == (refused, "bad-form")
    assert len(list((kiosk.root / "sealed").iterdir())) == 2


def test_a_failing_case_goes_behind_and_blocks_nobody(kiosk: Kiosk) -> None:
    poison, other = kiosk.submitted(), kiosk.submitted()
    kiosk.peer.faults = deque([Fault.NONE, Fault.ERROR_500])
    assert kiosk.drain() == 1
    assert kiosk.peer.arrivals == [other]
    kiosk.clock.advance(LONG)
    kiosk.drain()
    assert kiosk.peer.arrivals == [other, poison]


def test_urgent_cases_go_first(kiosk: Kiosk) -> None:
    ordinary, urgent = kiosk.submitted(), kiosk.submitted(priority=-1)
    kiosk.drain()
    assert kiosk.peer.arrivals == [urgent, ordinary]


def test_a_lost_file_is_a_clerks_matter(kiosk: Kiosk, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("offline_cache.sync", "is dead: part-missing")
    case_id = kiosk.submitted()
    for path in (kiosk.root / "sealed").iterdir():
        path.unlink()
    assert kiosk.drain() == 0
    assert CaseDead(case_id, "part-missing") in kiosk.events


def test_a_forged_receipt_destroys_nothing(kiosk: Kiosk) -> None:
    case_id = kiosk.submitted()
    kiosk.peer.faults = deque([Fault.NONE] * 5 + [Fault.FORGED_RECEIPT])
    assert kiosk.drain() == 0
    assert kiosk.cache.receipt(case_id) is None
    assert len(list((kiosk.root / "sealed").iterdir())) == 2
    kiosk.clock.advance(LONG)
    assert kiosk.drain() == 1
    assert kiosk.peer.arrivals == [case_id]


def test_a_new_receipt_key_is_fetched_and_then_believed(kiosk: Kiosk) -> None:
    case_id = kiosk.submitted()
    syncer = kiosk.syncer()
    syncer.drain_once()
    kiosk.events.clear()
    again = kiosk.submitted()
    kiosk.peer.receipts = IntakePeer().receipts
    kiosk.peer.pairs = (*kiosk.peer.pairs, HubKeyPair("hub-3"))
    assert syncer.drain_once() == 0
    kiosk.clock.advance(LONG)
    assert syncer.drain_once() == 1
    syncer.stop()
    assert kiosk.committed() == [again]
    assert case_id in kiosk.peer.accepted


def test_a_list_by_a_stranger_is_reported_and_not_used(kiosk: Kiosk, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("offline_cache.sync", "hub keys not trusted")
    kiosk.cache.trust.pin_root_key(IntakePeer().root_key)
    assert kiosk.drain() == 0
    assert kiosk.events == []


def test_the_lane_sends_when_the_link_comes_up_and_stops_when_told(kiosk: Kiosk) -> None:
    kiosk.peer.faults = deque([Fault.LOSE_REQUEST, Fault.LOSE_REQUEST])
    case_id = kiosk.submitted()
    failed, committed = threading.Event(), threading.Event()

    def publish(event: SyncEvent) -> None:
        (committed if isinstance(event, CaseCommitted) else failed).set()

    syncer = kiosk.syncer(publish)
    syncer.start()
    assert failed.wait(10)
    syncer.link_up()
    assert committed.wait(10)
    assert syncer.stop() is True
    assert kiosk.peer.arrivals == [case_id]


def test_beside_a_call_its_own_case_goes_first_and_others_trickle_and_stop_for_it(kiosk: Kiosk) -> None:
    long_ago, of_the_call = kiosk.submit(kiosk.draft(bytes(2_000_000))).case_id, kiosk.draft()
    syncer = kiosk.syncer(settings=replace(SETTINGS, call_bytes_per_s=1_000_000))
    syncer.during_call(of_the_call)
    syncer.start()
    while not any(request.startswith("PUT") for request in kiosk.peer.requests):
        time.sleep(0.01)
    kiosk.submit(of_the_call)
    while len(kiosk.peer.arrivals) < 2:
        time.sleep(0.01)
    assert syncer.stop() is True
    assert kiosk.peer.arrivals == [of_the_call, long_ago]
    assert [event for event in kiosk.events if isinstance(event, SyncFailed)] == [SyncFailed(long_ago, "call")]


def test_a_trickle_keeps_its_rate() -> None:
    slept: list[float] = []
    body, pieces = Trickle(bytes(100_000), 25_000, sleep=slept.append), 0
    while body.read(16_384):
        pieces += 1
    assert sum(slept) == pytest.approx(4.0) and pieces == -(-100_000 // TRICKLE_BYTES)


def test_a_closed_cache_ends_the_lane(kiosk: Kiosk) -> None:
    syncer = kiosk.syncer()
    kiosk.cache.close()
    syncer.start()
    assert syncer.stop() is True
