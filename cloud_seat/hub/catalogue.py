"""Shell: the district's items and the doors of the welcome page, as files of `assets`, and its forms, by version."""

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
from cloud_seat.contract.packages import bundle_item
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.workdays import WEEKENDS_ONLY, Workdays, read_workdays
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, raw_reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue_feed import changes
from cloud_seat.hub.described import described
from cloud_seat.hub.documents import Documents
from cloud_seat.hub.form_shelf import FormShelf
from cloud_seat.hub.log import say
from cloud_seat.hub.store import catalogue as store
from cloud_seat.hub.store.database import Database


class Catalogue:
    """Everything that can be asked for. Files are read once, at start; a wrong file stops the start."""

    def __init__(self, assets_dir: Path, db: Database) -> None:
        self._db = db
        self._raw_items: dict[str, dict[str, Any]] = {item["id"]: item for item in _read(assets_dir, "items")}
        self.items = {item_id: msgspec.convert(raw, Item) for item_id, raw in self._raw_items.items()}
        self.shelf = FormShelf(assets_dir, db)
        for package in _read(assets_dir, "packages"):
            self._bundle(msgspec.convert(package, Item))
        self.workdays = _workdays(assets_dir / "calendar" / "workdays.json")
        doors = assets_dir / "catalogue" / "doors.json"
        self._doors = doors.read_bytes() if doors.is_file() else b"{}"
        words = assets_dir / "catalogue" / "everyday.txt"
        self._words = words.read_bytes() if words.is_file() else b""
        self._documents = Documents(assets_dir)
        self.version, self.chain = db.run_now(lambda known: store.take_in(known, list(self._raw_items.values())))

    def _bundle(self, package: Item) -> None:
        """A package as an item and forms like any other."""
        bundled = bundle_item(package, self.items)
        self.items[package.id] = bundled
        self._raw_items[package.id] = msgspec.to_builtins(bundled)
        self.shelf.bundle(package, self.items)

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
        changed, gone = await self._db.run(lambda db: store.changed_since(db, since if since <= self.version else 0))
        items = [self._raw_items[item_id] for item_id in changed]
        return {**self._newest(), "items": items, "gone": gone}

    async def _changes(self, since: int, chain: str) -> dict[str, object]:
        """From a version whose chain is ours; else the client has another history and must take the whole."""

        def look(db: Connection) -> list[dict[str, Any]] | None:
            if not since or store.chain_at(db, since) != chain:
                return None
            entries = store.entries_since(db, since)
            return changes(entries, store.bodies_at(db, since, {entry.item_id for entry in entries}))

        await self.shelf.refresh()
        found = await self._db.run(look)
        return {"whole": True} if found is None else {**self._newest(), "changes": found}

    def _newest(self) -> dict[str, object]:
        words = hashlib.sha256(self._words).hexdigest() if self._words else ""
        listed = {"forms": self.shelf.listed(), "words": words, "documents": self._documents.listed}
        return {"version": self.version, "chain": self.chain, **listed}

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
