"""Core: the papers of intake protocol v1: manifest, waybill, receipt, signed key list, and what is hashed and signed.

The hub reads and writes the same papers from its own copy of these words: the two rooms share a protocol, not code.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from offline_cache import sm2
from offline_cache.errors import NoTrustError, RemoteAnswerError

PROTOCOL = 1
HUB_SUITE = "X25519-MLKEM768"
HUB_PUBLIC_BYTES = 1184 + 32
SM_SUITE = "SM2-SM3"
PUBLIC_BYTES = {HUB_SUITE: HUB_PUBLIC_BYTES, SM_SUITE: sm2.POINT_BYTES}
FORM_PART = "form.json"


@dataclass(frozen=True, slots=True)
class HubKey:
    """A public key of the hub. `public`: ML-KEM-768 key (1,184 bytes) | X25519 key (32), the order of X-Wing; or a
    point of SM2."""

    id: str
    suite: str
    public: bytes


@dataclass(frozen=True, slots=True)
class KeyList:
    """A hub key list whose signature by the pinned root key was checked. Suites unknown to us are left out.

    `receipt_keys`: by suite, Ed25519 (32 bytes) or a point of SM2; an older hub has only the first.
    """

    keys: tuple[HubKey, ...]
    receipt_keys: Mapping[str, bytes]
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """The hub's signed word that the whole case is safe. `received_at` as the hub wrote it (ISO 8601)."""

    case_id: str
    acceptance_number: str
    manifest_sha256: str
    received_at: str


class WrappedKeyWire(msgspec.Struct, frozen=True, kw_only=True):
    """The case key, or a whole manifest, sealed to one hub key; `sealed`: base64 of HPKE enc || ciphertext."""

    key_id: str
    sealed: str


class PartWire(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed part; hash and size are those of the sealed file. `document_sha256`: of a signed paper itself."""

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    document_sha256: str = ""


class ManifestWire(msgspec.Struct, frozen=True, kw_only=True):
    """What the kiosk commits: ids, sizes and times; everything personal is sealed in the parts."""

    protocol: int = PROTOCOL
    case_id: str
    kiosk_id: str
    epoch: int
    sequence: int
    provisional_number: str
    item_id: str
    form_id: str
    form_version: int
    form_hash: str
    submitted_at: str
    clock_trusted: bool
    priority: int
    wrapped_keys: tuple[WrappedKeyWire, ...]
    parts: tuple[PartWire, ...]
    rehearsal: bool = False


class FileWire(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed file, by the hash that is its name."""

    sha256: str
    size_bytes: int


class WaybillWire(msgspec.Struct, frozen=True, kw_only=True):
    """Goes with a case that is carried by hand: its sealed files, and its manifest sealed to each hub key."""

    protocol: int = PROTOCOL
    kiosk_id: str
    case_id: str
    provisional_number: str
    files: tuple[FileWire, ...]
    manifest: tuple[WrappedKeyWire, ...]


class _HubKeyWire(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    suite: str
    public: str


class _KeyListWire(msgspec.Struct, frozen=True, kw_only=True):
    keys: tuple[_HubKeyWire, ...]
    receipt_key: str
    receipt_key_sm2: str = ""
    issued_at: str
    signature: str


class _ReceiptWire(msgspec.Struct, frozen=True, kw_only=True):
    case_id: str
    acceptance_number: str
    manifest_sha256: str
    received_at: str


def canonical(value: object) -> bytes:
    """The one byte form that is hashed and signed: sorted keys, no spaces, UTF-8."""
    plain = msgspec.to_builtins(value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_hex(data: bytes) -> str:
    """Lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def case_key_info(kiosk_id: str, case_id: str) -> bytes:
    """HPKE `info`: binds a wrapped key to its kiosk and case."""
    return b"xiaowu case key v1|" + kiosk_id.encode() + b"|" + case_id.encode()


def waybill_info(kiosk_id: str, case_id: str) -> bytes:
    """HPKE `info`: binds a sealed manifest to its kiosk and case."""
    return b"xiaowu waybill v1|" + kiosk_id.encode() + b"|" + case_id.encode()


def read_key_list(body: bytes, root_key: bytes) -> KeyList:
    """The list in the hub's answer. Raises RemoteAnswerError; NoTrustError when the root key did not sign it."""
    listed = _object(body)
    try:
        wire = msgspec.convert(listed, _KeyListWire)
        keys = tuple(HubKey(k.id, k.suite, _base64(k.public)) for k in wire.keys if k.suite in PUBLIC_BYTES)
        issued_at = datetime.fromisoformat(wire.issued_at)
        receipt_keys = {HUB_SUITE: _base64(wire.receipt_key), SM_SUITE: _base64(wire.receipt_key_sm2)}
    except (msgspec.ValidationError, ValueError) as error:
        raise RemoteAnswerError("key-list-malformed") from error
    signed = {name: value for name, value in listed.items() if name != "signature"}
    if not _signed_by(root_key, wire.signature, signed):
        raise NoTrustError("key-list-signature")
    if issued_at.tzinfo is None or not keys or any(len(k.public) != PUBLIC_BYTES[k.suite] for k in keys):
        raise RemoteAnswerError("key-list-malformed")
    return KeyList(keys, receipt_keys, issued_at)


def read_receipt(body: bytes, *, receipt_key: bytes, case_id: str, manifest_sha256: str) -> Receipt:
    """The receipt in the hub's answer, only if it is signed and speaks of this very case and manifest.

    `receipt_key`: of either suite; the receipt carries a signature for each.
    """
    answer = _object(body)
    try:
        wire = msgspec.convert(answer.get("receipt"), _ReceiptWire)
    except msgspec.ValidationError as error:
        raise RemoteAnswerError("receipt-malformed") from error
    by_sm2 = len(receipt_key) == sm2.POINT_BYTES
    is_signed = _signed_by_sm2 if by_sm2 else _signed_by
    if not is_signed(receipt_key, answer.get("signature_sm2" if by_sm2 else "signature"), answer["receipt"]):
        raise RemoteAnswerError("receipt-signature")
    if (wire.case_id, wire.manifest_sha256) != (case_id, manifest_sha256):
        raise RemoteAnswerError("receipt-of-another-case")
    return Receipt(wire.case_id, wire.acceptance_number, wire.manifest_sha256, wire.received_at)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RemoteAnswerError("not-json") from error
    if not isinstance(value, dict):
        raise RemoteAnswerError("not-an-object")
    return value


def _signed_by(public_key: bytes, signature: object, value: object) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(_base64(signature), canonical(value))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_by_sm2(public_key: bytes, signature: object, value: object) -> bool:
    try:
        return sm2.verifies(public_key, _base64(signature), canonical(value))
    except ValueError:
        return False


def _base64(text: object) -> bytes:
    """Strict base64. Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("not text")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
