"""Core: how many pages the emulated printer finds in what it is given."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.document_printer.page_count import pages_in
from devices.errors import RemoteWireError

RASTER, PDF = "image/pwg-raster", "application/pdf"
LINE_BYTES = 9


def _page(height: int, lines: bytes, *, bits: int = 8) -> bytes:
    header = bytearray(1796)
    for at, number in ((376, height), (388, bits), (392, LINE_BYTES)):  # PWG 5102.4 table 3
        header[at : at + 4] = number.to_bytes(4, "big")
    return bytes(header) + lines


# each: a line, by PWG 5102.4 §4.3, with how often it is repeated
_WHITE = b"\x80"
_RUN = b"\x08\xaa"  # one byte nine times
_LITERAL = b"\xf8123456789"  # nine bytes as they are
_MIXED = b"\x03\xaa\xfc12345"


@pytest.mark.parametrize("line", [_WHITE, _RUN, _LITERAL, _MIXED])
@pytest.mark.parametrize("pages", [1, 3])
def test_raster_pages(line: bytes, pages: int) -> None:
    lines = b"\x09" + line + b"\x00" + line  # ten times, once
    raster = b"RaS2" + _page(11, lines) * pages
    assert pages_in(raster, RASTER) == pages
    with pytest.raises(RemoteWireError):
        pages_in(raster[:-1], RASTER)


def test_pixels_of_three_bytes() -> None:
    assert pages_in(b"RaS2" + _page(1, b"\x00\x02RGB", bits=24), RASTER) == 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"RaS2", b"RaS2" + _page(5, b""), b"%PDF-1.7 <</Type/Pages"]))
def test_any_bytes(data: bytes, start: bytes) -> None:
    for media_type in (RASTER, PDF):
        try:
            assert pages_in(start + data, media_type) >= (media_type == PDF)
        except RemoteWireError:
            assert media_type == RASTER


_TREE = b"<</Type/Pages/Count 3/Kids[1 0 R]>>"


@pytest.mark.parametrize(
    ("document", "pages"),
    [
        (b"%PDF-1.7 " + _TREE, 3),
        (b"%PDF-1.7 << /Count 2 /Type /Pages >> << /Type /Page >>" + b"<< /Type /Page >>" * 3, 2),
        (b"%PDF-1.4 1 0 obj<</Type /Page>>endobj 2 0 obj<</Type/Page>>", 2),
        (b"%PDF-1.7 <</Type/ObjStm/N 1>>stream\n" + zlib.compress(_TREE) + b"\nendstream", 3),
        (b"%PDF-1.7 <</Type/ObjStm/N 1>>stream\nnot compressed\nendstream", 1),
        (b"%PDF-1.7", 1),
    ],
)
def test_pdf_pages(document: bytes, pages: int) -> None:
    assert pages_in(document, PDF) == pages
    assert pages_in(document, "image/jpeg") == 1
