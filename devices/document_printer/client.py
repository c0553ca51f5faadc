"""Shell: one IPP question over one HTTP connection, cancellable at any moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from devices.document_printer.http_message import HttpMessage, HttpParser
from devices.document_printer.operations import Questions
from devices.document_printer.protocol import ATTRIBUTES_LIMIT_BYTES, Message, decode, encode
from devices.errors import DeadlinePassedError, LocalConfigError, RemoteLostError, RemoteSilentError, RemoteWireError
from devices.transport.tcp import TcpStream
from devices.transport.wake import Wake

IPP_PORT = 631
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait. `until_s`: when all of it must be over. `answer_s`: longest silence. `wake`: ends any wait.

    `silences`: how many such silences in a row are borne; `at_silence` is told of each but the last.
    """

    wake: Wake
    until_s: float
    answer_s: float
    silences: int = 1
    at_silence: Callable[[RemoteSilentError], None] = lambda _: None

    def pause(self, seconds: float) -> None:
        """Wait between two questions. Raises DeadlinePassedError when none may be asked any more."""
        if time.monotonic() >= self.until_s:
            raise DeadlinePassedError
        self.wake.pause(seconds)


class IppClient:
    """A printer or a queue at ipp://HOST[:PORT]/PATH. `user`: who we say we are. Holds nothing in between."""

    def __init__(self, address: str, user: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "ipp" or not parts.hostname:
            raise LocalConfigError(f"not an ipp address: {address!r}")
        self._host, self._port, self._path = parts.hostname, parts.port or IPP_PORT, parts.path or "/"
        self.questions = Questions(address, user)

    def ask(self, question: Message, patience: Patience, document: bytes = b"") -> Message:
        """Send, and read the answer.

        Raises RemoteLostError, RemoteSilentError or RemoteWireError, and CommandCancelledError when `wake` is set.
        """
        until_s = patience.until_s
        stream = TcpStream(self._host, self._port, patience.wake)
        try:
            stream.open(until_s)
            self._send(stream, encode(question), document, until_s)
            answer = self._receive(stream, patience)
        finally:
            stream.close()
        if answer.status != 200:
            raise RemoteWireError(f"http_{answer.status}")
        message, _ = decode(answer.body)
        if message.request_id != question.request_id:
            raise RemoteWireError("ipp_request_id")
        return message

    def _send(self, stream: TcpStream, body: bytes, document: bytes, until_s: float) -> None:
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nContent-Type: application/ipp\r\n"
            f"Content-Length: {len(body) + len(document)}\r\nConnection: close\r\n\r\n"
        )
        stream.write(head.encode("ascii", "replace") + body, until_s)
        stream.write(document, until_s)

    @staticmethod
    def _receive(stream: TcpStream, patience: Patience) -> HttpMessage:
        parser = HttpParser(ATTRIBUTES_LIMIT_BYTES, is_answer=True)
        silences = 0
        while True:
            try:
                data = stream.read(_CHUNK_BYTES, min(patience.until_s, time.monotonic() + patience.answer_s))
                silences = 0
            except RemoteLostError:
                return _finish(parser)
            except RemoteSilentError as error:
                silences += 1
                if silences >= patience.silences or time.monotonic() >= patience.until_s:
                    raise
                patience.at_silence(error)
                continue
            message = parser.feed(data)
            if message is not None:
                return message


def _finish(parser: HttpParser) -> HttpMessage:
    """The printer closed: the end of an answer without a length, else a cut line."""
    try:
        return parser.finish()
    except RemoteWireError as error:
        raise RemoteLostError("cut") from error
