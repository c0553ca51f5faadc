"""Core: what Modbus says: questions, answers, refusals. Bits only: coils (outputs) and discrete inputs.

Origin: "MODBUS Application Protocol Specification V1.1b3" (modbus.org), sections 6.1, 6.2, 6.5, 6.11 and 7. All
numbers are big endian and count from 0; bits are packed lowest first. How these bytes travel stands in `framing.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from struct import pack, unpack
from typing import TypeAlias

from devices.errors import RemoteDeviceError, RemoteWireError

READ_LIMIT = 2000  # bits that one question may read
WRITE_LIMIT = 1968  # bits that one question may write
REFUSAL_FLAG = 0x80
_ON, _OFF = 0xFF00, 0x0000


class Function(IntEnum):
    READ_COILS = 0x01
    READ_INPUTS = 0x02
    WRITE_COIL = 0x05
    WRITE_COILS = 0x0F


class Refusal(IntEnum):
    """Exception codes."""

    ILLEGAL_FUNCTION = 1
    ILLEGAL_ADDRESS = 2
    ILLEGAL_VALUE = 3
    BOARD_FAILED = 4
    ACKNOWLEDGED = 5
    BOARD_BUSY = 6


class RemoteRefusedError(RemoteDeviceError):
    """The board answered that it will not: the link is good, the numbers of the wiring or the board are not."""

    def __init__(self, number: int) -> None:
        known = number in Refusal.__members__.values()
        super().__init__(Refusal(number).name.lower() if known else f"refusal_{number:02x}")
        self.number = number


@dataclass(frozen=True, slots=True)
class ReadBits:
    """`function`: READ_COILS or READ_INPUTS."""

    function: Function
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class WriteCoil:
    number: int
    on: bool


@dataclass(frozen=True, slots=True)
class WriteCoils:
    start: int
    bits: tuple[bool, ...]


Request: TypeAlias = ReadBits | WriteCoil | WriteCoils
Bits = tuple[bool, ...]


def encode_request(request: Request) -> bytes:
    """Function and data, without unit and check."""
    match request:
        case ReadBits(function, start, count):
            return pack(">BHH", function, start, count)
        case WriteCoil(number, on):
            return pack(">BHH", Function.WRITE_COIL, number, _ON if on else _OFF)
        case WriteCoils(start, bits):
            packed = pack_bits(bits)
            return pack(">BHHB", Function.WRITE_COILS, start, len(bits), len(packed)) + packed


def decode_request(data: bytes) -> Request:
    """Raises RemoteRefusedError (with the exception code that a board answers) for what no board can do."""
    function = data[0] if data else 0
    if function not in Function.__members__.values():
        raise RemoteRefusedError(Refusal.ILLEGAL_FUNCTION)
    if len(data) < 5:
        raise RemoteRefusedError(Refusal.ILLEGAL_VALUE)
    start, value = unpack(">HH", data[1:5])
    if function == Function.WRITE_COILS:
        return _decode_write_coils(start, value, data[5:])
    if len(data) != 5:
        raise RemoteRefusedError(Refusal.ILLEGAL_VALUE)
    if function == Function.WRITE_COIL:
        if value not in (_ON, _OFF):
            raise RemoteRefusedError(Refusal.ILLEGAL_VALUE)
        return WriteCoil(start, value == _ON)
    if not 1 <= value <= READ_LIMIT:
        raise RemoteRefusedError(Refusal.ILLEGAL_VALUE)
    return ReadBits(Function(function), start, value)


def _decode_write_coils(start: int, count: int, rest: bytes) -> WriteCoils:
    size = (count + 7) // 8
    if not 1 <= count <= WRITE_LIMIT or len(rest) != 1 + size or rest[0] != size:
        raise RemoteRefusedError(Refusal.ILLEGAL_VALUE)
    return WriteCoils(start, unpack_bits(rest[1:], count))


def encode_answer(request: Request, bits: Sequence[bool] = ()) -> bytes:
    """What a board says when it has done what was asked; `bits` for a question that reads."""
    if isinstance(request, ReadBits):
        packed = pack_bits(bits)
        return bytes([request.function, len(packed)]) + packed
    return encode_request(request)[:5]  # written: the beginning of the question comes back


def encode_refusal(function: int, number: int) -> bytes:
    return bytes([(function | REFUSAL_FLAG) & 0xFF, number])


def decode_answer(data: bytes, request: Request) -> Bits:
    """The bits that were read; () when something was written. RemoteRefusedError, or RemoteWireError for nonsense."""
    asked = encode_request(request)
    if len(data) == 2 and data[0] == asked[0] | REFUSAL_FLAG:
        raise RemoteRefusedError(data[1])
    if isinstance(request, ReadBits):
        size = (request.count + 7) // 8
        if data[:2] != bytes([asked[0], size]) or len(data) != 2 + size:
            raise RemoteWireError("wrong_answer")
        return unpack_bits(data[2:], request.count)
    if data != asked[:5]:
        raise RemoteWireError("wrong_answer")
    return ()


def pack_bits(bits: Sequence[bool]) -> bytes:
    value = sum(1 << at for at, bit in enumerate(bits) if bit)
    return value.to_bytes((len(bits) + 7) // 8, "little")


def unpack_bits(data: bytes, count: int) -> Bits:
    value = int.from_bytes(data, "little")
    return tuple(bool(value >> at & 1) for at in range(count))
