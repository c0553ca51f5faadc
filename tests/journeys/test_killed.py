"""Shell: the power goes while a finger types: at most the field under the finger is lost."""

import json
from pathlib import Path

import pytest

from offline_cache import Cache, open_cache
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.doomed import cut_off
from tests.journeys.gear import Gear, someone

pytestmark = pytest.mark.journey


def test_only_the_field_under_the_finger_is_lost(open_booth: Open, gear: Gear) -> None:
    booth = open_booth()
    booth.close()
    cut_off(booth.settings, booth.data, gear, point="typing")
    cache, person = _reopened(booth), someone()
    try:
        (draft,) = cache.drafts()
        values = json.loads(cache.read_part(draft.case_id, "form.json"))
    finally:
        cache.close()
    done = {"phone": person["phone"], "relation": "self", "bank_name": "icbc"}
    assert {name: values.get(name) for name in done} == done
    assert values["applicant_name"] == person["card"]["name"]
    assert person["bank_account"].startswith(values.get("bank_account", ""))
    assert booth.leftovers() == [], "sealed"


def _reopened(booth: Booth) -> Cache:
    """The disk as the next start finds it."""
    device_key, root_key = booth.settings.device_key_file, booth.settings.root_key_file
    return open_cache(
        booth.data / "cache",
        device_key=Path(device_key).read_bytes(),
        kiosk_id=booth.kiosk_id,
        root_key=Path(root_key).read_bytes(),
    )
