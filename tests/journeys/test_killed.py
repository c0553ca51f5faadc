"""Shell: the power goes while a finger types: at most the field under the finger is lost."""

import json
from pathlib import Path

import pytest

from offline_cache import Cache, open_cache
from tests.journeys.conftest import Furnish
from tests.journeys.doomed import cut_off
from tests.journeys.gear import Gear, someone
from tests.journeys.place import Place

pytestmark = pytest.mark.journey


def test_only_the_field_under_the_finger_is_lost(furnish: Furnish, gear: Gear) -> None:
    place = furnish()
    cut_off(place, gear, point="typing")
    cache, person = _reopened(place), someone()
    try:
        (draft,) = cache.drafts()
        values = json.loads(cache.read_part(draft.case_id, "form.json"))
    finally:
        cache.close()
    done = {"phone": person["phone"], "relation": "self", "bank_name": "icbc"}
    assert {name: values.get(name) for name in done} == done
    assert values["applicant_name"] == person["card"]["name"]
    assert person["bank_account"].startswith(values.get("bank_account", ""))
    assert place.leftovers() == [], "sealed"


def _reopened(place: Place) -> Cache:
    """The disk as the next start finds it."""
    device_key, root_key = place.settings.device_key_file, place.settings.root_key_file
    return open_cache(
        place.data / "cache",
        device_key=Path(device_key).read_bytes(),
        kiosk_id=place.kiosk_id,
        root_key=Path(root_key).read_bytes(),
    )
