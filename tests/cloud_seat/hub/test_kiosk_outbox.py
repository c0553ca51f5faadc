"""Shell: the kiosk's own outbox and the real hub understand each other: sealed there, receipted here, opened here."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cloud_seat.contract.envelope import RemoteEnvelopeError
from cloud_seat.contract.intake import Receipt, Waybill, WrappedKey
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.outbox_import import Carrier
from cloud_seat.hub.store.cases import find
from cloud_seat.hub.store.database import Database
from kiosk_app.own_things import SUITES
from offline_cache import (
    Cache,
    CaseCommitted,
    HubKeysStored,
    RemoteAnswerError,
    Syncer,
    SyncEvent,
    open_cache,
)
from offline_cache.intake_papers import HUB_SUITE, SM_SUITE, read_key_list, read_receipt, waybill_info
from offline_cache.stick import export
from offline_cache.vault import seal_to_hub
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import VALUES

WRAPPED = {HUB_SUITE: "intake-", SM_SUITE: "intake-sm2-"}


@pytest.mark.parametrize("suite", SUITES)
def test_the_outbox_delivers_once_and_destroys_its_copy(tmp_path: Path, hub_server: RunningHub, suite: str) -> None:
    hub, kiosk_id = hub_server, f"PY-{8000 + list(SUITES).index(suite)}"
    enrolled, events = hub.enrol(kiosk_id), list[SyncEvent]()
    root_key = base64.b64decode(enrolled["root_key"])
    cache = open_cache(tmp_path / "kiosk", device_key=bytes(32), kiosk_id=kiosk_id, root_key=root_key)
    cache.seal_with(*SUITES[suite])
    syncer = Syncer(cache, hub.url, enrolled["token"], publish=events.append)
    assert syncer.drain_once() == 0
    assert isinstance(events.pop(), HubKeysStored)
    case_id = submitted(cache)
    manifest = json.loads(cache.outbox.manifest(case_id)[0])
    assert {key["key_id"].rstrip("12") for key in manifest["wrapped_keys"]} == {WRAPPED[SUITES[suite][1]]}
    export(tmp_path / "kiosk", tmp_path / "stick")
    carrier = Carrier(hub.places())  # beside the hub that runs
    (carried,) = carrier.take_in(tmp_path / "stick")
    carrier.close()
    assert syncer.drain_once() == 1
    (committed,) = [event for event in events if isinstance(event, CaseCommitted)]
    assert committed.receipt.acceptance_number.endswith(f"{kiosk_id[2:]}-01")
    assert committed.receipt.acceptance_number == carried.acceptance_number
    assert not cache.pending()
    syncer.stop()
    cache.close()
    db = Database(hub.places().dsn(), checkpoint=False)
    row = db.run_now(lambda connection: find(connection, case_id))
    db.close()
    assert row is not None
    assert {check["code"] for check in json.loads(row.checks)} == {"field"}, "opened and read"


def submitted(cache: Cache) -> str:
    form_id = "longevity-allowance"
    case_id = cache.open_draft(item_id=form_id, form_id=form_id, form_version=1, form_hash="")
    cache.save_form(case_id, json.dumps(VALUES).encode())
    cache.add_part(case_id, "material/hukou/1", "image/jpeg", b"\xff\xd8\xff" + b"scan" * 300_000)
    cache.submit(case_id, hub_keys=cache.trust.load_hub_keys(), submitted_at=cache.clock(), clock_trusted=True)
    return case_id


def test_a_key_that_is_sealed_for_another_case_does_not_open(tmp_path: Path) -> None:
    keys = KeyService(tmp_path)
    listed = read_key_list(keys.key_list(datetime.now(UTC).isoformat()), keys.root_public)
    for hub_key in listed.keys:
        sealed = seal_to_hub(b"a manifest", hub_key, waybill_info("PY-1", "c1"))
        wrapped = WrappedKey(key_id=sealed.key_id, sealed=sealed.sealed)
        assert keys.manifest(Waybill(kiosk_id="PY-1", case_id="c1", manifest=(wrapped,))) == b"a manifest"
        with pytest.raises(RemoteEnvelopeError):
            keys.manifest(Waybill(kiosk_id="PY-1", case_id="c2", manifest=(wrapped,)))


def test_a_receipt_has_a_true_signature_of_each_suite(tmp_path: Path) -> None:
    keys = KeyService(tmp_path)
    listed = read_key_list(keys.key_list(datetime.now(UTC).isoformat()), keys.root_public)
    told, at = {"case_id": "c1", "manifest_sha256": "ab" * 32}, "2026-03-02T09:00:00Z"
    signed = keys.signed_receipt(msgspec.convert({"acceptance_number": "PY-1", "received_at": at, **told}, Receipt))
    forged = signed.replace(b'"PY-1"', b'"PY-2"')
    for key in listed.receipt_keys.values():
        assert read_receipt(signed, receipt_key=key, **told).acceptance_number == "PY-1"
        with pytest.raises(RemoteAnswerError):
            read_receipt(forged, receipt_key=key, **told)
