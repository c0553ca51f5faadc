"""Shell: the sender's half of what touches aiortc's private side (the other: `inside.py`): how our pictures leave.

aiortc's sender throws a picture's packets out all at once, does not read what the other end says of them, and keeps
too few to send them again over a long way. `Sending` steers one sender from the gate between it and the network.
"""

import asyncio
import time
from collections import deque

from aiortc import RTCRtpSender, rtcrtpsender
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap

from cloud_seat.call import feedback
from cloud_seat.call.bandwidth import Bandwidth
from cloud_seat.call.codecs import Vp8Encoder
from cloud_seat.call.departures import HASTE, LONGEST_QUEUE_S, Bucket, Departures, stamp
from cloud_seat.call.inside import Send, gate, put_encoder
from cloud_seat.call.vp8 import PACKET_MAX_BYTES

AGAIN_LIMIT = 100
"""Packets that were asked for again and wait; the oldest comes too late and is asked for once more."""
HISTORY_PACKETS = 512
"""Kept to be sent again: two seconds of our largest picture, four questions over a way of half a second. aiortc's own
128 are gone after half a second: at 0.3 s there and back and 10 % loss half of those pictures never came whole."""


def forget_sent(sender: RTCRtpSender) -> None:
    """What it keeps to send again: the last pictures and words."""
    vars(sender)["_RTCRtpSender__rtp_history"].clear()


class Sending:
    """Our pictures on their way out: at an even pace, numbered, and at the rate that the other end's reports allow."""

    def __init__(self, sender: RTCRtpSender, encoder: Vp8Encoder) -> None:
        put_encoder(sender, encoder)
        vars(rtcrtpsender)["RTP_HISTORY_SIZE"] = HISTORY_PACKETS
        self.sources = sender._ssrc, sender._rtx_ssrc
        self.bandwidth: Bandwidth | None = None
        """None until the other end reports: it may not, and say REMB instead."""
        self._encoder = encoder
        self._bucket, self._departures = Bucket(encoder.rate_bps), Departures()
        self._waiting, self._again = deque[bytes](), deque[bytes](maxlen=AGAIN_LIMIT)
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._leaving: asyncio.Task[None] | None = None
        self._is_broken = False
        self._extensions = _NumberedExtensions()
        vars(sender)["_RTCRtpSender__rtp_header_extensions_map"] = self._extensions
        self._attach = sender.setTransport
        vars(sender)["setTransport"] = self._move
        gate(sender.transport).sending = self

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
        if extension := self._extensions.number_id:
            packet = stamp(packet, extension, self._departures.add(len(packet), now_s))
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

    def _move(self, transport: RTCDtlsTransport) -> None:
        """The other end bundles."""
        self._attach(transport)
        gate(transport).sending = self


class _NumberedExtensions(HeaderExtensionsMap):
    """Leaves room in each packet for its number."""

    def __init__(self) -> None:
        super().__init__()
        self.number_id = 0
        """As negotiated; 0: the other end wants no numbers."""

    def configure(self, parameters: RTCRtpParameters) -> None:
        super().configure(parameters)
        known = [one.id for one in parameters.headerExtensions if one.uri == feedback.TRANSPORT_CC_URI]
        self.number_id = known[0] if known else 0

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        values.transport_sequence_number = 0
        return super().set(values)
