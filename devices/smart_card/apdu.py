"""Core: what is said to a chip (ISO/IEC 7816-4): commands, status words, and records of tag, length and value.

A conversation is a generator: it yields the bytes of a command and is sent those of the response; it returns what was
learnt.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from devices.errors import RemoteDeviceError, RemoteWireError

GOOD = frozenset({0x9000, 0x6282})  # done; done, but the record ended before the length that was asked for
FOLLOW_LIMIT = 16  # a card that goes on and on with 61xx or 6Cxx is broken
_HEAD_SIZE = 4  # CLA INS P1 P2

_T = TypeVar("_T")
Talk: TypeAlias = Generator[bytes, bytes, _T]


class RemoteRefusedError(RemoteDeviceError):
    """The card understood and said no: it wants a key that we do not have, or lacks what was asked for."""


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """`sw`: the status word. `data` may be personal and is never shown."""

    data: bytes
    sw: int

    def __repr__(self) -> str:
        return f"Response(<{len(self.data)} bytes>, sw={self.sw:04X})"


def parse_command(line: str) -> bytes:
    """A short command written in hex, as integration tables print it. ValueError when it is not one."""
    command = bytes.fromhex(line)
    size = len(command)
    if size not in (_HEAD_SIZE, _HEAD_SIZE + 1) and (size < _HEAD_SIZE or command[_HEAD_SIZE] != size - _HEAD_SIZE - 1):
        raise ValueError(f"not a command: {line}")
    return command


def parse_response(raw: bytes) -> Response:
    """Raises RemoteWireError when not even a status word came."""
    if len(raw) < 2:
        raise RemoteWireError("short_response")
    return Response(raw[:-2], int.from_bytes(raw[-2:], "big"))


def parse_record(data: bytes) -> tuple[int, bytes]:
    """Tag and value of `tag(1) length(1) value`; bytes behind it are padding. Raises RemoteWireError when cut short."""
    if len(data) < 2 or len(data) < 2 + data[1]:
        raise RemoteWireError("cut_record")
    return data[0], data[2 : 2 + data[1]]


def follow_up(command: bytes, sw: int) -> bytes | None:
    """What the card wants to be asked next before its answer is whole."""
    count = bytes([sw & 0xFF])
    match sw >> 8:
        case 0x61:  # so many bytes wait: GET RESPONSE
            return command[:1] + b"\xc0\0\0" + count
        case 0x6C:  # ask again, for exactly so many
            return command[:_HEAD_SIZE] + count
    return None


def ask(command: bytes) -> Talk[bytes]:
    """One question with all that it takes to hear the whole answer. Raises RemoteRefusedError, RemoteWireError."""
    data = b""
    for _ in range(FOLLOW_LIMIT):
        response = parse_response((yield command))
        data += response.data
        following = follow_up(command, response.sw)
        if following is None:
            if response.sw not in GOOD:
                raise RemoteRefusedError(f"refused_{response.sw:04x}")
            return data
        command = following
    raise RemoteWireError("endless_answer")
