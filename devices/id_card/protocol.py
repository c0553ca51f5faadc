"""Core: SAM framing after GA/T 467: requests, answers, and a framer that finds its way back after noise.

Host to SAM:  AA AA AA 96 69 | length (2, big endian) | command parameter [data] | check
SAM to host:  AA AA AA 96 69 | length (2, big endian) | SW1 SW2 SW3 [data]       | check
`length` counts everything after itself; `check` is the XOR of all bytes from the length to the last data byte.
Origin of the bytes: GA/T 467-2019 clause 7 as described by public integration notes (eastcoms.com, yzsam.com).
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from operator import xor
from struct import calcsize, unpack
from typing import TypeAlias

from devices.errors import RemoteWireError

PREAMBLE = bytes.fromhex("AAAAAA9669")
LENGTH_SIZE = 2
LENGTH_LIMIT = 4096  # the longest known answer (text, photo, two fingerprints) is 2314
TEXT_SIZE = 256
PHOTO_SIZE = 1024
FINGERPRINT_SIZE = 512
FINGERPRINTS_LIMIT = 2
LATER_ADDRESS_SIZE = 70


class Status(IntEnum):
    """SW3 of an answer (at least four public sources agree)."""

    OK = 0x90
    ITEM_EMPTY = 0x91
    CARD_FOUND = 0x9F
    CHECKSUM_ERROR = 0x10
    LENGTH_ERROR = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_ERROR = 0x24
    CARD_REJECTS_SAM = 0x31
    SAM_REJECTS_CARD = 0x32
    RECORD_UNVERIFIED = 0x33
    FINGERPRINTS_UNVERIFIED = 0x37
    RECORD_LENGTH_ERROR = 0x3F
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    FIND_FAILED = 0x80
    SELECT_FAILED = 0x81
    # said by the vendors' libraries, so by readers behind a gateway that uses one
    HOST_PORT_FAILED = 0x01
    HOST_TIMED_OUT = 0x02
    HOST_TRANSFER_FAILED = 0x03
    HOST_COM_FAILED = 0x05
    HOST_FILE_FAILED = 0x09


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the SAM: a command byte, a parameter byte, rarely data."""

    command: int
    parameter: int
    data: bytes = b""


RESET = Request(0x10, 0xFF)
ASK_STATUS = Request(0x11, 0xFF)
ASK_SAM_ID = Request(0x12, 0xFF)
FIND_CARD = Request(0x20, 0x01)
SELECT_CARD = Request(0x20, 0x02)
READ_TEXT_PHOTO = Request(0x30, 0x01)
READ_LATER_ADDRESS = Request(0x30, 0x03)  # 追加地址
READ_TEXT_PHOTO_FINGERPRINTS = Request(0x30, 0x10)


def set_rf_bytes(limit: int) -> Request:
    """How many bytes the radio may carry at once. An open C reader sends 80 once after the status."""
    return Request(0x61, 0xFF, bytes([limit]))


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What the SAM said. `status` is SW3 (see Status); `data` may hold a resident's record."""

    status: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Answer(status=0x{self.status:02X}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True, repr=False)
class Payload:
    """The inside of one whole frame: everything between length and check."""

    content: bytes

    def __repr__(self) -> str:
        return f"Payload({len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class BrokenFrame:
    """A frame that began and was wrong: `code` is `length` or `checksum`."""

    code: str


Found: TypeAlias = Payload | BrokenFrame


def encode_frame(content: bytes) -> bytes:
    """The frame around a payload."""
    counted = (len(content) + 1).to_bytes(LENGTH_SIZE, "big") + content
    return PREAMBLE + counted + bytes([reduce(xor, counted)])


def encode_request(request: Request) -> bytes:
    return encode_frame(bytes([request.command, request.parameter]) + request.data)


def encode_answer(answer: Answer) -> bytes:
    return encode_frame(bytes([0, 0, answer.status]) + answer.data)


def parse_request(content: bytes) -> Request:
    """Raises RemoteWireError for a payload too short to be a request."""
    if len(content) < 2:
        raise RemoteWireError("short_request")
    return Request(content[0], content[1], content[2:])


def parse_answer(content: bytes) -> Answer:
    """Raises RemoteWireError for a payload too short to be an answer."""
    if len(content) < 3:
        raise RemoteWireError("short_answer")
    return Answer(content[2], content[3:])


class Framer:
    """Turns any stream of bytes into payloads. Noise before a frame is skipped; a broken frame costs only itself."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Found]:
        """All that became complete with these bytes, in order."""
        self._buffer += data
        found: list[Found] = []
        while (item := self._take()) is not None:
            found.append(item)
        return found

    def reset(self) -> None:
        """Forget a frame that never ended (and whatever it held)."""
        self._buffer.clear()

    def _take(self) -> Found | None:
        buffer = self._buffer
        self._skip_noise()
        body = len(PREAMBLE) + LENGTH_SIZE
        if len(buffer) < body:
            return None
        length = int.from_bytes(buffer[len(PREAMBLE) : body], "big")
        if not 2 <= length <= LENGTH_LIMIT:
            return self._reject("length")
        if len(buffer) < body + length:
            return None
        if reduce(xor, buffer[len(PREAMBLE) : body + length]) != 0:
            return self._reject("checksum")
        content = bytes(buffer[body : body + length - 1])
        del buffer[: body + length]
        return Payload(content)

    def _skip_noise(self) -> None:
        start = self._buffer.find(PREAMBLE)
        if start < 0:  # keep what may be the beginning of a preamble
            start = max(0, len(self._buffer) - len(PREAMBLE) + 1)
        del self._buffer[:start]

    def _reject(self, code: str) -> BrokenFrame:
        del self._buffer[:1]  # a true frame may begin inside the broken one
        return BrokenFrame(code)


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """What a card holds: text (256 bytes), photo (1024, WLT) and fingerprints (512 each, none to two)."""

    text: bytes
    photo: bytes
    fingerprints: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "Record(<redacted>)"


def split_record(answer: Answer) -> Record:
    """Of an answer to READ_TEXT_PHOTO. Raises RemoteWireError."""
    return _cut(answer.data, ">HH")


def split_record_with_fingerprints(answer: Answer) -> Record:
    """Of an answer to READ_TEXT_PHOTO_FINGERPRINTS. Raises RemoteWireError."""
    return _cut(answer.data, ">HHH")


def _cut(data: bytes, head: str) -> Record:
    start = calcsize(head)
    if len(data) < start:
        raise RemoteWireError("short_record")
    text_size, photo_size, *more = unpack(head, data[:start])
    prints_size = sum(more)
    if (text_size, photo_size) != (TEXT_SIZE, PHOTO_SIZE) or prints_size not in _FINGERPRINTS_SIZES:
        raise RemoteWireError("record_length")
    if len(data) < start + TEXT_SIZE + PHOTO_SIZE + prints_size:
        raise RemoteWireError("record_length")
    photo_at, prints_at = start + TEXT_SIZE, start + TEXT_SIZE + PHOTO_SIZE
    prints = range(prints_at, prints_at + prints_size, FINGERPRINT_SIZE)
    return Record(
        data[start:photo_at], data[photo_at:prints_at], tuple(data[at : at + FINGERPRINT_SIZE] for at in prints)
    )


_FINGERPRINTS_SIZES = tuple(count * FINGERPRINT_SIZE for count in range(FINGERPRINTS_LIMIT + 1))


def join_record(text: bytes, photo: bytes, fingerprints: bytes | None = None) -> Answer:
    """The other way round, for the emulator. `fingerprints`: None for an answer to READ_TEXT_PHOTO."""
    blocks = (text, photo) if fingerprints is None else (text, photo, fingerprints)
    return Answer(Status.OK, b"".join(len(block).to_bytes(2, "big") for block in blocks) + b"".join(blocks))


def format_sam_id(data: bytes) -> str:
    """The number printed on a SAM module, from the 16 bytes of ASK_SAM_ID. Raises RemoteWireError."""
    if len(data) != 16:
        raise RemoteWireError("sam_id_length")
    return "{:02d}.{:02d}-{:d}-{:010d}-{:d}".format(*unpack("<HHIII", data))
