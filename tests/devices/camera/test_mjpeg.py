"""Core: pictures out of an HTTP answer."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.camera.mjpeg import MjpegParser, parse_head
from devices.errors import RemoteWireError

MULTIPART = b'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary="--frame"\r\n\r\n'
SIZED = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\nJPEG\r\n"
UNSIZED = b"--frame\r\nContent-Type: image/jpeg\r\n\r\nJPEG"


def test_parts_with_a_length() -> None:
    assert MjpegParser().feed(MULTIPART + SIZED * 3) == [b"JPEG"] * 3


def test_parts_without_a_length_end_at_the_boundary() -> None:
    assert MjpegParser().feed(MULTIPART + UNSIZED + b"\r\n" + UNSIZED + b"\r\n--frame") == [b"JPEG"] * 2


def test_a_single_document_with_and_without_length() -> None:
    head = b"HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n"
    assert MjpegParser().feed(head + b"Content-Length: 4\r\n\r\nJPEG") == [b"JPEG"]
    parser = MjpegParser()
    assert parser.feed(head + b"\r\nJPEG") == []
    assert parser.finish() == b"JPEG"


def test_half_a_document_is_none() -> None:
    parser = MjpegParser()
    assert parser.feed(b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nJP") == []
    assert parser.finish() is None


@pytest.mark.parametrize(
    ("wire", "code"),
    [
        (b"HTTP/1.0 404 Not Found\r\n\r\n", "no_such_stream"),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\n", "login_refused"),
        (b"HTTP/1.1 503 Busy\r\n\r\n", "request_refused"),
        (b"SSH-2.0-x\r\n\r\n", "not_http"),
        (b"x" * 20_000, "head_too_long"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "picture_length"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n", "picture_length"),
        (MULTIPART + b"--frame\r\nContent-Length: 1e9\r\n\r\n", "picture_length"),
    ],
)
def test_what_is_no_camera_is_refused(wire: bytes, code: str) -> None:
    with pytest.raises(RemoteWireError) as refused:
        MjpegParser().feed(wire)
    assert refused.value.code == code


def _run(pieces: list[bytes]) -> tuple[list[bytes], str]:
    parser, pictures = MjpegParser(), []
    try:
        for piece in pieces:
            pictures += parser.feed(piece)
    except RemoteWireError as error:
        return pictures, error.code
    return pictures, ""


@given(st.lists(st.one_of(st.just(SIZED), st.just(UNSIZED), st.binary(max_size=30)), max_size=6))
def test_pieces_do_not_matter(parts: list[bytes]) -> None:
    wire = MULTIPART + b"".join(parts)
    slow, slow_error = _run([bytes([byte]) for byte in wire])
    fast, fast_error = _run([wire])
    assert slow_error == fast_error
    if not fast_error:
        assert slow == fast


@given(st.binary(max_size=300))
def test_any_bytes_are_a_head_or_a_wire_error(data: bytes) -> None:
    with contextlib.suppress(RemoteWireError):
        parse_head(data)
    _run([data])
