"""Shell: pictures of papers, however they came: kept for the visit, sealed into the case, shown on the glass."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2

from devices.camera.frame import Rgb
from kiosk_app.hands.card_sides import CardSides
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.folder import page_key
from kiosk_app.session.state import Session
from kiosk_app.ui.paper_pixels import read_paper

JPEG_QUALITY = 85
"""A flattened A4 page at 200 dpi is about 0.5 MB: legible, and quick over a village line."""


class PageHand:
    """DropPage, ReusePages; `keep` for the hands that bring pictures. Looks at pictures in a thread of its own."""

    def __init__(self, desk: Desk, case: CaseHand, *, font: Path) -> None:
        self._desk, self._case, self.sides = desk, case, CardSides(font)
        self._shown = 0
        self.looker = ThreadPoolExecutor(1, "page")

    async def keep(self, session: Session, material_id: str, jpeg: bytes, *, replaces: int = 0) -> int:
        """Sealed, then shown; the number of the page, or 0 when the disk refused."""
        page = replaces or self._desk.folder.next_page()
        if not await self._case.add_page(session, part_name(material_id, page), "image/jpeg", jpeg):
            return 0
        paper = await asyncio.get_running_loop().run_in_executor(self.looker, read_paper, jpeg)
        self._desk.folder.pages[page_key(material_id, page)] = jpeg
        self._desk.show_picture(_picture_name(page_key(material_id, page)), paper)
        self._show()
        return page

    def put_back(self, material_id: str, page: int, jpeg: bytes) -> None:
        """A picture that is in the case already, from before a power cut."""
        folder = self._desk.folder
        folder.made = max(folder.made, page)
        folder.pages[page_key(material_id, page)] = jpeg
        self._desk.show_picture(_picture_name(page_key(material_id, page)), jpeg)
        self._show()

    async def drop(self, command: do.DropPage, session: Session) -> None:
        """The resident does not want this picture, or the form no longer asks for it."""
        key = page_key(command.material_id, command.page)
        if not command.keep_here and self._desk.folder.pages.pop(key, None) is not None:
            self._desk.show_picture(_picture_name(key), b"")
            self._show()
        await self._case.drop_page(session, part_name(command.material_id, command.page))

    async def reuse(self, command: do.ReusePages, session: Session) -> None:
        """The same pictures, sealed with the key of this case."""
        for page in command.pages:
            jpeg = self._desk.folder.pages[page_key(command.material_id, page)]
            if not await self.keep(session, command.material_id, jpeg, replaces=page):
                self._desk.post(events.PageFailed(session.number, "not_kept"))
                return
            self._desk.post(events.PageTaken(session.number, command.material_id, page))

    def close(self) -> None:
        """Ends the thread."""
        self.looker.shutdown(cancel_futures=True)

    def _show(self) -> None:
        self._shown += 1
        keys = self._desk.folder.pages
        self._desk.show(shots={key: f"image://papers/{_picture_name(key)}?rev={self._shown}" for key in keys})


async def encode(looker: ThreadPoolExecutor, rgb: Rgb) -> bytes:
    """The picture as JPEG."""
    return await asyncio.get_running_loop().run_in_executor(looker, to_jpeg, rgb)


def to_jpeg(rgb: Rgb) -> bytes:
    """Without anything but the pixels."""
    _, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(data)


def part_name(material_id: str, page: int) -> str:
    """Name of the sealed part."""
    return f"material/{page_key(material_id, page)}"


def _picture_name(key: str) -> str:
    return "page-" + key.replace("/", "-")
