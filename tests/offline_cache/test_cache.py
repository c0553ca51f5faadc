"""Shell: drafts and submission: sealed, durable, once, and unreadable afterwards."""

import hashlib
import json
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from offline_cache import (
    CacheClosedError,
    KeyLostError,
    LocalUseError,
    NoTrustError,
    PartLostError,
    Provisional,
    SealedAwayError,
    StorageBusyError,
    StoreCorruptError,
    Suite,
    UnknownCaseError,
    find_leftovers,
    open_cache,
)
from offline_cache.vault import derive
from tests.conftest import ExpectedLogs
from tests.offline_cache.intake_peer import KIOSK
from tests.offline_cache.kiosk_end import DEVICE_KEY, MARKER, Kiosk

PAGE, RESERVE = 4096, 80  # SQLCipher 4: 16 bytes of IV and a 64-byte HMAC end each page


def decrypted_pages(root: Path) -> bytes:
    """Everything that stands in the database and its log, read with the device's own key, dead cells included."""
    key = derive(DEVICE_KEY, "database")
    file, log = (root / "cases.sqlite").read_bytes(), (root / "cases.sqlite-wal").read_bytes()
    pages = [file[i : i + PAGE] for i in range(0, len(file), PAGE)]
    pages += [log[i + 24 : i + 24 + PAGE] for i in range(32, len(log), PAGE + 24)]
    return b"".join(decrypted(key, page, skip) for page in pages for skip in (0, 16))


def decrypted(key: bytes, page: bytes, skip: int) -> bytes:
    """`skip` 16 for a first page, whose salt stands in front."""
    end = PAGE - RESERVE
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + 16])).decryptor()
    return cipher.update(page[skip:end])


def test_a_draft_is_read_back_after_reopening(kiosk: Kiosk) -> None:
    case_id = kiosk.draft(b"scan")
    kiosk.cache.save_form(case_id, b"second")
    kiosk.reopen()
    (draft,) = kiosk.cache.drafts()
    assert (draft.case_id, draft.form_version, draft.started_at) == (case_id, 1, kiosk.clock())
    assert kiosk.cache.read_part(case_id, "form.json") == b"second"
    assert kiosk.cache.read_part(case_id, "material/hukou/1") == b"scan"


def test_either_suite_goes_the_whole_way_and_a_draft_may_hold_both(kiosk: Kiosk) -> None:
    case_id = kiosk.draft(b"by AES")
    kiosk.cache.seal_with(Suite.SM4_GCM)
    kiosk.cache.add_part(case_id, "material/hukou/2", "image/jpeg", b"by SM4")
    kiosk.cache.save_form(case_id, b"{}")
    assert kiosk.cache.sealed_part(kiosk.cache.outbox.parts(case_id)[-1].sha256)[4] == Suite.SM4_GCM
    kiosk.reopen()
    read = [kiosk.cache.read_part(case_id, name) for name in kiosk.cache.part_names(case_id)]
    assert sorted(read) == [b"by AES", b"by SM4", b"{}"]
    kiosk.submit(case_id)
    kiosk.drain()
    assert sorted(kiosk.peer.accepted[case_id].plaintexts.values()) == sorted(read)


def test_nothing_personal_is_readable_on_disk_while_drafting(kiosk: Kiosk) -> None:
    kiosk.draft()
    assert find_leftovers(kiosk.root, [MARKER, "longevity-allowance"]) == []


def test_a_part_of_the_same_name_replaces_and_leaves_no_file(kiosk: Kiosk) -> None:
    case_id = kiosk.draft(b"first")
    again = kiosk.cache.add_part(case_id, "material/hukou/1", "image/png", b"second")
    assert kiosk.cache.read_part(case_id, "material/hukou/1") == b"second"
    assert [path.name for path in (kiosk.root / "sealed").iterdir()] == [again.sha256]
    assert hashlib.sha256((kiosk.root / "sealed" / again.sha256).read_bytes()).hexdigest() == again.sha256
    kiosk.cache.drop_part(case_id, "material/hukou/1")
    kiosk.cache.drop_part(case_id, "never-there")
    assert list((kiosk.root / "sealed").iterdir()) == []


def test_the_manifest_tells_the_hash_of_a_signed_paper_itself_and_of_nothing_else(kiosk: Kiosk) -> None:
    case_id = kiosk.draft()
    kiosk.cache.add_part(case_id, "application.pdf", "application/pdf", b"%PDF signed", is_signed=True)
    kiosk.reopen()
    now = kiosk.clock()
    kiosk.cache.submit(case_id, hub_keys=kiosk.hub_keys(), submitted_at=now, clock_trusted=True)
    manifest, _ = kiosk.cache.outbox.manifest(case_id)
    told = {part["name"]: part["document_sha256"] for part in json.loads(manifest)["parts"]}
    assert told.pop("application.pdf") == hashlib.sha256(b"%PDF signed").hexdigest()
    assert set(told.values()) == {""}


def test_after_submit_the_kiosk_cannot_read_or_change_the_case(kiosk: Kiosk) -> None:
    case_id = kiosk.submitted()
    for forbidden in (
        lambda: kiosk.cache.read_part(case_id, "form.json"),
        lambda: kiosk.cache.read_part(case_id, "material/hukou/1"),
        lambda: kiosk.cache.save_form(case_id, b"{}"),
        lambda: kiosk.cache.add_part(case_id, "signature", "image/png", b"x"),
        lambda: kiosk.cache.drop_part(case_id, "material/hukou/1"),
    ):
        with pytest.raises(SealedAwayError):
            forbidden()
    assert len(list((kiosk.root / "sealed").iterdir())) == 2
    assert kiosk.cache.discard(case_id) is False
    assert [case.case_id for case in kiosk.cache.pending()] == [case_id]


@pytest.mark.parametrize("end", [Kiosk.submit, Kiosk.leave])
def test_no_trace_of_the_local_keys_is_left_even_for_the_device_key(
    kiosk: Kiosk, end: Callable[[Kiosk, str], object]
) -> None:
    cases = [kiosk.draft() for _ in range(10)]
    keys = [kiosk.cache.outbox.draft_key(case_id) or b"" for case_id in cases]
    before = decrypted_pages(kiosk.root)
    assert all(key and key in before for key in keys)
    for case_id in cases:
        end(kiosk, case_id)
    after = decrypted_pages(kiosk.root)
    assert not [key for key in keys if key in after]
    assert all(case_id.encode() in after for case_id in cases)


def test_submit_needs_a_form_keys_and_a_zone(kiosk: Kiosk) -> None:
    case_id = kiosk.cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash="")
    with pytest.raises(LocalUseError, match="no-form"):
        kiosk.submit(case_id)
    kiosk.cache.save_form(case_id, b"{}")
    with pytest.raises(NoTrustError):
        kiosk.cache.submit(case_id, hub_keys=(), submitted_at=kiosk.clock(), clock_trusted=True)
    naive = datetime(2026, 3, 2)  # the slip that is refused
    with pytest.raises(LocalUseError, match="zone"):
        kiosk.cache.submit(case_id, hub_keys=kiosk.hub_keys(), submitted_at=naive, clock_trusted=True)
    assert kiosk.submit(case_id).sequence == 1  # the refused tries took no number


def test_numbers_follow_the_sequence_and_drafts_take_none(kiosk: Kiosk) -> None:
    kiosk.cache.discard(kiosk.draft())
    first, second = kiosk.submit(kiosk.draft()), kiosk.submit(kiosk.draft())
    assert (first.number, second.number) == ("PY-017-T-000001", "PY-017-T-000002")


def test_submit_pressed_by_several_fingers_makes_one_case(kiosk: Kiosk) -> None:
    case_id, keys = kiosk.draft(), kiosk.hub_keys()
    answers: list[Provisional] = []
    start = threading.Barrier(4, timeout=10)

    def press() -> None:
        start.wait()
        answers.append(kiosk.cache.submit(case_id, hub_keys=keys, submitted_at=datetime.now(UTC), clock_trusted=False))

    fingers = [threading.Thread(target=press) for _ in range(4)]
    for finger in fingers:
        finger.start()
    for finger in fingers:
        finger.join(10)
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert len(kiosk.cache.pending()) == 1
    assert kiosk.reopen().submit(case_id, hub_keys=(), submitted_at=kiosk.clock(), clock_trusted=True) == answers[0]


def test_a_leaving_resident_leaves_nothing(kiosk: Kiosk) -> None:
    case_id = kiosk.draft()
    assert kiosk.cache.discard(case_id) is True
    assert kiosk.cache.discard(case_id) is False
    assert list((kiosk.root / "sealed").iterdir()) == []
    assert not kiosk.cache.drafts()
    assert not kiosk.cache.pending()
    with pytest.raises(SealedAwayError):
        kiosk.cache.read_part(case_id, "form.json")
    with pytest.raises(SealedAwayError):
        kiosk.submit(case_id)


def test_lost_key_and_damaged_file_are_told_apart(kiosk: Kiosk) -> None:
    kiosk.submitted()
    kiosk.cache.close()
    with pytest.raises(KeyLostError):
        open_cache(kiosk.root, device_key=bytes(32), kiosk_id=KIOSK)
    kiosk.reopen().close()
    database = kiosk.root / "cases.sqlite"
    database.write_bytes(b"\0" * 8192 + database.read_bytes()[8192:])
    with pytest.raises(StoreCorruptError):
        open_cache(kiosk.root, device_key=DEVICE_KEY, kiosk_id=KIOSK)


def test_one_program_at_a_time(kiosk: Kiosk) -> None:
    with pytest.raises(StorageBusyError):
        open_cache(kiosk.root, device_key=DEVICE_KEY, kiosk_id=KIOSK)


def test_orphans_of_a_crash_are_collected_at_the_next_start(kiosk: Kiosk) -> None:
    kiosk.submitted()
    sealed = kiosk.root / "sealed"
    kept = set(sealed.iterdir())
    (sealed / ("0" * 64)).write_bytes(b"file without a row")
    (sealed / "1.tmp").write_bytes(b"half a file")
    kiosk.reopen()
    assert set(sealed.iterdir()) == kept


def test_a_lost_file_is_said_to_be_lost(kiosk: Kiosk) -> None:
    case_id = kiosk.draft()
    (path,) = (kiosk.root / "sealed").iterdir()
    path.write_bytes(b"rot")
    with pytest.raises(PartLostError, match="damaged"):
        kiosk.cache.read_part(case_id, "material/hukou/1")
    path.unlink()
    with pytest.raises(PartLostError, match="missing"):
        kiosk.cache.read_part(case_id, "material/hukou/1")


@pytest.mark.parametrize("name", ["", "form.json", "a\nb", "x" * 129])
def test_part_names_are_checked(kiosk: Kiosk, name: str) -> None:
    with pytest.raises(LocalUseError, match="part-name"):
        kiosk.cache.add_part(kiosk.draft(), name, "image/png", b"")


def test_parts_are_limited(kiosk: Kiosk) -> None:
    case_id = kiosk.draft()
    with pytest.raises(LocalUseError, match="too-large"):
        kiosk.cache.add_part(case_id, "huge", "image/png", bytes(32 * 1024 * 1024 + 1))
    for index in range(62):
        kiosk.cache.add_part(case_id, f"material/{index}", "image/png", b"")
    with pytest.raises(LocalUseError, match="too-many-parts"):
        kiosk.cache.add_part(case_id, "one-more", "image/png", b"")
    assert len(list((kiosk.root / "sealed").iterdir())) == 63


def test_unknown_and_closed(kiosk: Kiosk) -> None:
    for unknown in (
        lambda: kiosk.cache.save_form("nobody", b""),
        lambda: kiosk.cache.receipt("nobody"),
        lambda: kiosk.cache.read_part(kiosk.draft(), "no-such-part"),
    ):
        with pytest.raises(UnknownCaseError):
            unknown()
    kiosk.cache.close()
    with pytest.raises(CacheClosedError):
        kiosk.cache.pending()


def test_epoch_is_made_once(kiosk: Kiosk) -> None:
    first = kiosk.cache.outbox.epoch(kiosk.clock())
    kiosk.clock.advance(3600)
    assert kiosk.reopen().outbox.epoch(kiosk.clock()) == first


def test_a_disk_put_back_goes_on_after_what_the_hub_has(kiosk: Kiosk, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("offline_cache.sync", "more than its disk")
    kiosk.submitted()
    image = kiosk.root.with_name("image")
    shutil.copytree(kiosk.root, image)
    before = [kiosk.submit(kiosk.draft()).number for _ in range(2)]
    kiosk.drain()
    epoch = kiosk.cache.outbox.epoch(kiosk.clock())
    kiosk.cache.close()
    shutil.rmtree(kiosk.root)
    shutil.copytree(image, kiosk.root)
    kiosk.clock.advance(3600)
    kiosk.reopen()
    kiosk.drain()
    assert kiosk.submit(kiosk.draft()).number not in before
    assert kiosk.cache.outbox.epoch(kiosk.clock()) > epoch
    kiosk.drain()
    assert [case.manifest["sequence"] for case in kiosk.peer.accepted.values()] == [1, 2, 3, 4]
    assert len({case.manifest["epoch"] for case in kiosk.peer.accepted.values()}) == 2
