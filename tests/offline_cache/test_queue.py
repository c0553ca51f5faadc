"""Shell: what waits is seen beside the kiosk; of a damaged file whatever is whole is carried away, nothing half."""

import json
import shutil
from pathlib import Path

import pytest

from offline_cache import CacheError, KeyLostError, StoreCorruptError, UnknownCaseError
from offline_cache.intake_papers import sha256_hex
from offline_cache.queue import Queue
from tests.offline_cache.kiosk_end import DEVICE_KEY, Kiosk

PAGE_BYTES = 4096


def test_it_looks_beside_the_kiosk_and_changes_nothing(kiosk: Kiosk) -> None:
    kiosk.draft()
    case_id = kiosk.submitted()
    queue = Queue(kiosk.root, DEVICE_KEY)
    (queued,) = queue.waiting()
    assert (queued.case.case_id, queued.manifest.item_id) == (case_id, "longevity-allowance")
    assert queued.size_bytes == sum(part.size_bytes for part in kiosk.cache.outbox.parts(case_id))
    queue.close()
    assert kiosk.drain() == 1


def test_no_store_and_another_key(tmp_path: Path, kiosk: Kiosk) -> None:
    with pytest.raises(UnknownCaseError):
        Queue(tmp_path / "nowhere", DEVICE_KEY)
    with pytest.raises(KeyLostError):
        Queue(kiosk.root, bytes(32))


def test_whichever_page_is_damaged_what_is_carried_is_whole(kiosk: Kiosk, tmp_path: Path) -> None:
    cases = [kiosk.submitted() for _ in range(6)]
    kiosk.cache.close()
    whole, path = (kiosk.root / "cases.sqlite").read_bytes(), kiosk.root / "cases.sqlite"
    rescued = list[int]()
    for at in range(0, len(whole), PAGE_BYTES):
        path.write_bytes(whole[:at] + b"\0" * PAGE_BYTES + whole[at + PAGE_BYTES :])
        stick = tmp_path / f"stick-{at}"
        rescued.append(salvaged(kiosk.root, stick))
        for manifest in stick.glob("manifests/*.json"):
            assert manifest.stem in cases
            for part in json.loads(manifest.read_bytes())["parts"]:
                assert sha256_hex((stick / "sealed" / part["sha256"]).read_bytes()) == part["sha256"]
        shutil.rmtree(stick, ignore_errors=True)
    assert max(rescued) == len(cases)
    assert sum(0 < count < len(cases) for count in rescued) >= 2
    path.write_bytes(whole)
    kiosk.reopen()


def salvaged(root: Path, stick: Path) -> int:
    """How many cases; none where not even their list can be read."""
    with pytest.raises(StoreCorruptError):
        Queue(root, DEVICE_KEY)
    try:
        queue = Queue(root, DEVICE_KEY, salvage=True)
    except StoreCorruptError:
        return 0
    try:
        return len(queue.export(stick).whole)
    except CacheError as error:
        assert isinstance(error, StoreCorruptError)
        return 0
    finally:
        queue.close()
