"""Shell: what an official sees of a case and decides about it."""

import asyncio

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.check_words import check_words
from cloud_seat.contract.codec import encode
from cloud_seat.contract.envelope import RemoteEnvelopeError
from cloud_seat.contract.intake import Manifest
from cloud_seat.contract.results import KINDS
from cloud_seat.contract.signalling import (
    Asked,
    CaseDecided,
    Consulted,
    HandoverAsked,
    IdentityConfirmed,
    OfferDeclined,
    PaperAccepted,
)
from cloud_seat.hub import shapes, words
from cloud_seat.hub.answers import RemoteRequestError, json_of, raw_reply, reply
from cloud_seat.hub.asks import Asks
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.sealed import Sealed
from cloud_seat.hub.seat_words import WORDS_LONGEST, OnRecord
from cloud_seat.hub.store import cases as store
from cloud_seat.hub.store.database import Database

DECISIONS = ("accepted", "returned")
NOTE_LONGEST = 4000
_DECISION_BYTES = 16 * 1024
_STATUS = {"bad_decision": 400, "not_your_case": 404, "unknown_case": 404}
_SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/svg+xml", "application/pdf", "application/json"})


class _Decided(msgspec.Struct, frozen=True):
    decision: str
    note: str = ""
    result: str = ""


class Cases:
    """`/api/v1/cases/…` and the decisions that come over the seat's socket."""

    def __init__(self, db: Database, rooms: Rooms, doorkeeper: Doorkeeper, sealed: Sealed, *, asks: Asks) -> None:
        self._db, self._rooms, self._doorkeeper, self._sealed = db, rooms, doorkeeper, sealed
        self._asks = asks

    def routes(self) -> list[Route]:
        """Look, open."""
        return [
            Route("/api/v1/cases/{case_id:str}", self.look, methods=["GET"]),
            Route("/api/v1/items/{item_id:str}/handled", self.handled, methods=["GET"]),
            Route("/api/v1/cases/{case_id:str}/decision", self.decide_later, methods=["POST"]),
            Route("/api/v1/cases/{case_id:str}/parts/{name:path}", self.open, methods=["GET"]),
        ]

    async def note_held(self, call: CallState) -> None:
        """An official is connected to a case: from now on it is theirs to open."""
        held = store.Holding(call.call_id, call.attempt, call.case_id, call.seat_id, call.kiosk_id)
        await self._db.run(lambda db: store.note_held(db, held, now_utc()))

    async def write_down(self, seat_id: str, message: OnRecord) -> str:
        """What an official does in a call that must stand on record."""
        if isinstance(message, Asked):
            return await self._asks.ask(seat_id, message)
        if isinstance(message, PaperAccepted):
            return await self._asks.accept(seat_id, message)
        if isinstance(message, CaseDecided):
            return await self.decide(seat_id, message)
        if isinstance(message, OfferDeclined | HandoverAsked | Consulted):
            return await self._write_passing(seat_id, message)
        call = self._rooms.live(message.call_id, attempt=message.attempt, seat_id=seat_id)
        if call is None:
            return "not_in_call"
        if isinstance(message, IdentityConfirmed):
            note = f"claim {message.claim}"
            await self._db.run(
                lambda db: store.note_seen(db, call.case_id, actor=f"seat:{seat_id}", note=note, at=now_utc())
            )
            self._rooms.kiosks.reach(call.kiosk_id, message)
            return ""
        about = f"{call.case_id}/form.json#{message.field}"[:200]
        await self._db.run(lambda db: store.note_view(db, at=now_utc(), actor=f"seat:{seat_id}", about=about))
        return ""

    async def _write_passing(self, seat_id: str, message: OfferDeclined | HandoverAsked | Consulted) -> str:
        """A ring that was passed on with its reason, a resident handed over, a colleague asked."""
        call = self._rooms.state_now().calls.get(message.call_id)
        if call is None or seat_id not in (call.seat_id, call.next_seat_id):
            return "not_in_call"
        what, note = _PASSING[type(message)], _said(message)
        row = {"case_id": call.case_id, "at": now_utc(), "actor": f"seat:{seat_id}", "what": what, "note": note}
        await self._db.run(lambda db: store.write_history(db, **row))
        return ""

    async def decide(self, seat_id: str, decided: CaseDecided) -> str:
        """Accepted, or returned with a note, and what came of it: written down once each, then told to that kiosk."""
        if decided.decision not in DECISIONS or len(decided.note) > NOTE_LONGEST:
            return "bad_decision"
        if decided.result and (decided.result not in KINDS or decided.decision != "accepted"):
            return "bad_decision"
        if not await self._db.run(lambda db: store.has_held(db, decided.case_id, seat_id)):
            return "not_your_case"
        made = store.Decision(decided.case_id, f"seat:{seat_id}", decided.decision, decided.note, decided.result)
        code = await self._db.run(lambda db: store.decide(db, made, now_utc()))
        if not code:
            say("hub.cases", "case decided", case_id=decided.case_id, seat_id=seat_id, status=decided.decision)
            self._rooms.case_decided(decided)
            self._rooms.peers.tell(words.CaseJudged(encode(decided)))
        return code

    @described(takes=_Decided, refuses=(409,))
    async def decide_later(self, request: Request) -> Response:
        """The same outside of a call."""
        profile = await self._doorkeeper.seat(request)
        said: _Decided = await json_of(request, _Decided, _DECISION_BYTES)
        case_id = request.path_params["case_id"][:64]
        decided = CaseDecided(case_id=case_id, decision=said.decision, note=said.note, result=said.result)
        if code := await self.decide(profile.seat.seat_id, decided):
            raise RemoteRequestError(_STATUS.get(code, 409), code)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    @described(answers=shapes.Handled)
    async def handled(self, request: Request) -> Response:
        """How often and when the official who asks decided a matter of this item. Nothing of any resident."""
        profile = await self._doorkeeper.seat(request)
        item_id, actor = request.path_params["item_id"][:100], f"seat:{profile.seat.seat_id}"
        times, last_at = await self._db.run(lambda db: store.handled(db, item_id, actor))
        return reply({"times": times, "last_at": last_at})

    @described(answers=shapes.CaseTold)
    async def look(self, request: Request) -> Response:
        """State, number, checks and history; never the rating."""
        row, profile = await self._own_case(request), await self._doorkeeper.seat(request)
        actor = f"seat:{profile.seat.seat_id}"
        await self._db.run(lambda db: store.note_view(db, at=now_utc(), actor=actor, about=row.case_id))
        past = await self._db.run(lambda db: store.history(db, row.case_id))
        manifest = msgspec.json.decode(row.manifest, type=Manifest)
        return reply(
            {
                "case_id": row.case_id,
                "acceptance_number": row.acceptance_number,
                "check_words": check_words(row.manifest_sha256),
                "state": row.state,
                "item_id": row.item_id,
                "parts_of_item": self._rooms.directory.parts_of(row.item_id),
                "form": {"id": row.form_id, "version": row.form_version},
                "submitted_at": row.submitted_at,
                "received_at": row.received_at,
                "checks": msgspec.Raw(row.checks.encode()),
                "parts": [{"name": p.name, "media_type": p.media_type} for p in manifest.parts],
                "history": past,
            }
        )

    @described(answers=(*sorted(_SHOWN_INLINE), BYTES), refuses=(502,))
    async def open(self, request: Request) -> Response:
        """One paper in the clear. The view is written down before the bytes leave."""
        row = await self._own_case(request)
        profile = await self._doorkeeper.seat(request)
        name = request.path_params["name"]
        manifest = msgspec.json.decode(row.manifest, type=Manifest)
        part = next((part for part in manifest.parts if part.name == name), None)
        if part is None:
            raise RemoteRequestError(404, "not_found")
        actor, about = f"seat:{profile.seat.seat_id}", f"{row.case_id}/{name}"[:200]
        await self._db.run(lambda db: store.note_view(db, at=now_utc(), actor=actor, about=about))
        try:
            data = await asyncio.to_thread(self._sealed.opened, manifest, name)
        except (RemoteEnvelopeError, FileNotFoundError) as error:
            say("hub.cases", "a part could not be opened", level=40, case_id=row.case_id, error=type(error).__name__)
            raise RemoteRequestError(502, "unreadable") from error
        return _paper(data, part.media_type)

    async def _own_case(self, request: Request) -> store.CaseRow:
        profile = await self._doorkeeper.seat(request)
        case_id = request.path_params["case_id"][:64]
        row = await self._db.run(lambda db: store.find(db, case_id))
        if row is None or not await self._db.run(lambda db: store.has_held(db, case_id, profile.seat.seat_id)):
            raise RemoteRequestError(404, "unknown_case")
        return row


_PASSING = {OfferDeclined: "call_declined", HandoverAsked: "handover_asked", Consulted: "consulted"}


def _said(message: OfferDeclined | HandoverAsked | Consulted) -> str:
    """Why, in a word of the list and in own words; of a talk between officials only with whom."""
    if isinstance(message, Consulted):
        return message.seat_id[:64]
    word = message.reason if isinstance(message, OfferDeclined) else ""
    return f"{word[:16]}: {message.note}".removeprefix(": ").removesuffix(": ")[:WORDS_LONGEST]


def _paper(data: bytes, media_type: str) -> Response:
    """Shown in the page only when it cannot act there; everything else is a download."""
    inline = media_type in _SHOWN_INLINE
    response = raw_reply(data, media_type if inline else "application/octet-stream")
    response.headers["Content-Disposition"] = "inline" if inline else "attachment"
    # A sandbox would also stop the browser's own PDF viewer.
    sandbox = "" if media_type == "application/pdf" else "; sandbox"
    response.headers["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{sandbox}"
    return response
