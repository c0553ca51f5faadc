"""Shell: what waits is seen beside the kiosk, and carried away whole, nothing half, where the store does not open."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest

from offline_cache import KeyLostError, StoreCorruptError, UnknownCaseError, find_leftovers
from offline_cache.intake_papers import sha256_hex
from offline_cache.queue import Queue
from offline_cache.stick import export
from tests.offline_cache.kiosk_end import DEVICE_KEY, MARKER, Kiosk

OLD = Path(__file__).parent / "old"
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


def test_with_the_whole_store_gone_every_case_is_carried(kiosk: Kiosk, tmp_path: Path) -> None:
    cases = sorted(kiosk.submitted() for _ in range(3))
    kiosk.draft()
    kiosk.cache.close()
    path = kiosk.root / "cases.sqlite"
    whole = path.read_bytes()
    path.write_bytes(bytes(len(whole)))
    with pytest.raises(StoreCorruptError):
        Queue(kiosk.root, DEVICE_KEY, salvage=True)
    assert carried(kiosk.root, tmp_path / "stick") == cases
    path.write_bytes(whole)
    kiosk.reopen()
    assert kiosk.drain() == 3
    assert carried(kiosk.root, tmp_path / "empty") == []


def test_a_case_that_is_not_whole_is_told(kiosk: Kiosk, tmp_path: Path) -> None:
    rotten, torn, whole = (kiosk.submitted() for _ in range(3))
    (kiosk.root / "sealed" / kiosk.cache.outbox.parts(rotten)[1].sha256).write_bytes(b"rot")
    (kiosk.root / "waybills" / f"{torn}.json").write_bytes(b'{"kiosk_id": "half')
    done = export(kiosk.root, tmp_path / "stick")
    assert set(done.lost) == {kiosk.cache.outbox.provisional(rotten).number, torn}
    assert [path.stem for path in (tmp_path / "stick" / "waybills").iterdir()] == [whole]


def test_a_waybill_says_nothing_of_the_matter(kiosk: Kiosk) -> None:
    kiosk.submitted()
    assert find_leftovers(kiosk.root, ["longevity-allowance", "material/hukou", MARKER]) == []


@pytest.mark.parametrize("damaged", [False, True])
def test_what_an_older_version_submitted_gets_its_waybill(tmp_path: Path, damaged: bool) -> None:
    root = shutil.copytree(OLD / "cases-4", tmp_path / "cache")
    if damaged:
        path = root / "cases.sqlite"
        path.write_bytes(path.read_bytes()[:-PAGE_BYTES] + bytes(PAGE_BYTES))
        with pytest.raises(StoreCorruptError):
            Queue(root, DEVICE_KEY)
    with contextlib.closing(Queue(root, DEVICE_KEY, salvage=True)) as queue:
        queue.complete()
    assert carried(root, tmp_path / "stick") == [json.loads((root / "test-hub.json").read_bytes())["waiting"]]


def carried(root: Path, stick: Path) -> list[str]:
    """The cases that are on the stick, every file of them."""
    assert not export(root, stick).lost
    for path in (waybills := sorted((stick / "waybills").iterdir())):
        for file in json.loads(path.read_bytes())["files"]:
            assert sha256_hex((stick / "sealed" / file["sha256"]).read_bytes()) == file["sha256"]
    return [path.stem for path in waybills]
