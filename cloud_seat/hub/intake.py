"""Shell: where sealed cases arrive: keys, chunks, manifests. A case arrives exactly once, however often it is sent."""

import asyncio
import hashlib
import re
from datetime import date

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.envelope import RemoteEnvelopeError
from cloud_seat.contract.identity import IDENTITY_PART, Identity
from cloud_seat.contract.intake import (
    CHUNK_BYTES,
    COMPLAINT_FORM,
    LETTER_FORMS,
    STEPS_PART,
    Manifest,
    Receipt,
    manifest_sha256,
)
from cloud_seat.contract.signed import SIGNATURE_PART, named_in
from cloud_seat.hub import shapes, words
from cloud_seat.hub.answers import RemoteRequestError, body_of, raw_reply, refusal, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import judged_on, local_day, now_utc
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.log import say
from cloud_seat.hub.rehearsals import RehearsalCases
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.sealed import FORM_PART, Sealed
from cloud_seat.hub.store import cases as store
from cloud_seat.hub.store import inquiries, letters, places, rehearsals, sms
from cloud_seat.hub.store.blobs import Blobs, RemoteBlobError
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.terms import counts_from

PARTS_LIMIT = 128
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CASE_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_STATUS = {"too_many": 429}
_CASE_HEADERS = ("X-Manifest-Sha256", "Idempotency-Key")


class MissingBlobsError(Exception):
    """Parts of the case are not here whole: bring them, then the manifest again."""

    def __init__(self, sha256s: list[str]) -> None:
        super().__init__("missing_blobs")
        self.sha256s = sha256s


class Intake:
    """`/api/v1/intake/…`, for kiosks only."""

    def __init__(
        self, db: Database, blobs: Blobs, keys: KeyService, *, catalogue: Catalogue, settings: Settings
    ) -> None:
        self._db, self._blobs, self._keys = db, blobs, keys
        self._sealed = Sealed(keys, blobs)
        self._rehearsals = RehearsalCases(db, blobs, self._sealed)
        self._catalogue, self._settings, self._limits = catalogue, settings, settings.limits
        self._key_list = keys.key_list(now_utc())
        self._disk = asyncio.Lock()

    def routes(self, doorkeeper: Doorkeeper, rooms: Rooms) -> list[Route]:
        """Keys, chunks, cases."""

        @described(answers=shapes.KeyList)
        async def keys(request: Request) -> Response:
            """The signed list of keys to seal cases for."""
            kiosk = await doorkeeper.kiosk(request)
            epoch, sequence = await self._db.run(lambda db: places.highest(db, kiosk.kiosk_id))
            answer = raw_reply(self._key_list, "application/json")
            answer.headers["X-Case-Place"] = f"{epoch}/{sequence}"
            return answer

        @described(answers=shapes.BlobHeld, refuses=(400,))
        async def held(request: Request) -> Response:
            """Which pieces of a file are here."""
            kiosk = await doorkeeper.kiosk(request)
            here = await asyncio.to_thread(self._blobs.held, kiosk.kiosk_id, _sha256_of(request))
            return reply({"size_bytes": here.size_bytes, "have": here.have, "complete": here.complete})

        @described(takes=BYTES, asks={"size": int}, headers=("X-Chunk-Sha256",), refuses=(429,))
        async def chunk(request: Request) -> Response:
            """One piece of a sealed file; the same again changes nothing."""
            kiosk = await doorkeeper.kiosk(request)
            return await self._chunk(request, kiosk.kiosk_id)

        @described(takes=Manifest, answers=shapes.ReceiptTold, headers=_CASE_HEADERS, refuses=(409, 422))
        async def case(request: Request) -> Response:
            """The list of parts of a case → its receipt, however often it is sent."""
            kiosk = await doorkeeper.kiosk(request)
            return await self._case(request, kiosk.kiosk_id, rooms)

        return [
            Route("/api/v1/intake/keys", keys, methods=["GET"]),
            Route("/api/v1/intake/blobs/{sha256:str}", held, methods=["GET"]),
            Route("/api/v1/intake/blobs/{sha256:str}/{index:int}", chunk, methods=["PUT"]),
            Route("/api/v1/intake/cases", case, methods=["POST"]),
        ]

    # --- chunks ---
    async def _chunk(self, request: Request, kiosk_id: str) -> Response:
        sha256, size_bytes = _sha256_of(request), _size_of(request, self._limits.blob_bytes)
        data = await body_of(request, CHUNK_BYTES)
        if hashlib.sha256(data).hexdigest() != request.headers.get("x-chunk-sha256", "").lower():
            raise RemoteRequestError(400, "chunk_hash")
        index = request.path_params["index"]
        try:
            async with self._disk:  # one writer: two kiosk lanes may bring the same file
                await asyncio.to_thread(
                    self._blobs.put, kiosk_id, sha256, index=index, size_bytes=size_bytes, chunk=data
                )
        except RemoteBlobError as error:
            raise RemoteRequestError(_STATUS.get(error.code, 400), error.code) from error
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    # --- cases ---
    async def _case(self, request: Request, kiosk_id: str, rooms: Rooms) -> Response:
        body = await body_of(request, self._limits.manifest_bytes)
        if request.headers.get("x-manifest-sha256", manifest_sha256(body)).lower() != manifest_sha256(body):
            raise RemoteRequestError(400, "manifest_hash")
        manifest = read_manifest(body)
        if manifest.kiosk_id != kiosk_id:
            raise RemoteRequestError(403, "wrong_kiosk")
        if request.headers.get("idempotency-key", manifest.case_id) != manifest.case_id:
            raise RemoteRequestError(400, "bad_request")
        try:
            row = await self.accept(manifest, body)
        except MissingBlobsError as error:
            return refusal(409, "missing_blobs", missing=error.sha256s)
        if not manifest.rehearsal:
            papers = tuple(part.name for part in manifest.parts if part.media_type == "application/pdf")
            came = words.CaseCame(manifest.case_id, kiosk_id, row.acceptance_number, papers)
            rooms.case_arrived(came)
            rooms.peers.tell(came)
        return raw_reply(row.receipt, "application/json")

    async def accept(self, manifest: Manifest, body: bytes) -> store.CaseRow:
        """The row of this very manifest, made now unless it is here. `body`: its bytes as they came.

        Raises MissingBlobsError; RemoteRequestError(422) when the case is here with another manifest.
        """
        known = await self._db.run(
            lambda db: store.find(db, manifest.case_id) or rehearsals.find_case(db, manifest.case_id)
        )
        if known is None and (missing := await asyncio.to_thread(self._missing, manifest)):
            raise MissingBlobsError(missing)
        if self._catalogue.form_sha256(manifest.form_id, manifest.form_version) is None:
            await self._catalogue.shelf.refresh()  # it may have been signed at another hub just now
        taking = self._rehearse if manifest.rehearsal else self._take
        row: store.CaseRow = known or await taking(manifest, body)
        if row.manifest_sha256 != manifest_sha256(body):
            kiosk_id = manifest.kiosk_id
            say("hub.intake", "same case, other manifest", level=40, case_id=manifest.case_id, kiosk_id=kiosk_id)
            raise RemoteRequestError(422, "other_manifest")
        if manifest.rehearsal:
            await self._rehearsals.empty(manifest)
        return row

    def _missing(self, manifest: Manifest) -> list[str]:
        return sorted({part.sha256 for part in manifest.parts if not self._blobs.has(part.sha256, part.size_bytes)})

    async def _take(self, manifest: Manifest, body: bytes) -> store.CaseRow:
        """One transaction; after it the case is ours."""
        received_at = now_utc()
        day = local_day(received_at, self._settings.utc_offset_h)
        checks = msgspec.json.encode(await asyncio.to_thread(self._checks, manifest, day))
        sha256 = manifest_sha256(body)
        since = local_day(counts_from(manifest.submitted_at, received_at), self._settings.utc_offset_h)
        arrival = store.Arrival(manifest, body, sha256, received_at=received_at, day=day, checks=checks)

        def receipt_for(running: int) -> tuple[str, bytes]:
            number = _acceptance_number(self._settings.number_prefix, day, manifest.kiosk_id, running)
            return number, self._signed(manifest.case_id, number, sha256, at=received_at)

        letter = await asyncio.to_thread(self._letter, manifest) if manifest.form_id in LETTER_FORMS else None
        holders = await asyncio.to_thread(self._holders, manifest)

        def take(db: Connection) -> store.CaseRow:
            row = store.insert_once(db, arrival, receipt_for)
            inquiries.keep_holders(db, manifest.case_id, holders)
            places.keep(db, manifest, received_at)
            sms.owe(db, manifest.case_id, sms.RECEIVED, received_at)
            if letter is not None:
                letters.open_once(db, letter, at=received_at, due_on=self._due_on(letter.kind, since))
            return row

        row = await self._db.run(take)
        say(
            "hub.intake",
            "case received",
            case_id=manifest.case_id,
            kiosk_id=manifest.kiosk_id,
            count=len(manifest.parts),
        )
        return row

    async def _rehearse(self, manifest: Manifest, body: bytes) -> store.CaseRow:
        """Checked like any other; it takes no running number, and nothing of it is kept."""
        received_at, sha256 = now_utc(), manifest_sha256(body)
        day = local_day(received_at, self._settings.utc_offset_h)
        checks = await asyncio.to_thread(self._checks, manifest, day)
        number = _acceptance_number(f"{self._settings.number_prefix}-R", day, manifest.kiosk_id, 0)
        row = {
            "case_id": manifest.case_id,
            "kiosk_id": manifest.kiosk_id,
            "acceptance_number": number,
            "manifest_sha256": sha256,
            "receipt": self._signed(manifest.case_id, number, sha256, at=received_at),
            "received_at": received_at,
        }
        return await self._rehearsals.take(manifest, row, sorted({str(check["code"]) for check in checks}))

    def _signed(self, case_id: str, number: str, sha256: str, *, at: str) -> bytes:
        receipt = Receipt(case_id=case_id, acceptance_number=number, manifest_sha256=sha256, received_at=at)
        return self._keys.signed_receipt(receipt)

    def _letter(self, manifest: Manifest) -> letters.Letter:
        """What the work order says. A letter that cannot be read is one too, and a person must look."""
        values, steps = (
            self._sealed.values_or_empty(manifest, FORM_PART),
            self._sealed.values_or_empty(manifest, STEPS_PART),
        )
        told = "reason" if manifest.form_id == COMPLAINT_FORM else "want"
        return letters.Letter(
            kind=manifest.form_id,
            case_id=manifest.case_id,
            item_id=manifest.item_id[:100],
            about_case=str(steps.get("case_id", ""))[:64],
            reason=str(values.get(told, "unreadable"))[:20],
            wants_call=bool(values.get("phone")),
        )

    def _holders(self, manifest: Manifest) -> frozenset[str]:
        """Marks of the cards that may ask for this case later: of whom it is for, and of who brought it."""
        form = self._catalogue.forms.get((manifest.form_id, manifest.form_version))
        names = [field.name for field in form.fields() if field.source == "card.number"] if form else []
        values = self._sealed.values_or_empty(manifest, FORM_PART) if names else {}
        numbers = {str(values[name]) for name in names if values.get(name)}
        if any(part.name == IDENTITY_PART for part in manifest.parts):
            known = self._sealed.values_or_empty(manifest, IDENTITY_PART)
            people = (known.get("holder"), known.get("actor"))
            numbers |= {str(one["number"]) for one in people if isinstance(one, dict) and one.get("number")}
        return frozenset(self._keys.holder_mark(number) for number in numbers)

    def _due_on(self, kind: str, day: str) -> str:
        limits = self._limits
        days = limits.complaint_workdays if kind == COMPLAINT_FORM else limits.message_workdays
        return self._catalogue.workdays.after(date.fromisoformat(day), days).isoformat()

    # --- what a clerk should look at; never a reason to refuse ---
    def _checks(self, manifest: Manifest, today: str) -> list[dict[str, object]]:
        known = self._catalogue.form_sha256(manifest.form_id, manifest.form_version)
        if known is None:
            return [{"code": "unknown_form"}]
        if manifest.form_hash and manifest.form_hash != known:
            return [{"code": "other_form"}]
        try:
            values = self._sealed.values(manifest)
        except (RemoteEnvelopeError, FileNotFoundError, msgspec.MsgspecError, UnicodeError) as error:
            say("hub.intake", "form unreadable", level=40, case_id=manifest.case_id, error=type(error).__name__)
            return [{"code": "unreadable"}]
        checks = (self._identity_checks(manifest), self._signature_checks(manifest))
        return [check for found in checks for check in found] + self._form_checks(manifest, values, today)

    def _signature_checks(self, manifest: Manifest) -> list[dict[str, object]]:
        """Papers that are not the ones that were signed. A signature that names none is of an older booth."""
        parts = {part.name: part for part in manifest.parts}
        if SIGNATURE_PART not in parts:
            return []
        try:
            signed = named_in(self._sealed.opened(manifest, SIGNATURE_PART))
            told = {name: part.document_sha256 for name, part in parts.items() if name in signed}
            real = {name: hashlib.sha256(self._sealed.opened(manifest, name)).hexdigest() for name in told}
        except (RemoteEnvelopeError, FileNotFoundError) as error:
            say("hub.intake", "signature unreadable", level=40, case_id=manifest.case_id, error=type(error).__name__)
            return [{"code": "signature_unreadable"}]
        wrong = (name for name, sha256 in signed.items() if {told.get(name), real.get(name)} != {sha256})
        return [{"code": "not_what_was_signed", "part": name[:64]} for name in wrong]

    def _identity_checks(self, manifest: Manifest) -> list[dict[str, object]]:
        """Who came without a card that no official has seen either, and who acts for another. Codes only: no names."""
        if all(part.name != IDENTITY_PART for part in manifest.parts):
            return []
        try:
            identity = msgspec.json.decode(self._sealed.opened(manifest, IDENTITY_PART), type=Identity)
        except (RemoteEnvelopeError, FileNotFoundError, msgspec.MsgspecError) as error:
            say("hub.intake", "identity unreadable", level=40, case_id=manifest.case_id, error=type(error).__name__)
            return [{"code": "identity_unreadable"}]
        found: list[dict[str, object]] = []
        if not identity.present.is_proven:
            found.append({"code": "not_identified", "proof": identity.present.proof[:16]})
        if identity.actor:
            found.append({"code": "on_behalf", "relation": identity.relation[:16]})
        return found

    def _form_checks(self, manifest: Manifest, values: dict[str, object], today: str) -> list[dict[str, object]]:
        engine = self._catalogue.engine(manifest.form_id, manifest.form_version)
        assert engine is not None, "only known forms are checked"
        day = judged_on(manifest.submitted_at, today, self._settings.utc_offset_h)
        try:
            wrong = engine.errors(values, today=day)
        except (TypeError, ValueError, KeyError, RuntimeError) as error:
            say("hub.intake", "form not checked", level=40, case_id=manifest.case_id, error=type(error).__name__)
            return [{"code": "unchecked"}]
        found: list[dict[str, object]] = [{"code": "field", "field": n, "text": text} for n, text in wrong.items()]
        return found + [{"code": "stranger", "field": name[:64]} for name in sorted(engine.strangers(values))]


def read_manifest(body: bytes) -> Manifest:
    """Strangers among the fields are welcome (a newer kiosk); anything unreadable is a clerk's matter.

    Raises RemoteRequestError(422).
    """
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RemoteRequestError(422, "malformed") from error
    hashes_fit = all(_SHA256.fullmatch(part.sha256) for part in manifest.parts)
    if not hashes_fit or not _CASE_ID.fullmatch(manifest.case_id) or not 0 < len(manifest.parts) <= PARTS_LIMIT:
        raise RemoteRequestError(422, "malformed")
    return manifest


def _sha256_of(request: Request) -> str:
    sha256: str = request.path_params["sha256"]
    if not _SHA256.fullmatch(sha256):
        raise RemoteRequestError(400, "bad_request")
    return sha256


def _size_of(request: Request, limit_bytes: int) -> int:
    text = request.query_params.get("size", "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RemoteRequestError(400, "chunk_size")
    if not 0 < int(text) <= limit_bytes:
        raise RemoteRequestError(413, "too_large")
    return int(text)


def _acceptance_number(prefix: str, day: str, kiosk_id: str, running: int) -> str:
    """PY-2026-1123-0417-08: district, year, month and day, kiosk, running number of that day."""
    year, month, date = day.split("-")
    kiosk_number = kiosk_id.rpartition("-")[2]
    return f"{prefix}-{year}-{month}{date}-{kiosk_number}-{running:02d}"
