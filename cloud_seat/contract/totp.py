"""Core: one-time codes of an authenticator app: RFC 4226 (HOTP), RFC 6238 (TOTP), with SHA-1 and 30 s as apps do."""

import base64
import hmac
from urllib.parse import quote

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226 §4, R6
_DRIFT = 1  # RFC 6238 §5.2: one step for the way and the clock


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step. RFC 4226 §5.3."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 0x0F
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: bytes, code: str, now_s: float, *, after: int) -> int | None:
    """The step that this code belongs to, now or one beside it, later than `after`: no code counts twice."""
    now = int(now_s // STEP_S)
    near = [step for step in range(now - _DRIFT, now + _DRIFT + 1) if step > after]
    return next((step for step in near if hmac.compare_digest(code_at(secret, step).encode(), code.encode())), None)


def secret_text(secret: bytes) -> str:
    """As apps take it when it is typed."""
    return base64.b32encode(secret).decode().rstrip("=")


def secret_of(text: str) -> bytes:
    """The other way round. Raises ValueError."""
    plain = text.replace(" ", "").upper()
    return base64.b32decode(plain + "=" * (-len(plain) % 8))


def app_uri(secret: bytes, *, user: str, issuer: str) -> str:
    """What the QR code says; the format that authenticator apps agree on."""
    who = f"{quote(issuer)}:{quote(user)}"
    return f"otpauth://totp/{who}?secret={secret_text(secret)}&issuer={quote(issuer)}&period={STEP_S}&digits={DIGITS}"
