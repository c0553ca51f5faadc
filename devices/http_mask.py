"""Core: what a trace shows of HTTP: start lines, sizes and kinds of bodies, the heads of IPP messages and of pictures.

Of an IPP message its first eight bytes: version, operation or status, request number. Documents, attributes, pictures,
logins and every field that is not named here are counts.
"""

import re
from enum import Enum, auto

from devices.trace import Part, View, Way

_HEAD_LIMIT_BYTES = 16_384
_HEAD_END = b"\r\n\r\n"
_IPP_HEAD_SIZE = 8
_STATUS_LINE = re.compile(rb"(?:HTTP/1\.[01]|RTSP/1\.0) \d{3}\b")
_REQUEST_LINE = re.compile(rb"(?:GET|HEAD|POST) /[\w/.-]*")  # up to a question mark: a password may follow
_FIELDS = (
    re.compile(rb"(?i:content-length: *)\d{1,12}"),
    re.compile(rb"(?i:content-type: *)(?:application/ipp|image/jpeg|multipart/x-mixed-replace)"),
    re.compile(rb"(?i:transfer-encoding: *chunked)"),
    re.compile(rb"(?i:connection: *)(?:close|keep-alive)"),
    re.compile(rb"(?i:www-authenticate: *)(?:Basic|Digest)"),
)
_INTERIM = re.compile(rb"HTTP/1\.[01] 1\d\d")
_LENGTH = re.compile(rb"(?im:^content-length: *)(\d{1,12})")
_HAS_IPP = re.compile(rb"(?im:^content-type: *application/ipp)")
_HAS_PARTS = re.compile(rb"(?im:^content-type: *multipart/)")
_IS_CHUNKED = re.compile(rb"(?im:^transfer-encoding: *chunked)")


class HttpMask:
    """One message each way in a connection, as our own clients have it."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._ways = {Way.OUT: _MessageMask(_REQUEST_LINE), Way.IN: _MessageMask(_STATUS_LINE)}

    def parts(self, way: Way, data: bytes) -> list[Part]:
        if way in self._ways:
            return self._ways[way].parts(data)
        self._begin()
        return []


class _Next(Enum):
    HEAD = auto()
    PART_HEAD = auto()
    CHUNK_SIZE = auto()
    IPP_HEAD = auto()
    SIZED = auto()
    REST = auto()


class _MessageMask:
    """One direction."""

    def __init__(self, first_line: "re.Pattern[bytes]") -> None:
        self._shown_lines = (first_line, *_FIELDS)
        self._next = _Next.HEAD
        self._buffer = bytearray()  # never longer than a head
        self._hidden_left = 0

    def parts(self, data: bytes) -> list[Part]:
        self._buffer += data
        view = View()
        while self._buffer and self._step(view):
            pass
        return view.parts

    def _step(self, view: View) -> bool:
        """False when more bytes are needed."""
        match self._next:
            case _Next.HEAD | _Next.PART_HEAD:
                return self._take_head(view)
            case _Next.CHUNK_SIZE:
                return self._skip_line(view)
            case _Next.IPP_HEAD:
                return self._take_ipp_head(view)
            case _Next.SIZED:
                taken = self._take(self._hidden_left)
                self._hidden_left -= len(taken)
                self._next = _Next.SIZED if self._hidden_left else _Next.PART_HEAD
            case _Next.REST:
                taken = self._take(len(self._buffer))
        view.hide(len(taken))
        return True

    def _take_head(self, view: View) -> bool:
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            return self._give_up(_HEAD_LIMIT_BYTES)
        head = self._take(end + len(_HEAD_END))
        self._show_lines(head, view)
        self._next = self._after_part(head) if self._next is _Next.PART_HEAD else _after(head)
        return True

    def _show_lines(self, head: bytes, view: View) -> None:
        """Each line as far as a known form goes; what follows it is hidden."""
        for line in head.splitlines(keepends=True):
            shown = next((found[0] for form in self._shown_lines if (found := form.match(line))), b"")
            if shown:
                view.say(shown.decode("ascii"))
            view.hide(len(line) - len(shown))

    def _after_part(self, head: bytes) -> _Next:
        length = _LENGTH.search(head)
        self._hidden_left = int(length[1]) if length else 0
        return _Next.SIZED if self._hidden_left else _Next.REST

    def _skip_line(self, view: View) -> bool:
        end = self._buffer.find(b"\n")
        if end < 0:
            return self._give_up(_HEAD_LIMIT_BYTES)
        view.hide(len(self._take(end + 1)))
        self._next = _Next.IPP_HEAD
        return True

    def _take_ipp_head(self, view: View) -> bool:
        if len(self._buffer) < _IPP_HEAD_SIZE:
            return False
        if self._buffer[0] in (1, 2) and self._buffer[1] <= 2:  # IPP/1.0 to 2.2
            view.show(self._take(_IPP_HEAD_SIZE))
        self._next = _Next.REST
        return True

    def _give_up(self, limit_bytes: int) -> bool:
        """No head is so long: whatever this is, it stays hidden."""
        if len(self._buffer) > limit_bytes:
            self._next = _Next.REST
            return True
        return False

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


def _after(head: bytes) -> _Next:
    if _INTERIM.match(head):
        return _Next.HEAD
    if _HAS_PARTS.search(head):
        return _Next.PART_HEAD
    if not _HAS_IPP.search(head):
        return _Next.REST
    return _Next.CHUNK_SIZE if _IS_CHUNKED.search(head) else _Next.IPP_HEAD
