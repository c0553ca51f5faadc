"""Core: masks of the wires: heads are seen, whatever a resident could have said is not, in any pieces."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.booth_board.framing import Frame, MbapFraming, RtuFraming, request_length
from devices.booth_board.mask import ModbusMask
from devices.http_mask import HttpMask
from devices.id_card import protocol
from devices.id_card.mask import SamMask
from devices.id_card.protocol import Answer
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.mask import EscPosMask
from devices.receipt_printer.status import ASK_IN_ORDER, Ask, ask_status
from devices.smart_card.mask import ApduMask
from devices.trace import CountsOnly, Mask, Part, Way, as_text

MASKS = (
    SamMask,
    EscPosMask,
    HttpMask,
    ApduMask,
    CountsOnly,
    partial(ModbusMask, is_serial=True),
    partial(ModbusMask, is_serial=False),
)
SECRET = "测试甲440113189901010010番禺区"


def _pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(places)]


def _seen(mask: Mask, way: Way, data: bytes, cuts: list[int]) -> list[Part]:
    return [part for piece in _pieces(data, cuts) for part in mask.parts(way, piece)]


def _shown(parts: list[Part]) -> bytes:
    return b"".join(part for part in parts if isinstance(part, bytes))


@given(st.binary(max_size=1300), st.lists(st.integers(0, 2000), max_size=8))
def test_of_a_card_only_the_frame_is_seen(data: bytes, cuts: list[int]) -> None:
    frame = protocol.encode_answer(Answer(0x90, data))
    parts = _seen(SamMask(), Way.IN, frame, cuts)
    assert _shown(parts) == frame[:10] + frame[-1:]
    assert sum(part for part in parts if isinstance(part, int)) == len(data)


def test_noise_and_cut_answers_hide_nothing_of_the_next_head() -> None:
    mask = SamMask()
    record = protocol.encode_answer(Answer(0x90, SECRET.encode("utf-16-le") * 8))
    assert as_text(mask.parts(Way.IN, b"\xaa\xaa" + record[:100])) == f"[2] {record[:10].hex()} [90]"
    question = protocol.encode_request(protocol.FIND_CARD)
    assert as_text(mask.parts(Way.OUT, question)) == question.hex()
    late = record[100:]
    answer = protocol.encode_answer(Answer(0x80))
    assert as_text(mask.parts(Way.IN, late + answer)) == f"[{len(late)}] {answer.hex()}"


def test_a_length_that_no_frame_has_is_noise() -> None:
    assert as_text(SamMask().parts(Way.IN, protocol.PREAMBLE + b"\xff\xff" + SECRET.encode())[:1]).startswith("[")


@given(st.lists(st.integers(0, 2000), max_size=8))
def test_of_a_slip_commands_are_seen_and_text_is_not(cuts: list[int]) -> None:
    slip = ReceiptBuilder().text(f"姓名 {SECRET}").qr(SECRET).cut().build()
    parts = _seen(EscPosMask(), Way.OUT, slip, cuts)
    assert _shown(parts).startswith(b"\x1b@\x1c&")
    assert _shown(parts).endswith(b"\x1dVB\x00")
    text = as_text(parts)
    _is_free_of(text, SECRET)


def test_a_printer_answers_what_it_was_asked_and_nothing_else_is_seen() -> None:
    mask = EscPosMask()
    assert as_text(mask.parts(Way.IN, b"\x12\x16")) == "[2]"
    mask.parts(Way.OUT, b"".join(map(ask_status, Ask)) + ASK_IN_ORDER)
    assert as_text(mask.parts(Way.IN, b"\x12\x12\x7e")) == "12127e"
    assert as_text(mask.parts(Way.IN, b"A\x00A")) == "[1] 00 [1]"
    assert as_text(mask.parts(Way.IN, b"\x12\x12\x12")) == "12 [2]"


REQUEST = (
    b"POST /ipp/print?token=" + SECRET.encode() + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic c2VjcmV0\r\n"
    b"Content-Type: application/ipp\r\nContent-Length: 200\r\n\r\n"
)
IPP = bytes.fromhex("0200000200000007") + SECRET.encode() * 20


@given(st.lists(st.integers(0, 2000), max_size=8))
def test_of_a_print_job_only_its_head_is_seen(cuts: list[int]) -> None:
    parts = _seen(HttpMask(), Way.OUT, REQUEST + IPP, cuts)
    assert _shown(parts) == IPP[:8]
    assert [part for part in parts if isinstance(part, str)] == [
        "POST /ipp/print",
        "Content-Type: application/ipp",
        "Content-Length: 200",
    ]
    _is_free_of(as_text(parts), SECRET, "secret", "c2Vj")


def test_an_answer_in_chunks_after_a_hundred() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = b"HTTP/1.1 100 Continue\r\n\r\n" + head + b"3e8\r\n" + IPP
    text = as_text(HttpMask().parts(Way.IN, answer))
    assert text.startswith('"HTTP/1.1 100"')
    assert '"HTTP/1.1 200"' in text
    assert text.endswith(f"{IPP[:8].hex()} [{len(IPP) - 8}]")


@given(st.lists(st.integers(0, 2000), max_size=8))
def test_of_a_picture_its_size_is_seen(cuts: list[int]) -> None:
    part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 30\r\n\r\n" + SECRET.encode()[:30] + b"\r\n"
    answer = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n" + part * 3
    parts = _seen(HttpMask(), Way.IN, answer, cuts)
    assert parts.count("Content-Length: 30") == 3
    assert not _shown(parts)
    _is_free_of(as_text(parts), SECRET[:4])


def test_a_command_to_a_chip_and_its_status() -> None:
    mask = ApduMask()
    assert as_text(mask.parts(Way.OUT, bytes.fromhex("0020000003123456"))) == "0020000003 [3]"
    assert as_text(mask.parts(Way.IN, SECRET.encode("gb18030") + b"\x90\x00")).endswith("] 9000")


@pytest.mark.parametrize("is_serial", [True, False])
def test_frames_of_a_board_are_seen_and_noise_is_not(is_serial: bool) -> None:
    mask = ModbusMask(is_serial=is_serial)
    question = Frame(1, bytes.fromhex("0200000008"), None if is_serial else 7)
    answer = Frame(1, bytes.fromhex("020105"), question.transaction)
    encode = (RtuFraming(request_length) if is_serial else MbapFraming()).encode
    assert as_text(mask.parts(Way.OUT, encode(question))) == encode(question).hex()
    assert as_text(mask.parts(Way.IN, b"\xff\xfe" + encode(answer))) == f"[2] {encode(answer).hex()}"


@pytest.mark.parametrize("build", MASKS)
@given(st.lists(st.tuples(st.sampled_from(Way), st.binary(max_size=200)), max_size=10))
def test_no_bytes_break_a_mask_and_none_is_seen_that_did_not_pass(
    build: Callable[[], Mask], passed: list[tuple[Way, bytes]]
) -> None:
    mask = build()
    for way, data in passed:
        seen = mask.parts(way, data)
        assert all(part > 0 for part in seen if isinstance(part, int))


@pytest.mark.parametrize("build", [SamMask, EscPosMask, HttpMask, CountsOnly])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("way", [Way.IN, Way.OUT])
def test_what_a_wrong_device_says_stays_hidden(build: type[Mask], encoding: str, way: Way) -> None:
    data = f"{SECRET}\r\n\r\n{SECRET}\r\n".encode(encoding)
    parts = _seen(build(), way, data * 3, [5, 40])
    assert not [part for part in parts if isinstance(part, str)]
    assert set(_shown(parts)) <= set(b"\r\n\x00")


def _is_free_of(text: str, *secrets: str) -> None:
    for secret in secrets:
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            for start in range(len(secret) - 3):
                assert secret[start : start + 4].encode(encoding).hex() not in text
        assert secret not in text
