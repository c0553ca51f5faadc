"""Core: what a receipt printer does with bytes, without any wire: prints, holds, answers, stands still."""

from collections import deque
from dataclasses import replace

from PIL import Image

from devices.receipt_printer.decoder import (
    AskOrdered,
    AskRealtime,
    ClearBuffer,
    EscPosDecoder,
    FeedLines,
    Operation,
)
from devices.receipt_printer.paper import FontShelf, Paper
from devices.receipt_printer.status import Ask, PrinterStatus, encode_status

_BUFFER_LIMIT = 100_000  # operations a printer holds while it stands still
_ORDERED_OK, _ORDERED_NEAR_END = 0x00, 0x03


class PrinterModel:
    """One printer. Not safe for several threads: its emulator holds a lock."""

    def __init__(self, fonts: FontShelf, width_px: int) -> None:
        self.paper = Paper(width_px, fonts)
        self.status = PrinterStatus()
        self.is_mute = False
        self.lines_left: int | None = None  # the paper runs out after so many lines
        self._decoder = EscPosDecoder()
        self._held: deque[Operation] = deque(maxlen=_BUFFER_LIMIT)

    def feed(self, data: bytes) -> bytes:
        """Take bytes; return what the printer answers to them."""
        answers = bytearray()
        for operation in self._decoder.feed(data):
            answers += self._take(operation)
        answers += self.go_on()
        return b"" if self.is_mute else bytes(answers)

    def go_on(self) -> bytes:
        """Print what was held, as far as nothing hinders; return late answers."""
        answers = bytearray()
        while self._held and not self._is_standing():
            operation = self._held.popleft()
            if isinstance(operation, AskOrdered):
                answers.append(_ORDERED_NEAR_END if self.status.is_paper_near_end else _ORDERED_OK)
            else:
                self.paper.put(operation)
                self._use_up(operation)
        return b"" if self.is_mute else bytes(answers)

    def restart(self) -> None:
        """The connection began anew: half a command from the old one is forgotten."""
        self._decoder = EscPosDecoder()

    def picture(self) -> Image.Image:
        """The last slip, or the paper that hangs out when none was cut yet."""
        return self.paper.slips[-1] if self.paper.slips else self.paper.slip_in_progress()

    def _take(self, operation: Operation) -> bytes:
        match operation:
            case AskRealtime(which) if which in tuple(Ask):
                seen = replace(self.status, is_offline=self._is_standing())
                return bytes([encode_status(seen, Ask(which))])
            case ClearBuffer():
                self._held.clear()
            case _:
                self._held.append(operation)
        return b""

    def _is_standing(self) -> bool:
        return self.status.is_cover_open or self.status.is_paper_out or self.status.is_offline

    def _use_up(self, operation: Operation) -> None:
        if self.lines_left is None or not isinstance(operation, FeedLines):
            return
        self.lines_left -= 1
        if self.lines_left <= 0:
            self.lines_left = None
            self.status = replace(self.status, is_paper_out=True)
