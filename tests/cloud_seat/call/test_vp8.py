"""Core: VP8 payloads there and back, as aiortc reads and writes them, and any bytes."""

import contextlib

import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.vp8 import PACKET_MAX_BYTES, Payload, RemotePayloadError, packets, parse


@given(st.binary(max_size=9000), st.integers(0, 1 << 20))
def test_a_picture_comes_back_whole(picture: bytes, picture_id: int) -> None:
    read = []
    for payload in packets(picture, picture_id):
        assert len(payload) <= PACKET_MAX_BYTES
        descriptor, rest = VpxPayloadDescriptor.parse(payload)
        assert descriptor.picture_id == picture_id % (1 << 15)
        assert parse(payload).data == rest
        read.append(parse(payload))
    assert b"".join(part.data for part in read) == picture
    assert [part.begins for part in read] == [at == 0 for at in range(len(read))]
    assert not read or read[0].key is (picture[0] & 1 == 0)


_optional = st.none() | st.integers(0, 127)


@given(st.booleans(), st.integers(0, 7), _optional, _optional, _optional)
def test_every_form_of_descriptor_is_read(
    starts: bool, partition: int, picture_id: int | None, level: int | None, key_index: int | None
) -> None:
    tid = (1, 0) if level else None
    descriptor = VpxPayloadDescriptor(int(starts), partition, picture_id, level, tid, key_index)
    begins = starts and partition == 0
    if key_index is None or key_index < 32:
        assert parse(bytes(descriptor) + b"\x00abc") == Payload(b"\x00abc", begins, begins)


@given(st.binary(max_size=40))
def test_any_bytes_are_a_payload_or_refused(payload: bytes) -> None:
    with contextlib.suppress(RemotePayloadError):
        assert parse(payload).data


def test_nothing_is_no_picture() -> None:
    assert packets(b"", 1) == []
    for payload in (b"", b"\x10", b"\x90", b"\x90\x80", b"\x90\x80\x80\x01"):
        with pytest.raises(RemotePayloadError):
            parse(payload)
