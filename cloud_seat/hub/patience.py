"""Shell: uvicorn's HTTP protocol with bounds on what has not become a request yet: heads that trickle in or never end,
and more connections than files. What a request may bring is bounded by whoever reads it (`answers.body_of`)."""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cloud_seat.hub.config import Limits


def patient(limits: Limits) -> type[HttpToolsProtocol]:
    """The protocol with these limits: uvicorn makes one itself for each connection."""
    return type("PatientHttp", (_PatientHttp,), {"limits": limits})


class _PatientHttp(HttpToolsProtocol):
    """One connection, until it is a websocket."""

    limits: ClassVar[Limits]
    _timer: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _unread_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Refused without a word when there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            transport.abort()
            return
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Bytes count against the head while there is none."""
        self._head_bytes += len(data)
        super().data_received(data)
        if self._timer is not None and self._head_bytes > self.limits.head_bytes:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """The next request of this connection begins."""
        super().on_message_begin()
        if self._timer is None:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """It is a request now."""
        self._forget_timer()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """What still comes for a request that was answered already is let pass for a while only."""
        super().on_body(body)
        self._unread_bytes = self._unread_bytes + len(body) if self.cycle.response_complete else 0
        if self._unread_bytes > self.limits.unread_bytes:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._forget_timer()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._head_bytes = 0
        self._timer = self.loop.call_later(self.limits.head_s, self.transport.abort)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
