"""Core: HTTP/1.1 messages as they arrive in pieces: start line, headers, a body sized, in chunks or until the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from devices.errors import RemoteWireError

HEAD_LIMIT_BYTES = 16_384
_LINE_LIMIT_BYTES = 1024  # of a chunk's size line


@dataclass(frozen=True, slots=True, repr=False)
class HttpMessage:
    """`start`: the three words of the first line. Header names are lower case."""

    start: tuple[str, str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def status(self) -> int:
        """Of an answer; 0 when the first line is no answer's."""
        return int(self.start[1]) if self.start[1].isdecimal() and self.start[0].startswith("HTTP/") else 0

    @property
    def keeps_alive(self) -> bool:
        connection = self.headers.get("connection", "").lower()
        return connection != "close" and (self.start[2] != "HTTP/1.0" or connection == "keep-alive")


class _Part(Enum):
    HEAD = auto()
    SIZED = auto()
    CHUNK_SIZE = auto()
    CHUNK = auto()
    CHUNK_END = auto()
    TRAILER = auto()
    ENDLESS = auto()
    DONE = auto()


class HttpParser:
    """Feed it bytes until it returns the message; then `rest` holds what came after it."""

    def __init__(self, body_limit_bytes: int, *, is_answer: bool) -> None:
        self._limit_bytes = body_limit_bytes
        self._is_answer = is_answer
        self._part = _Part.HEAD
        self._buffer = bytearray()
        self._body = bytearray()
        self._left = 0
        self._start = ("", "", "")
        self._headers: dict[str, str] = {}

    @property
    def rest(self) -> bytes:
        return bytes(self._buffer) if self._part is _Part.DONE else b""

    @property
    def wants_continue(self) -> bool:
        """The sender waits for `100 Continue` before it sends the body."""
        is_waiting = self._part not in (_Part.HEAD, _Part.DONE)
        return is_waiting and self._headers.get("expect", "").lower() == "100-continue" and not self._body

    def feed(self, data: bytes) -> HttpMessage | None:
        """RemoteWireError when it cannot become a message."""
        self._buffer += data
        while self._step():
            pass
        return self._message() if self._part is _Part.DONE else None

    def finish(self) -> HttpMessage:
        """The other end closed: an answer without a length ends here; anything else was cut."""
        if self._part is not _Part.ENDLESS:
            raise RemoteWireError("http_cut_short")
        self._part = _Part.DONE
        return self._message()

    def _message(self) -> HttpMessage:
        return HttpMessage(self._start, dict(self._headers), bytes(self._body))

    def _step(self) -> bool:
        """Take one piece from the buffer; False when there is none yet."""
        match self._part:
            case _Part.HEAD:
                return self._take_head()
            case _Part.SIZED:
                return self._take_body(_Part.DONE)
            case _Part.CHUNK_SIZE:
                return self._take_chunk_size()
            case _Part.CHUNK:
                return self._take_body(_Part.CHUNK_END)
            case _Part.CHUNK_END:
                return self._take_chunk_end()
            case _Part.TRAILER:
                return self._take_trailer()
            case _Part.ENDLESS:
                return self._take_endless()
            case _Part.DONE:
                return False

    def _line(self, limit_bytes: int) -> str | None:
        end = self._buffer.find(b"\r\n")
        if max(end, 0) > limit_bytes or (end < 0 and len(self._buffer) > limit_bytes):
            raise RemoteWireError("http_line_too_long")
        if end < 0:
            return None
        line = self._buffer[:end].decode("latin-1")
        del self._buffer[: end + 2]
        return line

    def _take_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if max(end, 0) > HEAD_LIMIT_BYTES or (end < 0 and len(self._buffer) > HEAD_LIMIT_BYTES):
            raise RemoteWireError("http_head_too_long")
        if end < 0:
            return False
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + 4]
        words = first.split(" ", 2)
        self._start = (words[0], words[1] if len(words) > 1 else "", words[2] if len(words) > 2 else "")
        if not (self._start[0 if self._is_answer else 2]).startswith("HTTP/1."):
            raise RemoteWireError("http_start")
        self._headers = {name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
        self._choose_body()
        return True

    def _choose_body(self) -> None:
        if self._is_answer and self._start[1].startswith("1"):
            self._part = _Part.HEAD  # 100 Continue: the answer itself comes after it
        elif "chunked" in self._headers.get("transfer-encoding", "").lower():
            self._part = _Part.CHUNK_SIZE
        elif "content-length" in self._headers:
            self._expect(self._headers["content-length"], 10, _Part.SIZED)
        else:
            self._part = _Part.ENDLESS if self._is_answer else _Part.DONE

    def _expect(self, digits: str, radix: int, part: _Part) -> None:
        if not digits.isascii() or not digits.isalnum() or len(digits) > 16:
            raise RemoteWireError("http_length")
        try:
            self._left = int(digits, radix)
        except ValueError as error:
            raise RemoteWireError("http_length") from error
        self._part = part
        self._check_size(self._left)

    def _check_size(self, more: int) -> None:
        if len(self._body) + more > self._limit_bytes:
            raise RemoteWireError("http_body_too_long")

    def _take_body(self, after: _Part) -> bool:
        taken = self._buffer[: self._left]
        self._body += taken
        del self._buffer[: len(taken)]
        self._left -= len(taken)
        if self._left == 0:
            self._part = after
        return self._left == 0

    def _take_chunk_size(self) -> bool:
        line = self._line(_LINE_LIMIT_BYTES)
        if line is None:
            return False
        self._expect(line.partition(";")[0].strip(), 16, _Part.CHUNK)
        if self._left == 0:
            self._part = _Part.TRAILER
        return True

    def _take_chunk_end(self) -> bool:
        line = self._line(_LINE_LIMIT_BYTES)
        if line:
            raise RemoteWireError("http_chunk")
        self._part = _Part.CHUNK_END if line is None else _Part.CHUNK_SIZE
        return line is not None

    def _take_trailer(self) -> bool:
        line = self._line(_LINE_LIMIT_BYTES)
        if line == "":
            self._part = _Part.DONE
        return line is not None

    def _take_endless(self) -> bool:
        self._check_size(len(self._buffer))
        self._body += self._buffer
        self._buffer.clear()
        return False
