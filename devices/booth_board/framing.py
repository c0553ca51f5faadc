"""Core: how Modbus travels: RTU on a serial line (unit, data, CRC) and MBAP over TCP (numbered, with a length).

Origin: "MODBUS over Serial Line V1.02" §2.5 and "MODBUS Messaging on TCP/IP Implementation Guide V1.0b" §3.1.
RTU marks the ends of its frames with silence, which no operating system passes on. A frame is therefore known by the
length that its function has and by its CRC: it ends at the byte where both are right, and whatever stood before it was
noise. Nothing ever waits for a frame that only seemed to begin.
"""

from collections.abc import Callable
from dataclasses import dataclass
from struct import pack, unpack
from typing import Protocol

from devices.booth_board.protocol import REFUSAL_FLAG, Function

RTU_LIMIT = 256  # bytes of the longest RTU frame
_RTU_HEAD_SIZE = 7  # after these bytes at the latest a length is known
_MBAP_SIZE = 7
_MBAP_LENGTHS = range(3, 255)  # unit, function and at least one byte of data; 254 at most
_READS = (Function.READ_COILS, Function.READ_INPUTS)


@dataclass(frozen=True, slots=True)
class Frame:
    """`data`: function and what belongs to it. A serial line has no `transaction`."""

    unit: int
    data: bytes
    transaction: int | None = None


class Framing(Protocol):
    """Both ways of travelling look the same from above."""

    def encode(self, frame: Frame) -> bytes: ...

    def feed(self, data: bytes) -> list[Frame]:
        """All frames that became whole with these bytes, in order. Noise is passed over."""

    def reset(self) -> None:
        """Forget a frame that never ended."""

    @property
    def holds_bytes(self) -> bool:
        """True when bytes came that are no whole frame."""


LengthOf = Callable[[bytes], int]
"""Bytes of the whole RTU frame that begins so; 0 when that cannot be known yet, or never."""


def answer_length(head: bytes) -> int:
    """For those who ask: the frames of boards."""
    if len(head) < 3:
        return 0
    function = head[1]
    if function & REFUSAL_FLAG:
        return 5
    if function in _READS:
        return 5 + head[2]
    return 8 if function in (Function.WRITE_COIL, Function.WRITE_COILS) else 0


def request_length(head: bytes) -> int:
    """For boards: the frames of those who ask. A function that we do not know is taken for one of the usual length."""
    if len(head) < 2:
        return 0
    if head[1] == Function.WRITE_COILS:
        return 9 + head[6] if len(head) > 6 else 0
    return 8


class RtuFraming:
    """A serial line. `length_of`: answer_length or request_length."""

    def __init__(self, length_of: LengthOf) -> None:
        self._length_of = length_of
        self._buffer = bytearray()  # the newest bytes
        self._count = 0  # bytes since the last frame; positions below are counts too
        self._starts: dict[int, set[int]] = {}  # where a frame may end → where it would have begun

    def encode(self, frame: Frame) -> bytes:
        body = bytes([frame.unit]) + frame.data
        return body + crc16(body)

    def feed(self, data: bytes) -> list[Frame]:
        return [frame for byte in data if (frame := self._add(byte)) is not None]

    def reset(self) -> None:
        self._buffer.clear()
        self._starts.clear()
        self._count = 0

    @property
    def holds_bytes(self) -> bool:
        return bool(self._buffer)

    def _add(self, byte: int) -> Frame | None:
        self._buffer.append(byte)
        self._count += 1
        del self._buffer[:-RTU_LIMIT]
        self._note_beginnings()
        for start in sorted(self._starts.pop(self._count, ())):
            body = self._since(start)
            if len(body) == self._count - start and crc16(body[:-2]) == body[-2:]:
                self.reset()
                return Frame(body[0], body[1:-2])
        return None

    def _note_beginnings(self) -> None:
        for start in range(max(0, self._count - _RTU_HEAD_SIZE), self._count):
            length = self._length_of(self._since(start))
            if length and start + length >= self._count:
                self._starts.setdefault(start + length, set()).add(start)

    def _since(self, start: int) -> bytes:
        return bytes(self._buffer[-(self._count - start) :])


class MbapFraming:
    """A TCP connection. A head that cannot be one costs a byte; the transaction tells a late answer from the right."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def encode(self, frame: Frame) -> bytes:
        return pack(">HHHB", frame.transaction or 0, 0, len(frame.data) + 1, frame.unit) + frame.data

    def feed(self, data: bytes) -> list[Frame]:
        self._buffer += data
        frames: list[Frame] = []
        while (frame := self._take()) is not None:
            frames.append(frame)
        return frames

    def reset(self) -> None:
        self._buffer.clear()

    @property
    def holds_bytes(self) -> bool:
        return bool(self._buffer)

    def _take(self) -> Frame | None:
        while len(self._buffer) >= _MBAP_SIZE:
            transaction, protocol, length, unit = unpack(">HHHB", self._buffer[:_MBAP_SIZE])
            if protocol != 0 or length not in _MBAP_LENGTHS:
                del self._buffer[0]
                continue
            size = _MBAP_SIZE - 1 + length
            if len(self._buffer) < size:
                return None
            data = bytes(self._buffer[_MBAP_SIZE:size])
            del self._buffer[:size]
            return Frame(unit, data, transaction)
        return None


def crc16(data: bytes) -> bytes:
    """CRC-16 with polynomial 0xA001 from 0xFFFF, low byte first (serial line specification, appendix B)."""
    crc = 0xFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc.to_bytes(2, "little")


def _crc_of_byte(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value


_CRC_TABLE = tuple(map(_crc_of_byte, range(256)))
