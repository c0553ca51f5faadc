"""Shell: passkeys (WebAuthn) as a second factor: what the browser is asked, and whether its answer is right.

A passkey is good for the one name of the hub under which it was made; a page of another name gets no answer out of it.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from sqlalchemy import Connection
from starlette.requests import Request

from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.store import passkeys as store
from cloud_seat.hub.store.people import SeatProfile

TITLE = "政务晓屋"
MOST = 8
"""Of one account: a key in the drawer, one at home, one in each computer."""
NAME_LONGEST = 40
COPIED = "passkey_copied"
_CHALLENGE_BYTES = 32
_UV = UserVerificationRequirement.PREFERRED  # the password was right already
_WRONG = (ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError)
"""What the library raises for answers that are none."""


@dataclass(frozen=True, slots=True)
class Site:
    """The hub's name as the browser has it, and the page's origin. An address of numbers has no passkeys."""

    rp_id: str = ""
    origin: str = ""


class RemotePasskeyError(Exception):
    """The answer is none, is somebody else's, too old, or was given before; COPIED: the key counted backwards."""


def site_of(request: Request) -> Site:
    """Of a request whose own origin was required before."""
    origin = request.headers.get("origin", "")
    parts = urlsplit(origin)
    name = parts.hostname or ""
    is_safe = parts.scheme == "https" or name == "localhost"
    return Site(name, origin) if is_safe and not name.replace(".", "").isdigit() and ":" not in name else Site()


def asked_for_new(db: Connection, profile: SeatProfile, site: Site, lives_s: float) -> dict[str, Any] | None:
    """What the browser is asked to make a passkey with; None where there can be none."""
    known = store.of(db, profile.seat.seat_id)
    if not site.rp_id or len(known) >= MOST:
        return None
    handle = hashlib.sha256(profile.seat.seat_id.encode()).digest()
    user = PublicKeyCredentialUserEntity(id=handle, name=profile.user, display_name=profile.seat.name)
    options, state = _server(site).register_begin(
        user,
        [_credential(one) for one in known if one.rp_id == site.rp_id],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=_UV,
        challenge=secrets.token_bytes(_CHALLENGE_BYTES),
    )
    store.ask(db, state["challenge"], profile.seat.seat_id, now_s=time.time(), lives_s=lives_s)
    return dict(options.public_key)


def take_new(db: Connection, seat_id: str, site: Site, answer: dict[str, Any], name: str) -> store.Passkey:
    """Keep the passkey that was made. Raises RemotePasskeyError."""
    try:
        registration = RegistrationResponse.from_dict(answer)
        state = _state(db, seat_id, registration.response.client_data.challenge)
        made = _server(site).register_complete(state, registration)
        assert made.credential_data is not None
    except _WRONG as error:
        raise RemotePasskeyError from error
    credential_id = made.credential_data.credential_id
    one = store.Passkey(
        passkey_id=hashlib.sha256(credential_id).hexdigest(),
        seat_id=seat_id,
        rp_id=site.rp_id,
        credential=bytes(made.credential_data),
        uses=made.counter,
        name=named(name),
        added_at=now_utc(),
    )
    if len(store.of(db, seat_id)) >= MOST or not store.keep(db, one):
        raise RemotePasskeyError
    return one


def asked_for_known(db: Connection, seat_id: str, site: Site, lives_s: float) -> dict[str, Any] | None:
    """What the browser is asked to answer with one of the account's passkeys; None when none is good here."""
    known = [_credential(one) for one in store.of(db, seat_id) if one.rp_id == site.rp_id]
    if not site.rp_id or not known:
        return None
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    options, state = _server(site).authenticate_begin(known, user_verification=_UV, challenge=challenge)
    store.ask(db, state["challenge"], seat_id, now_s=time.time(), lives_s=lives_s)
    return dict(options.public_key)


def check(db: Connection, seat_id: str, site: Site, answer: dict[str, Any]) -> store.Passkey:
    """Which one answered. Raises RemotePasskeyError; one that counts backwards has been copied, and is not believed."""
    known = [(_credential(one), one) for one in store.of(db, seat_id) if one.rp_id == site.rp_id]
    try:
        told = AuthenticationResponse.from_dict(answer)
        state = _state(db, seat_id, told.response.client_data.challenge)
        right = _server(site).authenticate_complete(state, [credential for credential, _ in known], told)
        found = next(one for credential, one in known if credential == right)
        uses = told.response.authenticator_data.counter
    except _WRONG as error:
        raise RemotePasskeyError from error
    if (uses or found.uses) and uses <= found.uses:
        raise RemotePasskeyError(COPIED)
    store.note_use(db, found.passkey_id, uses)
    return found


def named(said: str) -> str:
    """What can be shown on one line."""
    return "".join(letter for letter in said.strip() if letter.isprintable())[:NAME_LONGEST] or "通行密钥"


def _state(db: Connection, seat_id: str, challenge: bytes) -> dict[str, Any]:
    text = websafe_encode(challenge)
    if not store.take_answer(db, text, seat_id, time.time()):
        raise ValueError("asked nobody")
    return {"challenge": text, "user_verification": _UV}


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(name=TITLE, id=site.rp_id)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _credential(one: store.Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(one.credential)
