"""Shell: `python -m devices.emulate …` for a test: a device on a real port in a program of its own."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from devices.model import DeviceConfig
from tests.devices.conftest import ROOT

END_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Emulated:
    """What the program said about itself."""

    process: "subprocess.Popen[str]"
    config: DeviceConfig
    control: str

    def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextlib.contextmanager
def emulated(*arguments: str) -> Iterator[Emulated]:
    """The program, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "devices.emulate", *arguments, "--with-parent"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    with process:
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline())
            control = said.pop("control")
            yield Emulated(process, DeviceConfig(**said), control)
        finally:
            process.terminate()
            assert process.wait(END_LIMIT_S) == 0
