"""Shell: keys. Draws case keys and nonces, wraps a case key for this device or for the hub, derives the device's keys.

A draft's key is wrapped by the device; "submit" wraps it to the hub's public keys instead. After that this kiosk holds
nothing that opens the case.
"""

import base64
import secrets

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from offline_cache import sealed_file, sm2
from offline_cache.errors import LocalUseError
from offline_cache.intake_papers import (
    HUB_PUBLIC_BYTES,
    HUB_SUITE,
    SM_SUITE,
    HubKey,
    WrappedKeyWire,
    case_key_info,
)

DEVICE_KEY_BYTES = 32
CASE_KEY_BYTES = 32
_MLKEM_BYTES = HUB_PUBLIC_BYTES - 32

HUB_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
"""RFC 9180 single shot with the hybrid KEM X-Wing: safe while either X25519 or ML-KEM-768 stands."""


class Vault:
    """The device's wrapping key and all that is done with it. `device_key`: 32 bytes, from the TPM or a key file."""

    def __init__(self, device_key: bytes, kiosk_id: str) -> None:
        self._wrapping_key = derive(device_key, "draft wrap")
        self._kiosk_id = kiosk_id
        self.suite = sealed_file.Suite.AES_256_GCM
        """What new parts are sealed with; either is opened."""

    def new_draft_key(self, case_id: str) -> bytes:
        """A fresh case key, wrapped: it leaves this room's memory only in that form."""
        nonce = secrets.token_bytes(sealed_file.NONCE_BYTES)
        return sealed_file.wrap_key(self._wrapping_key, nonce, case_id, secrets.token_bytes(CASE_KEY_BYTES))

    def seal(self, case_id: str, draft_key: bytes, part_name: str, plaintext: bytes) -> bytes:
        """A sealed file of the draft. `draft_key` as `new_draft_key` gave it."""
        key = sealed_file.unwrap_key(self._wrapping_key, case_id, draft_key)
        prefix = secrets.token_bytes(sealed_file.PREFIX_BYTES)
        return sealed_file.seal(key, prefix, part_name, plaintext, suite=self.suite)

    def open(self, case_id: str, draft_key: bytes, part_name: str, sealed: bytes) -> bytes:
        """The plaintext of a draft's part. Raises SealBrokenError."""
        key = sealed_file.unwrap_key(self._wrapping_key, case_id, draft_key)
        return sealed_file.open_sealed(key, part_name, sealed)

    def wrap_for_hub(self, case_id: str, draft_key: bytes, hub_key: HubKey) -> WrappedKeyWire:
        """The case key sealed so that only the holder of `hub_key` opens it."""
        key = sealed_file.unwrap_key(self._wrapping_key, case_id, draft_key)
        return seal_to_hub(key, hub_key, case_key_info(self._kiosk_id, case_id))


def seal_to_hub(plain: bytes, hub_key: HubKey, info: bytes) -> WrappedKeyWire:
    """Only the holder of `hub_key` opens it, and only with the same `info`. SM2 has no place for that, so its SM3 goes
    before the text."""
    if hub_key.suite == SM_SUITE:
        sealed = sm2.encrypt(hub_key.public, sm3(info) + plain)
    else:
        sealed = HUB_HPKE.encrypt(plain, hub_public_key(hub_key), info)
    return WrappedKeyWire(key_id=hub_key.id, sealed=base64.b64encode(sealed).decode())


def sm3(data: bytes) -> bytes:
    """32 bytes (GB/T 32905)."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def hub_public_key(hub_key: HubKey) -> hpke.MLKEM768X25519PublicKey:
    """The library's key from the raw bytes. Raises LocalUseError: lists are checked when they arrive."""
    if hub_key.suite != HUB_SUITE or len(hub_key.public) != HUB_PUBLIC_BYTES:
        raise LocalUseError("hub-key-suite")
    return hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(hub_key.public[:_MLKEM_BYTES]),
        X25519PublicKey.from_public_bytes(hub_key.public[_MLKEM_BYTES:]),
    )


def derive(device_key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    if len(device_key) != DEVICE_KEY_BYTES:
        raise LocalUseError("device-key-length")
    return HKDF(SHA256(), 32, salt=None, info=f"xiaowu cache v1|{purpose}".encode()).derive(device_key)
