"""Shell: the real catalogue and forms for session tests."""

import json
from pathlib import Path

import msgspec
import pytest

from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session.state import Knowledge

ASSETS = Path(__file__).resolve().parents[3] / "assets"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What the machine knows at a booth, on an invented day."""
    items = msgspec.json.decode((ASSETS / "catalogue" / "items.json").read_bytes(), type=list[Item])
    forms = [parse_form(path.read_bytes()) for path in sorted((ASSETS / "forms").glob("*/v*.json"))]
    doors = json.loads((ASSETS / "catalogue" / "doors.json").read_text())
    return Knowledge(
        items={item.id: item for item in items},
        engines={form.id: FormEngine(form) for form in forms},
        doors={door["id"]: tuple(door["item_ids"]) for door in doors["welcome"]},
        today="2026-11-23",
    )
