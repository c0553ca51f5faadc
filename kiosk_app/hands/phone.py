"""Shell: pictures from the resident's phone: the code on the glass, the sealed pictures from the hub, opened here."""

import asyncio
import base64
import secrets
import time
from dataclasses import dataclass

import cv2
import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cloud_seat.contract.phone import KEY_BYTES, NONCE_BYTES, PhoneAsked, PhoneLink, PhoneNext, bound_to
from devices.camera.flatten import flatten
from devices.camera.frame import Rgb
from devices.camera.page import PageVerdict, look_at_page
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.pages import PageHand, encode
from kiosk_app.hands.qr import qr_picture
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session

QR_PICTURE = "phone-link"
_MOST_PIXELS = 40_000_000  # a phone page sends 3000 px at most; this is a wall against bombs, not a wish
_TRIES = 5
_PAUSE_S = 1.0
_TOLD = {
    PageVerdict.CUT_CORNER: "picture_cut",
    PageVerdict.BLURRED: "picture_blurred",
    PageVerdict.TOO_DARK: "picture_dark",
    PageVerdict.GLARE: "picture_glare",
}
"""What is worth saying of a picture that was taken by hand; a finger or a second sheet the resident sees."""


@dataclass(slots=True, repr=False)
class _Fetch:
    """One link being fetched. `after`: the last picture that is safe here."""

    link: PhoneLink
    cipher: AESGCM
    material_id: str
    session: Session
    after: int = 0


class PhoneHand:
    """OpenPhone, ClosePhone. `url`: the hub as phones reach it."""

    def __init__(self, door: HubDoor, desk: Desk, pages: PageHand, *, url: str) -> None:
        self._door, self._desk, self._pages, self._url = door, desk, pages, url.rstrip("/")
        self._fetching: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None

    async def open(self, command: do.OpenPhone, session: Session) -> None:
        """The code, then pictures until it is closed or too old."""
        self._stop()
        if self._closing is not None:
            await self._closing  # else it might close the new one
        asked = PhoneAsked(case_id=session.case_id, item_id=session.item_id, material_id=command.material_id)
        link = await self._door.open_phone_link(asked)
        if link is None:
            self._desk.post(events.PhoneFailed(session.number, "phone_hub"))
            return
        key = secrets.token_bytes(KEY_BYTES)
        self._desk.show_picture(
            QR_PICTURE, qr_picture(f"{self._url}/phone#{link.token}.{_text(key)}.{session.language}")
        )
        self._desk.post(events.PhoneReady(session.number))
        fetch = _Fetch(link, AESGCM(key), command.material_id, session)
        self._fetching = asyncio.get_running_loop().create_task(self._run(fetch))

    def close(self, command: do.ClosePhone, session: Session) -> None:
        """The code is good for nothing any more."""
        self.forget()

    def forget(self) -> None:
        """Nothing more comes, at once; the hub, which may be slow, drops what waits there."""
        if self._stop():
            self._desk.show_picture(QR_PICTURE, b"")
            self._closing = asyncio.get_running_loop().create_task(self._door.close_phone_link())

    def _stop(self) -> bool:
        task, self._fetching = self._fetching, None
        if task is not None:
            task.cancel()
        return task is not None

    async def _run(self, fetch: _Fetch) -> None:
        until_s = time.monotonic() + fetch.link.lives_s
        failures, is_seen = 0, False
        while time.monotonic() < until_s and failures < _TRIES:
            came = await self._door.next_phone_picture(after=fetch.after, is_seen=is_seen)
            failures = 0 if came is not None else failures + 1
            if came is None:
                await asyncio.sleep(_PAUSE_S)
                continue
            if came.seen and not is_seen:
                is_seen = True
                self._desk.post(events.PhoneSeen(fetch.session.number))
            if came.page:
                self._desk.post(await self._take(fetch, came))
                fetch.after = came.page
        self._desk.post(events.PhoneFailed(fetch.session.number, "phone_hub" if failures else "phone_old"))

    async def _take(self, fetch: _Fetch, came: PhoneNext) -> events.Event:
        """Opened, looked at, flattened if its edges are found, sealed."""
        number = fetch.session.number
        jpeg = _opened(fetch, came)
        seen = await asyncio.get_running_loop().run_in_executor(self._pages.looker, _looked_at, jpeg)
        if seen is None:
            return events.PhonePictureBad(number, "phone_picture")
        sheet, verdict = seen
        page = await self._pages.keep(fetch.session, fetch.material_id, await encode(self._pages.looker, sheet))
        if not page:
            return events.PhonePictureBad(number, "not_kept")
        return events.PageTaken(number, fetch.material_id, page, verdict)


def _opened(fetch: _Fetch, came: PhoneNext) -> bytes:
    """The picture; empty when it is not from a phone that saw our code."""
    nonce, sealed = came.sealed[:NONCE_BYTES], came.sealed[NONCE_BYTES:]
    try:
        return fetch.cipher.decrypt(nonce, sealed, bound_to(fetch.link.token, came.page))
    except (InvalidTag, ValueError):
        return b""


def _looked_at(jpeg: bytes) -> tuple[Rgb, str] | None:
    """The sheet, and what the resident should look at. None for what is no JPEG of bearable size."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg[:3] == b"\xff\xd8\xff" else None
    if picture is None or picture.shape[0] * picture.shape[1] > _MOST_PIXELS:
        return None
    rgb = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    view = look_at_page(rgb)
    if view.outline is None or view.outline.is_cut:
        return rgb, "picture_cut" if view.outline is not None else ""
    return flatten(rgb, view.outline.corners), _TOLD.get(view.verdict, "")


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")
