"""Shell: the hub's keys as files (0600) in `data-dir/keys`, and what is done with them. The key service of this hub.

root          Ed25519, signs the key list; its public half is pinned in every kiosk at enrolment
receipt       Ed25519, signs receipts
holder        HMAC key: finds the cases of a card without keeping its number
factor        AES-256-GCM key over the secrets of officials' authenticator apps
between       AES-256-GCM key over what hubs on one database tell each other, and papers shown in a running call
intake-N      X25519 + ML-KEM-768: kiosks seal case keys to the current and the next one
receipt-sm2, intake-sm2-N   the same by SM2 with SM3, for kiosks that are set so (ADR 0029)
Public intake key: ML-KEM-768 encapsulation key (1,184 bytes) | X25519 key (32), the order of X-Wing
(draft-connolly-cfrg-xwing-kem). Sealing: HPKE (RFC 9180), KEM MLKEM768-X25519, HKDF-SHA256, AES-256-GCM.
"""

import base64
import contextlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SM3, Hash

from cloud_seat.contract.envelope import RemoteEnvelopeError, decode_base64
from cloud_seat.contract.intake import (
    Manifest,
    Receipt,
    Waybill,
    WrappedKey,
    canonical,
    case_key_info,
    waybill_info,
)
from cloud_seat.contract.releases import INSTRUCTION, Instruction, SignedInstruction
from cloud_seat.hub.sm2 import RemoteSm2Error, Sm2Key

SUITE = "X25519-MLKEM768"
SM_SUITE = "SM2-SM3"
CASE_KEY_BYTES = 32
_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_X25519_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class _IntakeKey:
    key_id: str
    private: hpke.MLKEM768X25519PrivateKey
    public: bytes


class KeyService:
    """Signs receipts and key lists, and opens case keys. Everything else in the hub sees no private key."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root = Ed25519PrivateKey.from_private_bytes(_kept(folder / "root", lambda: secrets.token_bytes(32)))
        self._receipt = Ed25519PrivateKey.from_private_bytes(_kept(folder / "receipt", lambda: secrets.token_bytes(32)))
        self._receipt_sm2 = Sm2Key.from_der(_kept(folder / "receipt-sm2", _new_sm2_key))
        self._holder = _kept(folder / "holder", lambda: secrets.token_bytes(32))
        self._factor = AESGCM(_kept(folder / "factor", lambda: secrets.token_bytes(32)))
        self._between = AESGCM(_kept(folder / "between", lambda: secrets.token_bytes(32)))
        self._intake = {f"intake-{n}": _intake_key(f"intake-{n}", folder / f"intake-{n}") for n in (1, 2)}
        names = [f"intake-sm2-{n}" for n in (1, 2)]
        self._intake_sm2 = {name: Sm2Key.from_der(_kept(folder / name, _new_sm2_key)) for name in names}

    @property
    def root_public(self) -> bytes:
        """What kiosks pin."""
        return self._root.public_key().public_bytes_raw()

    def key_list(self, issued_at: str) -> bytes:
        """The signed list of public keys, as JSON."""
        keys = [{"id": k.key_id, "suite": SUITE, "public": _text(k.public)} for k in self._intake.values()]
        keys += [{"id": k, "suite": SM_SUITE, "public": _text(key.public)} for k, key in self._intake_sm2.items()]
        listed: dict[str, object] = {
            "keys": keys,
            "receipt_key": _text(self._receipt.public_key().public_bytes_raw()),
            "receipt_key_sm2": _text(self._receipt_sm2.public),
            "issued_at": issued_at,
        }
        return canonical({**listed, "signature": _text(self._root.sign(canonical(listed)))})

    def signed_instruction(self, instruction: Instruction) -> SignedInstruction:
        """By the root, which booths pinned. What is signed are the very bytes of `said`."""
        said = canonical(instruction)
        return SignedInstruction(said=said.decode(), signature=_text(self._root.sign(INSTRUCTION + said)))

    def holder_mark(self, card: str) -> str:
        """What stands for the number of a card in the database: HMAC-SHA256, hex. Without the key it tells nothing."""
        return hmac.digest(self._holder, card.strip().upper()[:64].encode(), "sha256").hex()

    def try_mark(self, name: str) -> str:
        """What stands for a name that somebody tried: HMAC-SHA256, hex, as it may be a password."""
        return hmac.digest(self._holder, b"try\0" + name.encode(errors="replace"), "sha256").hex()

    def seal_between(self, said: bytes) -> bytes:
        """For another hub of this district, by way of the database, which must not read it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._between.encrypt(nonce, said, None)

    def open_between(self, sealed: bytes) -> bytes:
        """The other way round. Raises ValueError when it was sealed by another district."""
        try:
            return self._between.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except InvalidTag as error:
            raise ValueError("not sealed by a hub with our keys") from error

    def seal_factor(self, secret: bytes, seat_id: str) -> bytes:
        """The secret of an official's app, so that the database alone tells it to nobody."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._factor.encrypt(nonce, secret, seat_id.encode())

    def open_factor(self, sealed: bytes, seat_id: str) -> bytes:
        """The other way round. Raises InvalidTag when it was sealed for another or by another hub."""
        return self._factor.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], seat_id.encode())

    def signed_receipt(self, receipt: Receipt) -> bytes:
        """The receipt with a signature of each suite, as JSON: a kiosk checks one before it destroys its copy."""
        signed = canonical(receipt)
        signatures = {"signature": self._receipt.sign(signed), "signature_sm2": self._receipt_sm2.sign(signed)}
        return canonical({"receipt": receipt, **{name: _text(raw) for name, raw in signatures.items()}})

    def case_key(self, manifest: Manifest) -> bytes:
        """The key of one case. Raises RemoteEnvelopeError when no wrapped key is for us or it does not open."""
        key = self._opened(manifest.wrapped_keys, case_key_info(manifest.kiosk_id, manifest.case_id))
        if len(key) != CASE_KEY_BYTES:
            raise RemoteEnvelopeError("case_key")
        return key

    def manifest(self, waybill: Waybill) -> bytes:
        """What the booth froze. Raises RemoteEnvelopeError."""
        return self._opened(waybill.manifest, waybill_info(waybill.kiosk_id, waybill.case_id))

    def _opened(self, wrapped: Iterable[WrappedKey], info: bytes) -> bytes:
        for one in wrapped:
            if own := self._intake.get(one.key_id):
                return _opened(own, decode_base64(one.sealed), info)
            if own_sm2 := self._intake_sm2.get(one.key_id):
                return _opened_sm2(own_sm2, decode_base64(one.sealed), info)
        raise RemoteEnvelopeError("no_key")


def _opened(own: _IntakeKey, sealed: bytes, info: bytes) -> bytes:
    try:
        return _HPKE.decrypt(sealed, own.private, info)
    except (InvalidTag, ValueError) as error:
        raise RemoteEnvelopeError("case_key") from error


def _opened_sm2(own: Sm2Key, sealed: bytes, info: bytes) -> bytes:
    """The SM3 of `info` stands before the text, as SM2 has no other place for it."""
    digest = Hash(SM3())
    digest.update(info)
    mark = digest.finalize()
    try:
        plain = own.decrypt(sealed)
    except RemoteSm2Error as error:
        raise RemoteEnvelopeError("case_key") from error
    if not hmac.compare_digest(plain[: len(mark)], mark):
        raise RemoteEnvelopeError("case_key")
    return plain[len(mark) :]


def _new_sm2_key() -> bytes:
    return Sm2Key.generate().der


def _intake_key(key_id: str, path: Path) -> _IntakeKey:
    raw = _kept(path, _new_intake_key)
    x25519 = X25519PrivateKey.from_private_bytes(raw[:_X25519_BYTES])
    mlkem = MLKEM768PrivateKey.from_seed_bytes(raw[_X25519_BYTES:])
    public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    return _IntakeKey(key_id, hpke.MLKEM768X25519PrivateKey(mlkem, x25519), public)


def _new_intake_key() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw() + MLKEM768PrivateKey.generate().private_bytes_raw()


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The key in this file, made at first use. Two programs that start together agree: the first link wins."""
    if not path.exists():
        new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(new)
        new.unlink()
        sync_folder(path.parent)
    return path.read_bytes()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
