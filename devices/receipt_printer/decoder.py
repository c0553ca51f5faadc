"""Core: reads ESC/POS the way a printer does, byte by byte, and turns it into what happens on paper.

Every byte ends in exactly one operation or is part of one; bytes that no printer of this kind knows become Unknown.
"""

from collections.abc import Callable, Generator
from typing import TypeAlias

from devices.receipt_printer.code_pages import char_on_page
from devices.receipt_printer.operations import (
    AskOrdered,
    AskRealtime,
    BarcodeKind,
    Character,
    ClearBuffer,
    ColumnPicture,
    Cut,
    FeedDots,
    FeedLines,
    Initialise,
    Operation,
    Picture,
    Restyle,
    SendStatusAlways,
    SetLineSpacing,
    SetTabs,
    Setting,
    Tab,
    Unknown,
)
from devices.receipt_printer.symbols import Symbols

_Parse: TypeAlias = Generator[None, int, Operation]
_Simple: TypeAlias = Callable[[int], Operation]

_DOTS_AN_INCH = 203
_PICTURE_LIMIT_BYTES = 1 << 20
_TEXT_LIMIT_BYTES = 255  # of a barcode that ends with NUL
_TABS_LIMIT = 32
_CUTS_WITH_FEED = (65, 66, 97, 98, 103, 104)
_KINDS = tuple(BarcodeKind)
_LAST_KIND_OF_A = 6  # function A counts from 0 and ends the data with NUL, function B names the length
_CLEAR_TAIL = bytes.fromhex("01031401060208")
# commands that only take parameters: how many bytes follow
_ESC_SETTINGS = {
    ord(command): count for command, count in zip(" ?BGKRVcepr", (1, 1, 2, 1, 1, 1, 1, 2, 1, 3, 1), strict=True)
}
_GS_SETTINGS = {ord(command): count for command, count in zip("ILPW\\bf|", (1, 2, 2, 2, 2, 1, 1, 1), strict=True)}
_FS_SETTINGS = {ord(command): count for command, count in zip("!-CSW", (1, 1, 1, 2, 1), strict=True)}
_CONTROLS: dict[int, Operation] = {
    0x09: Tab(),
    0x0A: FeedLines(1),
    0x0C: FeedDots(0),
    **{byte: Setting(bytes([byte])) for byte in (0x00, 0x07, 0x0B, 0x0D, 0x18)},
}


def _font_mode(value: int) -> Operation:
    return Restyle(
        is_small=bool(value & 0x01),
        is_bold=bool(value & 0x08),
        high=1 + (value >> 4 & 1),
        wide=1 + (value >> 5 & 1),
        underline_px=value >> 7,
    )


_ESC_SIMPLE: dict[int, _Simple] = {
    ord("!"): _font_mode,
    ord("E"): lambda value: Restyle(is_bold=bool(value & 1)),
    ord("-"): lambda value: Restyle(underline_px=min(value & 3, 2)),
    ord("M"): lambda value: Restyle(is_small=bool(value & 1)),
    ord("{"): lambda value: Restyle(is_flipped=bool(value & 1)),
    ord("a"): lambda value: Restyle(align=value & 3),
    ord("d"): FeedLines,
    ord("J"): FeedDots,
    ord("3"): SetLineSpacing,
    ord("A"): lambda value: SetLineSpacing(round(value * _DOTS_AN_INCH / 60)),
    ord("+"): lambda value: SetLineSpacing(round(value * _DOTS_AN_INCH / 360)),
}
_GS_SIMPLE: dict[int, _Simple] = {
    ord("!"): lambda value: Restyle(wide=1 + (value >> 4 & 7), high=1 + (value & 7)),
    ord("B"): lambda value: Restyle(is_inverted=bool(value & 1)),
    ord("r"): AskOrdered,
    ord("a"): lambda value: SendStatusAlways(value != 0),
}


class EscPosDecoder:
    """Feed it anything, in any pieces; the operations come out in order."""

    def __init__(self) -> None:
        self._is_selected = True  # False: what comes is for the display that is chained to the printer
        self._again: int | None = None  # a byte that ended a command and begins the next one
        self._initialise()
        self._parse = self._next()
        next(self._parse)

    def _initialise(self) -> None:
        self._is_chinese = True  # Chinese printers start in Chinese mode
        self._page = 0
        self._symbols = Symbols()
        self._stored: Operation = Setting(b"")  # the picture that GS ( L keeps until it is told to print

    def feed(self, data: bytes) -> list[Operation]:
        return [operation for byte in data for operation in self._feed_byte(byte)]

    def _feed_byte(self, byte: int) -> list[Operation]:
        try:
            self._parse.send(byte)
        except StopIteration as done:
            self._parse = self._next()
            next(self._parse)
            again, self._again = self._again, None
            return [self._for_us(done.value), *(() if again is None else self._feed_byte(again))]
        return []

    def _for_us(self, operation: Operation) -> Operation:
        if self._is_selected or isinstance(operation, AskRealtime | ClearBuffer):
            return operation
        return Setting(b"")

    def _next(self) -> _Parse:
        byte = yield
        parse = _LEADS.get(byte)
        if parse is not None:
            return (yield from parse(self))
        if byte in _CONTROLS:
            return _CONTROLS[byte]
        if 0x20 <= byte < 0x7F:
            return Character(chr(byte))
        if byte >= 0x80 and not self._is_chinese:
            return Character(char_on_page(byte, self._page))
        if byte >= 0x81:
            return (yield from self._chinese(byte))
        return Unknown(bytes([byte]))

    def _chinese(self, first: int) -> _Parse:
        code = bytes([first, (yield)])
        if 0x30 <= code[1] <= 0x39:  # four-byte GB18030: no printer font has these
            return Unknown(code + (yield from _take(2)))
        try:
            return Character(code.decode("gb18030"), 2)
        except UnicodeDecodeError:
            return Unknown(code)

    # --- ESC --------------------------------------------------------------------------------------------------

    def _esc(self) -> _Parse:
        command = yield
        if command in _ESC_SIMPLE:
            return _ESC_SIMPLE[command]((yield))
        if command in _ESC_SETTINGS:
            return Setting(bytes([0x1B, command]) + (yield from _take(_ESC_SETTINGS[command])))
        match chr(command):
            case "@":
                return self._start_again()
            case "2":
                return SetLineSpacing(None)
            case "t":
                self._page = yield
                return Setting(b"\x1bt")
            case "=":
                self._is_selected = bool((yield) & 1)
                return Setting(b"\x1b=")
            case "D":
                return (yield from _tabs())
            case "*":
                return (yield from _column_picture())
            case _:
                return Unknown(bytes([0x1B, command]))

    def _start_again(self) -> Operation:
        if self._is_selected:
            self._initialise()
        return Initialise()

    # --- FS and DLE -------------------------------------------------------------------------------------------

    def _fs(self) -> _Parse:
        command = yield
        if command in b"&.":
            self._is_chinese = command == ord("&")
            return Setting(bytes([0x1C, command]))
        if command in _FS_SETTINGS:
            return Setting(bytes([0x1C, command]) + (yield from _take(_FS_SETTINGS[command])))
        if command in _LEADS:  # FS alone chooses the slip station of printers that have one; this one has not
            self._again = command
            return Setting(b"\x1c")
        return Unknown(bytes([0x1C, command]))

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

    # --- GS ---------------------------------------------------------------------------------------------------

    def _gs(self) -> _Parse:
        command = yield
        if command in _GS_SIMPLE:
            return _GS_SIMPLE[command]((yield))
        if command in _GS_SETTINGS:
            return Setting(bytes([0x1D, command]) + (yield from _take(_GS_SETTINGS[command])))
        match chr(command):
            case "h" | "w" | "H":
                self._symbols = self._symbols.told(command, (yield))
                return Setting(bytes([0x1D, command]))
            case "V":
                if (yield) in _CUTS_WITH_FEED:
                    yield
                return Cut()
            case "k":
                return (yield from self._barcode())
            case "(":
                return (yield from self._block())
            case "v":
                return (yield from _raster_picture())
            case _:
                return Unknown(bytes([0x1D, command]))

    def _barcode(self) -> _Parse:
        number = yield
        if number <= _LAST_KIND_OF_A:
            return self._symbols.barcode(_KINDS[number], (yield from _take_until_nul(_TEXT_LIMIT_BYTES)))
        if number not in _KINDS:
            return Unknown(b"\x1dk" + bytes([number]))
        return self._symbols.barcode(BarcodeKind(number), (yield from _take((yield))))

    def _block(self) -> _Parse:
        group = yield
        body = yield from _take(int.from_bytes((yield from _take(2)), "little"))
        if group == ord("k"):
            self._symbols, operation = self._symbols.told_block(body)
            return operation
        if group != ord("L") or len(body) < 2:
            return Unknown(b"\x1d(" + bytes([group]) + body)
        if body[1] in (2, 50):
            return self._stored
        self._stored = _stored_picture(body)
        return self._stored if isinstance(self._stored, Unknown) else Setting(b"\x1d(L" + body[:2])


def _take(count: int) -> Generator[None, int, bytes]:
    taken = bytearray()
    while len(taken) < count:
        taken.append((yield))
    return bytes(taken)


def _take_until_nul(limit: int) -> Generator[None, int, bytes]:
    taken = bytearray()
    while len(taken) < limit and (byte := (yield)):
        taken.append(byte)
    return bytes(taken)


def _tabs() -> _Parse:
    stops = yield from _take_until_nul(_TABS_LIMIT)
    return SetTabs(tuple(sorted(set(stops))))


def _raster_picture() -> _Parse:
    """GS v 0: scale, bytes across, dots down, rows."""
    head = yield from _take(6)
    width_bytes = int.from_bytes(head[2:4], "little")
    height_px = int.from_bytes(head[4:6], "little")
    if head[0] != 0x30 or width_bytes * height_px > _PICTURE_LIMIT_BYTES:
        return Unknown(b"\x1dv" + head)
    rows = yield from _take(width_bytes * height_px)
    return Picture(width_bytes, height_px, rows, 1 + (head[1] & 1), 1 + (head[1] >> 1 & 1))


def _column_picture() -> _Parse:
    """ESC *: 8 dots (each as high as three) or 24 dots down, at full or half density across."""
    mode = yield
    width_px = int.from_bytes((yield from _take(2)), "little")
    if mode not in (0, 1, 32, 33):
        return Unknown(b"\x1b*" + bytes([mode]))
    columns = yield from _take(width_px * (3 if mode & 32 else 1))
    return ColumnPicture(width_px, columns, 1 if mode & 1 else 2, 1 if mode & 32 else 3)


def _stored_picture(body: bytes) -> Operation:
    """GS ( L function 112: m, fn, one colour, scales, colour, dots across and down, rows."""
    width_bytes = (int.from_bytes(body[6:8], "little") + 7) // 8
    height_px = int.from_bytes(body[8:10], "little")
    is_known = body[1] == 112 and len(body) >= 10 and body[2] == 0x30
    if not is_known or len(body) - 10 != width_bytes * height_px or not {*body[3:5]} <= {1, 2}:
        return Unknown(b"\x1d(L" + body)
    return Picture(width_bytes, height_px, body[10:], body[3], body[4])


_LEADS: dict[int, Callable[[EscPosDecoder], _Parse]] = {
    0x10: EscPosDecoder._dle,
    0x1B: EscPosDecoder._esc,
    0x1C: EscPosDecoder._fs,
    0x1D: EscPosDecoder._gs,
}
