"""Core: the bytes of one sealed file, format XWS1. The hub opens the same format; it is frozen bit for bit.

    header  16 bytes: b"XWS1" | suite u8 (1: AES-256-GCM, 2: SM4-GCM) | 4 zero bytes | nonce prefix, 7 random bytes
    frames  plaintext cut every 1,048,576 bytes, each sealed on its own: ciphertext | tag (16 bytes)
    nonce   prefix (7) | frame counter, u32 big-endian | 1 on the last frame, else 0
    AAD     header | part name in UTF-8

An empty file is one empty last frame. The counter detects re-ordering, the last flag truncation, the AAD a file passed
off as another part. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from offline_cache.errors import LocalUseError, SealBrokenError
from offline_cache.sm4_gcm import Sm4Gcm

MAGIC = b"XWS1"
FRAME_BYTES = 1_048_576
TAG_BYTES = 16
HEADER_BYTES = 16
PREFIX_BYTES = 7
NONCE_BYTES = 12


class Suite(IntEnum):
    """What seals the frames: the byte in the header."""

    AES_256_GCM = 1
    SM4_GCM = 2


_CIPHERS: Mapping[int, type[AESGCM] | type[Sm4Gcm]] = {Suite.AES_256_GCM: AESGCM, Suite.SM4_GCM: Sm4Gcm}


def seal(
    key: bytes, nonce_prefix: bytes, part_name: str, plaintext: bytes, *, suite: Suite = Suite.AES_256_GCM
) -> bytes:
    """The sealed file. `key`: 32 bytes; `nonce_prefix`: 7 random bytes, never used twice with one key."""
    if len(nonce_prefix) != PREFIX_BYTES:
        raise LocalUseError("nonce-prefix-length")
    header = MAGIC + bytes([suite, 0, 0, 0, 0]) + nonce_prefix
    cipher, aad = _CIPHERS[suite](key), header + part_name.encode()
    frames = _frames(memoryview(plaintext), FRAME_BYTES)
    return header + b"".join(cipher.encrypt(_nonce(nonce_prefix, i, last), f, aad) for i, last, f in frames)


def open_sealed(key: bytes, part_name: str, sealed: bytes) -> bytes:
    """The plaintext, of either suite. Whatever the bytes, raises nothing but SealBrokenError."""
    header = sealed[:HEADER_BYTES]
    if len(sealed) < HEADER_BYTES + TAG_BYTES or header[:4] != MAGIC or header[5:9] != bytes(4):
        raise SealBrokenError("not-a-sealed-file")
    if header[4] not in _CIPHERS:
        raise SealBrokenError("unknown-suite")
    cipher, aad, prefix = _CIPHERS[header[4]](key), header + part_name.encode(), header[9:]
    frames = _frames(memoryview(sealed)[HEADER_BYTES:], FRAME_BYTES + TAG_BYTES)
    try:
        return b"".join(cipher.decrypt(_nonce(prefix, i, last), f, aad) for i, last, f in frames)
    except InvalidTag as error:
        raise SealBrokenError("does-not-open") from error


def wrap_key(wrapping_key: bytes, nonce: bytes, case_id: str, case_key: bytes) -> bytes:
    """A case key sealed by the device's own key, bound to its case: nonce (12) | ciphertext | tag."""
    return nonce + AESGCM(wrapping_key).encrypt(nonce, case_key, _wrap_aad(case_id))


def unwrap_key(wrapping_key: bytes, case_id: str, wrapped: bytes) -> bytes:
    """The case key. Raises SealBrokenError."""
    try:
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return AESGCM(wrapping_key).decrypt(nonce, sealed, _wrap_aad(case_id))
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError("case-key-does-not-open") from error


def _frames(body: memoryview, frame_bytes: int) -> Iterator[tuple[int, bool, memoryview]]:
    """Counter, last flag and bytes of each frame; an empty body is one empty last frame."""
    starts = range(0, max(len(body), 1), frame_bytes)
    for index, start in enumerate(starts):
        yield index, index == len(starts) - 1, body[start : start + frame_bytes]


def _nonce(prefix: bytes, counter: int, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes([last])


def _wrap_aad(case_id: str) -> bytes:
    return b"xiaowu draft key v1|" + case_id.encode()
