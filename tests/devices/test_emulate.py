"""Wiring: emulators as programs: one line says where they are, and they obey orders from elsewhere."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.control import obey, send_order
from devices.emulate import main
from devices.id_card.driver import ReadCard
from devices.id_card.layouts import IdCard
from devices.model import DeviceConfig
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from tests.devices.conftest import ROOT, Booth

OpenBooth = Callable[..., Booth]
SOON_S = 20.0


class Program:
    """`python -m devices.emulate …` and what it said about itself."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "devices.emulate", *arguments, "--with-parent"],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        self.control = said.pop("control")
        self.config = DeviceConfig(**said)


@pytest.fixture
def run_program() -> Iterator[Callable[..., Program]]:
    programs: list[Program] = []

    def run(*arguments: str) -> Program:
        programs.append(Program(*arguments))
        return programs[-1]

    yield run
    for program in programs:
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(SOON_S) == 0
        assert program.process.stdout is not None
        program.process.stdout.close()


def test_a_reader_in_another_program(
    run_program: Callable[..., Program], tmp_path: Path, open_booth: OpenBooth
) -> None:
    program = run_program("id-card", "--link", str(tmp_path / "reader"), "--pace", "0")
    lease = open_booth(program.config).registry.claim("id_card", owner="x")
    send_order(program.control, "insert", {"name": "测试乙"})
    card = lease.run(ReadCard(), deadline_s=SOON_S).result(SOON_S).value
    assert isinstance(card, IdCard)
    assert card.name == "测试乙"
    with pytest.raises(ValueError, match="levitate"):
        send_order(program.control, "levitate")
    with pytest.raises(ValueError, match="does not fit"):
        send_order(program.control, "insert", {"name": "测" * 40})


def test_a_printer_in_another_program_saves_its_paper(
    run_program: Callable[..., Program], tmp_path: Path, open_booth: OpenBooth
) -> None:
    program = run_program("receipt-printer")
    lease = open_booth(program.config).registry.claim("receipt_printer", owner="x")
    receipt = ReceiptBuilder().text("受理回执").cut().build()
    assert lease.run(PrintReceipt(receipt), deadline_s=SOON_S).result(SOON_S).ok
    picture = tmp_path / "receipt.png"
    assert send_order(program.control, "paper_image", {"path": str(picture)}) == {
        "path": str(picture),
        "slips": 1,
        "unknown_bytes": 0,
    }
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_program_ends_when_told(run_program: Callable[..., Program]) -> None:
    program = run_program("camera", "--role", "face")
    assert program.config.options["still"].endswith("/still.jpg")
    assert send_order(program.control, "quit") == {}
    assert program.process.wait(SOON_S) == 0


@pytest.mark.parametrize("device", ["id-card", "receipt-printer", "camera", "scanner"])
def test_help_has_an_example(device: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([device, "--help"])
    assert ended.value.code == 0
    assert f"./xiaowu emulate {device}" in capsys.readouterr().out


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b'{"do": 7}', b"\xff\xfe", b'{"do": "x"', b"[" * 10_000])
def test_malformed_orders_are_answered(line: bytes) -> None:
    def refuse(action: str, _: dict[str, object]) -> dict[str, object]:
        raise KeyError(action)

    assert obey(line, refuse)["ok"] is False
