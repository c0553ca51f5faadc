"""Core: commands, responses, records, and hearing an answer to its end."""

import contextlib
from collections.abc import Generator, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import RemoteDeviceError, RemoteWireError
from devices.smart_card.apdu import (
    FOLLOW_LIMIT,
    RemoteRefusedError,
    Response,
    ask,
    parse_command,
    parse_record,
    parse_response,
)

READ = bytes.fromhex("00B2090020")


def _talk(talk: Generator[bytes, bytes, Any], answers: Iterable[str]) -> tuple[list[str], Any]:
    """What was said to a card that answers like this, and what came of it."""
    said = [next(talk).hex()]
    for answer in answers:
        try:
            said.append(talk.send(bytes.fromhex(answer)).hex())
        except StopIteration as end:
            return said, end.value
    raise AssertionError(f"the conversation goes on: {said}")


@pytest.mark.parametrize("line", ["00A4000002EF05", "00B2010412", "00A40000", "00c0 0000 00"])
def test_commands_as_tables_print_them(line: str) -> None:
    assert parse_command(line) == bytes.fromhex(line)


@pytest.mark.parametrize("line", ["", "00A400", "00A4000003EF05", "00A4000002EF0500", "00B2 card"])
def test_what_is_no_command(line: str) -> None:
    with pytest.raises(ValueError, match=r"not a command|non-hexadecimal"):
        parse_command(line)


@given(tag=st.integers(0, 255), value=st.binary(max_size=255), padding=st.binary(max_size=8))
def test_a_record_reads_as_written(tag: int, value: bytes, padding: bytes) -> None:
    assert parse_record(bytes([tag, len(value)]) + value + padding) == (tag, value)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_record_or_a_wire_error(data: bytes) -> None:
    with contextlib.suppress(RemoteWireError):
        tag, value = parse_record(data)
        assert data.startswith(bytes([tag, len(value)]) + value)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_response_or_a_wire_error(raw: bytes) -> None:
    try:
        response = parse_response(raw)
    except RemoteWireError:
        assert len(raw) < 2
    else:
        assert response.data + response.sw.to_bytes(2, "big") == raw


def test_a_response_shows_no_data() -> None:
    assert repr(Response("测试".encode(), 0x9000)) == "Response(<6 bytes>, sw=9000)"


@pytest.mark.parametrize("sw", ["9000", "6282"])
def test_an_answer_in_one_piece(sw: str) -> None:
    assert _talk(ask(READ), ["AABB" + sw]) == (["00b2090020"], b"\xaa\xbb")


def test_bytes_that_wait_are_fetched() -> None:
    said, data = _talk(ask(bytes.fromhex("80B2090020")), ["AA6102", "BB6101", "CC9000"])
    assert (said, data) == (["80b2090020", "80c0000002", "80c0000001"], b"\xaa\xbb\xcc")


def test_a_wrong_length_is_asked_again() -> None:
    assert _talk(ask(READ), ["6C02", "AABB9000"]) == (["00b2090020", "00b2090002"], b"\xaa\xbb")


def test_after_a_command_with_data_a_length_stands_alone() -> None:
    said, _ = _talk(ask(bytes.fromhex("00A4000002EF05")), ["6C00", "9000"])
    assert said[1] == "00a4000000"


def test_a_refusal_names_its_status_word() -> None:
    with pytest.raises(RemoteRefusedError) as refused:
        _talk(ask(READ), ["6A83"])
    assert refused.value.code == "refused_6a83"


@pytest.mark.parametrize("answer", ["6110", "6C10"])
def test_a_card_that_never_ends_is_given_up(answer: str) -> None:
    with pytest.raises(RemoteWireError, match="endless_answer"):
        _talk(ask(READ), [answer] * FOLLOW_LIMIT)


@given(st.lists(st.binary(max_size=40), min_size=FOLLOW_LIMIT, max_size=FOLLOW_LIMIT))
def test_any_answers_come_to_an_end(answers: list[bytes]) -> None:
    with contextlib.suppress(RemoteDeviceError):
        _talk(ask(READ), [answer.hex() for answer in answers])
