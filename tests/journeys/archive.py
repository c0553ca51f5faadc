"""Shell: what the hub has on disk of a case, opened with the hub's own keys."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import msgspec

from cloud_seat.contract.envelope import open_part
from cloud_seat.contract.intake import Manifest
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store.blobs import Blobs
from tests.cloud_seat.hub.running import RunningHub


class Archive:
    """Reads beside the running hub."""

    def __init__(self, hub: RunningHub) -> None:
        self._hub = hub

    def cases_of(self, kiosk_id: str) -> list[dict[str, Any]]:
        """Every case that this booth brought."""
        return self._rows("SELECT * FROM case_file WHERE kiosk_id = ?", kiosk_id)

    def ratings_of(self, kiosk_id: str) -> list[dict[str, Any]]:
        """Every rating from this booth."""
        return self._rows("SELECT case_id, level FROM rating WHERE kiosk_id = ?", kiosk_id)

    def history_of(self, case_id: str) -> list[dict[str, Any]]:
        """What was written down about a case, oldest first."""
        return self._rows("SELECT at, actor, what, note FROM case_history WHERE case_id = ? ORDER BY seq", case_id)

    def part(self, case: dict[str, Any], name: str) -> bytes:
        """One paper in the clear."""
        manifest = msgspec.json.decode(case["manifest"], type=Manifest)
        part = next(part for part in manifest.parts if part.name == name)
        blobs = Blobs(self._hub.data_dir / "blobs", unfinished_per_kiosk=0)
        case_key = KeyService(self._hub.data_dir / "keys").case_key(manifest)
        return open_part(case_key, name, blobs.whole(part.sha256))

    def parts(self, case: dict[str, Any]) -> list[str]:
        """The names of all papers."""
        return [part.name for part in msgspec.json.decode(case["manifest"], type=Manifest).parts]

    def form(self, case: dict[str, Any]) -> dict[str, Any]:
        """What the resident filled in."""
        values: dict[str, Any] = json.loads(self.part(case, "form.json"))
        return values

    def _rows(self, question: str, kiosk_id: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self._hub.data_dir / "hub.sqlite", timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(question, (kiosk_id,))]
