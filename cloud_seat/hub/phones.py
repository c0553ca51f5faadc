"""Shell: pictures from residents' phones on their way to a booth: sealed by the phone, gone when fetched or old."""

import secrets
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.items import Item
from cloud_seat.contract.phone import (
    MOST_PICTURES,
    TOKEN_BYTES,
    PhoneAsked,
    PhoneLink,
    PhoneNext,
    PhoneShown,
)
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import RemoteRequestError, body_of, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.log import say
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store.people import sha256_hex
from cloud_seat.hub.store.phone_links import PhoneLinkKept, PhoneLinks

_DONE = {"Cache-Control": "no-store"}
_STATUS = {"phone_over": 404, "phone_taken": 409, "too_many": 429}


class Phones:
    """`/api/v1/phone-link` for booths, `/api/v1/phone` for phones. A booth has one link at a time."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper, links: PhoneLinks, limits: Limits) -> None:
        self._rooms, self._doorkeeper, self._links, self._limits = rooms, doorkeeper, links, limits

    def routes(self) -> list[Route]:
        """Open, fetch, close; look, send."""
        return [
            Route("/api/v1/phone-link", self.open, methods=["POST"]),
            Route("/api/v1/phone-link", self.close, methods=["DELETE"]),
            Route("/api/v1/phone-link/next", self.next, methods=["GET"]),
            Route("/api/v1/phone", self.look, methods=["GET"]),
            Route("/api/v1/phone/{page:int}", self.put, methods=["PUT"]),
        ]

    # --- the booth ---
    @described(takes=PhoneAsked, answers=PhoneLink, status=201)
    async def open(self, request: Request) -> Response:
        """A fresh link; the one before is forgotten."""
        kiosk = await self._doorkeeper.kiosk(request)
        asked: PhoneAsked = await json_of(request, PhoneAsked, self._limits.small_body_bytes)
        material = _name(self._rooms.directory.items.get(asked.item_id), asked.material_id)
        token, ends_at_s = secrets.token_urlsafe(TOKEN_BYTES), time.time() + self._limits.phone_link_s
        await self._links.open(PhoneLinkKept(kiosk.kiosk_id, sha256_hex(token), material, ends_at_s))
        say("hub.phones", "phone link opened", case_id=asked.case_id[:64], kiosk_id=kiosk.kiosk_id)
        return reply(PhoneLink(token=token, lives_s=int(self._limits.phone_link_s)), 201)

    @described()
    async def close(self, request: Request) -> Response:
        """The resident went on, or left."""
        kiosk = await self._doorkeeper.kiosk(request)
        await self._links.forget(kiosk.kiosk_id)
        return Response(status_code=204, headers=_DONE)

    @described(answers=PhoneNext, asks={"after": int, "seen": str}, refuses=(400, 404))
    async def next(self, request: Request) -> Response:
        """The next picture, after a short wait if need be. `after`: the booth has every picture up to this one."""
        kiosk = await self._doorkeeper.kiosk(request)
        after, seen_before = _number(request.query_params.get("after", "0")), request.query_params.get("seen") == "1"
        until_s = time.monotonic() + self._limits.phone_wait_s
        while True:
            link = _alive(await self._links.of(kiosk_id=kiosk.kiosk_id))
            page, sealed = await self._links.next(kiosk.kiosk_id, after=after)
            left_s = until_s - time.monotonic()
            if page or link.seen != seen_before or left_s <= 0:
                return reply(PhoneNext(seen=link.seen, page=page, sealed=sealed))
            await self._links.changed(kiosk.kiosk_id, left_s)

    # --- the phone ---
    @described(answers=PhoneShown, refuses=(404,))
    async def look(self, request: Request) -> Response:
        """What the picture is for. The first look tells the booth that a phone is there."""
        link = await self._of_phone(request)
        await self._links.look(link)
        return reply(
            PhoneShown(
                material=link.material,
                kiosk=self._rooms.directory.kiosks.get(link.kiosk_id, Text(zh=link.kiosk_id)),
                lives_s=int(link.ends_at_s - time.time()),
                fetched=link.fetched,
                came=link.came,
            )
        )

    @described(takes=BYTES, refuses=(409, 429))
    async def put(self, request: Request) -> Response:
        """One sealed picture. The same again changes nothing; another one in its place is refused."""
        link, page = await self._of_phone(request), request.path_params["page"]
        if not 0 < page <= MOST_PICTURES:
            raise RemoteRequestError(429, "too_many")
        sealed = await body_of(request, self._limits.phone_picture_bytes)
        if code := await self._links.put(link, page, sealed):  # it may have ended while the picture was on its way
            raise RemoteRequestError(_STATUS[code], code)
        return Response(status_code=204, headers=_DONE)

    async def _of_phone(self, request: Request) -> PhoneLinkKept:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return _alive(await self._links.of(token=token) if scheme == "Phone" and token else None)


def _alive(link: PhoneLinkKept | None) -> PhoneLinkKept:
    """Raises RemoteRequestError for a link that is unknown, closed or too old: to a phone they look the same."""
    if link is None:
        raise RemoteRequestError(404, "phone_over")
    return link


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise RemoteRequestError(400, "bad_request")
    return int(text)


def _name(item: Item | None, material_id: str) -> Text:
    """The paper by its name; raises RemoteRequestError for one that no item asks for."""
    found = next((m.name for m in item.materials if m.id == material_id), None) if item else None
    if found is None:
        raise RemoteRequestError(400, "bad_request")
    return found
