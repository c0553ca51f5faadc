"""Core: how many pages a document has, for the emulated printer: PDF, PWG raster (PWG 5102.4), or one picture."""

import re
import struct
import zlib
from collections.abc import Callable

from devices.errors import RemoteWireError

PWG_RASTER = "image/pwg-raster"
_PAGES_LIMIT = 10_000
_INFLATED_LIMIT_BYTES = 16_777_216

# --- PDF: the root of its page tree counts the pages (ISO 32000-1 §7.7.3.2); it may lie in a compressed stream -------

_TREE = re.compile(rb"<<(?=[^<>]*/Type\s*/Pages\b)[^<>]*/Count\s+(\d{1,6})\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_OBJECTS = re.compile(rb"/ObjStm\b[^<>]*>>\s*stream\r?\n")


def _pages_in_pdf(data: bytes) -> int:
    parts = [data, *(_inflate(data[found.end() :]) for found in _OBJECTS.finditer(data))]
    counts = [int(digits) for part in parts for digits in _TREE.findall(part)]
    return max(counts, default=0) or sum(len(_PAGE.findall(part)) for part in parts) or 1


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _INFLATED_LIMIT_BYTES)
    except zlib.error:
        return b""  # not compressed, or in another way


# --- PWG raster: after a header of fixed size each page's lines, packed like PackBits ---------------------------------

_SYNC = b"RaS2"
_HEADER_BYTES = 1796
_HEIGHT_AT, _BITS_PER_PIXEL_AT, _BYTES_PER_LINE_AT = 376, 388, 392  # PWG 5102.4 table 3


def _pages_in_raster(data: bytes) -> int:
    if not data.startswith(_SYNC):
        raise RemoteWireError("raster_sync")
    at, pages = len(_SYNC), 0
    while at < len(data):
        at = _skip_page(data, at)
        pages += 1
        if pages > _PAGES_LIMIT:
            raise RemoteWireError("raster_too_many_pages")
    return pages


def _skip_page(data: bytes, at: int) -> int:
    """Where the page that begins at `at` ends."""
    if at + _HEADER_BYTES > len(data):
        raise RemoteWireError("raster_cut_short")
    height, bits, line_bytes = (
        struct.unpack_from(">I", data, at + field)[0] for field in (_HEIGHT_AT, _BITS_PER_PIXEL_AT, _BYTES_PER_LINE_AT)
    )
    at, lines = at + _HEADER_BYTES, 0
    try:
        while lines < height:
            lines += data[at] + 1
            at = _skip_line(data, at + 1, line_bytes, max(1, bits // 8))
    except IndexError as error:
        raise RemoteWireError("raster_cut_short") from error
    if at > len(data):
        raise RemoteWireError("raster_cut_short")
    return at


def _skip_line(data: bytes, at: int, line_bytes: int, pixel_bytes: int) -> int:
    done = 0
    while done < line_bytes:
        code = data[at]
        if code < 0x80:  # one pixel, repeated
            done += (code + 1) * pixel_bytes
            at += 1 + pixel_bytes
        elif code > 0x80:  # pixels as they are
            size = (257 - code) * pixel_bytes
            done += size
            at += 1 + size
        else:  # the rest of the line is white
            return at + 1
    return at


_COUNTERS: dict[str, Callable[[bytes], int]] = {"application/pdf": _pages_in_pdf, PWG_RASTER: _pages_in_raster}


def pages_in(document: bytes, media_type: str) -> int:
    """RemoteWireError for a raster that is none."""
    counter = _COUNTERS.get(media_type)
    return 1 if counter is None else counter(document)
