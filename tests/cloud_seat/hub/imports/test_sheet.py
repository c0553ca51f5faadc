"""Core: any bytes are a table or refused in words; the encodings of Chinese spreadsheets; workbooks that mean harm."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cloud_seat.hub.imports.clerk import as_csv, as_workbook
from cloud_seat.hub.imports.reader import read as read_file
from cloud_seat.hub.imports.sheet import MOST_ROWS, RemoteFileError, Sheet
from cloud_seat.hub.imports.workbook import MOST_BYTES

TABLE = "工号,事项\r\n0217,婚姻登记\r\n"


def cells(sheets: list[Sheet]) -> list[dict[str, str]]:
    return [line.cells for sheet in sheets for line in sheet.lines]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_chinese_table_is_read_however_it_was_saved(coding: str, separator: str) -> None:
    assert cells(read_file(TABLE.replace(",", separator).encode(coding))) == [{"工号": "0217", "事项": "婚姻登记"}]


def test_lines_are_numbered_as_a_spreadsheet_shows_them() -> None:
    [sheet] = read_file('\ufeffa,b\n\n1,"two\nlines"\n3,4\n'.encode())
    assert [(line.number, line.cells["b"]) for line in sheet.lines] == [(3, "two\nlines"), (5, "4")]


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=6))
def test_what_goes_out_comes_in_again_both_ways(rows: list[tuple[str, str]]) -> None:
    kept = [
        (a, b) for a, b in rows if a.isprintable() and b.isprintable() and a.strip() == a and b.strip() == b and a + b
    ]
    kept = [(a, b) for a, b in kept if not (a + b).startswith("'") and not b.startswith("'") and "\ufeff" not in a + b]
    table: list[tuple[str, ...]] = [("x", "y"), *kept]
    for written in (as_csv(table), as_workbook("items", table)):
        assert [tuple(one.values()) for one in cells(read_file(written))] == kept


def test_nothing_that_goes_out_is_a_formula() -> None:
    table: list[tuple[str, ...]] = [("x",), ("=1+1",), ("@SUM(1)",)]
    book = load_workbook(io.BytesIO(as_workbook("items", table)))
    assert book.active and {cell.data_type for [cell] in book.active.iter_rows()} == {"s"}
    assert [line[:1] for line in as_csv(table).decode("utf-8-sig").splitlines()] == ["x", "'", "'"]


def test_a_cell_is_what_a_person_sees() -> None:
    book = Workbook()
    assert book.active
    book.active.append(["number", "days", "sum"])
    book.active.append(["0217", 20.0, 1.5])
    book.create_sheet("empty")
    assert cells(read_file(saved(book))) == [{"number": "0217", "days": "20", "sum": "1.5"}]


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(body: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with another part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize("content", [b" " * (MOST_BYTES + 1), LAUGHS, b"<worksheet>", b""])
def test_a_workbook_that_means_harm_is_refused_in_words(content: bytes) -> None:
    body = repacked(as_workbook("items", [("id",), ("a",)]), SHEET, content)
    assert len(body) < 200_000
    with pytest.raises(RemoteFileError) as refused:
        read_file(body)
    assert "xlsx" in refused.value.wrong.text.zh and refused.value.wrong.text.en


def test_too_many_lines_and_a_head_with_a_name_twice_are_refused() -> None:
    for body in ("a\n" + "1\n" * (MOST_ROWS + 1), "a,a\n1,2\n", "", 'a\n"1\n'):
        with pytest.raises(RemoteFileError):
            read_file(body.encode())


@given(st.binary(max_size=400) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_a_table_or_refused(body: bytes) -> None:
    try:
        sheets = read_file(body)
    except RemoteFileError as error:
        assert error.wrong.text.zh
        return
    for one in cells(sheets):
        for cell in one.values():
            cell.encode()


WHOLE = as_workbook("items", [("id", "code"), ("a", "1")])


@given(st.data())
def test_a_damaged_workbook_is_a_table_or_refused(data: st.DataObject) -> None:
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_file(bytes(whole))
    except RemoteFileError as error:
        assert error.wrong.text.zh
