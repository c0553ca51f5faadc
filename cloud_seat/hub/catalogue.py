"""Shell: the district's items and the doors of the welcome page, served by version: as files of `assets` have them, and
of the items what operators put in their place; and its forms, by version."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.forms import Form
from cloud_seat.contract.items import Item
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.workdays import WEEKENDS_ONLY, Workdays, read_workdays
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, raw_reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue_feed import Body, Entry, changes
from cloud_seat.hub.described import described
from cloud_seat.hub.documents import Documents
from cloud_seat.hub.form_shelf import FormShelf
from cloud_seat.hub.imports.bundles import with_bundles
from cloud_seat.hub.log import say
from cloud_seat.hub.store import catalogue as store
from cloud_seat.hub.store.database import Database


class Catalogue:
    """Everything that can be asked for. Files are read once, at start; a wrong file stops the start. What operators
    change afterwards, at whichever hub, `follow` brings."""

    def __init__(self, assets_dir: Path, db: Database) -> None:
        self._db = db
        self.packages = tuple(msgspec.convert(package, Item) for package in _read(assets_dir, "packages"))
        files: dict[str, Body] = {item["id"]: item for item in _read(assets_dir, "items")}
        self.version, self.chain, bodies = db.run_now(lambda known: self._take_in(known, files))
        self.items = {body["id"]: msgspec.convert(body, Item) for body in bodies}
        self.shelf = FormShelf(assets_dir, db)
        for package in self.packages:
            if package.id in self.items:
                self.shelf.bundle(package, self.items)
        self.workdays = _workdays(assets_dir / "calendar" / "workdays.json")
        doors = assets_dir / "catalogue" / "doors.json"
        self._doors = doors.read_bytes() if doors.is_file() else b"{}"
        words = assets_dir / "catalogue" / "everyday.txt"
        self._words = words.read_bytes() if words.is_file() else b""
        self._documents = Documents(assets_dir)

    def _take_in(self, db: Connection, files: dict[str, Body]) -> tuple[int, str, list[Body]]:
        merged = {**files, **store.own(db)}
        bodies = with_bundles({item_id: body for item_id, body in merged.items() if body}, self.packages)
        return *store.take_in(db, bodies), bodies

    async def follow(self) -> bool:
        """Take over what changed since in the log; whether anything did."""

        def look(db: Connection) -> tuple[int, str, list[Entry]]:
            seq, chain = store.newest(db)
            return seq, chain, store.entries_since(db, self.version) if seq > self.version else []

        self.version, self.chain, entries = await self._db.run(look)
        for entry in entries:
            if entry.body:
                self.items[entry.item_id] = msgspec.convert(entry.body, Item)
            else:
                self.items.pop(entry.item_id, None)
        return bool(entries)

    def routes(self, doorkeeper: Doorkeeper) -> list[Route]:
        """For kiosks and signed-in officials."""

        @described(answers=shapes.CatalogueTold, asks={"since": int}, refuses=(400,))
        async def catalogue(request: Request) -> Response:
            """For booths and officials: the items that changed since a version, all forms by their hashes."""
            await doorkeeper.anyone(request)
            return packed(request, await self._whole(_number(request.query_params.get("since", "0"))))

        @described(answers=shapes.ChangesTold, asks={"since": int, "chain": str}, refuses=(400,))
        async def changes_since(request: Request) -> Response:
            """The fields that changed since a version with this chain."""
            await doorkeeper.anyone(request)
            asked = request.query_params
            return packed(request, await self._changes(_number(asked.get("since", "0")), asked.get("chain", "")))

        @described(answers=dict[str, Any])
        async def form(request: Request) -> Response:
            """One published form."""
            await doorkeeper.anyone(request)
            return await self._form(request.path_params["form_id"], request.path_params["version"])

        @described(answers="text/plain")
        async def everyday(request: Request) -> Response:
            """Words of every day for the search."""
            await doorkeeper.anyone(request)
            return raw_reply(self._words, "text/plain")

        @described(answers=dict[str, Any])
        async def doors(request: Request) -> Response:
            """The doors of the welcome page."""
            await doorkeeper.anyone(request)
            return raw_reply(self._doors, "application/json")

        return [
            Route("/api/v1/catalogue", catalogue),
            Route("/api/v1/catalogue/changes", changes_since),
            Route("/api/v1/forms/{form_id:str}/{version:int}", form),
            Route("/api/v1/doors", doors),
            Route("/api/v1/everyday", everyday),
            *self._documents.routes(doorkeeper),
        ]

    async def _whole(self, since: int) -> dict[str, object]:
        await self.shelf.refresh()

        # A client from the future has another hub's numbers: it gets everything.
        def look(db: Connection) -> dict[str, object]:
            newest = store.newest(db)
            changed, gone = store.changed_since(db, since if since <= newest[0] else 0)
            return {**self._listed(*newest), "items": changed, "gone": gone}

        return await self._db.run(look)

    async def _changes(self, since: int, chain: str) -> dict[str, object]:
        """From a version whose chain is ours; else the client has another history and must take the whole."""

        def look(db: Connection) -> dict[str, object]:
            if not since or store.chain_at(db, since) != chain:
                return {"whole": True}
            entries = store.entries_since(db, since)
            before = store.bodies_at(db, since, {entry.item_id for entry in entries})
            return {**self._listed(*store.newest(db)), "changes": changes(entries, before)}

        await self.shelf.refresh()
        return await self._db.run(look)

    def _listed(self, version: int, chain: str) -> dict[str, object]:
        words = hashlib.sha256(self._words).hexdigest() if self._words else ""
        listed = {"forms": self.shelf.listed(), "words": words, "documents": self._documents.listed}
        return {"version": version, "chain": chain, **listed}

    @property
    def forms(self) -> dict[tuple[str, int], Form]:
        """Every published form by id and version."""
        return self.shelf.forms

    def engine(self, form_id: str, version: int) -> FormEngine | None:
        """The rules of a published form; None when it was never published."""
        return self.shelf.engine(form_id, version)

    def form_sha256(self, form_id: str, version: int) -> str | None:
        """Hash of a published form's file; None when it was never published."""
        return self.shelf.sha256(form_id, version)

    async def _form(self, form_id: str, version: int) -> Response:
        if self.shelf.body(form_id, version) is None:
            await self.shelf.refresh()  # it may have been signed at another hub just now
        body = self.shelf.body(form_id, version)
        if body is None:
            raise RemoteRequestError(404, "not_found")
        return raw_reply(body, "application/json")


def packed(request: Request, value: object) -> Response:
    """JSON, small on the wire where the client can unpack it."""
    body = msgspec.json.encode(value)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return raw_reply(body, "application/json")
    answer = raw_reply(gzip.compress(body, mtime=0), "application/json")
    answer.headers["Content-Encoding"] = "gzip"
    return answer


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RemoteRequestError(400, "bad_request")
    return int(text)


def _read(assets_dir: Path, name: str) -> list[dict[str, Any]]:
    path = assets_dir / "catalogue" / f"{name}.json"
    if not path.is_file():
        return []
    items: list[dict[str, Any]] = json.loads(path.read_bytes())
    return items


def _workdays(path: Path) -> Workdays:
    """The table of holidays. Operators hear once a start until which year it reaches."""
    table = read_workdays(path.read_bytes()) if path.is_file() else WEEKENDS_ONLY
    reach = max(table.years, default=0)
    say("hub.catalogue", "holidays are known until the end of this year; later terms count weekends only", year=reach)
    return table
