"""Core: SAM frames against bytes that public descriptions and real captures agree on."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import RemoteWireError
from devices.id_card import protocol
from devices.id_card.protocol import Answer, BrokenFrame, Framer, Payload, Record, Request, Status

# origin: GA/T 467 integration notes (eastcoms.com), captures of a CVR-100D (yzsam.com), an open C reader (hev)
GOLDEN_REQUESTS = {
    "AA AA AA 96 69 00 03 10 FF EC": protocol.RESET,
    "AA AA AA 96 69 00 03 11 FF ED": protocol.ASK_STATUS,
    "AA AA AA 96 69 00 03 12 FF EE": protocol.ASK_SAM_ID,
    "AA AA AA 96 69 00 03 20 01 22": protocol.FIND_CARD,
    "AA AA AA 96 69 00 03 20 02 21": protocol.SELECT_CARD,
    "AA AA AA 96 69 00 03 30 01 32": protocol.READ_TEXT_PHOTO,
    "AA AA AA 96 69 00 03 30 03 30": protocol.READ_LATER_ADDRESS,
    "AA AA AA 96 69 00 03 30 10 23": protocol.READ_TEXT_PHOTO_FINGERPRINTS,
    "AA AA AA 96 69 00 04 61 FF 50 CA": protocol.set_rf_bytes(0x50),
}
GOLDEN_ANSWERS = {
    "AA AA AA 96 69 00 04 00 00 90 94": Answer(Status.OK),
    "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97": Answer(Status.CARD_FOUND, bytes(4)),
    "AA AA AA 96 69 00 04 00 00 80 84": Answer(Status.FIND_FAILED),
}
FIND = bytes.fromhex("AAAAAA96690003200122")


@pytest.mark.parametrize(("wire", "request_"), GOLDEN_REQUESTS.items())
def test_requests_are_the_published_bytes(wire: str, request_: Request) -> None:
    assert protocol.encode_request(request_) == bytes.fromhex(wire)
    [found] = Framer().feed(bytes.fromhex(wire))
    assert isinstance(found, Payload)
    assert protocol.parse_request(found.content) == request_


@pytest.mark.parametrize(("wire", "answer"), GOLDEN_ANSWERS.items())
def test_answers_are_the_published_bytes(wire: str, answer: Answer) -> None:
    [found] = Framer().feed(bytes.fromhex(wire))
    assert isinstance(found, Payload)
    assert protocol.parse_answer(found.content) == answer
    assert protocol.encode_answer(answer) == bytes.fromhex(wire)


def test_every_published_status_has_a_name() -> None:
    published = "90 9F 91 10 11 21 23 24 31 32 33 37 3F 40 41 47 60 66 80 81 01 02 03 05 09"
    assert {int(code, 16) for code in published.split()} == set(Status)


def test_a_record_has_the_published_length() -> None:
    frame = protocol.encode_answer(protocol.join_record(bytes(256), bytes(1024)))
    assert len(frame) == 1295


@pytest.mark.parametrize(("count", "published"), [(0, 1297), (1, 1809), (2, 2321)])
def test_a_record_with_fingerprints_has_the_published_length(count: int, published: int) -> None:
    prints = b"".join(bytes([number]) * 512 for number in range(1, count + 1))
    answer = protocol.join_record(b"t" * 256, b"p" * 1024, prints)
    assert len(protocol.encode_answer(answer)) == published
    record = protocol.split_record_with_fingerprints(answer)
    assert (record.text, record.photo) == (b"t" * 256, b"p" * 1024)
    assert (len(record.fingerprints), b"".join(record.fingerprints)) == (count, prints)


def test_sam_id_is_formatted_as_on_the_label() -> None:
    assert protocol.format_sam_id(bytes.fromhex("05000300 87D61300 01000000 2A000000")) == "05.03-1300103-0000000001-42"
    with pytest.raises(RemoteWireError):
        protocol.format_sam_id(b"short")


def test_noise_before_and_between_frames_is_skipped() -> None:
    wire = b"\xaa\xaa\x00" + FIND + b"\xaa\xaa\xaa\x96\x13" + FIND
    assert Framer().feed(wire) == [Payload(b"\x20\x01")] * 2


def test_extra_preamble_bytes_do_no_harm() -> None:
    assert Framer().feed(b"\xaa\xaa" + FIND) == [Payload(b"\x20\x01")]


def test_a_bad_checksum_costs_only_its_own_frame() -> None:
    broken = FIND[:-1] + b"\x00"
    assert Framer().feed(broken + FIND) == [BrokenFrame("checksum"), Payload(b"\x20\x01")]


def test_a_true_frame_inside_a_broken_one_is_found() -> None:
    wire = bytes.fromhex("AAAAAA9669 000C") + FIND + b"\x00\x00"
    assert Framer().feed(wire) == [BrokenFrame("checksum"), Payload(b"\x20\x01")]


@pytest.mark.parametrize("length", ["0000", "0001", "1001", "FFFF"])
def test_an_absurd_length_is_rejected_at_once(length: str) -> None:
    found = Framer().feed(bytes.fromhex("AAAAAA9669" + length) + FIND)
    assert found == [BrokenFrame("length"), Payload(b"\x20\x01")]


def test_a_frame_that_never_ends_is_forgotten_by_reset() -> None:
    framer = Framer()
    assert framer.feed(bytes.fromhex("AAAAAA9669 0400 0000")) == []
    framer.reset()
    assert framer.feed(FIND) == [Payload(b"\x20\x01")]


@pytest.mark.parametrize("data", ["", "01", "00000000", "01000400" + "00" * 1279, "01000401" + "00" * 1281])
def test_a_record_of_wrong_size_is_a_wire_error(data: str) -> None:
    with pytest.raises(RemoteWireError):
        protocol.split_record(Answer(Status.OK, bytes.fromhex(data)))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "01000400",
        "010004000200" + "00" * 1791,  # one byte of the finger is missing
        "010004000001" + "00" * 1281,
        "010004000800" + "00" * 3328,
        "010004010000" + "00" * 1281,
    ],
)
def test_a_record_with_fingerprints_of_wrong_size_is_a_wire_error(data: str) -> None:
    with pytest.raises(RemoteWireError):
        protocol.split_record_with_fingerprints(Answer(Status.OK, bytes.fromhex(data)))


def test_nothing_of_a_record_is_shown() -> None:
    shown = repr(Answer(Status.OK, "张三".encode("utf-16-le"))) + repr(Payload(b"5\xe5"))
    assert "5\\xe5" not in shown + repr(Record("张三".encode("utf-16-le"), b"", (b"5\xe5",)))


_PIECES = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.binary(max_size=60).map(protocol.encode_frame),
        st.just(protocol.PREAMBLE),
        st.just(protocol.PREAMBLE + b"\x00\x05"),
    ),
    max_size=8,
)


@given(_PIECES)
def test_byte_at_a_time_equals_all_at_once(pieces: list[bytes]) -> None:
    wire = b"".join(pieces)
    slow = Framer()
    assert [found for byte in wire for found in slow.feed(bytes([byte]))] == Framer().feed(wire)


@given(st.binary(min_size=1, max_size=300))
def test_frames_round_trip(content: bytes) -> None:
    assert Framer().feed(protocol.encode_frame(content)) == [Payload(content)]


@given(st.binary(max_size=2000))
def test_any_payload_is_parsed_or_refused(content: bytes) -> None:
    for split in (protocol.split_record, protocol.split_record_with_fingerprints):
        with contextlib.suppress(RemoteWireError):
            split(protocol.parse_answer(content))
