"""Shell: the road between booth and hub in the simulation: no sockets, one seeded chance, every kind of bad weather.

It stands where `requests` has its transport adapters, so all of the booth's own client code is used as it is.
"""

import io
import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.adapters import BaseAdapter

from tests.offline_cache.intake_peer import IntakePeer, _sign, canonical

CALM_AT_THE_END = 0.25
"""The manifest is one request of many, and the one that matters: it meets more weather than the rest."""


class PowerCut(BaseException):
    """The booth's program ends here, wherever it is."""


@dataclass
class Weather(BaseAdapter):
    """`fates`: what may happen to a request, with its weight; none: fine weather."""

    peer: IntakePeer
    chance: Random
    fates: dict[str, float] = field(default_factory=dict)
    late: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """One request and its fate."""
        sent = (str(request.method), str(request.path_url), _lower(request), _bytes(request.body))
        fate = self._fate(calm=CALM_AT_THE_END if request.method == "POST" else 1.0)
        if self.late and self.chance.random() < 0.3:
            self.peer.answer(*self.late.pop(0))
        match fate:
            case "request lost" | "cut before":
                return self._end(fate)
            case "late":
                self.late.append(sent)
                raise requests.Timeout
            case "damaged" if sent[3]:
                sent = (*sent[:3], _flipped(sent[3], self.chance))
            case "twice":
                self.peer.answer(*sent)
            case "500" | "401" | "portal":
                return _reply(request, {"500": 500, "401": 401, "portal": 200}[fate], b"<html>")
            case "another's reply" if self.replies:
                return _reply(request, 200, self.chance.choice(self.replies))
        status, body = self.peer.answer(*sent)
        if fate in ("reply lost", "cut after"):
            return self._end(fate)
        reply = _reply(request, status, self._forged(fate, sent, status, body))
        reply.headers.update(self.peer.place(sent[2]))
        return reply

    def close(self) -> None:
        """Nothing is open."""

    def _fate(self, calm: float) -> str:
        return self.chance.choices(["fine", *self.fates], [calm, *self.fates.values()])[0]

    def _end(self, fate: str) -> requests.Response:
        if fate.startswith("cut"):
            raise PowerCut
        raise requests.ConnectionError

    def _forged(self, fate: str, sent: tuple[str, str, dict[str, str], bytes], status: int, body: bytes) -> bytes:
        """Somebody in between: a receipt or a key list that the hub did not sign, or one of another case."""
        if status != 200:
            return body
        if sent[0] == "POST":
            self.replies.append(body)
            if fate == "forged":
                receipt = json.loads(body)["receipt"]
                return canonical({"receipt": receipt, "signature": _sign(Ed25519PrivateKey.generate(), receipt)})
        if fate == "forged" and sent[1].endswith("/keys"):
            thief = IntakePeer(receipts=self.peer.receipts, issued_at="2027-01-01T00:00:00+00:00")
            return thief.key_list()
        return body


def _lower(request: requests.PreparedRequest) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in request.headers.items()}


def _bytes(body: object) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body) if isinstance(body, bytes) else b""


def _flipped(body: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(body))
    return body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :]


def _reply(request: requests.PreparedRequest, status: int, body: bytes) -> requests.Response:
    reply = requests.Response()
    reply.status_code, reply.raw, reply.request, reply.url = status, io.BytesIO(body), request, str(request.url)
    return reply
