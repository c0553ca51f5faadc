"""Shell: the public facts of the booth: items and forms. From the replica; from the shipped assets at first."""

import asyncio
import json
import logging
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from cloud_seat.contract.forms import Form, parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.packages import PackageError, bundle_form, bundle_item
from cloud_seat.contract.ratings import parse_wording
from cloud_seat.contract.regions import Regions
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.workdays import read_workdays
from kiosk_app.doors import Doors
from kiosk_app.hands.hub import HubDoor
from kiosk_app.published import Published
from kiosk_app.session.state import Knowledge
from kiosk_app.shelves import shelved
from offline_cache import (
    CacheError,
    Catalogue,
    Feed,
    FormListed,
    RemoteAnswerError,
    read_changes,
    read_whole,
    sha256_hex,
)

log = logging.getLogger(__name__)


class Library:
    """Keeps `knowledge` true. Refreshed from the hub when the link comes up; works for months without.

    What came is on disk at once and on the glass with `renew`: never in the middle of somebody's form.
    """

    def __init__(self, catalogue: Catalogue, doors: Doors, *, assets: Path) -> None:
        self._catalogue = catalogue
        self._doors = doors
        self._regions = Regions(lambda: (assets / "regions" / "regions.txt").read_text("utf-8").splitlines())
        self._rating = max(map(parse_wording, _ratings(assets)), key=lambda wording: wording.version)
        self._workdays = read_workdays((assets / "calendar" / "workdays.json").read_bytes())
        self._shipped = _shipped_forms(assets)
        if catalogue.version() is None:
            catalogue.replace_all(shipped_items(assets), "shipped")
        self.published = Published(catalogue, assets)
        self._is_due = False
        self._one = asyncio.Lock()
        self._read()

    def knowledge(self) -> Knowledge:
        """What the machine may ask, today."""
        doors = {**self._doors.items(), **self._shelved.doors}
        return Knowledge(
            *(self._items, self._engines, doors, date.today().isoformat()),
            *(self._shelved.shelves, self._regions, self._rating, self._workdays),
        )

    def renew(self) -> None:
        """Shows what came last; the caller knows that nobody is in the middle of something."""
        if self._is_due:
            self._is_due = False
            self._read()

    def form_hash(self, form_id: str) -> str:
        """SHA-256 of the form's file: the case says which words the resident answered."""
        return sha256_hex(self._forms[form_id][1])

    async def refresh(self, door: HubDoor) -> None:
        """Takes what the hub changed, or all of it when that does not fit. A broken answer changes nothing."""
        async with self._one:  # an older answer may not come after a newer one
            await self._refresh(door)

    async def _refresh(self, door: HubDoor) -> None:
        try:
            feed = await self._changes(door) or await _whole(door)
            if feed is not None and self._is_news(feed):
                fresh, words = await self._fresh_forms(door, feed), await self._fresh_words(door, feed)
                if fresh is None or words is None:
                    return  # the hub went away meanwhile
                _check(feed, fresh)
                await asyncio.to_thread(self._catalogue.take, feed, fresh, words)
                self._is_due = True
            if feed is not None and feed.documents is not None:
                await self.published.refresh(door, feed.documents)
        except (CacheError, ValueError, KeyError, TypeError, msgspec.MsgspecError) as error:
            log.warning("the hub's catalogue could not be read, the last good copy stays: %s", type(error).__name__)

    def _is_news(self, feed: Feed) -> bool:
        here = self._catalogue
        said, known = (feed.version, feed.chain, set(feed.forms)), (here.version(), here.chain(), set(here.forms()))
        return said != known or feed.words not in ("", here.words_sha256())

    async def _changes(self, door: HubDoor) -> Feed | None:
        version, chain = self._catalogue.version(), self._catalogue.chain()
        body = await door.get(f"/api/v1/catalogue/changes?since={version}&chain={chain}") if chain else None
        if body is None:
            return None
        try:
            return read_changes(body, chain=chain, known=self._catalogue.item)
        except RemoteAnswerError as error:
            log.warning("the hub's changes do not fit to the booth's catalogue, taking the whole: %s", error.code)
            return None

    async def _fresh_words(self, door: HubDoor, feed: Feed) -> bytes | None:
        """Empty where those that are here, or the program's own, hold; None when they cannot be fetched."""
        return await door.get("/api/v1/everyday") if feed.words not in ("", self._catalogue.words_sha256()) else b""

    async def _fresh_forms(self, door: HubDoor, feed: Feed) -> dict[FormListed, bytes] | None:
        """Those that are not here yet; None when one cannot be fetched."""
        here = self._catalogue.forms()
        shipped = {sha256_hex(data): data for _, data in self._shipped}
        found: dict[FormListed, bytes] = {}
        for form in (form for form in feed.forms if form not in here):
            path = f"/api/v1/forms/{form.form_id}/{form.version}"
            body = shipped.get(form.sha256) or await door.get(path)
            if body is None:
                return None
            found[form] = body
        return found

    def _read(self) -> None:
        published = [(parse_form(data), data) for data in self._catalogue.forms().values()]
        self._forms = {form.id: (form, data) for form, data in [*self._shipped, *_in_order(published)]}
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


def _shipped_forms(assets: Path) -> list[tuple[Form, bytes]]:
    """Every version, the newest of a form last."""
    return _in_order((parse_form(data), data) for data in map(Path.read_bytes, (assets / "forms").glob("*/v*.json")))


def _in_order(forms: Iterable[tuple[Form, bytes]]) -> list[tuple[Form, bytes]]:
    return sorted(forms, key=lambda form: (form[0].id, form[0].version))


async def _whole(door: HubDoor) -> Feed | None:
    body = await door.get("/api/v1/catalogue")
    return read_whole(body) if body is not None else None


def _check(feed: Feed, forms: Mapping[FormListed, bytes]) -> None:
    """What the booth could not read or compile is refused before it is kept."""
    for change in feed.changes:
        if change.item is not None:
            msgspec.convert(change.item, Item)
    for body in filter(None, forms.values()):
        FormEngine(parse_form(body))
