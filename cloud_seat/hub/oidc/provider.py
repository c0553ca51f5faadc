"""Shell: the provider over HTTP: what it says of itself, its keys, a code for a token. Under TLS, or on loopback."""

import base64
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cloud_seat.hub.config import LOOPBACK, LocalSettingError
from cloud_seat.hub.oidc.about import About
from cloud_seat.hub.oidc.tokens import Client, Person, RemoteTokenError, person_in, signed_out_in

TIMEOUT_S = 8.0
FRESH_S = 3600.0
KEYS_AGAIN_S = 30.0
"""An unknown key makes us ask for the provider's list, no more often than so, whoever sends what."""
ANSWER_BYTES = 256 * 1024

Found = TypeVar("Found")


class RemoteProviderError(Exception):
    """The provider was not reached, refused, or said something strange."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider says of itself (OpenID Connect Discovery 1.0 §3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


class _Token(msgspec.Struct, frozen=True):
    id_token: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back to us, and what we had asked with."""

    code: str
    verifier: str
    nonce: str
    back_to: str


def read_about(path: Path) -> About:
    """Raises LocalSettingError."""
    try:
        about = msgspec.json.decode(path.read_bytes(), type=About)
    except (OSError, msgspec.MsgspecError, UnicodeError) as error:
        raise LocalSettingError("oidc_file") from error
    if not is_safe(about.issuer) or not about.client_id:
        raise LocalSettingError("oidc_file")
    return about


def is_safe(url: str) -> bool:
    """Under TLS, or on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Codes and secrets go where the provider's own document says and nowhere else."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, *words: Any) -> None:
        """Not followed."""


class Provider:
    """Blocking: call it off the loop. What it told is kept for an hour, its keys until an unknown one is used."""

    def __init__(self, about: About, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.about, self._client = about, Client(about.issuer, about.client_id, about.claim)
        context = ssl.create_default_context(cafile=about.ca_file or None)
        handlers = (urllib.request.ProxyHandler({}), _StayHere, urllib.request.HTTPSHandler(context=context))
        self._opener = urllib.request.build_opener(*handlers)
        self._lock = threading.Lock()
        self._told: Told | None = None
        self._told_at_s = self._keys_at_s = -2 * FRESH_S
        self._keys = KeySet([])

    def told(self) -> Told:
        """Raises RemoteProviderError."""
        with self._lock:
            if self._told is None or self._clock() - self._told_at_s > FRESH_S:
                where = f"{self.about.issuer.rstrip('/')}/.well-known/openid-configuration"
                told: Told = _read(self._ask(urllib.request.Request(where)), Told)
                ends = (told.authorization_endpoint, told.token_endpoint, told.jwks_uri)
                if told.issuer != self.about.issuer or not all(map(is_safe, ends)):
                    raise RemoteProviderError("issuer")
                self._told, self._told_at_s = told, self._clock()
            return self._told

    def person(self, returned: Returned) -> Person:
        """Who it was that came back. Raises RemoteProviderError, RemoteTokenError."""
        token = self._token_for(returned)
        nonce = returned.nonce
        return self._with_keys(lambda keys: person_in(token, keys, self._client, nonce=nonce, now_s=time.time()))

    def signed_out(self, token: str) -> tuple[str, str]:
        """Subject and session that it has ended. Raises RemoteProviderError, RemoteTokenError."""
        return self._with_keys(lambda keys: signed_out_in(token, keys, self._client, now_s=time.time()))

    def _with_keys(self, check: Callable[[KeySet], Found]) -> Found:
        """With the keys that we have; if it fails, once more with those of now: the provider may have changed them."""
        try:
            return check(self._known_keys(at_once=False))
        except RemoteTokenError:
            return check(self._known_keys(at_once=True))

    def _known_keys(self, *, at_once: bool) -> KeySet:
        where = self.told().jwks_uri
        with self._lock:
            age_s = self._clock() - self._keys_at_s
            if age_s > FRESH_S or (at_once and age_s > KEYS_AGAIN_S):
                body = self._ask(urllib.request.Request(where))
                try:
                    self._keys = KeySet.import_key_set(json.loads(body))
                except (JoseError, ValueError, TypeError, KeyError) as error:
                    raise RemoteProviderError("keys") from error
                self._keys_at_s = self._clock()
            return self._keys

    def _token_for(self, returned: Returned) -> str:
        about, form = self.about, {"grant_type": "authorization_code", "code": returned.code}
        form |= {"redirect_uri": returned.back_to, "code_verifier": returned.verifier}
        headers = {"Accept": "application/json"}
        if about.client_secret:
            words = f"{quote(about.client_id, safe='')}:{quote(about.client_secret, safe='')}"  # RFC 6749 §2.3.1
            headers["Authorization"] = "Basic " + base64.b64encode(words.encode()).decode()
        else:
            form["client_id"] = about.client_id
        asked = urllib.request.Request(self.told().token_endpoint, urlencode(form).encode(), headers)
        token: _Token = _read(self._ask(asked), _Token)
        return token.id_token

    def _ask(self, request: urllib.request.Request) -> bytes:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                body: bytes = answer.read(ANSWER_BYTES + 1)
        except (OSError, ValueError) as error:  # HTTPError is one
            raise RemoteProviderError(type(error).__name__) from error
        if len(body) > ANSWER_BYTES:
            raise RemoteProviderError("too_large")
        return body


def _read(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise RemoteProviderError("malformed") from error
