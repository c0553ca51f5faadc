"""Shell: a TCP connection to a device, cancellable at any moment, even while connecting."""

import contextlib
import errno
import os
import socket

from devices.errors import RemoteLostError, RemoteSilentError
from devices.trace import Way
from devices.transport.wake import Wake

_STARTED = (0, errno.EINPROGRESS)


class TcpStream:
    """`receive_buffer_bytes` bounds what the kernel may queue (a camera's old frames are of no use)."""

    def __init__(self, host: str, port: int, wake: Wake, *, receive_buffer_bytes: int | None = None) -> None:
        self._address = (host, port)
        self._wake = wake
        self._receive_buffer_bytes = receive_buffer_bytes
        self._socket: socket.socket | None = None

    def open(self, until_s: float) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._connect(sock, until_s)
        except BaseException:
            sock.close()
            raise
        self._socket = sock
        self._wake.tap(Way.OPENED, b"")

    def _connect(self, sock: socket.socket, until_s: float) -> None:
        sock.setblocking(False)
        if self._receive_buffer_bytes is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer_bytes)
        try:
            code = sock.connect_ex(self._address)
        except OSError as error:  # the host name does not resolve
            raise RemoteLostError("unreachable") from error
        if code in _STARTED:
            if not self._wake.wait_io(sock.fileno(), for_write=True, until_s=until_s):
                raise RemoteSilentError("no_answer")
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            cause = OSError(code, os.strerror(code))
            raise RemoteLostError("refused" if code == errno.ECONNREFUSED else "unreachable") from cause
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        sock, self._socket = self._socket, None
        if sock is not None:
            with contextlib.suppress(OSError):  # the peer is gone already
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
            self._wake.tap(Way.CLOSED, b"")

    def read(self, size_bytes: int, until_s: float) -> bytes:
        sock = self._opened()
        if not self._wake.wait_io(sock.fileno(), for_write=False, until_s=until_s):
            raise RemoteSilentError("no_answer")
        try:
            data = sock.recv(size_bytes)
        except OSError as error:
            raise RemoteLostError("cut") from error
        if not data:
            raise RemoteLostError("cut")
        self._wake.tap(Way.IN, data)
        return data

    def write(self, data: bytes, until_s: float) -> None:
        rest = memoryview(data)
        while rest:
            sock = self._opened()
            if not self._wake.wait_io(sock.fileno(), for_write=True, until_s=until_s):
                raise RemoteSilentError("not_taking_bytes")
            try:
                count = sock.send(rest)
            except OSError as error:
                raise RemoteLostError("cut") from error
            self._wake.tap(Way.OUT, bytes(rest[:count]))
            rest = rest[count:]

    def cancel(self) -> None:
        self._wake.set()

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise RemoteLostError("closed")
        return self._socket
