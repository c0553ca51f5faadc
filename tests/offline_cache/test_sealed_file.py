"""Core: the sealed format keeps its bytes, and notices every change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract.envelope import RemoteEnvelopeError, open_part
from offline_cache import sealed_file as sf
from offline_cache.errors import LocalUseError, SealBrokenError
from tests.offline_cache.intake_peer import open_file

KEY, PREFIX = bytes(range(32)), b"prefix7"
FRAME = sf.FRAME_BYTES


def test_bytes_are_frozen() -> None:
    sealed = sf.seal(KEY, PREFIX, "signature", b"abc")
    assert sealed[:16] == b"XWS1\x01\x00\x00\x00\x00prefix7"
    assert sealed[16:].hex() == "672f8832a30375b7cd8980ff3dfe0fc6e8c9f9"


def test_bytes_of_the_other_suite_are_frozen() -> None:
    sealed = sf.seal(KEY, PREFIX, "signature", b"abc", suite=sf.Suite.SM4_GCM)
    assert sealed[:16] == b"XWS1\x02\x00\x00\x00\x00prefix7"
    assert sealed[16:].hex() == "a630f4a7c3e419acc711edba1fee90269d1a60"


@pytest.mark.parametrize("suite", sf.Suite)
@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 2 * FRAME + 5])
def test_round_trip_at_frame_borders(size: int, suite: sf.Suite) -> None:
    plain = bytes(size)
    sealed = sf.seal(KEY, PREFIX, "材料/1", plain, suite=suite)
    assert len(sealed) == 16 + size + 16 * max(1, -(-size // FRAME))
    assert open_part(KEY, "材料/1", sealed) == plain
    assert sf.open_sealed(KEY, "材料/1", sealed) == plain
    assert open_file(KEY, "材料/1", sealed) == plain


@given(plain=st.binary(max_size=4096), name=st.text(max_size=20), prefix=st.binary(min_size=7, max_size=7))
@settings(max_examples=60)
def test_round_trip(plain: bytes, name: str, prefix: bytes) -> None:
    assert sf.open_sealed(KEY, name, sf.seal(KEY, prefix, name, plain)) == plain


@given(
    st.binary(max_size=200)
    | st.builds(
        lambda suite, tail: b"XWS1" + bytes([suite, 0, 0, 0, 0]) + tail, st.integers(1, 3), st.binary(max_size=99)
    )
)
@settings(max_examples=150)
def test_any_bytes_raise_only_our_error(data: bytes) -> None:
    with pytest.raises(SealBrokenError):
        sf.open_sealed(KEY, "signature", data)


@given(
    plain=st.binary(max_size=64),
    at=st.integers(min_value=0),
    flip=st.integers(min_value=1, max_value=255),
    suite=st.sampled_from(sf.Suite),
)
@settings(max_examples=200)
def test_every_changed_byte_is_noticed(plain: bytes, at: int, flip: int, suite: sf.Suite) -> None:
    sealed = bytearray(sf.seal(KEY, PREFIX, "signature", plain, suite=suite))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(SealBrokenError):
        sf.open_sealed(KEY, "signature", bytes(sealed))
    with pytest.raises(RemoteEnvelopeError):
        open_part(KEY, "signature", bytes(sealed))


def test_cut_swapped_and_renamed_files_do_not_open() -> None:
    sealed = sf.seal(KEY, PREFIX, "a", b"1" * FRAME + b"2" * FRAME + b"3")
    frame = FRAME + sf.TAG_BYTES
    first, second = sealed[16 : 16 + frame], sealed[16 + frame : 16 + 2 * frame]
    for broken in (
        sealed[: 16 + frame],
        sealed[: 16 + 2 * frame],
        sealed[:-1],
        sealed[:16] + second + first + sealed[16 + 2 * frame :],
        sealed + b"\0" * 16,
    ):
        with pytest.raises(SealBrokenError):
            sf.open_sealed(KEY, "a", broken)
    with pytest.raises(SealBrokenError):
        sf.open_sealed(KEY, "b", sealed)


def test_wrapped_key_belongs_to_its_case() -> None:
    wrapped = sf.wrap_key(KEY, b"n" * 12, "case-1", b"k" * 32)
    assert sf.unwrap_key(KEY, "case-1", wrapped) == b"k" * 32
    for case_id, data in (("case-2", wrapped), ("case-1", wrapped[:-1]), ("case-1", b"")):
        with pytest.raises(SealBrokenError):
            sf.unwrap_key(KEY, case_id, data)


def test_prefix_length_is_ours_to_keep() -> None:
    with pytest.raises(LocalUseError):
        sf.seal(KEY, b"short", "a", b"")
