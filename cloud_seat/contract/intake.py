"""Core: the papers of one intake: manifest, receipt, key list, and the canonical bytes that are hashed and signed."""

import hashlib
import json
from typing import Any

import msgspec

CHUNK_BYTES = 256 * 1024
"""Largest body of one chunk PUT; a blob is cut at multiples of this."""

COMPLAINT_FORM = "complaint"
"""The form of 办不成事: a case with it is a complaint. Its `item_id` is the matter that could not be done, or empty."""

MESSAGE_FORM = "message"
"""The form of 留言 and 给我回电, for an official who could not be reached. `item_id` as with a complaint."""

LETTER_FORMS = (COMPLAINT_FORM, MESSAGE_FORM)
"""Forms of what is written to the office beside any matter. Each becomes a work order of that kind at the hub."""

STEPS_PART = "steps.json"
"""What the resident of a letter had tried: [{"code", "zh", "en"}], oldest first; nothing personal."""


class WrappedKey(msgspec.Struct, frozen=True, kw_only=True):
    """The case key, or a whole manifest, sealed (HPKE) to one hub key. `sealed`: base64 of enc || ciphertext."""

    key_id: str
    sealed: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed file of the case: "form.json", "signature", "application.pdf", "material/…".

    `sha256`: of the sealed file. `document_sha256`: of a signed paper as it was shown; empty for anything else.
    """

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    document_sha256: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a kiosk commits: ids, sizes and times in the clear, everything personal sealed in the parts.

    `rehearsal`: nobody's case, of a booth that tries itself by night. It travels and is read like any other, then
    nothing of it is kept but that it was there.
    """

    protocol: int = 1
    case_id: str
    kiosk_id: str
    epoch: int = 0
    sequence: int = 0
    provisional_number: str = ""
    item_id: str
    form_id: str
    form_version: int
    form_hash: str = ""
    submitted_at: str
    clock_trusted: bool = True
    priority: int = 0
    wrapped_keys: tuple[WrappedKey, ...]
    parts: tuple[Part, ...]
    rehearsal: bool = False


class Waybill(msgspec.Struct, frozen=True, kw_only=True):
    """Goes with a case that a person carries from a booth; its manifest is sealed to each hub key."""

    protocol: int = 1
    kiosk_id: str
    case_id: str
    provisional_number: str = ""
    manifest: tuple[WrappedKey, ...]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's word that the case is whole and safe. The kiosk destroys its copy only after checking the signature."""

    protocol: int = 1
    case_id: str
    acceptance_number: str
    manifest_sha256: str
    received_at: str


def canonical(value: Any) -> bytes:
    """The one byte form that is hashed and signed: sorted keys, no spaces, UTF-8. Struct or plain object."""
    plain = msgspec.to_builtins(value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def manifest_sha256(body: bytes) -> str:
    """Hash of the manifest exactly as sent."""
    return hashlib.sha256(body).hexdigest()


def case_key_info(kiosk_id: str, case_id: str) -> bytes:
    """HPKE `info` that binds a wrapped key to its kiosk and case."""
    return b"xiaowu case key v1|" + kiosk_id.encode() + b"|" + case_id.encode()


def waybill_info(kiosk_id: str, case_id: str) -> bytes:
    """HPKE `info` that binds the manifest in a waybill to its kiosk and case."""
    return b"xiaowu waybill v1|" + kiosk_id.encode() + b"|" + case_id.encode()
