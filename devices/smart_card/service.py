"""Shell: a line to the smart card service (PC/SC): one context, and the one thread that makes all calls with it.

Nothing ends a call but its own end: `SCardTransmit` waits as long as a card and its reader like, and a service that is
stopped answers nothing. So the worker waits here, under its own alarm and deadline; a line that it hangs up in the
middle of a call ends by itself when that call returns.

`smartcard.CardMonitoring` is not used: its thread dies when the service restarts (pyscard issues 27, 82, 128).
"""

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Queue
from typing import Any, TypeAlias

from smartcard import scard  # type: ignore[import-untyped]  # pyscard has no types

from devices.errors import (
    RemoteAbsentError,
    RemoteDeviceError,
    RemoteLostError,
    RemoteSilentError,
    RemoteWireError,
)
from devices.transport.wake import Wake

Function: TypeAlias = Callable[[int], Sequence[Any]]  # context → result code and values

_CARD_LOST = {
    scard.SCARD_W_REMOVED_CARD,
    scard.SCARD_E_NO_SMARTCARD,
    scard.SCARD_E_NOT_TRANSACTED,
    scard.SCARD_W_RESET_CARD,
    scard.SCARD_W_UNRESPONSIVE_CARD,
    scard.SCARD_W_UNPOWERED_CARD,
}
_CARD_STRANGE = {scard.SCARD_W_UNSUPPORTED_CARD, scard.SCARD_E_PROTO_MISMATCH}
_NO_READER = {
    scard.SCARD_E_UNKNOWN_READER,
    scard.SCARD_E_READER_UNAVAILABLE,
    scard.SCARD_E_NO_READERS_AVAILABLE,
}
_SERVICE_DOWN = {
    scard.SCARD_E_NO_SERVICE,
    scard.SCARD_E_SERVICE_STOPPED,
    scard.SCARD_E_INVALID_HANDLE,  # a context of the service's former life
    scard.SCARD_F_COMM_ERROR,
}


class RemoteCardLostError(RemoteDeviceError):
    """The card was pulled out, or has no contact: look at the reader again, and wait."""


class RemoteCardTakenError(RemoteDeviceError):
    """Another program has the card."""


class ServiceLine:
    """Used by one worker. After an error of `call` that is not the card's, it can only be hung up."""

    def __init__(self, wake: Wake) -> None:
        self._wake = wake
        self._calls: Queue[tuple[Function, Future[Sequence[Any]]] | None] = Queue(maxsize=2)  # one call, and the end
        self._card: int | None = None
        self._done = os.eventfd(0, os.EFD_CLOEXEC)
        self._thread = threading.Thread(target=self._main, name="device-smart-card-line", daemon=True)
        self._thread.start()

    def call(self, function: Function, until_s: float) -> Sequence[Any]:
        """The values of one call. Raises CommandCancelledError, RemoteSilentError, and what the code stands for."""
        future: Future[Sequence[Any]] = Future()
        self._calls.put_nowait((function, future))
        if not self._wake.wait_io(self._done, for_write=False, until_s=until_s):
            raise RemoteSilentError("no_answer")
        os.eventfd_read(self._done)
        code, *values = future.result()
        _check(code)
        return values

    def hang_up(self, card: int | None) -> None:
        """Once, and returns at once. After the call that may still be running, let go of `card` (its handle) and end.

        Without resetting it: a pcscd that must reset a card which was just pulled out misses the next one.
        """
        self._card = card
        self._calls.put_nowait(None)

    def has_ended(self, limit_s: float = 0.0) -> bool:
        """Whether the thread is gone, at the latest after `limit_s`."""
        self._thread.join(limit_s)
        return not self._thread.is_alive()

    def _main(self) -> None:
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        while (order := self._calls.get()) is not None:
            function, future = order
            try:
                future.set_result(function(context) if code == scard.SCARD_S_SUCCESS else (code,))
            except Exception as error:  # noqa: BLE001 - the catch-all of this lane: `call` raises it on the worker's thread
                future.set_exception(error)
            os.eventfd_write(self._done, 1)
        with contextlib.suppress(SystemError):  # what pyscard makes of a service that has gone
            if self._card is not None:
                scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
            scard.SCardReleaseContext(context)
        os.close(self._done)


def _check(code: int) -> None:
    """Raise what a result code stands for."""
    if code == scard.SCARD_S_SUCCESS:
        return
    word = f"pcsc_{code & 0xFFFFFFFF:08x}"
    if code in _CARD_LOST:
        raise RemoteCardLostError(word)
    if code in _CARD_STRANGE:
        raise RemoteWireError(word)
    if code == scard.SCARD_E_SHARING_VIOLATION:
        raise RemoteCardTakenError("card_in_use")
    if code in _NO_READER:
        raise RemoteAbsentError("no_reader")
    raise RemoteLostError("service_down" if code in _SERVICE_DOWN else word)
