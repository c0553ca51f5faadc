"""Shell: forms at the board: an operator writes the next version, a supervisor who had no hand in it signs or sends it
back. What is signed is in force at once, at every hub; who wrote and who signed it stands in the audit."""

import hashlib
import re

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.form_file import MOST_BYTES
from cloud_seat.contract.text import Text
from cloud_seat.hub import words
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.board.form_words import (
    DraftLine,
    DraftNamed,
    DraftTold,
    FormLine,
    FormText,
    FormTold,
    FormTried,
    Looked,
    VersionTold,
)
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_now
from cloud_seat.hub.described import described
from cloud_seat.hub.form_looks import FormLooks, items_of, numbered
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import audit
from cloud_seat.hub.store import forms as store
from cloud_seat.hub.store.database import Database

_FORM_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_BODY_BYTES = 4 * MOST_BYTES
"""A text as JSON: quotes and line ends are escaped."""
_MOST_DRAFTS = 200
_REASON = 200


class FormDesk:
    """`/api/v1/board/forms…`."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, catalogue: Catalogue, rooms: Rooms, *, utc_offset_h: int
    ) -> None:
        self._db, self._doorkeeper, self._catalogue, self._utc_offset_h = db, doorkeeper, catalogue, utc_offset_h
        self._directory, self._peers = rooms.directory, rooms.peers
        self._looks = FormLooks(catalogue)

    def routes(self) -> list[Route]:
        """All and one; try, write, drop; ask, sign, send back."""
        at = "/api/v1/board/forms"
        one = f"{at}/{{form_id:str}}"
        return [
            Route(at, self.every, methods=["GET"]),
            Route(one, self.one, methods=["GET"]),
            Route(one, self.write, methods=["PUT"]),
            Route(one, self.drop, methods=["DELETE"]),
            Route(f"{one}/try", self.attempt, methods=["POST"]),
            Route(f"{one}/ask", self.ask, methods=["POST"]),
            Route(f"{one}/sign", self.sign, methods=["POST"]),
            Route(f"{one}/return", self.send_back, methods=["POST"]),
        ]

    @described(answers=list[FormLine])
    async def every(self, request: Request) -> Response:
        """Forms and their drafts."""
        await self._doorkeeper.seat(request)
        await self._catalogue.shelf.refresh()
        drafts = {draft.form_id: draft for draft in await self._db.run(store.drafts)}
        for draft in drafts.values():
            await self._learn(draft.written_by)
        return reply([self._line(form_id, drafts.get(form_id)) for form_id in sorted({*self._ids(), *drafts})])

    @described(answers=FormTold)
    async def one(self, request: Request) -> Response:
        """The form in force, its versions, and the draft of the next."""
        profile = await self._doorkeeper.seat(request)
        return await self._told(_form_id(request), profile.seat.seat_id)

    @described(takes=FormText, answers=FormTold, refuses=(409,))
    async def write(self, request: Request) -> Response:
        """Keep this as the draft, right or wrong. A draft that was asked for or returned is a draft again."""
        profile = await self._doorkeeper.seat(request)
        form_id, seat_id = _form_id(request), profile.seat.seat_id
        said: FormText = await json_of(request, FormText, _BODY_BYTES)
        if self._catalogue.shelf.is_package(form_id):
            raise RemoteRequestError(409, "form_of_package")
        await self._catalogue.shelf.refresh()
        body = numbered(_bytes_of(said.text), form_id, self._next(form_id))

        def keep(db: Connection) -> None:
            before = store.draft(db, form_id)
            if before.revision != said.revision:
                raise RemoteRequestError(409, "draft_moved")
            if not before.revision and len(store.drafts(db)) >= _MOST_DRAFTS:
                raise RemoteRequestError(409, "too_many_drafts")
            store.save(db, before=before, body=body, sha256=_sha256(body), seat_id=seat_id)
            self._note(db, "operator", seat_id, "form_saved", f"{form_id} {_sha256(body)}")

        await self._db.run(keep)
        return await self._told(form_id, seat_id)

    @described(refuses=(409,))
    async def drop(self, request: Request) -> Response:
        """Throw the draft away."""
        profile = await self._doorkeeper.seat(request)
        form_id, seat_id = _form_id(request), profile.seat.seat_id

        def away(db: Connection) -> None:
            if not store.draft(db, form_id).revision:
                raise RemoteRequestError(404, "not_found")
            store.drop(db, form_id)
            self._note(db, "operator", seat_id, "form_dropped", form_id)

        await self._db.run(away)
        return _done()

    @described(takes=FormTried, answers=Looked)
    async def attempt(self, request: Request) -> Response:
        """What is wrong with a text, what it changes, and how a booth judges these answers. Nothing is kept."""
        await self._doorkeeper.seat(request)
        said: FormTried = await json_of(request, FormTried, _BODY_BYTES)
        form_id = _form_id(request)
        body = numbered(_bytes_of(said.text), form_id, self._next(form_id))
        return reply(await self._looks.look(form_id, body, today=self._today(), values=said.values))

    @described(takes=DraftNamed, refuses=(409, 422))
    async def ask(self, request: Request) -> Response:
        """Ask for the sign-off: only for a draft without faults."""
        profile = await self._doorkeeper.seat(request)
        form_id, seat_id, said = _form_id(request), profile.seat.seat_id, await self._named(request)
        draft = await self._sound(form_id, said.sha256)

        def move(db: Connection) -> None:
            self._same(db, draft)
            store.move(db, form_id, store.ASKED)
            self._note(db, "operator", seat_id, "form_asked", f"{form_id} {draft.sha256}")

        await self._db.run(move)
        return _done()

    @described(takes=DraftNamed, refuses=(409, 422))
    async def sign(self, request: Request) -> Response:
        """The draft as it was read is in force: by somebody who did not write it."""
        profile = await self._doorkeeper.seat(request)
        form_id, seat_id, said = _form_id(request), profile.seat.seat_id, await self._named(request)
        draft = await self._sound(form_id, said.sha256)
        _by_another(draft, seat_id)

        def publish(db: Connection) -> None:
            self._same(db, draft)
            version = self._next(form_id)
            store.publish(db, draft, version, seat_id)
            about = f"{form_id} v{version} {draft.sha256} written: {' '.join(draft.written_by)}"
            self._note(db, "supervisor", seat_id, "form_signed", about)

        await self._db.run(publish)
        await self._catalogue.shelf.refresh()
        self._peers.tell(words.Published())
        return _done()

    @described(takes=DraftNamed, refuses=(409,))
    async def send_back(self, request: Request) -> Response:
        """Not like this: with the reason."""
        profile = await self._doorkeeper.seat(request)
        form_id, seat_id, said = _form_id(request), profile.seat.seat_id, await self._named(request)
        reason = said.reason.strip()
        if not reason or len(reason) > _REASON or not reason.isprintable():
            raise RemoteRequestError(400, "reason_missing")

        def move(db: Connection) -> None:
            draft = store.draft(db, form_id)
            if draft.state != store.ASKED or draft.sha256 != said.sha256:
                raise RemoteRequestError(409, "draft_moved")
            _by_another(draft, seat_id)
            store.move(db, form_id, store.RETURNED, reason)
            self._note(db, "supervisor", seat_id, "form_returned", f"{form_id} {draft.sha256}")

        await self._db.run(move)
        return _done()

    # --- inside ---
    async def _named(self, request: Request) -> DraftNamed:
        said: DraftNamed = await json_of(request, DraftNamed, MOST_BYTES)
        return said

    async def _sound(self, form_id: str, sha256: str) -> store.Draft:
        """The draft that was read, if it may go on: as it was, with the next number, without faults."""
        await self._catalogue.shelf.refresh()
        draft = await self._db.run(lambda db: store.draft(db, form_id))
        if not draft.revision or draft.sha256 != sha256:
            raise RemoteRequestError(409, "draft_moved")
        looked = await self._looks.look(form_id, draft.body, today=self._today())
        if looked.faults:
            raise RemoteRequestError(422, "form_faults", faults=msgspec.to_builtins(looked.faults))
        if looked.form is None or looked.form["version"] != self._next(form_id):
            raise RemoteRequestError(409, "draft_outdated")
        return draft

    def _same(self, db: Connection, draft: store.Draft) -> None:
        """In the transaction: nobody was quicker, here or at another hub."""
        if store.draft(db, draft.form_id) != draft or self._catalogue.shelf.signed_here(db):
            raise RemoteRequestError(409, "draft_moved")

    def _note(self, db: Connection, role: str, seat_id: str, what: str, about: str) -> None:
        audit.note(db, actor=f"{role}:{seat_id}", what=what, about=about)

    def _ids(self) -> list[str]:
        return self._catalogue.shelf.ids()

    def _next(self, form_id: str) -> int:
        newest = self._catalogue.shelf.newest(form_id)
        return newest.version + 1 if newest else 1

    def _today(self) -> str:
        return local_now(self._utc_offset_h).date().isoformat()

    async def _learn(self, seat_ids: tuple[str, ...]) -> None:
        for seat_id in seat_ids:
            await self._directory.learn(seat_id, "")

    def _names(self, seat_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Who is no more goes by the id."""
        seats = self._directory.seats
        return tuple(f"{seats[one].name} {seats[one].number}" if one in seats else one for one in seat_ids)

    def _line(self, form_id: str, draft: store.Draft | None) -> FormLine:
        form = self._catalogue.shelf.newest(form_id)
        line = DraftLine(draft.state, draft.saved_at, self._names(draft.written_by)) if draft else None
        items = tuple(item.name for item in items_of(self._catalogue, form_id))
        return FormLine(form_id, form.title if form else Text(zh=form_id), form.version if form else 0, items, line)

    async def _told(self, form_id: str, seat_id: str) -> Response:
        shelf = self._catalogue.shelf
        await shelf.refresh()
        form = shelf.newest(form_id) if not shelf.is_package(form_id) else None
        draft, signed, cases = await self._db.run(
            lambda db: (store.draft(db, form_id), store.signed_of(db, form_id), store.cases_under(db, form_id))
        )
        if not draft.revision and form is None:
            raise RemoteRequestError(404, "not_found")
        hands = (name for one in signed.values() for name in (*one.written_by, one.signed_by))
        await self._learn((*draft.written_by, *hands))
        in_force = (shelf.body(form_id, form.version) or b"") if form else b""
        looked = await self._looks.look(form_id, draft.body if draft.revision else in_force, today=self._today())
        versions = [self._version(form_id, version, signed.get(version), cases) for version in shelf.versions(form_id)]
        told = FormTold(
            form_id=form_id,
            version=form.version if form else 0,
            text=in_force.decode(),
            versions=tuple(versions),
            draft=self._draft(draft, seat_id) if draft.revision else None,
            looked=looked,
        )
        return reply(told)

    def _version(self, form_id: str, version: int, one: store.Signed | None, cases: dict[int, int]) -> VersionTold:
        sha256, count = self._catalogue.form_sha256(form_id, version) or "", cases.get(version, 0)
        if one is None:
            return VersionTold(version, sha256, count)
        signed_by = self._names((one.signed_by,))[0]
        return VersionTold(version, sha256, count, self._names(one.written_by), signed_by, one.signed_at)

    def _draft(self, draft: store.Draft, seat_id: str) -> DraftTold:
        return DraftTold(
            revision=draft.revision,
            version=self._next(draft.form_id),
            sha256=draft.sha256,
            text=draft.body.decode(),
            state=draft.state,
            reason=draft.reason,
            saved_at=draft.saved_at,
            written_by=self._names(draft.written_by),
            is_own=seat_id in draft.written_by,
        )


def _form_id(request: Request) -> str:
    form_id: str = request.path_params["form_id"]
    if not _FORM_ID.fullmatch(form_id):
        raise RemoteRequestError(404, "not_found")
    return form_id


def _bytes_of(text: str) -> bytes:
    body = text.encode("utf-8", "replace")
    if len(body) > MOST_BYTES:
        raise RemoteRequestError(413, "too_large")
    return body


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _by_another(draft: store.Draft, seat_id: str) -> None:
    if draft.state != store.ASKED:
        raise RemoteRequestError(409, "draft_moved")
    if seat_id in draft.written_by:
        raise RemoteRequestError(409, "own_form")


def _done() -> Response:
    return Response(status_code=204, headers={"Cache-Control": "no-store"})
