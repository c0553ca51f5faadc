"""Shell: every bench runs in quick mode and gives finite numbers. What they are is for people, not for a test."""

import json
import math
from pathlib import Path

import pytest

from bench import NAMES
from bench.__main__ import main, parse_arguments
from bench.table import Table

ELSEWHERE = ("again", "still", "restart", "crowd", "decisions", "matching", "journal", "call")
"""Every day `tests/faults/test_call_faults.py` breaks one call on such lines, `tests/kiosk_app/test_supervisor.py` ends
such a program, `tests/cloud_seat/hub/test_restart.py` a hub, `test_board.py` times the board,
`matching/test_replica.py` lets hubs decide side by side, `matching/test_fleet.py` lets a district ask, and
`store/test_journal.py` writes the journal."""
DEEP = [pytest.mark.deep, pytest.mark.timeout(600)]


@pytest.mark.parametrize("name", [pytest.param(name, marks=DEEP) if name in ELSEWHERE else name for name in NAMES])
def test_a_bench_gives_finite_numbers(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XIAOWU_DATA", str(tmp_path))
    assert main([name, "--quick", "--json", str(tmp_path / "bench.json")]) == 0
    report = json.loads((tmp_path / "bench.json").read_text())
    [bench], printed = report["benches"], capsys.readouterr().out
    assert bench["name"] == name and bench["beside"] and report["cores"] > 0
    for row in bench["rows"]:
        assert row["what"] in printed
        numbers = [row[column] for column in bench["columns"]]
        assert math.isfinite(numbers[0])
        assert all(number is None or math.isfinite(number) for number in numbers)
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"], "nothing is left behind"


def test_columns_stand_below_each_other_in_chinese_too() -> None:
    table = Table("t", ("ms", "MB/s"), (("证件", (1.5, None)), ("card", (12345.6, 0.25))), "nothing")
    assert table.printed().splitlines() == [
        "t",
        "          ms  MB/s",
        "证件     1.5     –",
        "card  12,346  0.25",
        "beside: nothing",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sorch"], "there is no bench sorch"),
        (["hub-killed"], "there is no bench hub-killed"),
        (["again", "help"], "no part help; there are: booth-cut-10s"),
        (["--json", "no/x"], "no folder"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err


def test_parts_belong_to_the_bench_before_them() -> None:
    options = parse_arguments(["search", "again", "hub-killed", "booth-moved", "still"])
    assert options.names == [("search", []), ("again", ["hub-killed", "booth-moved"]), ("still", [])]
    assert parse_arguments([]).names == [(name, []) for name in NAMES]


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_a_chosen_fault_is_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["again", "page-reloaded", "--quick"]) == 0
    assert "page-reloaded" in (printed := capsys.readouterr().out) and "hub-killed" not in printed
