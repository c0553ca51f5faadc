"""Shell: one reader of the smart card service, and the card in it. Finds its way back by itself after every trouble."""

import time
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

from smartcard import scard  # type: ignore[import-untyped]  # pyscard has no types

from devices.errors import CommandCancelledError, LocalConfigError, RemoteAbsentError, RemoteSilentError
from devices.smart_card.service import Function, RemoteCardLostError, ServiceLine
from devices.trace import Way
from devices.transport.wake import Wake

SCHEME = "pcsc:"
FIRST_READER = "*"
LINE_END_PERIOD_S = 0.01
LINE_END_LIMIT_S = 0.2  # a call that runs when the driver is closed may end in this time

_ANY_PROTOCOL = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
_GONE = scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE | scard.SCARD_STATE_IGNORE


class Slot(Enum):
    """What the reader holds."""

    EMPTY = auto()
    CARD = auto()
    MUTE = auto()  # something without contact: most likely a card the wrong way round
    TAKEN = auto()  # a card that another program talks with


class Reader:
    """`pattern`: the beginning of the reader's name, or `*` for the first one. For one worker's thread."""

    def __init__(self, pattern: str, wake: Wake) -> None:
        self._pattern = pattern
        self._wake = wake
        self._line: ServiceLine | None = None
        self._last_line: ServiceLine | None = None  # hung up; perhaps still in its last call
        self._card: tuple[int, int] | None = None  # handle, protocol

    def look(self, until_s: float) -> Slot:
        """What the reader holds, now. Raises RemoteLostError (no service) or RemoteAbsentError (no such reader)."""
        asked = [(self._find(until_s), scard.SCARD_STATE_UNAWARE)]
        [states] = self._call(lambda context: scard.SCardGetStatusChange(context, 0, asked), until_s)
        return _slot_of(states[0][1])

    def connect(self, until_s: float) -> None:
        """Power the card, for us alone: nobody else may turn it to another file while it is read."""
        wanted = (self._find(until_s), scard.SCARD_SHARE_EXCLUSIVE, _ANY_PROTOCOL)
        handle, protocol = self._call(lambda context: scard.SCardConnect(context, *wanted), until_s)
        self._card = (handle, protocol)
        self._wake.tap(Way.OPENED, b"")

    def transmit(self, data: bytes, until_s: float) -> bytes:
        """One command and its answer. Raises RemoteCardLostError when the card is pulled out meanwhile."""
        if self._card is None:
            raise RemoteCardLostError("not_connected")
        handle, protocol = self._card
        self._wake.tap(Way.OUT, data)
        [answer] = self._call(lambda _: scard.SCardTransmit(handle, protocol, list(data)), until_s)
        self._wake.tap(Way.IN, bytes(answer))
        if not answer:  # how some reader drivers say that the card has gone
            raise RemoteCardLostError("empty_answer")
        return bytes(answer)

    def hang_up(self) -> None:
        """Let go of card and service at once. Idempotent."""
        line, self._line = self._line, None
        card, self._card = self._card, None
        if card is not None:
            self._wake.tap(Way.CLOSED, b"")
        if line is not None:
            line.hang_up(card and card[0])
            self._last_line = line

    def close(self) -> None:
        """The same, and wait a little for the end. Idempotent; never raises."""
        self.hang_up()
        if self._last_line is not None:
            self._last_line.has_ended(LINE_END_LIMIT_S)

    def _find(self, until_s: float) -> str:
        [names] = self._call(lambda context: scard.SCardListReaders(context, []), until_s)
        for name in names:
            if self._pattern == FIRST_READER or name.startswith(self._pattern):
                return str(name)
        raise RemoteAbsentError("no_reader")

    def _call(self, function: Function, until_s: float) -> Sequence[Any]:
        self._await_end_of_last_line(until_s)
        if self._line is None:
            self._line = ServiceLine(self._wake)
        try:
            return self._line.call(function, until_s)
        except (CommandCancelledError, RemoteSilentError):
            self.hang_up()
            raise

    def _await_end_of_last_line(self, until_s: float) -> None:
        """One thread at a time: a reader that hangs must not gather them."""
        while self._last_line is not None and not self._last_line.has_ended():
            if time.monotonic() >= until_s:
                raise RemoteSilentError("reader_hangs")
            self._wake.pause(LINE_END_PERIOD_S)
        self._last_line = None


def pattern_of(address: str) -> str:
    """`pcsc:READER NAME` or `pcsc:*`. LocalConfigError for anything else."""
    if not address.startswith(SCHEME) or address == SCHEME:
        raise LocalConfigError(f"not the address of a smart card reader: {address!r}")
    return address.removeprefix(SCHEME)


def _slot_of(state: int) -> Slot:
    """Raises RemoteAbsentError when the reader itself is gone."""
    if state & _GONE:
        raise RemoteAbsentError("no_reader")
    if not state & scard.SCARD_STATE_PRESENT:
        return Slot.EMPTY
    if state & scard.SCARD_STATE_MUTE:
        return Slot.MUTE
    return Slot.TAKEN if state & (scard.SCARD_STATE_INUSE | scard.SCARD_STATE_EXCLUSIVE) else Slot.CARD
