"""Shell: a network camera that speaks HTTP: motion JPEG for the preview, a single JPEG for the still."""

from urllib.parse import urlsplit

import cv2
import numpy as np

from devices.camera.frame import Rgb
from devices.camera.mjpeg import MjpegParser, parse_head
from devices.errors import LocalConfigError, RemoteLostError, RemoteSilentError, RemoteWireError
from devices.run import Run
from devices.transport.tcp import TcpStream
from devices.transport.wake import Wake

ANSWER_LIMIT_S = 2.0
FRAME_LIMIT_S = 3.0  # a camera that shows nothing for so long is frozen
BROKEN_LIMIT = 5  # pictures in a row that cannot be decoded
_RECEIVE_BUFFER_BYTES = 262_144
_CHUNK_BYTES = 65_536
_DRAINS_LIMIT = 64  # chunks of old pictures to skip at once


class HttpSource:
    """`still_url`: where the full-size picture is, when the camera has one; else the stream's own size is taken."""

    def __init__(self, url: str, wake: Wake, *, still_url: str | None = None) -> None:
        self._wake = wake
        self._host, self._port, self._path = _split(url)
        self._still_url = still_url
        self._stream: TcpStream | None = None
        self._parser = MjpegParser()

    def probe(self, run: Run) -> None:
        stream, until_s = self._connect(run, "HEAD", self._path)
        try:
            received = b""
            while b"\r\n" not in received:
                received += stream.read(_CHUNK_BYTES, until_s)
            parse_head(received.split(b"\r\n", 1)[0])  # any status is a sign of life: some cameras refuse HEAD
        finally:
            stream.close()

    def open(self, run: Run) -> None:
        self.close()
        self._parser = MjpegParser()
        self._stream, _ = self._connect(run, "GET", self._path)

    def next(self, run: Run) -> Rgb:
        if self._stream is None:
            raise RemoteLostError("closed")
        for _ in range(BROKEN_LIMIT):
            picture = _decode(self._newest(self._stream, run))
            if picture is not None:
                return picture
        raise RemoteWireError("bad_picture")

    def still(self, run: Run) -> Rgb:
        if self._still_url is None:
            return self._still_from_stream(run)
        _, _, path = _split(self._still_url)
        stream, _ = self._connect(run, "GET", path)
        try:
            picture = _decode(_read_document(stream, run))
        finally:
            stream.close()
        if picture is None:
            raise RemoteWireError("bad_picture")
        return picture

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        self._parser = MjpegParser()  # forget half a picture

    def _still_from_stream(self, run: Run) -> Rgb:
        self.open(run)
        try:
            return self.next(run)
        finally:
            self.close()

    def _connect(self, run: Run, method: str, path: str) -> tuple[TcpStream, float]:
        """An open connection with the question sent, and until when its answer may begin."""
        until_s = run.step_until_s(ANSWER_LIMIT_S)
        stream = TcpStream(self._host, self._port, self._wake, receive_buffer_bytes=_RECEIVE_BUFFER_BYTES)
        stream.open(until_s)
        try:
            # HTTP/1.0: no chunks between the pictures
            question = f"{method} {path} HTTP/1.0\r\nHost: {self._host}:{self._port}\r\nConnection: close\r\n\r\n"
            stream.write(question.encode("ascii", "replace"), until_s)
        except BaseException:
            stream.close()
            raise
        return stream, until_s

    def _newest(self, stream: TcpStream, run: Run) -> bytes:
        """The next whole picture, or a newer one when several are waiting."""
        pictures: list[bytes] = []
        until_s = run.step_until_s(FRAME_LIMIT_S)
        while not pictures:
            pictures = self._parser.feed(stream.read(_CHUNK_BYTES, until_s))
        for _ in range(_DRAINS_LIMIT):
            try:
                pictures += self._parser.feed(stream.read(_CHUNK_BYTES, 0.0))
            except RemoteSilentError:
                break
        return pictures[-1]


def _read_document(stream: TcpStream, run: Run) -> bytes:
    parser = MjpegParser()
    until_s = run.step_until_s(FRAME_LIMIT_S * 2)
    while True:
        try:
            pictures = parser.feed(stream.read(_CHUNK_BYTES, until_s))
        except RemoteLostError:
            last = parser.finish()
            if last is None:
                raise
            return last
        if pictures:
            return pictures[0]


def _decode(jpeg: bytes) -> Rgb | None:
    try:
        bgr = cv2.imdecode(np.frombuffer(jpeg, dtype=np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:  # an empty or absurdly large picture
        return None
    return None if bgr is None else np.asarray(bgr, dtype=np.uint8)


def _split(url: str) -> tuple[str, int, str]:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise LocalConfigError(f"not an http address: {url!r}")
    path = parts.path or "/"
    return parts.hostname, parts.port or 80, f"{path}?{parts.query}" if parts.query else path
