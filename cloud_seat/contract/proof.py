"""Core: a booth's proof that it holds its key, for one request, once. In the manner of DPoP (RFC 9449), with Ed25519.

Authorization: Booth <claim>.<signature>        both base64url; the claim is JSON
"""

import base64

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SCHEME = "Booth"
HUB_TIME = "X-Hub-Time"
"""In every refusal of a proof: the hub's clock, seconds since 1970, for a booth whose own is wrong."""
LONGEST = 2048
_CONTEXT = b"xiaowu booth proof 1\n"


class RemoteProofError(Exception):
    """What came is no proof of this key for this request."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks what, when. `path`: with its query, as it stands in the request. `nonce`: never the same twice."""

    kiosk_id: str
    method: str
    path: str
    at_s: float
    nonce: str


class Enrolling(msgspec.Struct, frozen=True, kw_only=True):
    """Booth → hub, once: the code that an operator gave it, and the public half of its key, base64."""

    code: str
    public_key: str


def prove(key: Ed25519PrivateKey, claim: Claim) -> str:
    """The value of `Authorization`."""
    said = msgspec.json.encode(claim)
    return f"{SCHEME} {_text(said)}.{_text(key.sign(_CONTEXT + said))}"


def read_claim(proof: str) -> Claim:
    """What it says, not yet believed. Raises RemoteProofError."""
    return _parts(proof)[0]


def check(proof: str, public_key: bytes) -> None:
    """Raises RemoteProofError unless this key signed it."""
    _, said, signature = _parts(proof)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _CONTEXT + said)
    except (InvalidSignature, ValueError) as error:
        raise RemoteProofError("signature") from error


def _parts(proof: str) -> tuple[Claim, bytes, bytes]:
    said, _, signature = proof.partition(".")
    if len(proof) > LONGEST:
        raise RemoteProofError("long")
    try:
        raw = _bytes(said)
        return msgspec.json.decode(raw, type=Claim), raw, _bytes(signature)
    except (ValueError, msgspec.MsgspecError) as error:
        raise RemoteProofError("malformed") from error


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
