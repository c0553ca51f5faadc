"""Wiring: the emulator as a program, and `devices try booth-board` at it, as they are typed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.control import send_order
from tests.devices.booth_board.conftest import SOON_S
from tests.devices.conftest import ROOT
from tests.devices.tool.typed import answer


@pytest.fixture
def program(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the emulator says about itself."""
    link = tmp_path / "board"
    command = [sys.executable, "-m", "devices.emulate", "booth-board", "--link", str(link), "--with-parent"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield said
        send_order(said["control"], "quit")
        assert process.wait(SOON_S) == 0


def test_a_board_is_tried_by_its_address(program: dict[str, str]) -> None:
    assert (program["role"], program["kind"]) == ("booth_board", "modbus")
    send_order(program["control"], "handset", {"lifted": True})
    code, found = answer("try", "booth-board", "--at", program["address"])
    assert (code, found["ok"]) == (0, True)
    assert found["inputs"] == {"presence": False, "door": False, "handset": True}
    assert found["lamps"] == ["light_card", "light_papers", "light_printer", "light_camera"]
    assert send_order(program["control"], "lights") == {"lit": [], "coils": []}


@pytest.mark.deep
def test_a_wrong_number_is_told_in_words(program: dict[str, str]) -> None:
    code, found = answer(
        "try", "booth-board", "--at", program["address"], "--option", "light_card=9", "--deadline", "5"
    )
    assert (code, found["ok"], found["code"]) == (1, False, "illegal_address")
    assert "编号" in found["text"]["zh"]


@pytest.mark.deep
def test_what_no_wiring_can_be_is_a_wrong_option(program: dict[str, str]) -> None:
    code, found = answer("try", "booth-board", "--at", program["address"], "--option", "door=x")
    assert (code, found["ok"]) == (2, False)
