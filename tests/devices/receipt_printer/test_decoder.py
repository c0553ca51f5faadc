"""Core: reading ESC/POS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.decoder import EscPosDecoder
from devices.receipt_printer.operations import (
    AskOrdered,
    AskRealtime,
    Barcode,
    BarcodeKind,
    Character,
    ClearBuffer,
    ColumnPicture,
    Cut,
    FeedDots,
    FeedLines,
    Operation,
    Picture,
    QrCode,
    Restyle,
    SendStatusAlways,
    SetLineSpacing,
    SetTabs,
    Setting,
    Tab,
    Unknown,
)

# pieces of commands, so that random bytes get deep into the decoder
PIECES = st.sampled_from([bytes.fromhex(piece) for piece in ("1b", "1d", "1c", "10", "1d28", "1d6b", "1d7630", "1b2a")])
WIRES = st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=40).map(b"".join)


@pytest.mark.parametrize(
    ("wire", "operations"),
    [
        ("41 0a", [Character("A"), FeedLines(1)]),
        ("d5 fe", [Character("政", 2)]),
        ("1b 45 01", [Restyle(is_bold=True)]),
        ("1b 61 01", [Restyle(align=1)]),
        ("1b 2d 02", [Restyle(underline_px=2)]),
        ("1b 4d 01", [Restyle(is_small=True)]),
        ("1b 7b 01", [Restyle(is_flipped=True)]),
        ("1d 42 01", [Restyle(is_inverted=True)]),
        ("1d 21 21", [Restyle(wide=3, high=2)]),
        ("1b 21 b9", [Restyle(is_small=True, is_bold=True, high=2, wide=2, underline_px=1)]),
        ("1b 64 03", [FeedLines(3)]),
        ("1b 4a 0c", [FeedDots(12)]),
        ("1b 33 10", [SetLineSpacing(16)]),
        ("1b 41 0c", [SetLineSpacing(41)]),  # 12/60 inch at 203 dots an inch
        ("1b 32", [SetLineSpacing(None)]),
        ("1b 44 08 10 00 09", [SetTabs((8, 16)), Tab()]),
        ("1d 56 42 00", [Cut()]),
        ("1d 56 01", [Cut()]),
        ("10 04 01", [AskRealtime(1)]),
        ("1d 72 01", [AskOrdered(1)]),
        ("1d 61 ff 1d 61 00", [SendStatusAlways(True), SendStatusAlways(False)]),
        ("10 14 08 01 03 14 01 06 02 08", [ClearBuffer()]),
        ("1b ff", [Unknown(b"\x1b\xff")]),
        ("80", [Unknown(b"\x80")]),
        ("81 30 81 30", [Unknown(b"\x81\x30\x81\x30")]),
    ],
)
def test_commands(wire: str, operations: list[Operation]) -> None:
    assert EscPosDecoder().feed(bytes.fromhex(wire)) == operations


def test_pictures_of_three_kinds() -> None:
    """GS v 0, GS ( L (stored, then printed) and ESC *: all of an 8×2 checkerboard."""
    raster = EscPosDecoder().feed(bytes.fromhex("1d763003 0100 0200 aa55"))
    assert raster == [Picture(1, 2, b"\xaa\x55", 2, 2)]
    *_, graphics = EscPosDecoder().feed(bytes.fromhex("1d284c0c003070300102310800 0200aa55 1d284c02003032"))
    assert graphics == Picture(1, 2, b"\xaa\x55", 1, 2)
    assert EscPosDecoder().feed(bytes.fromhex("1b2a 00 0300 804080")) == [ColumnPicture(3, b"\x80\x40\x80", 2, 3)]


def test_a_barcode_in_both_notations() -> None:
    look = bytes.fromhex("1d6840 1d7702 1d4802")
    for data in (b"\x1dk\x06A12B\x00", b"\x1dk\x47\x04A12B"):
        *_, code = EscPosDecoder().feed(look + data)
        assert code == Barcode(kind=BarcodeKind.CODABAR, data=b"A12B", height_px=64, module_px=2, text_at=2)


def test_a_qr_code_in_the_look_that_was_told() -> None:
    told = "1d286b040031413200 1d286b0300314305 1d286b0300314533 1d286b0400315030 41 1d286b0300315130"
    assert EscPosDecoder().feed(bytes.fromhex(told))[-1] == QrCode(b"A", 5, "H")
    assert EscPosDecoder().feed(bytes.fromhex(told + "1b40 1d286b0300315130"))[-1] == QrCode(b"", 3, "L")


def test_code_pages_outside_chinese_mode() -> None:
    """FS . and ESC t: é of page 0, Д of page 17, € of page 19; page 11 is nobody's."""
    [_, e, _, d, _, euro, _, none] = EscPosDecoder().feed(bytes.fromhex("1c2e 82 1b7411 84 1b7413 d5 1b740b 82"))
    assert [e, d, euro, none] == [Character(char) for char in "éД€〓"]


def test_what_a_chained_display_shows_is_not_printed() -> None:
    shown = EscPosDecoder().feed(b"\x1b=\x02\x1b@\x1d!\x11total\x1b=\x01paid")
    assert [operation.char for operation in shown if isinstance(operation, Character)] == list("paid")
    assert all(isinstance(operation, Setting | Character) for operation in shown)
    assert EscPosDecoder().feed(b"\x1b=\x02\x10\x04\x01")[-1] == AskRealtime(1), "it still says how it is"


def test_the_slip_station_is_chosen_by_fs_alone() -> None:
    assert EscPosDecoder().feed(b"\x1c\x1bE\x01") == [Setting(b"\x1c"), Restyle(is_bold=True)]


@given(WIRES)
def test_any_bytes_are_read_and_pieces_do_not_matter(wire: bytes) -> None:
    slow = EscPosDecoder()
    assert [operation for byte in wire for operation in slow.feed(bytes([byte]))] == EscPosDecoder().feed(wire)
