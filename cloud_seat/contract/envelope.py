"""Core: opens what a kiosk sealed.

Format: header "XWS1" | suite | 4 zero bytes | 7-byte nonce prefix, then frames of AES-256-GCM (suite 1) or SM4-GCM
(suite 2, RFC 8998, with the first half of the key). Each frame holds up to 1 MiB of plaintext and its 16-byte tag;
nonce = prefix | counter (u32 BE) | last flag; additional data = header | part name. Cut, re-ordered, renamed or mixed
frames do not open.
"""

import base64
import struct
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER_BYTES = 16
FRAME_BYTES = 1 << 20
TAG_BYTES = 16


class _Sm4Gcm:
    """SM4-GCM with the one call of `AESGCM` that is needed here."""

    def __init__(self, key: bytes) -> None:
        self._sm4 = algorithms.SM4(key[:16])

    def decrypt(self, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        """Raises InvalidTag."""
        if len(data) < TAG_BYTES:
            raise InvalidTag
        opening = Cipher(self._sm4, modes.GCM(nonce, data[-TAG_BYTES:])).decryptor()
        opening.authenticate_additional_data(aad)
        return opening.update(data[:-TAG_BYTES]) + opening.finalize()


_CIPHERS: Mapping[int, type[AESGCM] | type[_Sm4Gcm]] = {1: AESGCM, 2: _Sm4Gcm}


class RemoteEnvelopeError(Exception):
    """The sealed bytes are not what that kiosk sealed under that name. Keep them and call a person; never guess."""


def open_part(key: bytes, name: str, sealed: bytes) -> bytes:
    """Plaintext of one part. Raises RemoteEnvelopeError."""
    header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    if len(header) < HEADER_BYTES or header[:4] + header[5:9] != b"XWS1" + bytes(4) or not body:
        raise RemoteEnvelopeError("header")
    if header[4] not in _CIPHERS:
        raise RemoteEnvelopeError("suite")
    cipher, prefix, step = _CIPHERS[header[4]](key), header[9:16], FRAME_BYTES + TAG_BYTES
    frames = [body[at : at + step] for at in range(0, len(body), step)]
    additional = header + name.encode()
    try:
        return b"".join(
            cipher.decrypt(prefix + struct.pack(">IB", at, at == len(frames) - 1), frame, additional)
            for at, frame in enumerate(frames)
        )
    except InvalidTag as error:
        raise RemoteEnvelopeError("frame") from error


def decode_base64(text: str) -> bytes:
    """Strict base64. Raises RemoteEnvelopeError."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise RemoteEnvelopeError("base64") from error
