"""Core: pictures out of an HTTP answer: one JPEG, or an endless multipart/x-mixed-replace of them (RFC 2046 §5.1)."""

from dataclasses import dataclass

from devices.errors import RemoteWireError

HEAD_LIMIT_BYTES = 16_384
PICTURE_LIMIT_BYTES = 24_000_000  # a 20-megapixel JPEG of good quality is about 10 MB
_HEAD_END = b"\r\n\r\n"
_REFUSALS = {401: "login_refused", 403: "login_refused", 404: "no_such_stream"}


@dataclass(frozen=True, slots=True)
class HttpHead:
    """`fields` with lower-case names."""

    status: int
    fields: dict[str, str]

    @property
    def boundary(self) -> bytes | None:
        """The multipart boundary, or None when the answer is a single document."""
        kind, _, parameters = self.fields.get("content-type", "").partition(";")
        if not kind.strip().lower().startswith("multipart/"):
            return None
        name, _, value = parameters.strip().partition("=")
        value = value.strip().strip('"')
        return value.encode("latin-1") if name.strip().lower() == "boundary" and value else None


def parse_head(text: bytes) -> HttpHead:
    """Status line and fields, without the empty line. Raises RemoteWireError."""
    first, *lines = text.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not (words[1].isascii() and words[1].isdigit()):
        raise RemoteWireError("not_http")
    return HttpHead(int(words[1]), _fields(lines))


def _fields(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _length_of(fields: dict[str, str]) -> int | None:
    text = fields.get("content-length")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > PICTURE_LIMIT_BYTES:
        raise RemoteWireError("picture_length")
    return int(text)


class MjpegParser:
    """Feed it all bytes of the connection; it hands out whole JPEGs. Raises RemoteWireError, and is useless after."""

    def __init__(self) -> None:
        self.head: HttpHead | None = None
        self._buffer = bytearray()
        self._part: dict[str, str] | None = None

    def feed(self, data: bytes) -> list[bytes]:
        self._buffer += data
        pictures: list[bytes] = []
        if self.head is None:
            text = self._take_head()
            if text is None:
                return pictures
            self.head = parse_head(text)
            if self.head.status != 200:
                raise RemoteWireError(_REFUSALS.get(self.head.status, "request_refused"))
        while (picture := self._take_picture(self.head)) is not None:
            pictures.append(picture)
        return pictures

    def finish(self) -> bytes | None:
        """The peer closed: the single document that had no length, if there is one."""
        is_unsized = self.head is not None and self.head.boundary is None and _length_of(self.head.fields) is None
        return bytes(self._buffer) if is_unsized and self._buffer else None

    def _take_head(self) -> bytes | None:
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            if len(self._buffer) > HEAD_LIMIT_BYTES:
                raise RemoteWireError("head_too_long")
            return None
        text = bytes(self._buffer[:end])
        del self._buffer[: end + len(_HEAD_END)]
        return text

    def _take_picture(self, head: HttpHead) -> bytes | None:
        if head.boundary is None:
            return self._take_sized(_length_of(head.fields))
        if self._part is None:
            text = self._take_head()
            if text is None:
                return None
            self._part = _fields(text.decode("latin-1").split("\r\n"))
        length = _length_of(self._part)
        picture = self._take_sized(length) if length is not None else self._take_bounded(head.boundary)
        if picture is not None:
            self._part = None
        return picture

    def _take_sized(self, length: int | None) -> bytes | None:
        if len(self._buffer) > PICTURE_LIMIT_BYTES:
            raise RemoteWireError("picture_length")
        if length is None or length == 0 or len(self._buffer) < length:
            return None
        picture = bytes(self._buffer[:length])
        del self._buffer[:length]
        return picture

    def _take_bounded(self, boundary: bytes) -> bytes | None:
        mark = b"\r\n--" + boundary.removeprefix(b"--")
        end = self._buffer.find(mark)
        if end < 0:
            return self._take_sized(None)
        picture = bytes(self._buffer[:end])
        del self._buffer[:end]
        return picture
