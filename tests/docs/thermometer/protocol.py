"""Core: an invented thermometer: `T?` is answered by `T=+21.5`, both ended by CR LF, in tenths of a degree Celsius."""

import re

from devices.errors import RemoteWireError

ASK = b"T?\r\n"
LINE_LIMIT_BYTES = 16
_LINE = re.compile(rb"T=([+-]\d{2}\.\d)\r\n")


def encode_answer(celsius: float) -> bytes:
    """For the emulator. Between -99.9 and +99.9."""
    return b"T=%+05.1f\r\n" % celsius


class AnswerReader:
    """Feed it bytes in any pieces until it returns the temperature."""

    def __init__(self) -> None:
        self._line = bytearray()

    def feed(self, data: bytes) -> float | None:
        """Degrees Celsius, or None while the line has not ended. RemoteWireError when it says something else."""
        self._line += data
        if b"\n" not in self._line and len(self._line) < LINE_LIMIT_BYTES:
            return None
        found = _LINE.fullmatch(self._line)
        if found is None:
            raise RemoteWireError("no_temperature")
        return float(found[1])
