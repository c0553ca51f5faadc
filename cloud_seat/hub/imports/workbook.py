"""Core: XLSX, both ways. What comes from outside is measured before it is unpacked: a small file cannot become a large
one here, and XML that refers to anything is refused (openpyxl reads by defusedxml)."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from cloud_seat.hub.imports.sheet import MOST_COLUMNS, RemoteFileError, Sheet, clean, sheet_of

MOST_BYTES = 64 * 1024 * 1024
"""Unpacked: 20,000 lines of items are 30 MB. What a part says it unpacks to is all that is read of it."""
_MOST_PARTS = 200
_MOST_SHEETS = 20
_EMPTY_LINES = 1000
"""A formatted sheet ends with as many as somebody dragged the border down; no table has so many in between."""
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    OSError,
    zlib.error,
)
"""What openpyxl lets through of a file that is none."""


def read_workbook(body: bytes) -> list[Sheet]:
    """Every sheet with anything on it. Raises RemoteFileError."""
    try:
        _measure(body)
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        found = [sheet for one in book.worksheets[:_MOST_SHEETS] if (sheet := _sheet(one)) is not None]
    except _BROKEN as error:
        raise RemoteFileError(
            "这个 .xlsx 打不开。请用 Excel 或 WPS 打开后另存一份再选。",
            "This .xlsx cannot be read: open it in a spreadsheet and save it again.",
        ) from error
    if not found:
        raise RemoteFileError("文件是空的。", "The file is empty.")
    return found


def _measure(body: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise RemoteFileError(
            "这个 .xlsx 解开后太大，没有打开。请只留要导入的表，另存一份。",
            "This .xlsx is too large when unpacked: keep only the table and save it again.",
        )


def _sheet(sheet: Any) -> Sheet | None:
    sheet.reset_dimensions()  # what a file says of its size is not believed
    lines = _lines(sheet)
    first = next(lines, None)
    return sheet_of(clean(sheet.title), chain([first], lines)) if first else None


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
        texts = [_text(cell) for cell in cells]
        empty = 0 if any(texts) else empty + 1
        if empty > _EMPTY_LINES:
            return
        if not empty:
            yield number, texts


def _text(value: Any) -> str:
    """As a person sees it: 12 and not 12.0; a date, as a spreadsheet makes of words that look like one, as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def write_workbook(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet of text; the first line stays in sight. Nothing in it is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
    return cell
