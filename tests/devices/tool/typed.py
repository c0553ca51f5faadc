"""Shell: `python -m devices.tool …` as it is typed: what it printed, and how it ended."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.devices.conftest import ROOT

LIMIT_S = 60.0


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """The tool, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "devices.tool", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, errors = process.communicate(timeout=LIMIT_S)
    return process.returncode, out, errors


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """The tool from start to end."""
    return finish(start(*arguments))


def run_until_told(pattern: str, *arguments: str | Path) -> tuple[int, str, str]:
    """What runs until its time is up, again with more of it until it says so: a busy machine opens ports late."""
    for deadline in ("1", "5", "25"):
        said = run(*arguments, "--deadline", deadline)
        if re.search(pattern, said[1], re.DOTALL):
            break
    return said


def answer(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """Exit code and the one JSON object."""
    code, out, _ = run(*arguments)
    return code, one_object(out)


def one_object(out: str) -> dict[str, Any]:
    """The only line of an output."""
    [line] = out.splitlines()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def await_word(process: subprocess.Popen[str], word: str) -> None:
    """Wait until the tool says this on standard error."""
    assert process.stderr is not None
    for line in process.stderr:
        if word in line:
            return
    raise AssertionError(f"never said {word!r}")
