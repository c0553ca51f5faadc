"""Shell: what an official asks a resident for in a call: sized, judged by the form's rules, written down, passed on."""

from cloud_seat.contract.paths import Values
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.signalling import AskAnswered, Asked, FormShared, PaperAccepted
from cloud_seat.contract.text import Text
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_day, now_utc
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import cases as store
from cloud_seat.hub.store.database import Database

LONGEST = {"ask_id": 64, "kind": 16, "target": 200, "note": 200}
VALUE_LONGEST = 10_000
ASKS_PER_CALL = 200
PAGES = 40


class Asks:
    """Who asked, for what, when, and what the resident answered stands in the case's history; what was proposed does
    not: that is in the sealed form."""

    def __init__(self, db: Database, rooms: Rooms, catalogue: Catalogue, *, utc_offset_h: int) -> None:
        self._db, self._rooms, self._catalogue, self._utc_offset_h = db, rooms, catalogue, utc_offset_h

    async def ask(self, seat_id: str, asked: Asked) -> str:
        """Passes it to the booth. Returns a refusal code or ""."""
        call = self._rooms.live(asked.call_id, attempt=asked.attempt, seat_id=seat_id)
        if call is None:
            return "not_in_call"
        memory = self._rooms.remember(call.call_id)
        if not _is_sized(asked):
            return "bad_request"
        if len(memory.asks) >= ASKS_PER_CALL:
            return "too_many"
        objection = self._objection(asked, memory.form)
        if objection is not None:
            unfit = AskAnswered(call_id=call.call_id, ask_id=asked.ask_id, answer="unfit", text=objection)
            self._rooms.seats.reach(seat_id, unfit)
            return ""
        if asked.ask_id not in memory.asks:
            memory.asks[asked.ask_id] = f"{asked.kind} {asked.target}".strip()
            memory.told.append(asked)
            await self._write(call, actor=f"seat:{seat_id}", what="asked", note=memory.asks[asked.ask_id])
        self._rooms.kiosks.reach(call.kiosk_id, asked)
        return ""

    async def accept(self, seat_id: str, accepted: PaperAccepted) -> str:
        """These pages of a paper are good: written down, then told to the booth. Returns a refusal code or ""."""
        call = self._rooms.live(accepted.call_id, attempt=accepted.attempt, seat_id=seat_id)
        if call is None:
            return "not_in_call"
        if len(accepted.material_id) > LONGEST["target"] or not 0 < len(accepted.pages) <= PAGES:
            return "bad_request"
        note = f"{accepted.material_id} {','.join(str(page) for page in accepted.pages)}"
        await self._write(call, actor=f"seat:{seat_id}", what="paper_accepted", note=note)
        self._rooms.kiosks.reach(call.kiosk_id, accepted)
        return ""

    async def answered(self, kiosk_id: str, answered: AskAnswered) -> None:
        """Writes the answer down, if it is one to what was asked in this call."""
        call = self._rooms.live(answered.call_id, kiosk_id=kiosk_id)
        asked = self._rooms.remember(answered.call_id).asks.get(answered.ask_id) if call else None
        if call is not None and asked:
            self._rooms.remember(call.call_id).answers[answered.ask_id] = answered
            note = f"{asked}: {answered.answer[:16]}"
            await self._write(call, actor=f"kiosk:{kiosk_id}", what="ask_answered", note=note)

    async def _write(self, call: CallState, **said: str) -> None:
        """A question without a matter has no history of its own."""
        if call.case_id:
            await self._db.run(lambda db: store.write_history(db, case_id=call.case_id, at=now_utc(), **said))

    def _objection(self, asked: Asked, form: FormShared | None) -> Text | None:
        """The same rules as at the booth, so that a slip of the pen never reaches the resident."""
        engine = self._engine(form) if asked.kind == "value" and form else None
        if engine is None or form is None or engine.field(asked.target) is None:
            return None
        return _judged(engine, asked, form.values, local_day(now_utc(), self._utc_offset_h))

    def _engine(self, form: FormShared) -> FormEngine | None:
        return self._catalogue.engine(form.form_id, form.form_version)


def _judged(engine: FormEngine, asked: Asked, values: Values, today: str) -> Text | None:
    try:
        return engine.objection(asked.target, asked.value, values, today=today)
    except (TypeError, ValueError, KeyError, RuntimeError) as error:
        say("hub.asks", "a proposal was not judged here", level=30, error=type(error).__name__)
        return None  # the booth judges it again


def _is_sized(asked: Asked) -> bool:
    fits = all(len(getattr(asked, name)) <= most for name, most in LONGEST.items())
    of_value = all(value is None or _is_plain(value) for value in (asked.value, asked.was))
    return bool(asked.ask_id) and fits and of_value


def _is_plain(value: object) -> bool:
    """An answer as a field has it: words, a number, yes or no."""
    return isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= VALUE_LONGEST)
