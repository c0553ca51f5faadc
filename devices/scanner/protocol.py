"""Core: the bytes of a scanner: lines that end with CR or LF or with silence, key strokes, and what they say.

Key codes and `struct input_event`: Linux `input-event-codes.h` and `input.h`, 64-bit layout.
"""

import struct
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from devices.errors import RemoteWireError

CODE_LIMIT_BYTES = 4096  # the largest QR code holds 2,953 bytes
_LINE_ENDS = b"\r\n"
_SEPARATORS = frozenset("\x04\x1d\x1e")  # EOT, GS and RS structure GS1 and ISO 15434 codes
_FRIENDLY_CONTROLS = _SEPARATORS | frozenset("\t\n\r")


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """One scanned code. `raw`: its bytes as the wire carried them."""

    text: str
    raw: bytes

    def __repr__(self) -> str:
        return f"Code({len(self.raw)} bytes)"


@dataclass(frozen=True, slots=True)
class Overlong:
    """More bytes than any code has came without an end: they were thrown away."""


@dataclass(frozen=True, slots=True)
class Torn:
    """A code whose end did not come: what there is of it may be another code."""


Line: TypeAlias = bytes | Overlong | Torn


def decode_code(raw: bytes) -> Code:
    """UTF-8 if it is that, else GB 18030. RemoteWireError for bytes that are neither, and for noise."""
    if not raw:
        raise RemoteWireError("empty_code")
    if len(raw) > CODE_LIMIT_BYTES:
        raise RemoteWireError("code_too_long")
    text = _text_of(raw)
    if any(unicodedata.category(char) == "Cc" and char not in _FRIENDLY_CONTROLS for char in text):
        raise RemoteWireError("unreadable_code")
    return Code(text, raw)


def _text_of(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")  # some makers of codes put a byte order mark before the text
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise RemoteWireError("unreadable_code") from error


class LineFramer:
    """Cuts a stream into lines. Some scanners send no end at all: their code ends with a silence. `has_ends`: this one
    has ended a code with CR or LF, so that a silence within a code tears it."""

    def __init__(self, limit_bytes: int = CODE_LIMIT_BYTES) -> None:
        self.has_ends = False
        self._limit_bytes = limit_bytes
        self._buffer = bytearray()
        self._is_overlong = False

    @property
    def is_inside(self) -> bool:
        """True when a code has begun and not ended."""
        return bool(self._buffer) or self._is_overlong

    def feed(self, data: bytes) -> list[Line]:
        """All lines that are whole now; empty ones are left out."""
        found: list[Line] = []
        for byte in data:
            if byte in _LINE_ENDS:
                self.has_ends |= self.is_inside
                found += self.rest()
            elif len(self._buffer) < self._limit_bytes and not self._is_overlong:
                self._buffer.append(byte)
            else:
                self._buffer.clear()
                self._is_overlong = True
        return found

    def rest(self) -> list[Line]:
        """What has come since the last end, as a line of its own; nothing stays behind."""
        line: Line = Overlong() if self._is_overlong else bytes(self._buffer)
        self.reset()
        return [line] if line else []

    def silence(self) -> list[Line]:
        """Nothing came for so long that the code must have ended. One torn code, and ends are no longer relied on:
        the scanner may have been set anew."""
        is_torn = self.has_ends and self.is_inside
        rest = self.rest()
        if not is_torn:
            return rest
        self.has_ends = False
        return [Torn()]

    def reset(self) -> None:
        self._buffer.clear()
        self._is_overlong = False


# --- scanners that pretend to be a keyboard -----------------------------------------------------------------------

_EVENT = struct.Struct("llHHi")  # seconds, microseconds, type, code, value
EVENT_SIZE_BYTES = _EVENT.size
_TYPE_SYN, _TYPE_KEY = 0, 1
_UP, _DOWN = 0, 1
_SHIFTS = frozenset((42, 54))
_CONTROLS = frozenset((29, 97))
# by key code on a US keyboard, which scanners imitate: plain, with shift
_KEYS: dict[int, tuple[str, str]] = {
    **dict(enumerate(zip("1234567890-=", "!@#$%^&*()_+", strict=True), start=2)),
    **dict(enumerate(zip("qwertyuiop[]", "QWERTYUIOP{}", strict=True), start=16)),
    **dict(enumerate(zip("asdfghjkl;'`", 'ASDFGHJKL:"~', strict=True), start=30)),
    **dict(enumerate(zip("\\zxcvbnm,./", "|ZXCVBNM<>?", strict=True), start=43)),
    **{code: (char, char) for code, char in zip(range(71, 84), "789-456+1230.", strict=True)},  # number pad
    15: ("\t", "\t"),
    28: ("\n", "\n"),
    55: ("*", "*"),
    57: (" ", " "),
    96: ("\n", "\n"),
    98: ("/", "/"),
}
_KEY_OF = {char: (code, pair[0] != char) for code, pair in reversed(_KEYS.items()) for char in reversed(pair)}
_KEY_OF["\r"] = (28, False)  # Enter is both
_WITH_CONTROL = {chr(ord(char) & 0x1F): _KEY_OF[char] for char in "d]^"}


class KeyReader:
    """Turns key events into the characters that were typed. Chinese cannot come this way."""

    def __init__(self) -> None:
        self._buffer = b""
        self._held: set[int] = set()  # of shift and control

    def feed(self, data: bytes) -> bytes:
        """ASCII of all keys pressed in these events; half an event waits for its other half."""
        self._buffer += data
        whole = len(self._buffer) // EVENT_SIZE_BYTES * EVENT_SIZE_BYTES
        events, self._buffer = self._buffer[:whole], self._buffer[whole:]
        return "".join(self._typed(*fields[2:]) for fields in _EVENT.iter_unpack(events)).encode("ascii")

    def reset(self) -> None:
        self._buffer = b""
        self._held.clear()

    def _typed(self, kind: int, code: int, value: int) -> str:
        if kind == _TYPE_KEY and code in _SHIFTS | _CONTROLS:
            (self._held.discard if value == _UP else self._held.add)(code)
            return ""
        if kind != _TYPE_KEY or value != _DOWN or code not in _KEYS:
            return ""
        char = _KEYS[code][bool(self._held & _SHIFTS)]
        return _with_control(char) if self._held & _CONTROLS else char


def _with_control(char: str) -> str:
    """Control and ] is GS: so scanners type the separators of GS1 codes. Only those pass; Control and M is no Enter."""
    typed = chr(ord(char) & 0x1F)
    return typed if typed in _SEPARATORS else ""


def encode_keys(text: str) -> bytes:
    """The events of a scanner that types this ASCII text, for the emulator. ValueError for other characters."""
    return b"".join(_stroke(char) for char in text)


def _stroke(char: str) -> bytes:
    if char not in _KEY_OF and char not in _WITH_CONTROL:
        raise ValueError("a keyboard scanner cannot type this character")
    code, with_shift = _KEY_OF.get(char) or _WITH_CONTROL[char]
    held = [min(_CONTROLS)] * (char in _WITH_CONTROL) + [min(_SHIFTS)] * with_shift
    strokes = [*((key, _DOWN) for key in held), (code, _DOWN), (code, _UP), *((key, _UP) for key in held)]
    end = _EVENT.pack(0, 0, _TYPE_SYN, 0, 0)
    return b"".join(_EVENT.pack(0, 0, _TYPE_KEY, code, value) + end for code, value in strokes)
