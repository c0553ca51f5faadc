"""Core: lines, texts and key strokes of scanners."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import RemoteDeviceError, RemoteWireError
from devices.scanner.protocol import (
    CODE_LIMIT_BYTES,
    EVENT_SIZE_BYTES,
    KeyReader,
    LineFramer,
    Overlong,
    Torn,
    decode_code,
    encode_keys,
)

TYPABLE = "".join(chr(number) for number in range(0x20, 0x7F))


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gbk"])
def test_texts_in_both_charsets(charset: str) -> None:
    raw = "粤事查:测试甲 A-7".encode(charset)
    code = decode_code(raw)
    assert (code.text, code.raw) == ("粤事查:测试甲 A-7", raw)
    assert "测试" not in repr(code)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty_code"),
        (b"\xff\xff", "unreadable_code"),
        (b"\x00\x01A", "unreadable_code"),
        (b"A\x7f", "unreadable_code"),
        ("A\x85".encode(), "unreadable_code"),  # a control character of two UTF-8 bytes
        (b"x" * (CODE_LIMIT_BYTES + 1), "code_too_long"),
    ],
)
def test_noise_is_no_code(raw: bytes, word: str) -> None:
    with pytest.raises(RemoteWireError) as raised:
        decode_code(raw)
    assert raised.value.code == word


def test_structured_codes_keep_their_separators() -> None:
    assert decode_code(b"0106901234567892\x1d10AB").text == "0106901234567892\x1d10AB"


def test_a_byte_order_mark_is_no_text() -> None:
    code = decode_code(b"\xef\xbb\xbfPY-0417")
    assert (code.text, code.raw) == ("PY-0417", b"\xef\xbb\xbfPY-0417")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_any_bytes_raise_only_our_error(raw: bytes) -> None:
    with contextlib.suppress(RemoteDeviceError):
        code = decode_code(raw)
        assert code.raw == raw
        assert not {*code.text} & {*map(chr, {*range(0x20), 0x7F, *range(0x80, 0xA0)} - {4, 9, 10, 13, 29, 30})}


def test_lines_end_with_cr_lf_or_both() -> None:
    framer = LineFramer()
    assert (framer.feed(b"one\rtwo\nthree\r\nfo"), framer.is_inside) == ([b"one", b"two", b"three"], True)
    assert (framer.rest(), framer.is_inside) == ([b"fo"], False)
    assert framer.rest() == []


@given(st.binary(max_size=200))
def test_byte_by_byte_is_all_at_once(data: bytes) -> None:
    whole, piecewise = LineFramer(40), LineFramer(40)
    at_once = whole.feed(data) + whole.rest()
    slowly = [line for i in range(len(data)) for line in piecewise.feed(data[i : i + 1])] + piecewise.rest()
    assert at_once == slowly
    assert all(line == Overlong() or (isinstance(line, bytes) and 0 < len(line) <= 40) for line in at_once)


def test_a_line_without_end_does_not_grow() -> None:
    framer = LineFramer()
    for _ in range(100):
        assert framer.feed(b"x" * CODE_LIMIT_BYTES) == []
    assert framer.feed(b"\rnext\r") == [Overlong(), b"next"]


def test_silence_ends_a_code_only_of_scanners_that_end_none() -> None:
    framer = LineFramer()
    framer.feed(b"whole")
    assert framer.silence() == [b"whole"]
    assert framer.silence() == []
    framer.feed(b"first\rhalf of the sec")
    assert framer.silence() == [Torn()], "half a number is another number"
    framer.feed(b"set anew, without ends")
    assert framer.silence() == [b"set anew, without ends"]


@given(st.text(TYPABLE + "\x04\x1d\x1e"))
def test_keys_round_trip(text: str) -> None:
    events = encode_keys(text + "\r")
    reader = KeyReader()
    assert reader.feed(events) == text.encode() + b"\n"
    assert b"".join(reader.feed(events[i : i + 7]) for i in range(0, len(events), 7)) == text.encode() + b"\n"


def test_a_keyboard_has_no_chinese() -> None:
    with pytest.raises(ValueError, match="cannot type"):
        encode_keys("测")


def test_known_events_of_a_keyboard() -> None:
    """Shift down, A down, A up, shift up, 1 down, held and up, as Linux writes them on a 64-bit machine."""
    keys = [(42, 1), (30, 1), (30, 0), (42, 0), (2, 1), (2, 2), (2, 0)]
    events = b"".join(bytes(16) + b"\1\0" + bytes([code, 0, value, 0, 0, 0]) for code, value in keys)
    assert len(events) == len(keys) * EVENT_SIZE_BYTES
    assert KeyReader().feed(events) == b"A1"


def test_the_number_pad_and_both_enters() -> None:
    """7 8 9 - 4 5 6 + 1 2 3 0 . / * and Enter of the pad (KEY_KP… of input-event-codes.h)."""
    codes = [*range(71, 84), 98, 55, 96]
    events = b"".join(bytes(16) + b"\1\0" + bytes([code, 0, 1, 0, 0, 0]) for code in codes)
    assert KeyReader().feed(events) == b"789-456+1230./*\n"


def test_control_types_separators_and_nothing_else() -> None:
    """Control and ] is GS; Control and M is no Enter, Control and C is nothing."""
    keys = [(29, 1), (27, 1), (50, 1), (46, 1), (29, 0), (46, 1)]
    events = b"".join(bytes(16) + b"\1\0" + bytes([code, 0, value, 0, 0, 0]) for code, value in keys)
    assert KeyReader().feed(events) == b"\x1dc"


@given(st.binary(max_size=240))
def test_any_events_are_survived(data: bytes) -> None:
    assert KeyReader().feed(data).isascii()
