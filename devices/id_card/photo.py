"""Core: the seam for the card's photo. The 1024 bytes are WLT, which no open program can decode.

A kiosk with a vendor's library adds its own PhotoDecoder (in a child process: licence and crash stay outside). Without
one the record simply has no photo. The emulator's cards carry a marked JPEG, so that the seam is exercised.
"""

from typing import Protocol

from devices.id_card.protocol import PHOTO_SIZE

MARKER = b"EMUW"
_HEAD_SIZE = len(MARKER) + 2
JPEG_LIMIT = PHOTO_SIZE - _HEAD_SIZE


class PhotoDecoder(Protocol):
    def decode(self, wlt: bytes) -> bytes | None:
        """JPEG bytes for 1024 bytes off a card, or None when this decoder cannot. Never raises for any bytes."""


class MarkedPhotoDecoder:
    """Knows only the emulator's marker: `EMUW`, length (2, big endian), JPEG."""

    def decode(self, wlt: bytes) -> bytes | None:
        if not wlt.startswith(MARKER) or len(wlt) < _HEAD_SIZE:
            return None
        size = int.from_bytes(wlt[len(MARKER) : _HEAD_SIZE], "big")
        jpeg = wlt[_HEAD_SIZE : _HEAD_SIZE + size]
        return jpeg if len(jpeg) == size and jpeg.startswith(b"\xff\xd8") else None


def mark_photo(jpeg: bytes) -> bytes:
    """The emulator's 1024 bytes around a small JPEG. ValueError when it is too large."""
    if len(jpeg) > JPEG_LIMIT:
        raise ValueError(f"the photo has {len(jpeg)} bytes, the card takes {JPEG_LIMIT}")
    return (MARKER + len(jpeg).to_bytes(2, "big") + jpeg).ljust(PHOTO_SIZE, b"\0")
