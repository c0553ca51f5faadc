"""Core: what is asked and answered, against the examples of the Modbus application protocol specification V1.1b3."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.booth_board import protocol
from devices.booth_board.protocol import (
    READ_LIMIT,
    WRITE_LIMIT,
    Function,
    ReadBits,
    Refusal,
    RemoteRefusedError,
    Request,
    WriteCoil,
    WriteCoils,
)
from devices.errors import RemoteDeviceError, RemoteWireError

COILS_20_TO_38 = protocol.unpack_bits(bytes.fromhex("CD6B05"), 19)
TEN_COILS = protocol.unpack_bits(bytes.fromhex("CD01"), 10)

# origin: sections 6.1, 6.2, 6.5 and 6.11 of the specification
GOLDEN: list[tuple[Request, str, str, tuple[bool, ...]]] = [
    (ReadBits(Function.READ_COILS, 19, 19), "01 0013 0013", "01 03 CD6B05", COILS_20_TO_38),
    (
        ReadBits(Function.READ_INPUTS, 196, 22),
        "02 00C4 0016",
        "02 03 ACDB35",
        protocol.unpack_bits(bytes.fromhex("ACDB35"), 22),
    ),
    (WriteCoil(172, True), "05 00AC FF00", "05 00AC FF00", ()),
    (WriteCoils(19, TEN_COILS), "0F 0013 000A 02 CD01", "0F 0013 000A", ()),
]


@pytest.mark.parametrize(("request_", "asked", "answered", "bits"), GOLDEN)
def test_published_examples(request_: Request, asked: str, answered: str, bits: tuple[bool, ...]) -> None:
    assert protocol.encode_request(request_) == bytes.fromhex(asked)
    assert protocol.decode_request(bytes.fromhex(asked)) == request_
    assert protocol.decode_answer(bytes.fromhex(answered), request_) == bits
    assert protocol.encode_answer(request_, bits) == bytes.fromhex(answered)


def test_the_published_bits_mean_what_the_specification_says() -> None:
    """Coils 27 to 20 are CD: 1 1 0 0 1 1 0 1, coil 27 first; coil 38 is on, 37 off."""
    assert COILS_20_TO_38[:8] == (True, False, True, True, False, False, True, True)
    assert COILS_20_TO_38[16:] == (True, False, True)


def test_a_refusal_names_what_is_wrong() -> None:
    """Section 7: a coil at 0x04A1 that is not there, 81 02."""
    request = ReadBits(Function.READ_COILS, 0x04A1, 1)
    with pytest.raises(RemoteRefusedError) as refused:
        protocol.decode_answer(bytes.fromhex("8102"), request)
    assert (refused.value.code, refused.value.number) == ("illegal_address", Refusal.ILLEGAL_ADDRESS)
    assert protocol.encode_refusal(Function.READ_COILS, 2) == bytes.fromhex("8102")
    with pytest.raises(RemoteRefusedError, match="refusal_0b"):
        protocol.decode_answer(bytes.fromhex("810B"), request)


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ("", Refusal.ILLEGAL_FUNCTION),
        ("03 0000 0001", Refusal.ILLEGAL_FUNCTION),
        ("01 0000", Refusal.ILLEGAL_VALUE),
        ("01 0000 0000", Refusal.ILLEGAL_VALUE),
        ("02 0000 07D1", Refusal.ILLEGAL_VALUE),
        ("05 0000 1234", Refusal.ILLEGAL_VALUE),
        ("0F 0000 000A 01 FF", Refusal.ILLEGAL_VALUE),
        ("0F 0000 0000 00", Refusal.ILLEGAL_VALUE),
    ],
)
def test_questions_that_no_board_can_answer(data: str, number: Refusal) -> None:
    with pytest.raises(RemoteRefusedError) as refused:
        protocol.decode_request(bytes.fromhex(data))
    assert refused.value.number == number


@pytest.mark.parametrize("answer", ["", "01", "02 01 00", "01 02 0000", "01 01 0000", "8101 00", "05 0000 FF00"])
def test_an_answer_to_something_else_is_nonsense(answer: str) -> None:
    with pytest.raises(RemoteWireError, match="wrong_answer"):
        protocol.decode_answer(bytes.fromhex(answer), ReadBits(Function.READ_COILS, 0, 3))


NUMBERS = st.integers(0, 0xFFFF)
BITS = st.lists(st.booleans(), min_size=1, max_size=WRITE_LIMIT).map(tuple)
READS = st.builds(
    ReadBits,
    function=st.sampled_from([Function.READ_COILS, Function.READ_INPUTS]),
    start=NUMBERS,
    count=st.integers(1, READ_LIMIT),
)
REQUESTS = READS | st.builds(WriteCoil, number=NUMBERS, on=st.booleans()) | st.builds(WriteCoils, NUMBERS, BITS)


@given(REQUESTS)
def test_questions_round_trip(request: Request) -> None:
    assert protocol.decode_request(protocol.encode_request(request)) == request


@given(REQUESTS, st.data())
def test_answers_round_trip(request: Request, data: st.DataObject) -> None:
    count = request.count if isinstance(request, ReadBits) else 0
    bits = tuple(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    assert protocol.decode_answer(protocol.encode_answer(request, bits), request) == bits


@given(st.binary(max_size=300), REQUESTS)
def test_any_bytes_raise_only_remote_errors(data: bytes, request: Request) -> None:
    with contextlib.suppress(RemoteDeviceError):
        protocol.decode_request(data)
    with contextlib.suppress(RemoteDeviceError):
        protocol.decode_answer(data, request)
