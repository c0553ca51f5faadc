"""Shell: the booth's own program fails to open what it has submitted, with everything that it holds."""

import base64
import json
from itertools import product

import pytest
from cryptography.exceptions import InvalidTag

from offline_cache import SealBrokenError, SealedAwayError, sealed_file
from offline_cache.intake_papers import case_key_info
from offline_cache.vault import derive
from tests.offline_cache.intake_peer import KIOSK, HubKeyPair
from tests.offline_cache.kiosk_end import DEVICE_KEY, Kiosk


def test_the_booth_cannot_open_its_own_queue_with_all_that_it_has(kiosk: Kiosk) -> None:
    """Every secret that the booth holds is tried as every key that would open a waiting case."""
    case_id = kiosk.submitted()
    manifest, _ = kiosk.cache.outbox.manifest(case_id)
    sealed = [kiosk.cache.sealed_part(part.sha256) for part in kiosk.cache.outbox.parts(case_id)]
    rows = kiosk.cache.outbox._store.rows("SELECT * FROM cases JOIN parts USING (case_id)")
    kept = [value for row in rows for value in row.values() if isinstance(value, bytes)]
    secrets = [DEVICE_KEY, *(derive(DEVICE_KEY, purpose) for purpose in ("draft wrap", "database", "key check"))]
    with pytest.raises(SealedAwayError):
        kiosk.cache.read_part(case_id, "form.json")
    for secret, data in product(secrets, (*sealed, *kept)):
        with pytest.raises(SealBrokenError):
            sealed_file.open_sealed(secret, "form.json", data)
        with pytest.raises(SealBrokenError):
            sealed_file.unwrap_key(secret, case_id, data)
    stranger = HubKeyPair("hub-1")
    for wrapped in json.loads(manifest)["wrapped_keys"]:
        with pytest.raises((InvalidTag, ValueError)):
            stranger.open(base64.b64decode(wrapped["sealed"]), case_key_info(KIOSK, case_id))
    kiosk.drain()
    assert kiosk.committed() == [case_id]
