"""Shell: how our pictures leave.

aiortc's sender throws a picture's packets out all at once, does not read what the other end says of them, and keeps
too few to send them again over a long way. `Sending` steers one sender from the gate between it and the network, where
`inside.py` puts it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from cloud_seat.call import feedback
from cloud_seat.call.bandwidth import Bandwidth
from cloud_seat.call.codecs import Vp8Encoder
from cloud_seat.call.departures import HASTE, LONGEST_QUEUE_S, Bucket, Departures, stamp
from cloud_seat.call.vp8 import PACKET_MAX_BYTES

AGAIN_LIMIT = 100
"""Packets that were asked for again and wait; the oldest comes too late and is asked for once more."""

Send = Callable[[bytes], Coroutine[Any, Any, None]]


class Sending:
    """Our pictures on their way out: at an even pace, numbered, and at the rate that the other end's reports allow."""

    def __init__(self, encoder: Vp8Encoder) -> None:
        self.sources = 0, 0
        """Of the pictures, and of what is sent again."""
        self.number_id = 0
        """The header extension of a packet's number, as negotiated; 0: the other end wants no numbers."""
        self.bandwidth: Bandwidth | None = None
        """None until the other end reports: it may not, and say REMB instead."""
        self._encoder = encoder
        self._bucket, self._departures = Bucket(encoder.rate_bps), Departures()
        self._waiting, self._again = deque[bytes](), deque[bytes](maxlen=AGAIN_LIMIT)
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._leaving: asyncio.Task[None] | None = None
        self._is_broken = False

    async def let_out(self, packet: bytes, send: Send) -> None:
        """A picture's packet waits in line; only when the line is long its sender waits, too, and takes a later picture
        next. What was asked for again goes first, and whoever hears the questions never waits."""
        if self._is_broken:
            raise ConnectionError
        if int.from_bytes(packet[8:12], "big") == self.sources[1]:
            self._again.append(packet)
        else:
            await self._has_room.wait()
            self._waiting.append(packet)
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave(send))

    async def _leave(self, send: Send) -> None:
        try:
            while self._again or self._waiting:
                self._bucket.rate_bps = self._encoder.aims_at_bps
                if wait_s := self._bucket.wait_s(time.monotonic()):
                    await asyncio.sleep(wait_s)
                await self._send_next(send)
                self._regulate()
        except ConnectionError:
            self._is_broken = True  # on its way down
            self._has_room.set()
        self._leaving = None

    async def _send_next(self, send: Send) -> None:
        packet = (self._again or self._waiting).popleft()
        now_s = time.monotonic()
        self._bucket.pour(len(packet), now_s)
        if self.number_id:
            packet = stamp(packet, self.number_id, self._departures.add(len(packet), now_s))
        await send(packet)

    def _regulate(self) -> None:
        if len(self._waiting) * PACKET_MAX_BYTES * 8 > LONGEST_QUEUE_S * HASTE * self._bucket.rate_bps:
            self._has_room.clear()
        else:
            self._has_room.set()

    async def close(self) -> None:
        """What still waits is not sent."""
        if self._leaving is not None:
            self._leaving.cancel()
            await asyncio.wait([self._leaving])

    def hear(self, report: feedback.Report) -> None:
        """What the other end says of our packets."""
        self.bandwidth = self.bandwidth or Bandwidth()
        self.bandwidth.learn(self._departures.join(report), time.monotonic())
        self._encoder.target_bitrate = self.bandwidth.rate_bps
