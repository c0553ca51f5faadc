"""Shell: the hub as the hands use it: one socket for messages, plain HTTP for pictures, ratings, catalogue."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import requests

from cloud_seat.contract.phone import PhoneAsked, PhoneLink, PhoneNext
from cloud_seat.contract.signalling import Message
from kiosk_app.hands.paced import Paced
from kiosk_app.own_key import HubWord, auth_of

log = logging.getLogger(__name__)

CONNECT_S = 3.0
READ_S = 15.0
ANSWER_LIMIT_BYTES = 64 * 1024 * 1024


class HubDoor:
    """Requests run in threads; nothing here blocks the engine lane. A hub out of reach gives None or False."""

    def __init__(self, url: str, word: HubWord, send: Callable[[Message], bool], *, ca_file: str = "") -> None:
        self._url = url.rstrip("/")
        self._web = requests.Session()
        self._web.trust_env = False
        self._web.verify = ca_file or True
        self.use_token(word)
        self.send = send

    def use_token(self, word: HubWord) -> None:
        """From the next request on."""
        self._web.auth = auth_of(word)

    async def put_scan(self, call_id: str, scan_id: str, media_type: str, data: Paced | bytes) -> bool:
        """A picture for the official in this call; the hub keeps it only while the call lives."""
        path = f"/api/v1/calls/{call_id}/scans/{scan_id}"
        answer = await self._ask("PUT", path, data=data, headers={"Content-Type": media_type})
        return answer is not None

    async def rate(self, case_id: str, level: int, *, words: int) -> int:
        """A rating, by which version of the words; level 0: "not rated". Status as of `post`; 409: the hub has one."""
        told = {"level": level or None, "words": words}
        status, _ = await self.post(f"/api/v1/cases/{case_id}/rating", msgspec.json.encode(told))
        return status

    async def tell_rehearsal(self, told: bytes) -> bool:
        """What the booth found by night, RehearsalTold as JSON."""
        return await self._ask("PUT", "/api/v1/rehearsal", data=told) is not None

    async def tell_outbox(self, told: bytes) -> bool:
        """What waits here, OutboxTold as JSON."""
        return await self._ask("PUT", "/api/v1/outbox", data=told) is not None

    async def tell_missed(self, words: Mapping[str, str]) -> bool:
        """Words that found nothing, each with an id under which the hub counts it once."""
        return await self._ask("POST", "/api/v1/missed-words", json={"words": words}) is not None

    async def open_phone_link(self, asked: PhoneAsked) -> PhoneLink | None:
        """A way for pictures from the resident's phone."""
        answer = await self._ask("POST", "/api/v1/phone-link", data=msgspec.json.encode(asked))
        return msgspec.json.decode(answer, type=PhoneLink) if answer else None

    async def next_phone_picture(self, *, after: int, is_seen: bool) -> PhoneNext | None:
        """What the phone did since; the hub waits a moment for it. It forgets every picture up to `after`."""
        answer = await self._ask("GET", f"/api/v1/phone-link/next?after={after}&seen={int(is_seen)}")
        return msgspec.json.decode(answer, type=PhoneNext) if answer else None

    async def close_phone_link(self) -> None:
        """The hub forgets what it has of it."""
        await self._ask("DELETE", "/api/v1/phone-link")

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of an answer; status 0 when the hub is out of reach."""
        answer = await self._answer("POST", path, data=body, headers={"Content-Type": "application/json"})
        return (answer.status_code, answer.content) if answer is not None else (0, b"")

    async def get(self, path: str) -> bytes | None:
        """The body of a public resource."""
        return await self._ask("GET", path)

    def close(self) -> None:
        """Lets the connections go."""
        self._web.close()

    async def _ask(self, method: str, path: str, **how: Any) -> bytes | None:
        answer = await self._answer(method, path, **how)
        if answer is None or answer.ok:
            return answer.content if answer is not None else None
        log.warning("hub %s refused: %d", method, answer.status_code)
        return None

    async def _answer(self, method: str, path: str, **how: Any) -> requests.Response | None:
        """What the hub said; None when nobody or somebody else did."""

        def ask() -> requests.Response | None:
            url, patience = self._url + path, (CONNECT_S, READ_S)
            try:
                answer = self._web.request(method, url, timeout=patience, allow_redirects=False, **how)
            except requests.RequestException as error:
                log.info("hub %s: %s", method, type(error).__name__)
                return None
            return answer if is_hubs(answer.status_code, answer.headers.get("Content-Type", "")) else None

        return await asyncio.to_thread(ask)


def is_hubs(status: int, media_type: str) -> bool:
    """Not a page to sign in to somebody's network: the hub never redirects and never speaks HTML here."""
    return not 300 <= status < 400 and "html" not in media_type
