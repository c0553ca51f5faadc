"""Core: IPP and HTTP bytes: round trips, any bytes, any pieces."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.document_printer.answers import parse_jobs, parse_only_job, parse_printer
from devices.document_printer.http_message import HEAD_LIMIT_BYTES, HttpMessage, HttpParser
from devices.document_printer.printer_model import PrinterModel
from devices.document_printer.protocol import (
    ATTRIBUTES_LIMIT_BYTES,
    Attribute,
    Delimiter,
    Group,
    Message,
    Tag,
    Value,
    decode,
    encode,
    try_decode,
)
from devices.errors import RemoteDeviceError, RemoteWireError

# RFC 8010 appendix A.3, Print-Job response (failure), shortened to its first group and one unsupported value
RFC_ANSWER = bytes.fromhex(
    "0101 040b 00000001 01"
    "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
    "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573"
    "41 000e 7374617475732d6d657373616765 0004 6f6f7073"
    "05 21 0006 636f70696573 0004 00000014"
    "10 0005 7369646573 0000 03"
)
LIMIT_BYTES = 4096

_numbers = st.integers(-(2**31), 2**31 - 1)
_words = st.text(max_size=20)
_names = st.text(min_size=1, max_size=12)
_simple = st.one_of(
    st.builds(Value, st.sampled_from([Tag.INTEGER, Tag.ENUM]), _numbers),
    st.builds(Value, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(Value, st.just(Tag.RANGE), st.tuples(_numbers, _numbers)),
    st.builds(Value, st.just(Tag.RESOLUTION), st.tuples(_numbers, _numbers, st.integers(3, 4))),
    st.builds(Value, st.sampled_from([Tag.NAME, Tag.TEXT, Tag.KEYWORD, Tag.URI]), _words),
    st.builds(Value, st.just(Tag.OCTETS), st.binary(max_size=20)),
    st.builds(Value, st.sampled_from([Tag.NO_VALUE, Tag.UNKNOWN]), st.none()),
)


def _attribute(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Attribute]:
    return st.builds(Attribute, _names, st.lists(values, min_size=1, max_size=3).map(tuple))


_values = st.recursive(
    _simple,
    lambda inner: st.builds(Value, st.just(Tag.COLLECTION), st.lists(_attribute(inner), max_size=2).map(tuple)),
    max_leaves=6,
)
_groups = st.builds(
    Group,
    st.sampled_from([Delimiter.OPERATION, Delimiter.JOB, Delimiter.PRINTER]),
    st.lists(_attribute(_values), max_size=4).map(tuple),
)
_messages = st.builds(
    Message,
    st.tuples(st.integers(0, 255), st.integers(0, 255)),
    st.integers(0, 0xFFFF),
    _numbers,
    st.lists(_groups, max_size=3).map(tuple),
)


def test_an_answer_from_the_standard() -> None:
    message, rest = decode(RFC_ANSWER)
    assert (message.version, message.code, message.request_id, rest) == ((1, 1), 0x040B, 1, b"")
    assert message.group(Delimiter.OPERATION).text("status-message") == "oops"
    refused = message.group(Delimiter.UNSUPPORTED)
    assert refused.number("copies") == 20
    assert refused.get("sides") == Attribute("sides", (Value(Tag.UNSUPPORTED, None),))
    assert encode(message) == RFC_ANSWER


@settings(max_examples=60, deadline=None)
@given(_messages, st.binary(max_size=30))
def test_what_is_encoded_is_decoded(message: Message, document: bytes) -> None:
    data = encode(message, document)
    assert decode(data) == (message, document)
    head = encode(message)
    assert all(try_decode(head[:end]) is None for end in range(len(head)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_raise_only_what_is_agreed(data: bytes) -> None:
    for tail in (data, b"\x01\x01\x00\x00\x00\x00\x00\x01\x04" + data, RFC_ANSWER[: len(data)] + data):
        try:
            message, _ = decode(tail)
            for parse in (parse_printer, parse_jobs, parse_only_job):
                try:
                    parse(message)
                except RemoteDeviceError:
                    continue
            PrinterModel("ipp://x/ipp/print", 0.0).answer(message, b"")
        except RemoteDeviceError:
            continue


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("21 0001 61 0004 00000001 03", "ipp_value_outside_group"),
        ("01 21 0000 0004 00000001 03", "ipp_nameless_value"),
        ("01 21 0001 61 0003 000001 03", "ipp_value_length"),
        ("01 21 ffff", "ipp_length"),
        ("01 34 0001 61 0000 03", "ipp_collection"),
        ("01 34 0001 61 0000" + "4a 0000 0001 62 34 0000 0000" * 20 + "03", "ipp_too_deep"),
        ("01" * 30_000, "ipp_too_many_values"),
    ],
)
def test_malformed_messages(body: str, code: str) -> None:
    with pytest.raises(RemoteWireError) as caught:
        decode(bytes.fromhex("0101 0000 00000001" + body))
    assert caught.value.code == code


def test_endless_attributes_are_refused() -> None:
    with pytest.raises(RemoteWireError):
        try_decode(RFC_ANSWER[:-1] + bytes.fromhex("41 0001 61 7000") + b"x" * (ATTRIBUTES_LIMIT_BYTES + 1))


def test_what_does_not_fit_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="32767"):
        encode(Message((1, 1), 2, 1, (Group(1, (Attribute("x" * 40_000, (Value(Tag.INTEGER, 1),)),)),)))


# --- HTTP -----------------------------------------------------------------------------------------------------

_CHUNKED = (
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\nNEXT"
)
_SIZED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcdeNEXT"


def _feed(data: bytes, step: int) -> HttpMessage | None:
    parser = HttpParser(LIMIT_BYTES, is_answer=True)
    found = None
    for start in range(0, len(data), step):
        found = parser.feed(data[start : start + step])
        if found is not None:
            break
    return found


@pytest.mark.parametrize("data", [_CHUNKED, _SIZED], ids=["chunked", "sized"])
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_http_in_any_pieces(data: bytes, step: int) -> None:
    found = _feed(data, step)
    assert found is not None
    assert (found.status, found.body) == (200, b"abcde")


def test_what_follows_a_message_is_kept() -> None:
    parser = HttpParser(LIMIT_BYTES, is_answer=True)
    parser.feed(_CHUNKED)
    assert parser.rest == b"NEXT"


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    parser = HttpParser(LIMIT_BYTES, is_answer=True)
    assert parser.feed(b"HTTP/1.0 200 OK\r\n\r\nabc") is None
    assert parser.finish().body == b"abc"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_http_bytes(data: bytes, is_answer: bool) -> None:
    for head in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"):
        ends: list[object] = []
        for step in (1, 400):
            parser = HttpParser(LIMIT_BYTES, is_answer=is_answer)
            whole, end = head + data, None
            try:
                for start in range(0, len(whole), step):
                    message = parser.feed(whole[start : start + step])
                    end = (message.start, message.body) if message else None
                    if message:
                        break
            except RemoteWireError as error:
                end = (("error", error.code, ""), b"")
            ends.append(end)
        assert ends[0] == ends[1]


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 2000,
        b"x" * (HEAD_LIMIT_BYTES + 1),
        b"SSH-2.0-x\r\n\r\n",
    ],
)
def test_http_that_is_refused(data: bytes) -> None:
    with pytest.raises(RemoteWireError):
        HttpParser(LIMIT_BYTES, is_answer=True).feed(data)
