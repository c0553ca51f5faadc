"""Core: what a receipt printer does with bytes, without any wire: prints, holds, answers, stands still."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from devices.receipt_printer.decoder import EscPosDecoder
from devices.receipt_printer.operations import (
    AskOrdered,
    AskRealtime,
    ClearBuffer,
    Cut,
    FeedLines,
    Operation,
    SendStatusAlways,
)
from devices.receipt_printer.paper import FontShelf, Paper
from devices.receipt_printer.status import Ask, PrinterStatus, encode_news, encode_status

_BUFFER_LIMIT = 100_000  # operations a printer holds while it stands still
_ORDERED_OK, _ORDERED_NEAR_END = 0x00, 0x03

Strike = Callable[[], None]


class PrinterModel:
    """One printer. Not safe for several threads: its emulator holds a lock."""

    def __init__(self, fonts: FontShelf, width_px: int) -> None:
        self.paper = Paper(width_px, fonts)
        self.status = PrinterStatus()
        self.is_mute = False
        self.is_noisy = False  # what it answers arrives garbled
        self.is_slow = False  # prints one line each time that it is asked to go on
        self.strike_after: tuple[int, Strike] | None = None  # after so many lines (a cut counts as one) this happens
        self._decoder = EscPosDecoder()
        self._held: deque[Operation] = deque(maxlen=_BUFFER_LIMIT)
        self._news: bytes | None = None  # the last status that was told unasked; None: it tells only when asked

    def feed(self, data: bytes) -> bytes:
        """Take bytes; return what the printer answers to them."""
        answers = bytearray()
        for operation in self._decoder.feed(data):
            answers += self._take(operation)
        return self._on_the_wire(bytes(answers) + self._print_on())

    def go_on(self) -> bytes:
        """Print what was held, as far as nothing hinders; return late answers."""
        return self._on_the_wire(self._print_on())

    def restart(self) -> None:
        """The connection began anew: half a command from the old one is forgotten."""
        self._decoder = EscPosDecoder()
        self._news = None

    def picture(self) -> Image.Image:
        """The last slip, or the paper that hangs out when none was cut yet."""
        return self.paper.slips[-1] if self.paper.slips else self.paper.slip_in_progress()

    def _take(self, operation: Operation) -> bytes:
        match operation:
            case AskRealtime(which) if which in tuple(Ask):
                return bytes([encode_status(self._shown(), Ask(which))])
            case ClearBuffer():
                self._held.clear()
            case _:
                self._held.append(operation)
        return b""

    def _print_on(self) -> bytes:
        answers = bytearray()
        while self._held and not self.status.stands_still:
            operation = self._held.popleft()
            if isinstance(operation, AskOrdered):
                answers.append(_ORDERED_NEAR_END if self.status.is_paper_near_end else _ORDERED_OK)
            elif isinstance(operation, SendStatusAlways):
                self._news = b"" if operation.is_on else None
            else:
                self.paper.put(operation)
                if isinstance(operation, FeedLines | Cut):
                    self._line_is_done()
                    if self.is_slow:
                        break
        return bytes(answers) + self._what_changed()

    def _line_is_done(self) -> None:
        if self.strike_after is None:
            return
        lines, strike = self.strike_after
        self.strike_after = (lines - 1, strike) if lines > 1 else None
        if lines <= 1:
            strike()

    def _what_changed(self) -> bytes:
        now = encode_news(self._shown())
        if self._news is None or self._news == now:
            return b""
        self._news = now
        return now

    def _shown(self) -> PrinterStatus:
        return replace(self.status, is_offline=self.status.stands_still)

    def _on_the_wire(self, answers: bytes) -> bytes:
        if self.is_mute or not answers:
            return b""
        return b"\x00" + bytes(byte ^ 0xFF for byte in answers) if self.is_noisy else answers
