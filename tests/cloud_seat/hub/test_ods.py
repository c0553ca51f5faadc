"""A spreadsheet of OpenDocument: its parts are as the format asks, numbers are numbers and words are words."""

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as hs

from cloud_seat.hub.board.ods import ODS, ods_of
from cloud_seat.hub.board.statistics import Table

ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
ODD = Table(head=("说法", "次数"), rows=(("=1+1", -3), ("@SUM(A1)", 1.5), ("a  b\tc\nd & <e>\x00", 100_000)))


def cells(body: bytes) -> list[list[tuple[str, str | None, str]]]:
    """Kind, value and words of each cell."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        root = ElementTree.fromstring(packed.read("content.xml"))
    rows = root.iter(f"{ODF}table:1.0}}table-row")
    return [[_read(cell) for cell in row] for row in rows]


def _read(cell: ElementTree.Element) -> tuple[str, str | None, str]:
    kind, value = (cell.get(f"{ODF}office:1.0}}{name}") for name in ("value-type", "value"))
    paragraph = cell[0]
    words = paragraph.text or ""
    for part in paragraph:
        name = part.tag.rpartition("}")[2]
        blank = {"tab": "\t", "line-break": "\n"}.get(name, " " * int(part.get(f"{ODF}text:1.0}}c", "1")))
        words += blank + (part.tail or "")
    return kind or "", value, words


def test_its_parts_are_as_the_format_asks() -> None:
    body = ods_of(ODD, "searches")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert body[30:].startswith(f"mimetype{ODS}".encode()), "file(1) and readers look there"
        listed = ElementTree.fromstring(packed.read("META-INF/manifest.xml"))
        paths = {entry.get(f"{ODF}manifest:1.0}}full-path"): entry for entry in listed}
        assert set(paths) == {"/", "content.xml"} <= {"/", *packed.namelist()}
        assert paths["/"].get(f"{ODF}manifest:1.0}}media-type") == ODS
    assert body == ods_of(ODD, "searches")


def test_numbers_are_numbers_and_words_are_never_a_formula() -> None:
    body = ods_of(ODD, "searches")
    assert cells(body)[1:] == [
        [("string", None, "=1+1"), ("float", "-3", "-3")],
        [("string", None, "@SUM(A1)"), ("float", "1.5", "1.5")],
        [("string", None, "a  b\tc\nd & <e>\ufffd"), ("float", "100000", "100000")],
    ]
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert b"formula" not in packed.read("content.xml")


@given(hs.text())
def test_whatever_was_searched_for_can_be_read_again(words: str) -> None:
    told = cells(ods_of(Table(head=("a",), rows=((words,),)), "s"))[1][0][2]
    assert len(told) == len(words.replace("\r\n", "\n"))
    if words.isprintable():
        assert told == words


@pytest.mark.deep
def test_libreoffice_reads_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-calc")
    (tmp_path / "s.ods").write_bytes(ods_of(ODD, "searches"))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, home, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(tmp_path / "s.ods")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    rows = list(csv.reader(io.StringIO((tmp_path / "s.csv").read_text("utf-8"))))
    assert rows[:3] == [["说法", "次数"], ["=1+1", "-3"], ["@SUM(A1)", "1.5"]]
