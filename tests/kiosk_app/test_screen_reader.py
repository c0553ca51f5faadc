"""Shell: the booth on a real screen, read and pressed over the bus that screen readers use (AT-SPI)."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.kiosk_app.supervised import Supervised

pytestmark = [pytest.mark.deep, pytest.mark.journey]

SHOWING = 1 << 25
PRESSED = ("push button", "check box", "radio button", "text", "list item")
ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
SOON_S = 20.0


@dataclass(frozen=True)
class Node:
    """One thing that a screen reader finds."""

    place: tuple[str, str]
    role: str
    name: str


@dataclass(frozen=True)
class Bus:
    """A message bus, spoken to by systemd's own tool."""

    address: str

    def ask(self, verb: str, *words: str) -> Any:
        """What it answers."""
        command = ["busctl", f"--address={self.address}", "--json=short", verb, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SOON_S)
        return json.loads(done.stdout)["data"] if done.stdout.strip() else None

    def seen(self, place: tuple[str, str] = REGISTRY) -> Iterator[Node]:
        """Everything that shows, in the order of the tree; what hangs below something hidden is hidden."""
        for child in self.ask("call", *place, ACCESSIBLE, "GetChildren")[0]:
            low, _ = self.ask("call", *child, ACCESSIBLE, "GetState")[0]
            if low & SHOWING or place == REGISTRY:
                role = self.ask("call", *child, ACCESSIBLE, "GetRoleName")[0]
                yield Node(tuple(child), role, self.ask("get-property", *child, ACCESSIBLE, "Name"))
                yield from self.seen(tuple(child))

    def press(self, name: str) -> None:
        """As a screen reader does it for who cannot see."""
        place = next(node.place for node in self.seen() if (node.role, node.name) == ("push button", name))
        assert self.ask("call", *place, "org.a11y.atspi.Action", "DoAction", "i", "0") == [True]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Bus]:
    """A kiosk on a virtual screen, and the bus to read it by."""
    needed = ("Xvfb", "dbus-daemon", "busctl")
    assert all(map(shutil.which, needed)), f"{needed}: installer/debian-packages-test.txt"
    with ExitStack() as stack:
        session = Bus(_first_line(stack, "dbus-daemon", "--session", "--nofork", "--print-address=1"))
        bus = Bus(session.ask("call", "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0])
        session.ask("set-property", "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "IsEnabled", "b", "true")
        number = _first_line(stack, "Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp")
        screen = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}", "DBUS_SESSION_BUS_ADDRESS": session.address}
        stack.enter_context(Supervised(tmp_path, screen=screen)).await_kiosk(1)
        yield bus


def _first_line(stack: ExitStack, *command: str) -> str:
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    stack.callback(program.wait, SOON_S)
    stack.callback(program.terminate)
    assert program.stdout is not None
    return program.stdout.readline().strip()


def _until(reader: Bus, name: str) -> list[Node]:
    """What shows once this does."""
    until_s, nodes = time.monotonic() + SOON_S, list(reader.seen())
    while name not in [node.name for node in nodes]:
        assert time.monotonic() < until_s, [node.name for node in nodes]
        nodes = list(reader.seen())
    return nodes


def test_a_screen_reader_reads_the_first_pages_and_presses_on_them(reader: Bus) -> None:
    welcome = _until(reader, "办不成事")
    assert [node for node in welcome if node.role in PRESSED and not node.name] == []
    assert welcome[0] == Node(welcome[0].place, "application", "政务晓屋")
    assert not any(node.name in ("挂断", "空格") for node in welcome), "no call, no keys: what is not there is not told"
    reader.press("帮助")
    helped = _until(reader, "明白了，接着办")
    assert [node for node in helped if node.role in PRESSED and not node.name] == []
    reader.press("明白了，接着办")
    assert {node.name for node in _until(reader, "查进度")} == {node.name for node in welcome}
