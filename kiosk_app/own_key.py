"""Shell: what the hub knows this booth by: its own key, made from the device key, that signs each request; or a token.

What is sent with the key is good once: who copies it has nothing.
"""

import secrets
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from requests import PreparedRequest, Response
from requests.auth import AuthBase

from cloud_seat.contract.proof import HUB_TIME, Claim, prove

_INFO = b"xiaowu booth's key to the hub 1"


class OwnKey(AuthBase):
    """Signs requests of `requests`, and the opening of sockets. A wrong clock is put right by the hub's refusal."""

    def __init__(self, kiosk_id: str, device_key: bytes) -> None:
        self._kiosk_id = kiosk_id
        seed = HKDF(SHA256(), 32, salt=None, info=_INFO).derive(device_key)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._ahead_s = 0.0
        """How far the hub's clock is ahead of ours; a float, so any lane may read it."""

    @property
    def public(self) -> bytes:
        """What the hub knows this booth by."""
        return self._key.public_key().public_bytes_raw()

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Signs one request."""
        request.headers["Authorization"] = self._proof(request.method or "", request.path_url)
        request.hooks["response"].append(self._heard)
        return request

    def for_socket(self, url: str) -> dict[str, str]:
        """The headers that open a socket at this address."""
        return {"Authorization": self._proof("GET", urlsplit(url).path)}

    def refused(self, headers: Mapping[str, str]) -> None:
        """The hub did not take a proof: perhaps because our clock is wrong."""
        told = headers.get(HUB_TIME, "")
        if told.replace(".", "", 1).isdigit():
            self._ahead_s = float(told) - time.time()

    def _heard(self, answer: Response, **_: Any) -> Response:
        if answer.status_code == 401:
            self.refused(answer.headers)
        return answer

    def _proof(self, method: str, path: str) -> str:
        at_s, nonce = time.time() + self._ahead_s, secrets.token_urlsafe(12)
        return prove(self._key, Claim(kiosk_id=self._kiosk_id, method=method, path=path, at_s=at_s, nonce=nonce))


class Token(AuthBase):
    """A secret that is sent as it is: for tries, and for hubs from before booths had keys."""

    def __init__(self, token: str) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Into one request."""
        request.headers.update(self._headers)
        return request

    def for_socket(self, _url: str) -> dict[str, str]:
        """The headers that open a socket."""
        return self._headers

    def refused(self, _headers: Mapping[str, str]) -> None:
        """Nothing that could be put right."""


HubWord: TypeAlias = str | OwnKey
"""A token, or the key."""


def auth_of(word: HubWord) -> OwnKey | Token:
    """For `requests`, and for sockets."""
    return Token(word) if isinstance(word, str) else word


@dataclass(slots=True)
class SocketDoor:
    """How one socket of this booth is opened: anew each time, for a proof is good once."""

    word: HubWord
    url: str
    ca_file: str = ""
    tls: ssl.SSLContext | None = field(init=False)

    def __post_init__(self) -> None:
        self.tls = ssl.create_default_context(cafile=self.ca_file) if self.ca_file else None

    def headers(self) -> Mapping[str, str]:
        """Of the next try."""
        return auth_of(self.word).for_socket(self.url)

    def refused(self, headers: Mapping[str, str]) -> None:
        """The hub's answer to the last one."""
        auth_of(self.word).refused(headers)


def socket_url(hub_url: str, path: str) -> str:
    """The hub's socket at this path."""
    return hub_url.rstrip("/").replace("http", "ws", 1) + path
