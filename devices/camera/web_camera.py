"""Shell: a camera on the network by its URL: a connection to it, and whether it answers at all."""

from urllib.parse import unquote, urlsplit

from devices.errors import LocalConfigError, RemoteWireError
from devices.run import Run
from devices.transport.tcp import TcpStream
from devices.transport.wake import Wake

ANSWER_LIMIT_S = 0.8  # for a sign of life: two missed ones are a lost camera, and that is to be seen in two seconds
_PORTS = {"http": 80, "rtsp": 554}
_RECEIVE_BUFFER_BYTES = 262_144
_LINE_LIMIT_BYTES = 4096


class WebCamera:
    """Parts of `http://USER:PASSWORD@HOST:PORT/PATH` or `rtsp://…`. LocalConfigError for anything else.

    `url` is without the password. `login`: user and password, or None.
    """

    def __init__(self, url: str, wake: Wake) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise LocalConfigError("not the address of a camera on the network: host or port make no sense") from error
        if parts.scheme not in _PORTS or not parts.hostname:
            raise LocalConfigError(f"not the address of a camera on the network: {parts.scheme}://…")
        self._wake = wake
        self._host, self._port = parts.hostname, port or _PORTS[parts.scheme]
        self.authority = f"{self._host}:{self._port}"
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.url = f"{parts.scheme}://{self.authority}{self.path}"
        self.login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None

    def ask(self, run: Run, question: str) -> tuple[TcpStream, float]:
        """An open connection with the question sent, and until when its answer may begin."""
        until_s = run.step_until_s(ANSWER_LIMIT_S)
        stream = TcpStream(self._host, self._port, self._wake, receive_buffer_bytes=_RECEIVE_BUFFER_BYTES)
        stream.open(until_s)
        try:
            stream.write(question.encode("utf-8"), until_s)
        except BaseException:
            stream.close()
            raise
        return stream, until_s

    def greet(self, run: Run, question: str, protocol: bytes) -> None:
        """Any status is a sign of life. RemoteWireError when the first line is of another protocol."""
        stream, until_s = self.ask(run, question)
        try:
            line = b""
            while b"\n" not in line and len(line) < _LINE_LIMIT_BYTES:
                line += stream.read(_LINE_LIMIT_BYTES, until_s)
        finally:
            stream.close()
        if not line.startswith(protocol):
            raise RemoteWireError(f"not_{protocol.decode().rstrip('/').lower()}")
