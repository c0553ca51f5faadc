"""Core: a file of a department as lines of cells: CSV in UTF-8 or GB18030, or XLSX; and what is wrong with it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

import msgspec

from cloud_seat.contract.text import Text

MOST_ROWS = 20_000
MOST_COLUMNS = 120
csv.field_size_limit(1_000_000)  # else 131,072: an official's ids of items may be more
MOST_LETTERS = 32_000_000
"""Of a whole file: a workbook may name one long text a million times."""
LONGEST_CELL = 32_767
"""What a cell of a spreadsheet holds at most."""
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SEPARATORS = ",;\t"
_UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff\\ufeff\\ufffe\\uffff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong at one place of the file and how to mend it. `sheet`: of a workbook; `line`: as a spreadsheet
    counts, from 1; 0: the whole file. `stops`: not taken in as it is; else a remark."""

    sheet: str = ""
    line: int = 0
    column: str = ""
    text: Text
    stops: bool = True


class RemoteFileError(Exception):
    """The file as a whole cannot be read; `wrong` says why. Whoever chose it must mend it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.wrong = Wrong(text=Text(zh=zh, en=en))


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` by the head above them; no cell is missing, an empty one is ""."""

    number: int
    cells: dict[str, str]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name`: of a sheet of a workbook; empty in CSV. `head`: as it is written there."""

    name: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]


def is_workbook(body: bytes) -> bool:
    """By its first bytes: what the file is called says nothing."""
    return body.startswith(_ZIP)


def read_csv(body: bytes) -> Sheet:
    """Raises RemoteFileError."""
    text = _decoded(body)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    return sheet_of("", _csv_lines(io.StringIO(text, newline=""), separator))


def _csv_lines(file: io.StringIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of its first line: a cell may hold several."""
    reader = csv.reader(file, delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells[: MOST_COLUMNS + 1]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise RemoteFileError(
            f"第 {begins} 行的引号或分隔符不成对，从这行往下读不了。请检查这行的引号。",
            f"From line {begins} on the quotes do not close: check the quotes of this line.",
        ) from error


def _decoded(body: bytes) -> str:
    """Of what Chinese spreadsheets write: UTF-8 with or without its mark, GB18030, UTF-16 with its mark."""
    if body.startswith(_OLD_EXCEL):
        raise RemoteFileError(
            "这是旧版 Excel（.xls）。请另存为 .xlsx 或 CSV 再选。", "An old Excel file: save it as .xlsx or CSV."
        )
    codings = ("utf-16",) if body.startswith(_UTF_16) else ("utf-8-sig", "gb18030")
    for coding in codings:
        try:
            text = body.decode(coding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise RemoteFileError(
        "文件的编码认不出来。请另存为 .xlsx，或“CSV UTF-8”。",
        "The encoding of the file is not known: save it as .xlsx or as CSV in UTF-8.",
    )


def sheet_of(name: str, numbered: Iterable[tuple[int, list[str]]]) -> Sheet:
    """The first line with anything in it is the head; empty lines count but say nothing. Raises RemoteFileError."""
    filled = ((number, cells) for number, cells in numbered if any(cell.strip() for cell in cells))
    first = next(filled, None)
    if first is None:
        raise RemoteFileError("文件是空的。", "The file is empty.")
    head = tuple(clean(cell) for cell in first[1])
    while head and not head[-1]:
        head = head[:-1]
    _check_head(head)
    taken = list(islice(filled, MOST_ROWS + 1))
    if len(taken) > MOST_ROWS:
        raise RemoteFileError(
            f"行太多，最多 {MOST_ROWS} 行。请分成几个文件。", f"Too many lines; at most {MOST_ROWS}: split the file."
        )
    if sum(len(cell) for _, cells in taken for cell in cells) > MOST_LETTERS:
        raise RemoteFileError("字太多。请只留要导入的列，分成几个文件。", "Too much text: split the file.")
    lines = (Line(number, _cells(head, cells), name) for number, cells in taken)
    return Sheet(name, head, tuple(lines))


def _check_head(head: tuple[str, ...]) -> None:
    if len(head) > MOST_COLUMNS:
        raise RemoteFileError(f"列太多，最多 {MOST_COLUMNS} 列。", f"Too many columns; at most {MOST_COLUMNS}.")
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        raise RemoteFileError(
            f"表头有重名的列：{'、'.join(twice)[:200]}。请删去一列。", f"Columns twice: {', '.join(twice)[:200]}."
        )


def _cells(head: tuple[str, ...], cells: list[str]) -> dict[str, str]:
    padded = chain(cells, ("",) * (len(head) - len(cells)))
    return {name: clean(cell) for name, cell in zip(head, padded, strict=False) if name}


def clean(cell: str) -> str:
    """Without what nobody sees, and without the mark that keeps a spreadsheet from taking text for a formula, which our
    own CSV carries."""
    text = _UNSEEN.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


def at_heads(found: Iterable[Wrong], heads: Mapping[str, str]) -> list[Wrong]:
    """The same, with columns called as the file calls them: `heads` by our names."""
    return [msgspec.structs.replace(one, column=heads.get(one.column, one.column)[:100]) for one in found]


def wrong(line: Line, column: str, zh: str, en: str) -> Wrong:
    """At this place of the file."""
    return Wrong(sheet=line.sheet, line=line.number, column=column, text=Text(zh=zh, en=en))
