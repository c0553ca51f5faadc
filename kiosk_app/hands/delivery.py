"""Shell: the notice of a decided matter: fetched for the same card, shown, signed for, printed, and told to the hub."""

import asyncio
from dataclasses import replace

import msgspec

from cloud_seat.contract import notices
from cloud_seat.contract.inquiries import NoticesDelivered, NoticesTold, ProgressAsked
from devices.signature.strokes import SignatureVerdict, parse_signature, to_svg
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.inquiry import BY_STATUS, card_of
from kiosk_app.hands.notices import BY_DECISION, NoticeHand
from kiosk_app.hands.paper_pages import draw_pages
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.folder import sheet_picture
from kiosk_app.session.state import Session
from kiosk_app.ui.paper_pixels import read_paper
from offline_cache import sha256_hex

NOTICE, RECEIPT = "notice.pdf", "delivery.pdf"


class DeliveryHand:
    """AskNotices, DeliverNotices, RecordDelivery."""

    def __init__(self, door: HubDoor, desk: Desk, notice: NoticeHand) -> None:
        self._door, self._desk, self._post, self._notice = door, desk, desk.post, notice

    async def ask(self, command: do.AskNotices, session: Session) -> None:
        """The notice and the receipt for it as pictures, before anything is signed."""
        asked = ProgressAsked(number=session.inquiry.number, card=card_of(session))
        status, body = await self._door.post("/api/v1/notices", msgspec.json.encode(asked))
        if status != 200:
            self._post(events.InquiryFailed(session.number, BY_STATUS.get(status, "offline")))
            return
        told = msgspec.json.decode(body, type=NoticesTold)
        self._desk.folder.signature = b""
        made = zip((NOTICE, RECEIPT), self._made(told, session), strict=True)
        sheets = [(name, await self._show(name, notice, session)) for name, notice in made]
        self._post(events.NoticesFetched(session.number, told, tuple(sheets)))

    async def _show(self, name: str, notice: notices.Notice, session: Session) -> int:
        """How many pages it has."""
        pdf = await asyncio.to_thread(self._notice.pdf, [notice], session)
        pages = await asyncio.to_thread(draw_pages, pdf, [])
        for at, page in enumerate(pages, start=1):
            self._desk.show_picture(sheet_picture(name, at), await asyncio.to_thread(read_paper, page.bare))
        return len(pages)

    async def deliver(self, command: do.DeliverNotices, session: Session) -> None:
        """Printed first; only paper that came out is told to the hub."""
        told = session.inquiry.notices
        if told is None:
            return
        if command.strokes:
            written = parse_signature(command.strokes)
            if written.verdict is not SignatureVerdict.GOOD:
                self._post(events.SignatureRefused(session.number))
                return
            self._desk.folder.signature = to_svg(written).encode()
        made = self._made(told, session)
        self._desk.folder.signed_papers = {RECEIPT: await asyncio.to_thread(self._notice.pdf, made[1:], session)}
        await self._notice.print_made(made, session, on=command.on)

    async def record(self, command: do.RecordDelivery, session: Session) -> None:
        """The paper came out: the hub notes it, with the hash of what was signed."""
        sha256 = sha256_hex(self._desk.folder.signed_papers[RECEIPT])
        done = NoticesDelivered(number=session.inquiry.number, card=card_of(session), document_sha256=sha256)
        status, _ = await self._door.post("/api/v1/notices/delivered", msgspec.json.encode(done))
        self._post(events.DeliveryRecorded(session.number, is_known=status == 200))

    def _made(self, told: NoticesTold, session: Session) -> list[notices.Notice]:
        """The notice, then the receipt for it."""
        facts = notices.Facts(
            language="en" if session.language == "en" else "zh",
            number=told.number,
            case_id=told.case_id,
            item=told.item,
            department=told.department,
            applicant=session.person.name if session.person else "",
            place=self._notice.place,
            day=told.day,
            days=told.days,
            note=told.note,
            result=told.result,
        )
        signature, today = self._desk.folder.signature.decode(), self._desk.knowledge().today
        return [BY_DECISION[told.decision](facts), notices.delivery(replace(facts, signature=signature, day=today))]
