"""Shell: asks the hub how a matter stands, or for a booking. Nothing is kept here."""

from typing import TypeVar

import msgspec

from cloud_seat.contract.inquiries import Booking, CheckInAsked, Progress, ProgressAsked
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session

Told = TypeVar("Told", Progress, Booking)
BY_STATUS = {404: "nothing_found", 429: "locked"}


class InquiryHand:
    """AskProgress, CheckIn."""

    def __init__(self, door: HubDoor, desk: Desk) -> None:
        self._door, self._post = door, desk.post

    async def ask_progress(self, command: do.AskProgress, session: Session) -> None:
        """The number on the slip, with the card."""
        asked = ProgressAsked(number=session.inquiry.number, card=card_of(session))
        told = await self._ask(session, "/api/v1/progress", asked, Progress)
        if told is not None:
            self._post(events.ProgressTold(session.number, told))

    async def check_in(self, command: do.CheckIn, session: Session) -> None:
        """The code, else the card."""
        code = session.inquiry.number
        asked = CheckInAsked(code=code, card="" if code else card_of(session))
        told = await self._ask(session, "/api/v1/check-in", asked, Booking)
        if told is not None:
            self._post(events.BookingTold(session.number, told))

    async def _ask(self, session: Session, path: str, asked: msgspec.Struct, kind: type[Told]) -> Told | None:
        status, body = await self._door.post(path, msgspec.json.encode(asked))
        if status == 200:
            return msgspec.json.decode(body, type=kind)
        self._post(events.InquiryFailed(session.number, BY_STATUS.get(status, "offline")))
        return None


def card_of(session: Session) -> str:
    """The number on the card that was read; empty without one."""
    return session.person.number if session.person else ""
