"""Shell: what an operator does about booths at the command line: papers to enrol with, tokens, revoking."""

import base64
import re
import secrets
import time

from sqlalchemy import Connection

from cloud_seat.contract.text import Text
from cloud_seat.hub.admin import NAME, LocalInputError, changed_now, operator
from cloud_seat.hub.config import Settings
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store import audit, machines, people
from cloud_seat.hub.store.people import KioskProfile
from cloud_seat.hub.tls import TlsFiles


def enrol_kiosk(settings: Settings, kiosk_id: str, name: Text) -> dict[str, str]:
    """A new token for a booth; whatever opened the hub to it before stops working. And the key that it pins."""
    token = secrets.token_urlsafe(32)
    _begin(settings, KioskProfile(kiosk_id, name), token)
    return {"kiosk_id": kiosk_id, "token": token, "root_key": _root_key(settings)}


def open_paper(settings: Settings, kiosk_id: str, name: Text) -> dict[str, str]:
    """A code with which the booth brings a key of its own, and what it pins; whatever opened the hub before stops."""
    code, ends_at_s = secrets.token_urlsafe(24), time.time() + settings.limits.enrol_code_s
    _begin(settings, KioskProfile(kiosk_id, name), secrets.token_urlsafe(32))
    changed_now(settings, lambda db: machines.open_code(db, kiosk_id, code, ends_at_s=ends_at_s))
    root = TlsFiles(settings.data_dir / "tls").root
    paper = {"kiosk_id": kiosk_id, "code": code, "root_key": _root_key(settings)}
    return {**paper, "ca": root.read_text() if root.is_file() else ""}


def revoke_kiosk(settings: Settings, kiosk_id: str) -> None:
    """Key, token and code are worth nothing from now on; a running hub closes its socket within two seconds."""

    def revoke(db: Connection) -> bool:
        audit.note(db, actor=operator(), what="kiosk_revoked", about=kiosk_id)
        return machines.revoke(db, kiosk_id)

    if not changed_now(settings, revoke):
        raise LocalInputError(f"没有这台晓屋。 There is no such booth: {kiosk_id!r}")


def _begin(settings: Settings, profile: KioskProfile, token: str) -> None:
    kiosk_id = profile.kiosk_id
    if not re.fullmatch(NAME, kiosk_id):
        raise LocalInputError(f"晓屋编号只能用字母、数字和 . _ -。 Use letters, digits and . _ - only: {kiosk_id!r}")

    def enrol(db: Connection) -> None:
        machines.forget_key(db, kiosk_id)
        people.put_kiosk(db, profile, token)
        audit.note(db, actor=operator(), what="kiosk_enrolled", about=kiosk_id)

    changed_now(settings, enrol)


def _root_key(settings: Settings) -> str:
    return base64.b64encode(KeyService(settings.data_dir / "keys").root_public).decode()
