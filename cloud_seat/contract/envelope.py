"""Core: opens what a kiosk sealed.

Format: header "XWS1" | suite | 4 zero bytes | 7-byte nonce prefix, then AES-256-GCM frames. Each
frame holds up to 1 MiB of plaintext and its 16-byte tag; nonce = prefix | counter (u32 BE) | last flag; additional
data = header | part name. Cut, re-ordered, renamed or mixed frames do not open.
"""

import base64
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER_BYTES = 16
FRAME_BYTES = 1 << 20
TAG_BYTES = 16
SUITE_AES_256_GCM = 1


class RemoteEnvelopeError(Exception):
    """The sealed bytes are not what that kiosk sealed under that name. Keep them and call a person; never guess."""


def open_part(key: bytes, name: str, sealed: bytes) -> bytes:
    """Plaintext of one part. Raises RemoteEnvelopeError."""
    header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    if len(header) < HEADER_BYTES or header[:9] != b"XWS1" + bytes([SUITE_AES_256_GCM]) + bytes(4) or not body:
        raise RemoteEnvelopeError("header")
    cipher, prefix, step = AESGCM(key), header[9:16], FRAME_BYTES + TAG_BYTES
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
