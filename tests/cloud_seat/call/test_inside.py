"""Shell: the contract with aiortc's private side. When this fails, read `cloud_seat/call/inside.py` beside aiortc."""

import asyncio
import gc
import inspect
from collections.abc import Callable, Coroutine
from typing import Any

import aiortc
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpTransceiver
from aiortc.codecs import HEADER_EXTENSIONS
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpreceiver import RTCRtpReceiver
from aiortc.rtcrtpsender import RTCRtpSender
from aiortc.rtp import RtcpPacket, RtcpRtpfbPacket, RtpPacket
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cloud_seat.call.inside import TRANSPORT_CC_ID, Reception, announce, put_encoder
from cloud_seat.call.packets import Packet
from tests.cloud_seat.call.people import Person, run, until


class Ear:
    """Keeps what a reception gives, and asks for what it is told to."""

    def __init__(self) -> None:
        self.packets: list[Packet] = []
        self.wants: tuple[tuple[int, ...], bool] = ((), False)
        self.closed = False

    def take(self, packet: Packet, now_s: float) -> None:
        self.packets.append(packet)

    def wanted(self, now_s: float) -> tuple[tuple[int, ...], bool]:
        wants, self.wants = self.wants, ((), False)
        return wants

    async def close(self) -> None:
        self.closed = True


def _with_transceiver(job: Callable[[RTCRtpTransceiver], Coroutine[Any, Any, None]]) -> None:
    async def look() -> None:
        announce()
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        try:
            await job(pc.addTransceiver("video"))
        finally:
            await pc.close()

    asyncio.run(look())


def test_the_version_is_the_one_that_was_read() -> None:
    assert aiortc.__version__ == "1.16.0"


def test_a_reception_has_all_that_aiortc_asks_of_a_receiver() -> None:
    public = {name for name in dir(RTCRtpReceiver) if not name.startswith("_")}
    unused = {"getCapabilities", "getSynchronizationSources"}
    called = {"_handle_disconnect", "_handle_rtcp_packet", "_handle_rtp_packet"}
    assert not ((public - unused) | called) - set(dir(Reception))
    source = inspect.getsource(aiortc.rtcpeerconnection) + inspect.getsource(aiortc.rtcrtptransceiver)
    for private in ("receiver._track", "receiver._enabled", "receiver._set_rtcp_ssrc"):
        assert private in source


def test_places_that_we_fill_are_there() -> None:
    async def look(transceiver: RTCRtpTransceiver) -> None:
        assert vars(transceiver.sender)["_RTCRtpSender__encoder"] is None
        put_encoder(transceiver.sender, "ours")
        assert vars(transceiver.sender)["_RTCRtpSender__encoder"] == "ours"
        ear = Ear()
        reception = Reception(transceiver, ear)
        assert id(transceiver.receiver) == id(reception)
        await transceiver.stop()
        assert ear.closed

    _with_transceiver(look)
    uses = inspect.getsource(RTCRtpSender._next_encoded_frame)
    assert "self.__encoder.encode" in uses
    assert "target_bitrate" in inspect.getsource(RTCRtpSender._handle_rtcp_packet)
    kept = "self.__rtp_history.get(sequence_number % RTP_HISTORY_SIZE)"
    assert kept in inspect.getsource(RTCRtpSender._retransmit)
    assert "self.__rtp_history[packet.sequence_number % RTP_HISTORY_SIZE]" in inspect.getsource(RTCRtpSender._run_rtp)
    transport = inspect.getsource(RTCDtlsTransport._recv_next)
    assert "self._handle_rtcp_data(data)" in transport
    assert "self._handle_rtp_data(data, arrival_time_ms=arrival_time_ms)" in transport


def test_a_connection_that_is_closed_while_it_connects_is_given_up_first() -> None:
    """The other end falls silent after ICE; the handshake ends when the way below is closed, but not yet taken down."""
    raised: list[object] = []

    async def close() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: raised.append(told))
        async with Person(hue=0).peer() as a, Person(hue=1).peer() as b:
            ours, theirs = (peer._pc.getTransceivers()[0].sender.transport for peer in (a, b))
            vars(theirs.transport)["_send"] = _swallow
            vars(ours.transport._connection)["close"] = _slowly(ours.transport._connection)
            await a.accept_answer(await b.answer(await a.offer()))
            await until(lambda: ours.state == "connecting")
        gc.collect()

    run(close())
    assert raised == []


async def _swallow(data: bytes) -> None:
    """Nothing is sent."""


def _slowly(connection: Any) -> Callable[[], Coroutine[Any, Any, None]]:
    close = connection.close

    async def slowly() -> None:
        connection._queue.put_nowait(None)
        await asyncio.sleep(0.01)
        await close()

    return slowly


def test_feedback_and_repair_of_sound_are_offered_once() -> None:
    announce()
    announce()
    ids = [extension.id for extension in HEADER_EXTENSIONS["video"]]
    assert len(ids) == len(set(ids))
    assert TRANSPORT_CC_ID not in [extension.id for extension in HEADER_EXTENSIONS["audio"]]

    async def look() -> None:
        async with Person(hue=0).peer() as peer:
            sdp = await peer.offer()
        assert sdp.count("transport-wide-cc-extensions-01") == 1
        assert "a=rtcp-fb:97 transport-cc" in sdp
        assert "a=fmtp:96 minptime=10;useinbandfec=1" in sdp

    run(look())


_words = st.binary(min_size=2, max_size=80)
_packets = st.builds(
    lambda flags, kind, rest: bytes([0x80 | flags, kind]) + rest, st.integers(0, 63), st.integers(0, 255), _words
)
_extended = st.builds(
    lambda kind, words: (
        bytes([0x90, kind]) + bytes(10) + b"\xbe\xde" + len(words).to_bytes(2, "big") + b"".join(words) + b"x"
    ),
    st.sampled_from([97, 98, 0xE1]),
    st.lists(st.binary(min_size=4, max_size=4), max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_words | _packets | _extended, max_size=5))
@example([bytes([0x90, 97]) + bytes(10) + b"\xbe\xde\x00\x01\x30\x00\x00\x00x"])
def test_any_bytes_on_the_wire_end_nothing(wire: list[bytes]) -> None:
    async def look(transceiver: RTCRtpTransceiver) -> None:
        transport = transceiver.receiver.transport
        reception = Reception(transceiver, Ear())
        parameters = aiortc.rtcrtpparameters.RTCRtpReceiveParameters(
            codecs=aiortc.codecs.CODECS["video"][:2], headerExtensions=HEADER_EXTENSIONS["video"]
        )
        await reception.receive(parameters)
        for data in wire:
            await transport._handle_rtp_data(data, arrival_time_ms=1)
            await transport._handle_rtcp_data(data)

    _with_transceiver(look)


def test_what_a_reception_says_can_be_read() -> None:
    said: list[bytes] = []

    async def listen(data: bytes) -> None:
        said.append(data)

    async def look(transceiver: RTCRtpTransceiver) -> None:
        ear = Ear()
        vars(transceiver.receiver.transport)["_send_rtp"] = listen
        reception = Reception(transceiver, ear)
        parameters = aiortc.rtcrtpparameters.RTCRtpReceiveParameters(codecs=aiortc.codecs.CODECS["video"][:2])
        await reception.receive(parameters)
        ear.wants = ((65535, 65536), True)
        packet = RtpPacket(payload_type=97, sequence_number=7, timestamp=9, ssrc=5, payload=b"x", marker=1)
        packet.extensions.transport_sequence_number = 3
        await reception._handle_rtp_packet(packet, 1)
        assert [(p.payload, p.ends) for p in ear.packets] == [(b"x", True)]
        await until(lambda: len(said) >= 4, 3)

    _with_transceiver(look)
    kinds = [type(packet).__name__ for data in said for packet in RtcpPacket.parse(data)]
    assert kinds[:2] == ["RtcpRtpfbPacket", "RtcpPsfbPacket"]
    (nack,) = RtcpPacket.parse(said[0])
    assert isinstance(nack, RtcpRtpfbPacket)
    assert nack.lost == [65535, 65536]  # the reader does not wrap
    assert sorted(kinds[2:]) == ["RtcpRrPacket", "RtcpRtpfbPacket"]
