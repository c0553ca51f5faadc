"""Shell: the public facts of the booth: items and forms. From the replica; from the shipped assets at first."""

import hashlib
import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.packages import PackageError, bundle_form, bundle_item
from cloud_seat.contract.ratings import parse_wording
from cloud_seat.contract.regions import Regions
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.workdays import read_workdays
from kiosk_app.doors import Doors
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session.state import Knowledge
from kiosk_app.shelves import shelved
from offline_cache import Catalogue

log = logging.getLogger(__name__)


class Library:
    """Keeps `knowledge` true. Refreshed from the hub when the link comes up; works for months without."""

    def __init__(self, catalogue: Catalogue, doors: Doors, *, assets: Path) -> None:
        self._catalogue = catalogue
        self._doors = doors
        self._regions = Regions(lambda: (assets / "regions" / "regions.txt").read_text("utf-8").splitlines())
        self._rating = max(map(parse_wording, _ratings(assets)), key=lambda wording: wording.version)
        self._workdays = read_workdays((assets / "calendar" / "workdays.json").read_bytes())
        self._forms = {form.id: (form, data) for form, data in _shipped_forms(assets)}
        if catalogue.version() is None:
            catalogue.replace_all(shipped_items(assets), "shipped")
        self._read()

    def knowledge(self) -> Knowledge:
        """What the machine may ask, today."""
        doors = {**self._doors.items(), **self._shelved.doors}
        return Knowledge(
            *(self._items, self._engines, doors, date.today().isoformat()),
            *(self._shelved.shelves, self._regions, self._rating, self._workdays),
        )

    def form_hash(self, form_id: str) -> str:
        """SHA-256 of the form's file: the case says which words the resident answered."""
        return hashlib.sha256(self._forms[form_id][1]).hexdigest()

    async def refresh(self, door: HubDoor) -> None:
        """Takes the hub's catalogue when it is another one. A broken answer changes nothing."""
        body = await door.get("/api/v1/catalogue")
        if body is None:
            return
        try:
            feed = json.loads(body)
            version, items = str(feed["version"]), feed["items"]
            if version != self._catalogue.version():
                self._catalogue.replace_all(items, version)
                self._read()
        except (ValueError, KeyError, TypeError, msgspec.MsgspecError):
            log.warning("the hub's catalogue could not be read; the last good copy stays")

    def _read(self) -> None:
        self._items = {entry["id"]: msgspec.convert(entry, Item) for entry in self._catalogue.all()}
        for package in [item for item in self._items.values() if item.parts]:
            self._bundle(package)
        self._engines = {form_id: FormEngine(form) for form_id, (form, _) in self._forms.items()}
        self._shelved = shelved(self._items.values(), self._doors.life_events(), self._doors.departments())

    def _bundle(self, package: Item) -> None:
        """A package whose parts do not fit, or whose forms are not here, is not offered."""
        try:
            bundled = bundle_item(package, self._items)
            forms = [self._forms[self._items[part].form_id or ""][0] for part in package.parts]
            form = bundle_form(package, forms)
        except (PackageError, KeyError) as error:
            log.warning("a package cannot be offered: %s", error)
            del self._items[package.id]
            return
        self._items[package.id] = bundled
        self._forms[form.id] = form, msgspec.json.encode(form)


def shipped_words(assets: Path) -> str:
    """Everyday words: what people say, and what the catalogue calls it."""
    return (assets / "catalogue" / "everyday.txt").read_text(encoding="utf-8")


def shipped_items(assets: Path) -> list[dict[str, Any]]:
    """Items, then packages: those stand in the catalogue like any other item."""
    files = [assets / "catalogue" / name for name in ("items.json", "packages.json")]
    return [item for file in files for item in json.loads(file.read_text(encoding="utf-8"))]


def _ratings(assets: Path) -> list[bytes]:
    return [file.read_bytes() for file in (assets / "ratings").glob("v*.json")]


def _shipped_forms(assets: Path) -> list[tuple[Any, bytes]]:
    """Every version, the newest of a form last."""
    forms = [(parse_form(data), data) for data in (file.read_bytes() for file in (assets / "forms").glob("*/v*.json"))]
    return sorted(forms, key=lambda form: (form[0].id, form[0].version))
