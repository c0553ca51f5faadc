"""Shell: the kiosk's own outbox and the real hub understand each other: sealed there, receipted here, opened here."""

import base64
import json
from pathlib import Path

from cloud_seat.hub.outbox_import import Carrier
from offline_cache import CaseCommitted, HubKeysStored, Syncer, SyncEvent, open_cache
from offline_cache.stick import export
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import VALUES


def test_the_outbox_delivers_once_and_destroys_its_copy(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path / "hub") as hub:
        enrolled, events = hub.enrol("PY-0002"), list[SyncEvent]()
        root_key = base64.b64decode(enrolled["root_key"])
        cache = open_cache(tmp_path / "kiosk", device_key=bytes(32), kiosk_id="PY-0002", root_key=root_key)
        syncer = Syncer(cache, hub.url, enrolled["token"], publish=events.append)
        assert syncer.drain_once() == 0
        assert isinstance(events.pop(), HubKeysStored)
        form_id = "longevity-allowance"
        case_id = cache.open_draft(item_id=form_id, form_id=form_id, form_version=1, form_hash="")
        cache.save_form(case_id, json.dumps(VALUES).encode())
        cache.add_part(case_id, "material/hukou/1", "image/jpeg", b"\xff\xd8\xff" + b"scan" * 300_000)
        cache.submit(case_id, hub_keys=cache.trust.load_hub_keys(), submitted_at=cache.clock(), clock_trusted=True)
        export(tmp_path / "kiosk", tmp_path / "stick")
        carrier = Carrier(hub._places())  # beside the hub that runs
        (carried,) = carrier.take_in(tmp_path / "stick")
        carrier.close()
        assert syncer.drain_once() == 1
        (committed,) = [event for event in events if isinstance(event, CaseCommitted)]
        assert committed.receipt.acceptance_number.endswith("-0002-01")
        assert committed.receipt.acceptance_number == carried.acceptance_number
        assert not cache.pending()
        syncer.stop()
        cache.close()
        assert "unreadable" not in hub.log_path.read_text()
