"""Shell: a scanner that is a keyboard is taken away from everybody else, and given back."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT_S = 30.0
# what a booth does while another program wants the same scanner
SCRIPT = """
import sys
from devices.errors import RemoteLostError
from devices.scanner.key_stream import KeyStream
from devices.transport.wake import Wake

ours, theirs = (KeyStream(sys.argv[1], Wake()) for _ in range(2))
ours.open(0.0)
try:
    theirs.open(0.0)
except RemoteLostError as error:
    print(error.code)
ours.close()
theirs.open(0.0)
print("opened")
"""


def test_only_one_program_has_the_keys(tmp_path: Path) -> None:
    shim, keys = tmp_path / "grab_shim.so", tmp_path / "event-kbd"
    build = ["gcc", "-O2", "-shared", "-fPIC", "-o", str(shim), str(HERE / "grab_shim.c"), "-ldl"]
    subprocess.run(build, check=True, timeout=LIMIT_S)
    os.mkfifo(keys)
    there = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(HERE.parents[2])}
    said = subprocess.check_output([sys.executable, "-c", SCRIPT, str(keys)], env=there, timeout=LIMIT_S, text=True)
    assert said.split() == ["port_taken", "opened"]
