"""Core: reads ESC/POS the way a printer does, byte by byte, and turns it into what happens on paper.

Every byte ends in exactly one operation or is part of one; bytes that no printer of this kind knows become Unknown.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Initialise:
    pass


@dataclass(frozen=True, slots=True)
class Character:
    char: str


@dataclass(frozen=True, slots=True)
class FeedLines:
    """End the line; `count` 1 is a plain line feed."""

    count: int


@dataclass(frozen=True, slots=True)
class FeedDots:
    count: int


@dataclass(frozen=True, slots=True)
class SetBold:
    is_on: bool


@dataclass(frozen=True, slots=True)
class SetSize:
    """`for_chinese`: None for both scripts, True for full-width characters only (FS !)."""

    wide: int
    high: int
    for_chinese: bool = False


@dataclass(frozen=True, slots=True)
class SetAlign:
    which: int


@dataclass(frozen=True, slots=True)
class QrCode:
    data: bytes
    module_px: int


@dataclass(frozen=True, slots=True)
class Picture:
    width_bytes: int
    height_px: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    pass


@dataclass(frozen=True, slots=True)
class AskRealtime:
    which: int


@dataclass(frozen=True, slots=True)
class AskOrdered:
    which: int


@dataclass(frozen=True, slots=True)
class ClearBuffer:
    pass


@dataclass(frozen=True, slots=True)
class Setting:
    """A known command that leaves no trace on this paper."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    data: bytes


Operation: TypeAlias = (
    Initialise | Character | FeedLines | FeedDots | SetBold | SetSize | SetAlign | QrCode | Picture
    | Cut | AskRealtime | AskOrdered | ClearBuffer | Setting | Unknown
)  # fmt: skip

_Parse: TypeAlias = Generator[None, int, Operation]
_PICTURE_LIMIT_BYTES = 1 << 20
# commands that only take parameters: how many bytes follow
_ESC_SETTINGS = {0x20: 1, 0x2D: 1, 0x32: 0, 0x33: 1, 0x4D: 1, 0x52: 1, 0x70: 3, 0x74: 1, 0x7B: 1, 0x47: 1}
_GS_SETTINGS = {0x42: 1, 0x48: 1, 0x4C: 2, 0x57: 2, 0x61: 1, 0x66: 1, 0x68: 1, 0x77: 1, 0x49: 1}
_FS_SETTINGS = {0x2D: 1, 0x43: 1, 0x53: 2, 0x57: 1}
_CLEAR_TAIL = bytes.fromhex("01031401060208")


class EscPosDecoder:
    """Feed it anything, in any pieces; the operations come out in order."""

    def __init__(self) -> None:
        self._is_chinese = True  # Chinese printers start in Chinese mode
        self._qr_data = b""
        self._qr_module_px = 3
        self._parse = self._next()
        next(self._parse)

    def feed(self, data: bytes) -> list[Operation]:
        operations: list[Operation] = []
        for byte in data:
            try:
                self._parse.send(byte)
            except StopIteration as done:
                if done.value is not None:
                    operations.append(done.value)
                self._parse = self._next()
                next(self._parse)
        return operations

    def _next(self) -> _Parse:
        byte = yield
        parse = _LEADS.get(byte)
        if parse is not None:
            return (yield from parse(self))
        if byte == 0x0A:
            return FeedLines(1)
        if byte == 0x0D:
            return Setting(b"\r")
        if 0x20 <= byte < 0x7F:
            return Character(chr(byte))
        if byte >= 0x81 and self._is_chinese:
            return (yield from self._chinese(byte))
        return Unknown(bytes([byte]))

    def _chinese(self, first: int) -> _Parse:
        code = bytes([first, (yield)])
        if 0x30 <= code[1] <= 0x39:  # four-byte GB18030: no printer font has these
            return Unknown(code + (yield from _take(2)))
        try:
            return Character(code.decode("gb18030"))
        except UnicodeDecodeError:
            return Unknown(code)

    def _esc(self) -> _Parse:
        command = yield
        if command == 0x40:
            self._is_chinese, self._qr_data = True, b""
            return Initialise()
        if command in _ESC_SETTINGS:
            return Setting(bytes([0x1B, command]) + (yield from _take(_ESC_SETTINGS[command])))
        if command not in b"EadJ!":
            return Unknown(bytes([0x1B, command]))
        value = yield
        match chr(command):
            case "E":
                return SetBold(bool(value & 1))
            case "a":
                return SetAlign(value & 3)
            case "d":
                return FeedLines(value)
            case "J":
                return FeedDots(value)
            case _:
                return SetSize(1 + (value >> 5 & 1), 1 + (value >> 4 & 1))

    def _fs(self) -> _Parse:
        command = yield
        if command in b"&.":
            self._is_chinese = command == ord("&")
            return Setting(bytes([0x1C, command]))
        if command == ord("!"):
            value = yield
            return SetSize(1 + (value >> 2 & 1), 1 + (value >> 3 & 1), for_chinese=True)
        if command in _FS_SETTINGS:
            return Setting(bytes([0x1C, command]) + (yield from _take(_FS_SETTINGS[command])))
        return Unknown(bytes([0x1C, command]))

    def _gs(self) -> _Parse:
        command = yield
        if command in _GS_SETTINGS:
            return Setting(bytes([0x1D, command]) + (yield from _take(_GS_SETTINGS[command])))
        match chr(command):
            case "!":
                value = yield
                return SetSize(1 + (value >> 4 & 7), 1 + (value & 7))
            case "V":
                mode = yield
                if mode in (65, 66):
                    yield
                return Cut()
            case "r":
                return AskOrdered((yield))
            case "(":
                return (yield from self._gs_block())
            case "v":
                return (yield from _picture())
            case _:
                return Unknown(bytes([0x1D, command]))

    def _gs_block(self) -> _Parse:
        group = yield
        size = int.from_bytes((yield from _take(2)), "little")
        body = yield from _take(size)
        if group != ord("k") or size < 3 or body[0] != 0x31:
            return Unknown(b"\x1d(" + bytes([group]) + body)
        match body[1]:
            case 0x43:
                self._qr_module_px = max(1, body[2])
            case 0x50:
                self._qr_data = body[3:]
            case 0x51:
                return QrCode(self._qr_data, self._qr_module_px)
        return Setting(b"\x1d(k" + body[:2])

    def _dle(self) -> _Parse:
        command = yield
        if command == 0x04:
            return AskRealtime((yield))
        if command == 0x05:
            return Setting(b"\x10\x05" + bytes([(yield)]))
        if command != 0x14:
            return Unknown(bytes([0x10, command]))
        kind = yield
        if kind != 8:
            return Setting(b"\x10\x14" + (yield from _take(2)))
        tail = yield from _take(len(_CLEAR_TAIL))
        return ClearBuffer() if tail == _CLEAR_TAIL else Unknown(b"\x10\x14\x08" + tail)


def _take(count: int) -> Generator[None, int, bytes]:
    taken = bytearray()
    while len(taken) < count:
        taken.append((yield))
    return bytes(taken)


def _picture() -> _Parse:
    head = yield from _take(6)
    width_bytes = int.from_bytes(head[2:4], "little")
    height_px = int.from_bytes(head[4:6], "little")
    if head[0] != 0x30 or width_bytes * height_px > _PICTURE_LIMIT_BYTES:
        return Unknown(b"\x1dv" + head)
    return Picture(width_bytes, height_px, (yield from _take(width_bytes * height_px)))


_LEADS: dict[int, Callable[[EscPosDecoder], _Parse]] = {
    0x10: EscPosDecoder._dle,
    0x1B: EscPosDecoder._esc,
    0x1C: EscPosDecoder._fs,
    0x1D: EscPosDecoder._gs,
}
