"""Shell: a file is read by a process of its own; what asks for too much memory or time is refused, and nothing else
suffers."""

import pytest

from cloud_seat.hub.imports.clerk import as_workbook
from cloud_seat.hub.imports.reader import Allowance, read, read_file
from cloud_seat.hub.imports.sheet import MOST_LETTERS, RemoteFileError
from tests.cloud_seat.hub.imports.test_sheet import SHEET, repacked

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = f'<styleSheet xmlns="{NAMESPACE}"><cellXfs>{"<xf/>" * 1_500_000}</cellXfs></styleSheet>'
ONE_LINE = f'<worksheet xmlns="{NAMESPACE}"><sheetData><row>{"<c/>" * 1_500_000}</row></sheetData></worksheet>'
WHOLE = as_workbook("items", [("id", "code"), ("a", "1")])


def test_what_the_process_says_is_what_was_read() -> None:
    for body in (WHOLE, "a,b\n\n1,二\n".encode("gb18030")):
        assert read_file(body) == read(body)
    for body in (b"", b"PK\x03\x04", b"\xff\xff\0"):
        with pytest.raises(RemoteFileError) as here:
            read(body)
        with pytest.raises(RemoteFileError) as there:
            read_file(body)
        assert here.value.wrong == there.value.wrong


@pytest.mark.parametrize(("part", "content"), [("xl/styles.xml", STYLES), (SHEET, ONE_LINE)])
@pytest.mark.parametrize("allowed", [Allowance(memory_bytes=250 << 20), Allowance(cpu_s=1)], ids=["memory", "time"])
def test_a_small_workbook_that_wants_much_is_refused(part: str, content: str, allowed: Allowance) -> None:
    body = repacked(WHOLE, part, content.encode())
    assert len(body) < 100_000
    with pytest.raises(RemoteFileError) as refused:
        read_file(body, allowed)
    assert "CSV" in refused.value.wrong.text.zh and "CSV" in refused.value.wrong.text.en


def test_one_text_named_a_thousand_times_is_refused() -> None:
    line = ",".join(["x" * 1000] * 100)
    assert len(line) * 400 > MOST_LETTERS
    with pytest.raises(RemoteFileError):
        read(f"{','.join(map(str, range(100)))}\n{(line + chr(10)) * 400}".encode())
