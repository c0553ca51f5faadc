"""Shell: the supervisor hears of a booth only while both of its lanes live."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.pulse import Pulse


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[socket.socket]:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(str(tmp_path / "notify"))
    ear.setblocking(False)
    yield ear
    ear.close()


def heard(supervisor: socket.socket) -> list[bytes]:
    """What has arrived."""
    said: list[bytes] = []
    while True:
        try:
            said.append(supervisor.recv(100))
        except BlockingIOError:
            return said


@pytest.mark.parametrize(("lives", "hangs"), [("glass", "engine"), ("engine", "glass")])
def test_one_lane_alone_feeds_no_watchdog(supervisor: socket.socket, tmp_path: Path, lives: str, hangs: str) -> None:
    pulse = Pulse(str(tmp_path / "notify"))
    for _ in range(5):
        pulse.beat(lives)
    assert heard(supervisor) == []
    pulse.beat(hangs)
    assert heard(supervisor) == [b"READY=1\nWATCHDOG=1"]
    pulse.beat(lives)
    pulse.beat(lives)
    assert heard(supervisor) == [], "the other lane has hung since"
    pulse.beat(hangs)
    assert heard(supervisor) == [b"WATCHDOG=1"]
