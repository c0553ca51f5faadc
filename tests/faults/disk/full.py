"""Wiring: a booth on a disk of 24 MB that fills up under it, in a mount namespace of its own.

Run as `unshare --mount … python -m tests.faults.disk.full FOLDER RESERVE_BYTES`; an assertion that fails ends it.
"""

import errno
import subprocess
import sys
from pathlib import Path

from offline_cache import CacheError, Marks, Room, ScansStoppedError, StorageFullError
from tests.offline_cache.intake_peer import IntakePeer, serve
from tests.offline_cache.kiosk_end import MARKER, Kiosk

DISK_BYTES = 24_000_000
SCAN = MARKER.encode() * 20_000


def fill(folder: Path) -> Path:
    """Somebody else's file takes all that is left."""
    filler = folder / "log-of-another-program"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(65_536)) == 65_536:
                pass
            raise OSError(errno.ENOSPC, "a short write")
        except OSError as error:
            assert error.errno == errno.ENOSPC
    return filler


def sealed(kiosk: Kiosk) -> set[str]:
    return {path.name for path in (kiosk.root / "sealed").iterdir()}


def with_reserve(kiosk: Kiosk, reserve_bytes: int) -> None:
    """Receipts, submits and forms go on; scans stop; all is as before when there is room again."""
    kiosk.cache.reserve.hold(Marks(reserve_bytes))
    assert kiosk.cache.reserve.room() is Room.SHORT
    waiting, begun = kiosk.submitted(), kiosk.draft(SCAN)
    filler = fill(kiosk.root.parent)
    assert kiosk.cache.reserve.room() is Room.FULL
    before = sealed(kiosk)
    try:
        kiosk.cache.add_scan(begun, "material/hukou/2", "image/jpeg", SCAN)
        raise AssertionError("a scan was taken")
    except ScansStoppedError:
        assert sealed(kiosk) == before
    kiosk.cache.save_form(begun, MARKER.encode())
    kiosk.cache.add_part(begun, "application.pdf", "application/pdf", SCAN, is_signed=True)
    number = kiosk.submit(begun).number
    kiosk.reopen()
    assert [case.number for case in kiosk.cache.pending()][-1] == number
    assert kiosk.drain() == 2
    assert set(kiosk.committed()) == {waiting, begun}
    assert not sealed(kiosk)
    whole = kiosk.peer.accepted[begun].plaintexts
    assert whole == {"form.json": MARKER.encode(), "material/hukou/1": SCAN, "application.pdf": SCAN}
    filler.unlink()
    kiosk.cache.reserve.hold(Marks(reserve_bytes))
    assert (kiosk.root / "reserve").stat().st_size == reserve_bytes
    kiosk.cache.add_scan(kiosk.cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash=""), "s", "", SCAN)


def without(kiosk: Kiosk) -> None:
    """Then a full disk stops even the receipt; yet nothing is lost or half."""
    waiting, begun = kiosk.submitted(), kiosk.draft(SCAN)
    filler = fill(kiosk.root.parent)
    stopped = 0
    for work in (
        lambda: kiosk.submit(begun),
        lambda: kiosk.cache.add_part(begun, "p", "", SCAN),
        lambda: kiosk.drain(),
    ):
        try:
            work()
        except StorageFullError:
            stopped += 1
        except CacheError as error:
            raise AssertionError(type(error).__name__) from error
    assert stopped
    filler.unlink()
    kiosk.reopen()
    kiosk.submit(begun)
    kiosk.drain()
    assert set(kiosk.committed()) == {waiting, begun}
    assert kiosk.peer.accepted[begun].plaintexts["material/hukou/1"] == SCAN
    assert not sealed(kiosk)


def main(folder: Path, reserve_bytes: int) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "small-disk", str(folder)], check=True)
    with serve(IntakePeer()) as peer:
        kiosk = Kiosk(folder / "cache", peer)
        with_reserve(kiosk, reserve_bytes) if reserve_bytes else without(kiosk)
        kiosk.cache.close()
        assert not peer.problems


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
