"""Shell: the emulator before a foreign judge (ipptool), and as a program that obeys orders."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.document_printer import emulator as emulator_module
from devices.document_printer.emulator import DocumentPrinterEmulator
from devices.emulate import main
from tests.devices.conftest import ROOT

PDF = b"%PDF-1.4\n1 0 obj<</Type /Page>>endobj\n%%EOF\n"
# of ipp-2.0.test of CUPS 2.4, which includes ipp-1.1.test; the rest is optional operations and needs sample files
PASSED_AT_LEAST = 31
TOOL_LIMIT_S = 60.0  # ipptool asks for ever when a connection is cut


@pytest.fixture
def printer() -> Iterator[DocumentPrinterEmulator]:
    emulator = DocumentPrinterEmulator(page_s=0.4)  # slow enough to be cancelled while it prints
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.mark.skipif(shutil.which("ipptool") is None, reason="ipptool is missing: apt-get install cups-ipp-utils")
@pytest.mark.parametrize(("suite", "at_least"), [("get-printer-attributes.test", 1), ("ipp-2.0.test", PASSED_AT_LEAST)])
def test_ipptool_finds_no_fault(printer: DocumentPrinterEmulator, tmp_path: Path, suite: str, at_least: int) -> None:
    sample = tmp_path / "sample.pdf"
    sample.write_bytes(PDF)
    # NOPRINT: leaves out the pages whose sample files Debian does not ship
    command = ["ipptool", "-t", "-I", "-d", "NOPRINT=1", "-f", str(sample), printer.address, suite]
    judged = subprocess.run(command, capture_output=True, text=True, timeout=TOOL_LIMIT_S, check=False)
    assert "[FAIL]" not in judged.stdout, judged.stdout
    assert len(re.findall(r"\[PASS\]", judged.stdout)) >= at_least, judged.stdout + judged.stderr
    assert judged.returncode == 0


def test_orders(printer: DocumentPrinterEmulator, tmp_path: Path) -> None:
    orders: list[tuple[str, dict[str, object]]] = [
        ("paper", {"level": "low"}),
        ("toner", {"level": "out"}),
        ("waste", {"level": "nearly_full"}),
        ("jam", {"on": False}),
        ("cover", {"open": True}),
        ("speed", {"page_s": 1}),
        ("fault", {"name": None}),
        ("unplug", {}),
        ("replug", {}),
        ("lose_jobs", {}),
    ]
    assert all(printer.act(action, arguments) == {} for action, arguments in orders)
    assert printer.act("count", {}) == {"documents": 0, "pages": 0, "sheets": 0, "jobs": []}
    for action, arguments in (("paper", {"level": "blue"}), ("save_document", {"path": str(tmp_path / "x")})):
        with pytest.raises(ValueError, match=r"level|printed"):
            printer.act(action, dict(arguments))
    with pytest.raises(KeyError):
        printer.act("levitate", {})


def test_help_and_documentation_name_everything(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["document-printer", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    described = (ROOT / "docs" / "devices.md").read_text("utf-8")
    source = Path(emulator_module.__file__).read_text("utf-8")
    words = {*re.findall(r'^            case "(\w+)":', source, re.MULTILINE), *emulator_module.FAULTS}
    assert len(words) > 8
    assert all(word in said and f"`{word}`" in described for word in words)
