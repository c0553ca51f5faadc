"""Shell: scenario files: each against its emulator in a program of its own, played alone, and with a person."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from devices.booth_board import emulator as booth_board
from devices.camera import emulator as camera
from devices.control import send_order
from devices.document_printer import emulator as document_printer
from devices.errors import LocalConfigError
from devices.id_card import emulator as id_card
from devices.receipt_printer import emulator as receipt_printer
from devices.scanner import emulator as scanner
from devices.scenario import FOLDER, is_left_out, parse_scenario, scenario_path
from devices.tool.app import main
from devices.tool.table import in_columns
from devices.tool.uses import USES
from tests.conftest import ExpectedLogs
from tests.devices.conftest import ROOT
from tests.devices.tool.emulated import emulated
from tests.devices.tool.typed import answer, run

EMULATED = {
    "booth-board": booth_board.FAULTS,
    "document-camera": camera.FAULTS,
    "document-printer": document_printer.FAULTS,
    "id-card": id_card.FAULTS,
    "receipt-printer": receipt_printer.FAULTS,
    "scanner": scanner.FAULTS,
}
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
EVERYDAY = ("scanner",)  # the others take their time
END_LIMIT_S = 30.0
WORDS = 'title = { zh = "测试", en = "test" }\n'
HEAD = WORDS + 'device = "scanner"\nemulate = ["scanner"]\n'
STEP = "[[steps]]\n" + WORDS


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in EVERYDAY else [pytest.mark.deep]) for name in EMULATED]
)
def test_an_emulator_stands_its_scenario(
    name: str, capsys: pytest.CaptureFixture[str], expected_logs: ExpectedLogs
) -> None:
    scenario = parse_scenario(scenario_path(name).read_text("utf-8"))
    expected_logs.allow(f"devices.{USES[scenario.device].role}", "->")
    with emulated(*scenario.emulate) as device:
        options = [word for pair in device.config.options.items() for word in ("--option", "=".join(pair))]
        at = ["--at", device.config.address, "--control", device.control]
        code = main(["selftest", "--scenario", name, *at, *options, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [step for step in found["steps"] if step["result"] == "failed"] == []
    assert (code, found["ok"], len(found["steps"])) == (0, True, len(scenario.steps))


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_complete(name: str) -> None:
    """When this fails after a new fault: a step for it in devices/scenarios."""
    scenario = parse_scenario(scenario_path(name).read_text("utf-8"))
    orders = [order for step in scenario.steps for order in step.do]
    assert scenario.device == name
    assert any(step.ask and not is_left_out(step, with_emulator=False) for step in scenario.steps)
    assert bool(scenario.emulate) == (name in EMULATED)
    if scenario.emulate:
        assert {"unplug", "replug"} <= {order["do"] for order in orders}
        faults = {order["name"] for order in orders if order["do"] == "fault" and "name" in order}
        assert faults == set(EMULATED[name])


def test_every_device_that_can_be_tried_has_a_scenario() -> None:
    assert {*NAMES, "face-camera"} == set(USES)  # a face camera answers like a document camera


def test_a_step_that_fails_is_told_and_fails_the_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.scanner", "->")
    path = tmp_path / "wrong.toml"
    path.write_text(
        f"""{HEAD}{STEP}do = [{{ do = "levitate" }}]
{STEP}use = {{ deadline_s = 0.2 }}\nprogress = "singing"\nexpect = {{}}
{STEP}use = {{ deadline_s = 0.2 }}\nexpect = {{}}
{STEP}health = {{ states = ["busy"], within_s = 0.1 }}
{STEP}ask = {{ zh = "看一看", en = "look" }}
""",
        "utf-8",
    )
    with emulated("scanner") as device:
        at = ["--at", device.config.address, "--control", device.control]
        assert main(["selftest", "--scenario", str(path), *at]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["FAILED", "FAILED", "FAILED", "FAILED", "-"]
    assert "levitate" in lines[0]
    assert "never singing, but waiting" in lines[1]
    assert "timeout deadline; wanted success" in lines[2]
    assert "ready; wanted busy within 0.1 s" in lines[3]


def test_a_person_is_asked_and_nobody_else_is_ordered(tmp_path: Path) -> None:
    path = tmp_path / "person.toml"
    ask = 'ask = { zh = "请扫一个码", en = "Scan a code" }\n'
    path.write_text(
        f"""{HEAD}{STEP}use = {{ deadline_s = 20 }}\nprogress = "waiting"
{STEP}do = [{{ do = "fault", name = "noise" }}]
{STEP}{ask}do = [{{ do = "scan", text = "PY-0417" }}]\nexpect = {{}}
""",
        "utf-8",
    )
    ours, theirs = pty.openpty()
    with emulated("scanner", "--stdin") as device, os.fdopen(ours, "wb", buffering=0) as finger:
        tool = subprocess.Popen(
            [sys.executable, "-m", "devices.tool", "selftest", "--scenario", path, "--at", device.config.address],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        os.close(theirs)
        assert tool.stderr is not None
        while "请扫一个码 Scan a code" not in tool.stderr.readline():
            assert tool.poll() is None
        send_order(device.control, "scan", {"text": "PY-0417"})
        finger.write(b"\n")
        out, _ = tool.communicate(timeout=END_LIMIT_S)
    assert [line.split()[0] for line in out.splitlines()] == ["ok", "-", "ok"]
    assert tool.returncode == 0


def test_without_a_terminal_nobody_can_be_asked() -> None:
    code, found = answer("selftest", "--scenario", "scanner", "--at", "serial:x", "--json")
    assert (code, found["code"]) == (2, "no_person")


def test_an_emulator_plays_the_orders_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "play.toml"
    orders = '[{ do = "insert", name = "测试乙" }, { do = "levitate" }]'
    path.write_text(HEAD + STEP + f"pause_s = 0\ndo = {orders}\n", "utf-8")
    with emulated("id-card", "--scenario", str(path)) as device:
        assert json.loads(device.line()) == {"do": "insert", "name": "测试乙", "ok": True}
        assert json.loads(device.line())["ok"] is False


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[steps", "array"),
        (HEAD, "steps"),
        (HEAD + "steps = []\nspeed = 7", "speed"),
        (HEAD + STEP + "expect = {}", "nothing runs"),
        (HEAD + STEP + 'progress = "waiting"', "nothing runs"),
        (HEAD + STEP + "use = {}", "never expected"),
        (HEAD + STEP + "use = {}\n" + STEP + "use = {}", "before the one before"),
        (HEAD + STEP + "do = [{ name = 'noise' }]", "order"),
        (HEAD + STEP + 'use = {}\nexpect = { completion = "fine" }', "fine"),
        (HEAD + STEP + 'health = { states = ["happy"] }', "happy"),
        # at hardware the middle step is left out, and the last use would never have begun
        (HEAD + STEP + 'use = {}\ndo = [{ do = "x" }]\n' + STEP + "expect = {}", "nothing runs"),
    ],
)
def test_what_is_wrong_in_a_scenario_is_said(text: str, word: str) -> None:
    with pytest.raises(LocalConfigError, match=word):
        parse_scenario(text)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--scenario", "scanner"], "usage"),
        ([], "usage"),
        (["--scenario", "scanner", "--config", "kiosk.toml"], "usage"),
        (["--scenario", "levitator", "--at", "serial:x"], "bad_scenario"),
    ],
)
def test_what_is_typed_wrong(arguments: list[str], word: str) -> None:
    code, _, errors = run("selftest", *arguments)
    assert code == 2
    assert f"[{word}]" in errors


def test_columns_stand_below_each_other_in_chinese_too() -> None:
    assert in_columns([("角色", "B"), ("x", "状态"), ("", "")]) == ["角色  B", "x     状态", ""]
