"""Core: whether a token of the provider is one, is for us, and answers what we asked. Its keys and the time are given.

OpenID Connect Core 1.0 §3.1.3.7; Back-Channel Logout 1.0 §2.6.
"""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
"""By a key that only the provider has: never `none`, never one that we share."""
LEEWAY_S = 120
"""Clocks of two machines."""
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_MANY_FACTORS = "mfa"
"""RFC 8176 §2: more than one factor was asked for."""


class RemoteTokenError(Exception):
    """No token of this provider for us. `args`: which claim, or what kind of fault, never what stood there."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to whom, and which of its claims is the sign-in name."""

    issuer: str
    client_id: str
    claim: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider knows. `named`: the sign-in name here, by its claim; `sid`: its session."""

    subject: str
    named: str
    sid: str
    has_factor: bool


def person_in(token: str, keys: KeySet, client: Client, *, nonce: str, now_s: float) -> Person:
    """Of an ID token. Raises RemoteTokenError."""
    claims, header = _signed(token, keys)
    asked = {"nonce": nonce, "client_id": client.client_id}
    _require(CodeIDToken(claims, header, _for_us(client), asked), now_s)
    methods = claims.get("amr") or []
    return Person(str(claims["sub"]), _text(claims, client.claim), _text(claims, "sid"), _MANY_FACTORS in methods)


def signed_out_in(token: str, keys: KeySet, client: Client, *, now_s: float) -> tuple[str, str]:
    """Subject and session that the provider has ended; one of them may be empty. Raises RemoteTokenError."""
    claims, header = _signed(token, keys)
    _require(
        JWTClaims(claims, header, _for_us(client) | {"iat": {"essential": True}, "jti": {"essential": True}}), now_s
    )
    events = claims.get("events")
    ended = _text(claims, "sub"), _text(claims, "sid")
    if not isinstance(events, dict) or _LOGOUT not in events or "nonce" in claims or not any(ended):
        raise RemoteTokenError("events")
    return ended


def _signed(token: str, keys: KeySet) -> tuple[dict[str, Any], dict[str, Any]]:
    """Claims and header. Raises RemoteTokenError."""
    try:
        decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError) as error:
        raise RemoteTokenError(type(error).__name__) from error
    return dict(decoded.claims), dict(decoded.header)


def _for_us(client: Client) -> dict[str, Any]:
    names = {"iss": client.issuer, "aud": client.client_id}
    return {claim: {"essential": True, "value": value} for claim, value in names.items()}


def _require(claims: Any, now_s: float) -> None:
    try:
        claims.validate(int(now_s), LEEWAY_S)
    except (JoseError, ValueError, TypeError) as error:
        raise RemoteTokenError(type(error).__name__, str(getattr(error, "claim", ""))) from error


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value[:255] if isinstance(value, str) else ""
