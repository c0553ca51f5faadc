"""Shell: `./xiaowu test`: lint, format, types, layers, QML lint, then the tests. Stops at the first red."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("kiosk_app", "devices", "cloud_seat", "offline_cache", "installer", "bench", "tests", "assets")
Check: TypeAlias = tuple[str, list[str]]
WORKERS = "3"
"""For two cores: tests of programs and devices wait more than they compute. With four, calls and devices starve."""
EXAMPLE = """examples:
  ./xiaowu test                                   everything but the deep tests (minutes)
  ./xiaowu test --deep                            long faults, soaks and fuzzing as well
  ./xiaowu test tests/devices -k printer          only these tests, without lint and types"""


def main() -> int:
    """Exit code of the first check that failed, else of pytest."""
    parser = argparse.ArgumentParser(
        "xiaowu test",
        description="Every check and test.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--deep", action="store_true", help="the long tests too")
    options, rest = parser.parse_known_args()
    python = sys.executable
    marks = [] if options.deep else ["-m", "not deep"]
    tests = [python, "-m", "pytest", *marks]
    if rest:
        return _run(("tests", [*tests, *rest]))
    checks: list[Check] = [
        ("ruff", [python, "-m", "ruff", "check", *ROOMS]),
        ("format", [python, "-m", "ruff", "format", "--check", "-q", *ROOMS]),
        ("types", [python, "-m", "mypy"]),
        ("layers", [str(Path(python).with_name("lint-imports")), "--no-cache"]),
        # Beside the types there is a core for it; else each worker would compile all the tests for itself.
        ("collection", [*tests, "--collect-only", "-q"]),
    ]
    with ThreadPoolExecutor(len(checks)) as pool:
        red = next(filter(None, list(pool.map(_run_quietly, checks))), 0)
    return red or _run(("tests", [*tests, "-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]))


def _run_quietly(check: Check) -> int:
    """Its words are shown only when it is red."""
    return _run(check, subprocess.PIPE)


def _run(check: Check, words: int | None = None) -> int:
    name, command = check
    started_s = time.monotonic()
    # Where bytecode is switched off, each worker and each of the hundreds of programs would compile everything anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, cwd=ROOT, check=False, env=env, stdout=words, stderr=words and subprocess.STDOUT)
    if done.returncode and done.stdout:
        sys.stdout.buffer.write(done.stdout)
    end = "ok" if done.returncode == 0 else f"FAILED ({done.returncode})"
    print(f"== {name}: {end} in {time.monotonic() - started_s:.0f} s", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
