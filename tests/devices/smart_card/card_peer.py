"""Shell: the card's end of a virtual reader (vpcd of the vsmartcard project): pcscd then meets a Chip.

The wire: two bytes of length, big-endian, then the message. One byte is an order (power off, power on, reset, give the
answer to reset); anything else is a command for the chip. Connected: a card is in the reader. Cut: it was pulled out.
"""

import contextlib
import socket
import threading
from collections.abc import Callable
from enum import Enum

from tests.devices.smart_card.chip import ATR, Chip

_CONNECT_PERIOD_S = 0.02  # pcscd may not be there yet, or be starting again
_POWER_OFF, _GIVE_ATR = 0, 4
_NO_CONTACT = bytes(64)  # longer than any answer to reset: the driver says that the card could not be powered


class Fault(Enum):
    """What may be wrong with the card."""

    MUTE = "mute"  # never answers a command
    SLOW = "slow"  # thinks for a while about each command
    SHORT = "short"  # answers with less than a status word
    GARBAGE = "garbage"  # good status word, senseless data
    TURNED_OVER = "turned_over"  # no contact: it cannot be powered


class CardPeer:
    """One card at a time. It stays in the reader, whatever happens to pcscd, until it is removed.

    `await_empty` waits until pcscd, which looks now and then, has noticed that the last card was removed.
    """

    def __init__(self, port: int, await_empty: Callable[[], None], *, slow_s: float = 0.02) -> None:
        self._port = port
        self._await_empty = await_empty
        self._slow_s = slow_s
        self._chip = Chip()
        self._fault: Fault | None = None
        self._is_powering = False
        self._line: socket.socket | None = None
        self._pulled = threading.Event()
        self._thread: threading.Thread | None = None
        self.on_command: Callable[[bytes], None] = lambda _: None

    def insert(self, chip: Chip, fault: Fault | None = None) -> None:
        """Put a card in; it is noticed when pcscd next looks."""
        self._await_empty()
        chip.reset()
        self._chip, self._fault = chip, fault
        self._pulled.clear()
        self._thread = threading.Thread(target=self._stay, name="card-peer")
        self._thread.start()

    def fail(self, fault: Fault | None) -> None:
        """From the next command on; None ends a fault. What was not answered before stays unanswered."""
        self._fault = fault

    def remove(self) -> None:
        """Pull the card out, in the middle of an answer if need be. Idempotent."""
        self._pulled.set()
        line, thread = self._line, self._thread
        if line is not None:
            with contextlib.suppress(OSError):  # pcscd has gone meanwhile
                line.shutdown(socket.SHUT_RDWR)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _stay(self) -> None:
        while not self._pulled.wait(_CONNECT_PERIOD_S):
            with contextlib.suppress(OSError, EOFError), socket.create_connection(("127.0.0.1", self._port)) as line:
                self._line = line
                while not self._pulled.is_set():
                    self._take(line)

    def _take(self, line: socket.socket) -> None:
        message = _receive(line, int.from_bytes(_receive(line, 2), "big"))
        if len(message) == 1:
            self._obey(message[0], line)
            return
        self.on_command(message)
        if not self._pulled.is_set():
            self._answer(message, line)

    def _obey(self, order: int, line: socket.socket) -> None:
        if order != _GIVE_ATR:
            self._is_powering = order != _POWER_OFF
            self._chip.reset()
            return
        has_contact = not (self._is_powering and self._fault is Fault.TURNED_OVER)
        self._is_powering = False
        _send(line, ATR if has_contact else _NO_CONTACT)

    def _answer(self, command: bytes, line: socket.socket) -> None:
        if self._fault is Fault.MUTE:
            return
        if self._fault is Fault.SLOW:
            self._pulled.wait(self._slow_s)
        answer = self._chip.answer(command)
        if self._fault is Fault.SHORT:
            answer = answer[:1]
        if self._fault is Fault.GARBAGE:
            answer = b"\xfe" * (len(answer) - 2) + answer[-2:]
        _send(line, answer)


def _send(line: socket.socket, message: bytes) -> None:
    line.sendall(len(message).to_bytes(2, "big") + message)


def _receive(line: socket.socket, size_bytes: int) -> bytes:
    """vpcd sends length and message apart: without quick acknowledgements each message takes 40 ms."""
    data = b""
    while len(data) < size_bytes:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = line.recv(size_bytes - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
