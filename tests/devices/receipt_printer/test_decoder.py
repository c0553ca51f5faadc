"""Core: reading ESC/POS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.decoder import (
    AskOrdered,
    AskRealtime,
    Character,
    ClearBuffer,
    Cut,
    EscPosDecoder,
    FeedDots,
    FeedLines,
    Operation,
    SetAlign,
    SetBold,
    SetSize,
    Unknown,
)


@pytest.mark.parametrize(
    ("wire", "operations"),
    [
        ("41 0a", [Character("A"), FeedLines(1)]),
        ("d5 fe", [Character("政")]),
        ("1b 45 01", [SetBold(True)]),
        ("1b 61 01", [SetAlign(1)]),
        ("1b 64 03", [FeedLines(3)]),
        ("1b 4a 0c", [FeedDots(12)]),
        ("1d 21 11", [SetSize(2, 2)]),
        ("1c 21 0c", [SetSize(2, 2, for_chinese=True)]),
        ("1b 21 30", [SetSize(2, 2)]),
        ("1d 56 42 00", [Cut()]),
        ("1d 56 01", [Cut()]),
        ("10 04 01", [AskRealtime(1)]),
        ("1d 72 01", [AskOrdered(1)]),
        ("10 14 08 01 03 14 01 06 02 08", [ClearBuffer()]),
        ("1b ff", [Unknown(b"\x1b\xff")]),
        ("80", [Unknown(b"\x80")]),
        ("81 30 81 30", [Unknown(b"\x81\x30\x81\x30")]),
    ],
)
def test_commands(wire: str, operations: list[Operation]) -> None:
    assert EscPosDecoder().feed(bytes.fromhex(wire)) == operations


@given(st.binary(max_size=400))
def test_any_bytes_are_read_and_pieces_do_not_matter(wire: bytes) -> None:
    slow = EscPosDecoder()
    assert [operation for byte in wire for operation in slow.feed(bytes([byte]))] == EscPosDecoder().feed(wire)
