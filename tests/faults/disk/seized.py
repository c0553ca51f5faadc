"""Wiring: a booth lives on an ext4 image of its own; then the image is read raw, as whoever took the disk would.

Run as `unshare --mount … python -m tests.faults.disk.seized FOLDER`. Exit code 77: this machine mounts no images.
"""

import subprocess
import sys
from pathlib import Path

from offline_cache import find_leftovers
from tests.offline_cache.intake_peer import IntakePeer, serve
from tests.offline_cache.kiosk_end import MARKER, Kiosk

IMAGE_BYTES = 48_000_000
CANNOT_MOUNT = 77
PLAIN = "明文写过又删掉的文件"
"""Written in the clear and deleted: the search must find it, or it proves nothing."""


def live(kiosk: Kiosk) -> None:
    """One case sent, one waiting, one left, one open; autosaves and replaced scans on the way."""
    scan = MARKER.encode() * 40_000
    for ending in (kiosk.submit, kiosk.submit, kiosk.leave, None):
        case_id = kiosk.draft(scan)
        for _ in range(5):
            kiosk.cache.save_form(case_id, f'{{"name": "{MARKER}"}}'.encode() * 10)
        kiosk.cache.add_part(case_id, "material/hukou/1", "image/jpeg", scan + b"again")
        if ending is not None:
            ending(case_id)
        if not kiosk.committed():
            assert kiosk.drain() == 1


def main(folder: Path) -> int:
    image, disk = folder / "disk.img", folder / "disk"
    disk.mkdir()
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    if subprocess.run(["mount", "-o", "loop", str(image), str(disk)], capture_output=True).returncode:
        return CANNOT_MOUNT
    try:
        with serve(IntakePeer()) as peer:
            kiosk = Kiosk(disk / "cache", peer)
            live(kiosk)
            kiosk.cache.close()
        control = disk / "control"
        control.write_text(PLAIN * 10_000)
        subprocess.run(["sync", "-f", str(disk)], check=True)
        control.unlink()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert find_leftovers(folder, [PLAIN]) == [image]
    assert find_leftovers(folder, [MARKER, "longevity-allowance", "material/hukou"]) == []
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
