"""Core: VP8 in RTP (RFC 7741): what a packet's first bytes say, and the packets of a picture."""

from dataclasses import dataclass

PACKET_MAX_BYTES = 1200
"""As Chromium: fits with SRTP, TURN and IPv6 headers into 1280 bytes, the least that every IPv6 path carries."""
PICTURE_IDS = 1 << 15


class RemotePayloadError(Exception):
    """A packet that is not VP8. Drop it."""


@dataclass(frozen=True, slots=True)
class Payload:
    """begins: the first packet of a picture; key: of one that can be shown without those before."""

    data: bytes
    begins: bool
    key: bool


def parse(payload: bytes) -> Payload:
    """Cut the descriptor off (RFC 7741 section 4.2). Raises RemotePayloadError."""
    try:
        at = 1 + _extension_bytes(payload)
        begins = payload[0] & 0x10 != 0 and payload[0] & 0x07 == 0
    except IndexError as error:
        raise RemotePayloadError("descriptor is cut off") from error
    data = payload[at:]
    if not data:
        raise RemotePayloadError("no picture in it")
    return Payload(data, begins, begins and is_key(data))


def is_key(picture: bytes) -> bool:
    """RFC 6386 section 9.1: bit 0 of the first byte is clear."""
    return picture[0] & 1 == 0


def _extension_bytes(payload: bytes) -> int:
    if not payload[0] & 0x80:
        return 0
    present = payload[1]
    length = 1
    if present & 0x80:
        length += 2 if payload[2] & 0x80 else 1
    if present & 0x40:
        length += 1
    if present & 0x30:
        length += 1
    return length


def packets(picture: bytes, picture_id: int) -> list[bytes]:
    """Payloads of one picture, in pieces of about the same size."""
    if not picture:
        return []
    room = PACKET_MAX_BYTES - 4
    count = -(-len(picture) // room)
    size = -(-len(picture) // count)
    tail = b"\x80" + (0x8000 | picture_id % PICTURE_IDS).to_bytes(2, "big")
    return [(b"\x90" if at == 0 else b"\x80") + tail + picture[at : at + size] for at in range(0, len(picture), size)]
