"""Shell: all that touches aiortc's private side: our parts in place of its own.

aiortc's receiver completes a picture only when the next one begins, plays what is stale, repairs no sound and tells a
sender nothing of its bandwidth; it offers no option for any of these. So `Reception` stands where its receiver stood.
It carries packets to the cores and what they want said back to the sender. `_Gate` stands between both halves and the
network: there `Sending` steers the pictures of aiortc's own sender.
`tests/cloud_seat/call/test_inside.py` fails when a new aiortc no longer takes it.
"""

import asyncio
import random
import struct
import time
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, cast

from aiortc import RTCPeerConnection, RTCRtpSender, RTCRtpTransceiver, rtcrtpsender
from aiortc.codecs import CODECS, HEADER_EXTENSIONS, is_rtx
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rate import RemoteBitrateEstimator
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import (
    RTCRtcpFeedback,
    RTCRtpCodecParameters,
    RTCRtpHeaderExtensionParameters,
    RTCRtpParameters,
    RTCRtpReceiveParameters,
)
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import (
    AnyRtcpPacket,
    HeaderExtensions,
    HeaderExtensionsMap,
    RtcpPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSrPacket,
    RtpPacket,
    is_rtcp,
    pack_remb_fci,
    unwrap_rtx,
)
from aiortc.stats import RTCStatsReport

from cloud_seat.call import feedback
from cloud_seat.call.departures import HISTORY_PACKETS
from cloud_seat.call.packets import Packet, Unwrapper
from cloud_seat.call.sending import Sending

TICK_S = 0.01
REPORT_TICKS = 100
FEEDBACK_TICKS = 10
"""100 ms, as Chromium at our rates."""
SOURCES_LIMIT = 8
CONNECT = "_RTCPeerConnection__connect"
REMB = 15, 206
TRANSPORT_CC_ID = 4
"""Not yet taken in aiortc's table."""


class Depacketizer(Protocol):
    """What a reception does with its packets."""

    def take(self, packet: Packet, now_s: float) -> None: ...

    def wanted(self, now_s: float) -> tuple[tuple[int, ...], bool]:
        """What is missing, and whether a key frame is needed."""
        ...

    async def close(self) -> None: ...


class Reception:
    """One kind of media from the other end. Has what RTCPeerConnection and RTCDtlsTransport ask of a receiver."""

    def __init__(self, transceiver: RTCRtpTransceiver, into: Depacketizer) -> None:
        self._enabled = True
        self._track: MediaStreamTrack | None = None
        self._into = into
        self._transport = transceiver.receiver.transport
        self._ssrc = transceiver.sender._ssrc
        self._codecs: dict[int, RTCRtpCodecParameters] = {}
        self._repairs: dict[int, int] = {}
        self._sources: dict[int, _Source] = {}
        self._media_ssrc = 0
        self._sequences, self._timestamps, self._transport_numbers = Unwrapper(16), Unwrapper(32), Unwrapper(16)
        self._arrivals = feedback.Arrivals()
        self._bandwidth = RemoteBitrateEstimator()
        self._ticking: asyncio.Task[None] | None = None
        gate(self._transport)
        vars(transceiver)["_RTCRtpTransceiver__receiver"] = self

    # --- what aiortc calls ---
    @property
    def track(self) -> MediaStreamTrack | None:
        """Set by aiortc; nothing is ever read from it."""
        return self._track

    @property
    def transport(self) -> RTCDtlsTransport:
        """Below us."""
        return self._transport

    def setTransport(self, transport: RTCDtlsTransport) -> None:  # noqa: N802  aiortc's name
        """The other end bundles."""
        self._transport = transport
        gate(transport)

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        """Start. Later calls change nothing."""
        if self._ticking is not None:
            return
        self._codecs = {codec.payloadType: codec for codec in parameters.codecs if codec.payloadType is not None}
        self._repairs = {one.rtx.ssrc: one.ssrc for one in parameters.encodings if one.rtx}
        self._transport._register_rtp_receiver(cast(Any, self), parameters)
        self._ticking = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """End."""
        self._transport._unregister_rtp_receiver(cast(Any, self))
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.wait([self._ticking])
        await self._into.close()

    def _handle_disconnect(self) -> None:
        """Liveness is measured, not told."""

    async def getStats(self) -> RTCStatsReport:  # noqa: N802  aiortc's name
        """Of the transport; what we know of the media is in CallStats."""
        report = RTCStatsReport()
        report.update(self._transport._get_stats())
        return report

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpSrPacket) and (source := self._sources.get(packet.ssrc)):
            source.heard = packet.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF, time.monotonic()

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        codec = self._codecs.get(packet.payload_type)
        if not self._enabled or codec is None:
            return
        now_s = time.monotonic()
        await self._measure(packet, codec, now_s, arrival_time_ms)
        original = self._repaired(packet, codec) if is_rtx(codec) else packet
        if original is None:
            return
        self._media_ssrc = original.ssrc
        sequence, timestamp = (
            self._sequences.unwrap(original.sequence_number),
            self._timestamps.unwrap(original.timestamp),
        )
        self._into.take(Packet(sequence, timestamp, original.payload, bool(original.marker)), now_s)
        await self._ask(now_s)

    # --- our own ---
    async def _measure(self, packet: RtpPacket, codec: RTCRtpCodecParameters, now_s: float, arrival_ms: int) -> None:
        if packet.ssrc in self._sources or len(self._sources) < SOURCES_LIMIT:
            self._sources.setdefault(packet.ssrc, _Source(codec.clockRate)).statistics.add(packet)
        extensions = packet.extensions
        if extensions.transport_sequence_number is not None:
            number = self._transport_numbers.unwrap(extensions.transport_sequence_number)
            self._arrivals.add(number, int(now_s * 1e6))
        elif extensions.abs_send_time is not None:
            size = len(packet.payload) + packet.padding_size
            if remb := self._bandwidth.add(arrival_ms, extensions.abs_send_time, size, packet.ssrc):
                await self._send(feedback.packet(REMB, self._ssrc, 0, pack_remb_fci(*remb)))

    def _repaired(self, packet: RtpPacket, codec: RTCRtpCodecParameters) -> RtpPacket | None:
        """What was asked for again (RFC 4588)."""
        ssrc, payload_type = self._repairs.get(packet.ssrc), codec.parameters.get("apt")
        if ssrc is None or not isinstance(payload_type, int) or len(packet.payload) < 2:
            return None
        return unwrap_rtx(packet, payload_type=payload_type, ssrc=ssrc)

    async def _ask(self, now_s: float) -> None:
        missing, key_frame = self._into.wanted(now_s)
        if missing:
            await self._send(feedback.packet(feedback.NACK, self._ssrc, self._media_ssrc, feedback.nack(missing)))
        if key_frame:
            await self._send(feedback.packet(feedback.PLI, self._ssrc, self._media_ssrc))

    async def _tick(self) -> None:
        ticks = random.randrange(REPORT_TICKS)
        while True:
            await asyncio.sleep(TICK_S)
            ticks += 1
            await self._ask(time.monotonic())
            if ticks % FEEDBACK_TICKS == 0 and (fci := self._arrivals.report()):
                await self._send(feedback.packet(feedback.TRANSPORT_CC, self._ssrc, self._media_ssrc, fci))
            if ticks % REPORT_TICKS == 0 and self._sources:
                reports = [source.report(ssrc) for ssrc, source in self._sources.items()]
                await self._send(bytes(RtcpRrPacket(ssrc=self._ssrc, reports=reports)))

    async def _send(self, rtcp: bytes) -> None:
        try:
            await self._transport._send_rtp(rtcp)
        except ConnectionError:
            return  # on its way down


class _Source:
    """One SSRC, as reports speak of it (RFC 3550 section 6.4.1)."""

    def __init__(self, clock_hz: int) -> None:
        self.statistics = StreamStatistics(clock_hz)
        self.heard: tuple[int, float] | None = None
        """Time in the last sender report, and when it came."""

    def report(self, ssrc: int) -> RtcpReceiverInfo:
        counts = self.statistics
        stamp, at_s = self.heard or (0, 0.0)
        return RtcpReceiverInfo(
            ssrc=ssrc,
            fraction_lost=counts.fraction_lost,
            packets_lost=counts.packets_lost,
            highest_sequence=(counts.cycles + (counts.max_seq or 0)) & 0xFFFFFFFF,
            jitter=counts.jitter & 0xFFFFFFFF,
            lsr=stamp,
            dlsr=int((time.monotonic() - at_s) * 65536) & 0xFFFFFFFF if self.heard else 0,
        )


def put_encoder(sender: RTCRtpSender, encoder: object) -> None:
    """Let `sender` use our encoder. Only for senders that can negotiate nothing but its codec."""
    vars(sender)["_RTCRtpSender__encoder"] = encoder


def steer(sender: RTCRtpSender, sending: Sending) -> None:
    """Let `sending` steer the pictures of `sender`."""
    vars(rtcrtpsender)["RTP_HISTORY_SIZE"] = HISTORY_PACKETS
    sending.sources = sender._ssrc, sender._rtx_ssrc
    vars(sender)["_RTCRtpSender__rtp_header_extensions_map"] = _NumberedExtensions(sending)
    attach = sender.setTransport

    def move(transport: RTCDtlsTransport) -> None:
        """The other end bundles."""
        attach(transport)
        gate(transport).sending = sending

    vars(sender)["setTransport"] = move
    gate(sender.transport).sending = sending


class _NumberedExtensions(HeaderExtensionsMap):
    """Leaves room in each packet for its number."""

    def __init__(self, sending: Sending) -> None:
        super().__init__()
        self._sending = sending

    def configure(self, parameters: RTCRtpParameters) -> None:
        super().configure(parameters)
        known = [one.id for one in parameters.headerExtensions if one.uri == feedback.TRANSPORT_CC_URI]
        self._sending.number_id = known[0] if known else 0

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        values.transport_sequence_number = 0
        return super().set(values)


def forget_sent(sender: RTCRtpSender) -> None:
    """What it keeps to send again: the last pictures and words."""
    vars(sender)["_RTCRtpSender__rtp_history"].clear()


def announce() -> None:
    """Into aiortc's tables of what it can, once: transport-wide feedback for VP8, repair of sound for Opus."""
    extension = RTCRtpHeaderExtensionParameters(id=TRANSPORT_CC_ID, uri=feedback.TRANSPORT_CC_URI)
    if extension in HEADER_EXTENSIONS["video"]:
        return
    HEADER_EXTENSIONS["video"].append(extension)
    for codec in CODECS["video"]:
        if not is_rtx(codec):
            codec.rtcpFeedback.append(RTCRtcpFeedback(type="transport-cc"))
    for codec in CODECS["audio"]:
        if codec.mimeType == "audio/opus":
            codec.parameters.update({"minptime": 10, "useinbandfec": 1})  # RFC 7587 section 6.1


def hold_connecting(pc: RTCPeerConnection, start: Callable[[Coroutine[Any, Any, None]], object]) -> None:
    """aiortc connects in tasks that nobody holds: one that a close overtakes goes on with what is closed, and what it
    raises is nobody's. `start` makes them tasks of ours."""
    connect = getattr(pc, CONNECT)
    vars(pc)[CONNECT] = lambda: start(connect())


class _Gate:
    """What passes between a transport and those above it. aiortc ends the connection on a header extension or a
    bandwidth report of the wrong length, and on an empty datagram of any stranger: those are dropped here instead."""

    def __init__(self, transport: RTCDtlsTransport) -> None:
        self.sending: Sending | None = None
        self._transport, self._send_rtp = transport, transport._send_rtp
        ours = {"_handle_rtp_data": self._on_rtp, "_handle_rtcp_data": self._on_rtcp, "_send_rtp": self._on_send}
        vars(transport).update(ours, gate=self)
        self._receive = transport.transport._recv
        vars(transport.transport)["_recv"] = self._on_datagram

    async def _on_datagram(self) -> bytes:
        while not (data := await self._receive()):
            pass
        return data

    async def _on_rtp(self, data: bytes, arrival_time_ms: int) -> None:
        try:
            packet = RtpPacket.parse(data, self._transport._rtp_header_extensions_map)
        except (ValueError, struct.error):
            return
        if receiver := self._transport._rtp_router.route_rtp(packet):
            await receiver._handle_rtp_packet(packet, arrival_time_ms=arrival_time_ms)

    async def _on_rtcp(self, data: bytes) -> None:
        if self.sending is not None:
            for report in feedback.reports(data):
                self.sending.hear(report)
        try:
            packets = RtcpPacket.parse(data)
            routes = [(packet, self._transport._rtp_router.route_rtcp(packet)) for packet in packets]
        except (ValueError, LookupError, struct.error):
            return
        for packet, recipients in routes:
            for recipient in recipients:
                await recipient._handle_rtcp_packet(packet)

    async def _on_send(self, data: bytes) -> None:
        if self.sending is None or is_rtcp(data) or int.from_bytes(data[8:12], "big") not in self.sending.sources:
            await self._send_rtp(data)
        else:
            await self.sending.let_out(data, self._send_rtp)


def gate(transport: RTCDtlsTransport) -> _Gate:
    """The one gate of a transport."""
    return cast(_Gate | None, vars(transport).get("gate")) or _Gate(transport)
