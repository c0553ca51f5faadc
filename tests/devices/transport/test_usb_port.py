"""Shell: a USB printer's character device, played by a terminal that is opened by its path."""

import os
import termios
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.errors import CommandCancelledError, RemoteAbsentError, RemoteLostError, RemoteSilentError
from devices.transport.address import stream_at
from devices.transport.stream import Stream
from devices.transport.wake import Wake

SOON_S = 10.0


class Printer:
    """The other end of /dev/usb/lp…"""

    def __init__(self, folder: Path) -> None:
        self.near, self._far = os.openpty()
        tty.setraw(self.near)
        (folder / "lp3").symlink_to(os.ttyname(self._far))
        self._is_plugged = True

    def send_empty_packet(self) -> None:
        """A terminal in line mode reads "end of file" as nothing, and goes on."""
        tty.setcbreak(self.near)
        mode = termios.tcgetattr(self.near)
        mode[3] |= termios.ICANON
        termios.tcsetattr(self.near, termios.TCSANOW, mode)
        os.write(self.near, b"\x04")

    def pull(self) -> None:
        if self._is_plugged:
            self._is_plugged = False
            os.close(self._far)
            os.close(self.near)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[Printer]:
    printer = Printer(tmp_path)
    yield printer
    printer.pull()


@pytest.fixture
def wake() -> Iterator[Wake]:
    wake = Wake()
    yield wake
    wake.close()


@pytest.fixture
def stream(printer: Printer, tmp_path: Path, wake: Wake) -> Iterator[Stream]:
    stream = stream_at(f"usb:{tmp_path}/lp*", wake)
    stream.open(_soon())
    yield stream
    stream.close()


def _soon() -> float:
    return time.monotonic() + SOON_S


def test_bytes_go_both_ways(printer: Printer, stream: Stream) -> None:
    stream.write(b"\x10\x04\x01", _soon())
    assert os.read(printer.near, 10) == b"\x10\x04\x01"
    os.write(printer.near, b"\x12")
    assert stream.read(4, _soon()) == b"\x12"


def test_an_empty_packet_is_neither_an_answer_nor_the_end(printer: Printer, stream: Stream) -> None:
    printer.send_empty_packet()
    with pytest.raises(RemoteSilentError):
        stream.read(4, time.monotonic() + 0.05)
    os.write(printer.near, b"A\n")
    assert stream.read(4, _soon()) == b"A\n"


def test_silence_and_the_alarm_end_a_read(stream: Stream, wake: Wake) -> None:
    with pytest.raises(RemoteSilentError, match="no_answer"):
        stream.read(4, time.monotonic() + 0.02)
    stream.cancel()
    with pytest.raises(CommandCancelledError):
        stream.read(4, _soon())


def test_a_printer_that_takes_nothing_more(stream: Stream) -> None:
    with pytest.raises(RemoteSilentError, match="not_taking_bytes"):
        stream.write(b"x" * 1_000_000, time.monotonic() + 0.1)


def test_pulled_and_gone(printer: Printer, stream: Stream, tmp_path: Path) -> None:
    printer.pull()
    with pytest.raises(RemoteLostError, match="unplugged"):
        stream.read(4, _soon())
    with pytest.raises(RemoteLostError, match="unplugged"):
        stream.write(b"x", _soon())
    (tmp_path / "lp3").unlink()
    with pytest.raises(RemoteAbsentError):
        stream.open(_soon())
    with pytest.raises(RemoteLostError, match="closed"):
        stream.read(4, _soon())


def test_two_printers_are_not_guessed_between(printer: Printer, stream: Stream, tmp_path: Path) -> None:
    (tmp_path / "lp4").symlink_to(tmp_path / "lp3")
    with pytest.raises(RemoteLostError, match="ambiguous"):
        stream.open(_soon())


def test_a_place_that_cannot_be_opened(tmp_path: Path, wake: Wake) -> None:
    with pytest.raises(RemoteLostError, match="port_refused"):
        stream_at(f"usb:{tmp_path}", wake).open(_soon())
