"""Core: frames on a line and in a TCP stream, in any pieces and after any noise."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU

from devices.booth_board import protocol
from devices.booth_board.framing import (
    RTU_LIMIT,
    Frame,
    Framing,
    MbapFraming,
    RtuFraming,
    answer_length,
    crc16,
    request_length,
)
from devices.booth_board.protocol import Function, ReadBits, WriteCoil
from tests.devices.booth_board.test_protocol import REQUESTS

FRAMINGS: dict[str, Callable[[], Framing]] = {
    "answers": lambda: RtuFraming(answer_length),
    "questions": lambda: RtuFraming(request_length),
    "mbap": MbapFraming,
}
QUESTION = Frame(1, protocol.encode_request(ReadBits(Function.READ_INPUTS, 0, 3)))
ANSWER = Frame(1, bytes.fromhex("020105"))


def test_the_published_crc() -> None:
    """Serial line specification, appendix B: unit 2, function 7 has the CRC 0x1241, low byte first."""
    assert crc16(bytes.fromhex("0207")) == bytes.fromhex("4112")


@given(st.binary(max_size=300))
def test_the_crc_is_that_of_another_library(data: bytes) -> None:
    assert crc16(data) == FramerRTU.compute_CRC(data).to_bytes(2, "big")


def test_a_frame_with_the_published_head() -> None:
    """TCP/IP implementation guide §3.1.3: transaction, protocol 0, what follows, unit."""
    frame = Frame(0xFF, protocol.encode_request(WriteCoil(4, True)), 0x1501)
    wire = bytes.fromhex("1501 0000 0006 FF 05 0004 FF00")
    assert MbapFraming().encode(frame) == wire
    assert MbapFraming().feed(wire) == [frame]


@pytest.mark.parametrize("noise", ["00", "FF" * 40, "0102FF", "0102", "01 83", "020105", "01 0F 0000 07B0 F6"])
def test_noise_on_a_line_costs_no_frame(noise: str) -> None:
    """Even noise that seems to begin a long frame: nobody waits for its end."""
    for framing, frame in ((RtuFraming(answer_length), ANSWER), (RtuFraming(request_length), QUESTION)):
        assert framing.feed(bytes.fromhex(noise) + framing.encode(frame)) == [frame]
        assert not framing.holds_bytes


def test_a_wrong_crc_is_noise() -> None:
    framing = RtuFraming(answer_length)
    wire = framing.encode(ANSWER)
    assert framing.feed(wire[:-1] + bytes([wire[-1] ^ 1])) == []
    assert framing.holds_bytes
    assert framing.feed(wire) == [ANSWER]


def test_a_refusal_is_a_frame() -> None:
    framing = RtuFraming(answer_length)
    refusal = Frame(1, protocol.encode_refusal(Function.READ_COILS, 2))
    assert framing.feed(framing.encode(refusal)) == [refusal]


def test_heads_that_cannot_be_are_passed_over() -> None:
    framing = MbapFraming()
    assert framing.feed(b"GET / HTTP/1.0\r\n" + framing.encode(Frame(1, ANSWER.data, 7))) == [Frame(1, ANSWER.data, 7)]


FRAMES = st.lists(st.builds(Frame, unit=st.integers(1, 247), data=REQUESTS.map(protocol.encode_request)), max_size=4)


@given(FRAMES)
def test_questions_travel(frames: list[Frame]) -> None:
    line = RtuFraming(request_length)
    assert line.feed(b"".join(map(line.encode, frames))) == frames
    tcp = MbapFraming()
    numbered = [Frame(frame.unit, frame.data, number) for number, frame in enumerate(frames)]
    assert tcp.feed(b"".join(map(tcp.encode, numbered))) == numbered


@pytest.mark.parametrize("name", FRAMINGS)
@given(pieces=st.lists(st.binary(max_size=40) | FRAMES.map(lambda frames: _on_a_line(frames)), max_size=6))
def test_byte_by_byte_equals_all_at_once(name: str, pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    whole, slow = FRAMINGS[name](), FRAMINGS[name]()
    assert whole.feed(data) == [frame for byte in data for frame in slow.feed(bytes([byte]))]
    assert whole.holds_bytes == slow.holds_bytes


def _on_a_line(frames: list[Frame]) -> bytes:
    return b"".join(map(RtuFraming(request_length).encode, frames))


@pytest.mark.parametrize("name", FRAMINGS)
def test_endless_noise_fills_no_memory(name: str) -> None:
    framing = FRAMINGS[name]()
    framing.feed(bytes(range(256)) * 8)
    assert _held(framing) <= 2 * RTU_LIMIT
    framing.reset()
    assert _held(framing) == 0


def _held(framing: Framing) -> int:
    """Everything that grows in there."""
    names = ("_buffer", "_starts")
    return sum(len(getattr(framing, name)) for name in names if hasattr(framing, name))
