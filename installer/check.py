"""Shell: `./xiaowu test`: lint, format, types, layers, QML lint, then the tests. Stops at the first red."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("kiosk_app", "devices", "cloud_seat", "offline_cache", "installer", "bench", "tests", "assets")
WORKERS = "3"
"""For two cores: tests of programs and devices wait more than they compute."""
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
    checks = [
        ("ruff", [python, "-m", "ruff", "check", *ROOMS]),
        ("format", [python, "-m", "ruff", "format", "--check", "-q", *ROOMS]),
        ("types", [python, "-m", "mypy"]),
        ("layers", [str(Path(python).with_name("lint-imports")), "--no-cache"]),
    ]
    for name, command in [] if rest else checks:
        if code := _run(name, command):
            return code
    marks = [] if options.deep else ["-m", "not deep"]
    parallel = [] if rest else ["-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]
    return _run("tests", [python, "-m", "pytest", *marks, *parallel, *rest])


def _run(name: str, command: list[str]) -> int:
    started_s = time.monotonic()
    print(f"== {name}", flush=True)
    # Where bytecode is switched off, each worker and each of the hundreds of programs would compile everything anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(command, cwd=ROOT, check=False, env={**env, "PYTHONPATH": str(ROOT)}).returncode
    print(f"== {name}: {'ok' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - started_s:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
