"""Wiring: a whole kiosk process for one case, made to be killed: submits if it has not, then drains the outbox.

Run as `python -m tests.offline_cache.kiosk_process FOLDER URL ROOT_KEY_HEX`; ends with the number of cases that wait.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from offline_cache import Cache, Syncer, SyncEvent, open_cache
from tests.offline_cache.intake_peer import KIOSK, TOKEN
from tests.offline_cache.kiosk_end import DEVICE_KEY, MARKER, SETTINGS


def submit_once(cache: Cache, folder: Path) -> None:
    """The resident's part. A file beside the cache remembers what the resident was told: this case is safe."""
    told = folder.parent / "told.txt"
    if told.exists():
        return
    case_id = cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash="ab" * 32)
    cache.save_form(case_id, MARKER.encode())
    cache.add_part(case_id, "material/1", "image/jpeg", MARKER.encode() * 20_000)
    keys = cache.trust.load_hub_keys()
    cache.submit(case_id, hub_keys=keys, submitted_at=datetime.now(UTC), clock_trusted=True)
    told.write_text(case_id)


def publish(event: SyncEvent) -> None:
    """On standard output, for whoever reads a failing test."""
    print(event, flush=True)


def main(folder: Path, url: str, root_key: bytes) -> None:
    cache = open_cache(folder, device_key=DEVICE_KEY, kiosk_id=KIOSK, root_key=root_key)
    syncer = Syncer(cache, url, TOKEN, publish=publish, settings=SETTINGS)
    syncer.drain_once()  # fetches the keys, and sends what an earlier life left
    submit_once(cache, folder)
    syncer.drain_once()
    syncer.stop()
    sys.exit(len(cache.pending()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]))
