"""Shell: the sockets on the back of an emulated device. Each serves one host at a time, as devices do."""

import contextlib
import os
import select
import socket
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

_POLL_S = 0.05
_CHUNK_BYTES = 4096
_JOIN_LIMIT_S = 5.0

Feed = Callable[[bytes | None], bytes]
"""Bytes in (b"": nothing came, None: a host connected), answer out; ConnectionError: the line is cut now."""


class Port(Protocol):
    @property
    def address(self) -> str: ...

    def open(self) -> None:
        """Begin to serve; nothing happens when it is open."""

    def close(self) -> None:
        """Cut the line; nothing happens when it is closed."""


class TcpPort:
    """A printer in the network, port 9100 in real life. Reopens on the number it had."""

    def __init__(self, port: int, feed: Feed) -> None:
        self._number = port
        self._feed = feed
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"tcp:127.0.0.1:{self._number}"

    def open(self) -> None:
        if self._thread is not None:
            return
        listener = socket.create_server(("127.0.0.1", self._number), backlog=1)
        self._number = int(listener.getsockname()[1])
        self._stopping.clear()
        self._thread = threading.Thread(target=self._serve, args=(listener,), name="emulated-printer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopping.set()
            thread.join(_JOIN_LIMIT_S)

    def _serve(self, listener: socket.socket) -> None:
        with listener:
            while not self._stopping.is_set():
                if select.select([listener], [], [], _POLL_S)[0]:
                    host, _ = listener.accept()
                    with host, contextlib.suppress(ConnectionError):  # hosts come and go
                        self._talk(host)

    def _talk(self, host: socket.socket) -> None:
        host.settimeout(1.0)
        host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._feed(None)
        while not self._stopping.is_set():
            data = b""
            if select.select([host], [], [], _POLL_S)[0]:
                data = host.recv(_CHUNK_BYTES)
                if not data:
                    return
            if answer := self._feed(data):
                host.sendall(answer)


class PtyPort:
    """A printer on a serial line: `link` points to the terminal while plugged in. A cut line is not plugged in."""

    def __init__(self, link: Path, feed: Feed) -> None:
        self._link = link
        self._feed = feed
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"serial:{self._link}"

    def open(self) -> None:
        if self._thread is not None and not self._stopping.is_set():
            return
        self.close()
        near, far = os.openpty()
        for fd in (near, far):
            tty.setraw(fd)
        os.set_blocking(near, False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(far))
        self._stopping.clear()
        self._thread = threading.Thread(target=self._serve, args=(near, far), name="emulated-printer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            self._link.unlink(missing_ok=True)
            self._stopping.set()
            thread.join(_JOIN_LIMIT_S)

    def _serve(self, near: int, far: int) -> None:
        self._feed(None)
        try:
            while not self._stopping.is_set():
                data = os.read(near, _CHUNK_BYTES) if select.select([near], [], [], _POLL_S)[0] else b""
                answer = self._feed(data)
                with contextlib.suppress(BlockingIOError):  # nobody reads
                    os.write(near, answer)
        except ConnectionError:
            self._stopping.set()
            self._link.unlink(missing_ok=True)
        finally:
            os.close(far)
            os.close(near)
