"""Shell: where a booth's program runs: keys, settings, folder. Before its first start and after its last."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import msgspec

from kiosk_app.config import Settings
from offline_cache import find_leftovers
from tests.cloud_seat.hub.running import RunningHub
from tests.journeys.gear import Gear, someone

QUICK = {"page_judge_every_s": 0.1, "page_still_count": 2, "receipt_wait_s": 40.0, "key_again_after_s": 0.0}


@dataclass(frozen=True)
class Place:
    """One enrolled booth on this disk."""

    kiosk_id: str
    data: Path
    settings: Settings

    @classmethod
    def furnish(cls, hub: RunningHub, gear: Gear, folder: Path, changes: dict[str, Any]) -> Self:
        """`changes`: settings; `addresses` among them replaces devices by role, `more_devices` adds some. The folder's
        name is the booth's."""
        enrolled = hub.enrol(folder.name)
        keys = {
            "token": enrolled["token"].encode(),
            "root_key": msgspec.convert(enrolled["root_key"], bytes, strict=False),
            "device_key": secrets.token_bytes(32),
        }
        folder.mkdir(parents=True)
        for name, content in keys.items():
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o600)
        devices = gear.settings(changes.pop("addresses", {})) + changes.pop("more_devices", ())
        if "phone_url" in changes:
            changes["phone_url"] = hub.url
        fields: dict[str, Any] = {f"{name}_file": str(folder / name) for name in keys} | QUICK | changes
        settings = Settings(hub_url=hub.url, kiosk_id=folder.name, devices=devices, **fields)
        return cls(folder.name, folder / "kiosk", settings)

    def leftovers(self, person: str = "resident") -> list[str]:
        """Files of this booth that hold anything of that person."""
        card, who = someone(person)["card"], someone(person)
        markers = [card["name"], card["number"], card["address"], who["phone"], who["bank_account"]]
        return [str(path.relative_to(self.data)) for path in find_leftovers(self.data, markers)]
