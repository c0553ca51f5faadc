"""Shell: pictures from residents' phones on their way to a booth: sealed, in memory only, gone when fetched or old."""

import asyncio
import hashlib
import secrets
import time
from dataclasses import dataclass, field

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

_DONE = {"Cache-Control": "no-store"}


@dataclass(slots=True, repr=False)
class _Link:
    """One paper of one case at one booth. `waiting`: page → sealed picture; `came_with`: page → its hash, for good."""

    token: str
    kiosk_id: str
    material: Text
    ends_at_s: float
    seen: bool = False
    fetched: int = 0
    waiting: dict[int, bytes] = field(default_factory=dict[int, bytes])
    came_with: dict[int, bytes] = field(default_factory=dict[int, bytes])
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def size_bytes(self) -> int:
        return sum(len(sealed) for sealed in self.waiting.values())


class Phones:
    """`/api/v1/phone-link` for booths, `/api/v1/phone` for phones. A booth has one link at a time."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._rooms, self._doorkeeper, self._limits = rooms, doorkeeper, limits
        self._links: dict[str, _Link] = {}

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
        token = secrets.token_urlsafe(TOKEN_BYTES)
        ends_at_s = time.monotonic() + self._limits.phone_link_s
        self._forget(kiosk.kiosk_id)
        self._links[kiosk.kiosk_id] = _Link(token, kiosk.kiosk_id, material, ends_at_s)
        say("hub.phones", "phone link opened", case_id=asked.case_id[:64], kiosk_id=kiosk.kiosk_id)
        return reply(PhoneLink(token=token, lives_s=int(self._limits.phone_link_s)), 201)

    @described()
    async def close(self, request: Request) -> Response:
        """The resident went on, or left."""
        kiosk = await self._doorkeeper.kiosk(request)
        self._forget(kiosk.kiosk_id)
        return Response(status_code=204, headers=_DONE)

    @described(answers=PhoneNext, asks={"after": int, "seen": str}, refuses=(400, 404))
    async def next(self, request: Request) -> Response:
        """The next picture, after a short wait if need be. `after`: the booth has every picture up to this one."""
        kiosk = await self._doorkeeper.kiosk(request)
        link = self._alive(self._links.get(kiosk.kiosk_id))
        after = _number(request.query_params.get("after", "0"))
        link.fetched = max(link.fetched, after)
        link.waiting = {page: sealed for page, sealed in link.waiting.items() if page > after}
        seen_before = request.query_params.get("seen") == "1"
        if not link.waiting and link.seen == seen_before:
            link.came.clear()
            await _within(link.came, self._limits.phone_wait_s)
        page = min(link.waiting, default=0)
        return reply(PhoneNext(seen=link.seen, page=page, sealed=link.waiting.get(page, b"")))

    # --- the phone ---
    @described(answers=PhoneShown, refuses=(404,))
    async def look(self, request: Request) -> Response:
        """What the picture is for. The first look tells the booth that a phone is there."""
        link = self._of_phone(request)
        link.seen = True
        link.came.set()
        return reply(
            PhoneShown(
                material=link.material,
                kiosk=self._rooms.directory.kiosks.get(link.kiosk_id, Text(zh=link.kiosk_id)),
                lives_s=int(link.ends_at_s - time.monotonic()),
                fetched=link.fetched,
                came=max(link.came_with, default=0),
            )
        )

    @described(takes=BYTES, refuses=(409, 429))
    async def put(self, request: Request) -> Response:
        """One sealed picture. The same again changes nothing; another one in its place is refused."""
        link, page = self._of_phone(request), request.path_params["page"]
        if not 0 < page <= MOST_PICTURES:
            raise RemoteRequestError(429, "too_many")
        sealed = await body_of(request, self._limits.phone_picture_bytes)
        self._alive(link)  # it may have ended while the picture was on its way
        if self._all_bytes() + len(sealed) > self._limits.phone_all_bytes:
            raise RemoteRequestError(429, "too_many")
        self._take(link, page, sealed)
        return Response(status_code=204, headers=_DONE)

    def _take(self, link: _Link, page: int, sealed: bytes) -> None:
        digest = hashlib.sha256(sealed).digest()
        if link.came_with.setdefault(page, digest) != digest:
            raise RemoteRequestError(409, "phone_taken")
        if page > link.fetched:
            link.waiting[page] = sealed
            link.came.set()

    def _of_phone(self, request: Request) -> _Link:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        links = self._links.values() if scheme == "Phone" else ()
        found = [link for link in links if secrets.compare_digest(link.token.encode(), token.encode())]
        return self._alive(found[0] if found else None)

    def _alive(self, link: _Link | None) -> _Link:
        """Raises RemoteRequestError for a link that is unknown, closed or too old: to a phone they look the same."""
        self._sweep()
        if link is None or self._links.get(link.kiosk_id) is not link:
            raise RemoteRequestError(404, "phone_over")
        return link

    def _sweep(self) -> None:
        now_s = time.monotonic()
        for kiosk_id in [link.kiosk_id for link in self._links.values() if link.ends_at_s <= now_s]:
            self._forget(kiosk_id)

    def _forget(self, kiosk_id: str) -> None:
        link = self._links.pop(kiosk_id, None)
        if link is not None:
            link.waiting.clear()
            link.came.set()

    def _all_bytes(self) -> int:
        return sum(link.size_bytes for link in self._links.values())


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise RemoteRequestError(400, "bad_request")
    return int(text)


async def _within(came: asyncio.Event, wait_s: float) -> None:
    try:
        await asyncio.wait_for(came.wait(), wait_s)
    except TimeoutError:
        return


def _name(item: Item | None, material_id: str) -> Text:
    """The paper by its name; raises RemoteRequestError for one that no item asks for."""
    found = next((m.name for m in item.materials if m.id == material_id), None) if item else None
    if found is None:
        raise RemoteRequestError(400, "bad_request")
    return found
