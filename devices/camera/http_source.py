"""Shell: a network camera that speaks HTTP: motion JPEG for the preview, a single JPEG for the still."""

import base64
import time

import cv2
import numpy as np

from devices.camera.frame import Rgb
from devices.camera.mjpeg import MjpegParser
from devices.camera.web_camera import WebCamera
from devices.errors import RemoteLostError, RemoteSilentError, RemoteWireError
from devices.run import Run
from devices.transport.tcp import TcpStream
from devices.transport.wake import Wake

STILL_LIMIT_S = 6.0
_PATIENCE_S = 0.8  # then a camera that is still at work on a full-size picture is asked whether it lives
BROKEN_LIMIT = 5  # pictures in a row that cannot be decoded
_CHUNK_BYTES = 65_536
_DRAINS_LIMIT = 64  # chunks of old pictures to skip at once


class HttpSource:
    """`still_url`: where the full-size picture is, when the camera has one; else the stream's own size is taken.

    `answer_s`: a camera that shows nothing for so long is frozen.
    """

    def __init__(self, url: str, wake: Wake, *, still_url: str | None = None, answer_s: float) -> None:
        self._camera = WebCamera(url, wake)
        self._still = WebCamera(still_url, wake) if still_url is not None else None
        self._answer_s = answer_s
        self._stream: TcpStream | None = None
        self._parser = MjpegParser()

    def probe(self, run: Run) -> None:
        self._camera.greet(run, _question("HEAD", self._camera), b"HTTP/")  # some cameras refuse HEAD, but they answer

    def open(self, run: Run) -> None:
        self.close()
        self._parser = MjpegParser()
        self._stream, _ = self._camera.ask(run, _question("GET", self._camera))

    def next(self, run: Run) -> Rgb:
        if self._stream is None:
            raise RemoteLostError("closed")
        for _ in range(BROKEN_LIMIT):
            picture = _decode(self._newest(self._stream, run))
            if picture is not None:
                return picture
        raise RemoteWireError("bad_picture")

    def still(self, run: Run) -> Rgb:
        if self._still is None:
            return self._still_from_stream(run)
        stream, _ = self._still.ask(run, _question("GET", self._still))
        try:
            picture = _decode(self._read_document(stream, run))
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

    def _newest(self, stream: TcpStream, run: Run) -> bytes:
        """The next whole picture, or a newer one when several are waiting."""
        pictures: list[bytes] = []
        until_s = run.step_until_s(self._answer_s)
        try:
            while not pictures:
                pictures = self._parser.feed(stream.read(_CHUNK_BYTES, until_s))
        except RemoteSilentError as error:
            raise RemoteSilentError("frozen") from error
        for _ in range(_DRAINS_LIMIT):
            try:
                pictures += self._parser.feed(stream.read(_CHUNK_BYTES, 0.0))
            except RemoteSilentError:
                break
        return pictures[-1]

    def _read_document(self, stream: TcpStream, run: Run) -> bytes:
        parser = MjpegParser()
        until_s = run.step_until_s(STILL_LIMIT_S)
        while True:
            try:
                pictures = parser.feed(stream.read(_CHUNK_BYTES, min(until_s, run.step_until_s(_PATIENCE_S))))
            except RemoteSilentError:
                if time.monotonic() >= until_s:
                    raise
                self.probe(run)
                continue
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


def _question(method: str, camera: WebCamera) -> str:
    # HTTP/1.0: no chunks between the pictures
    lines = [f"{method} {camera.path} HTTP/1.0", f"Host: {camera.authority}", "Connection: close"]
    if camera.login is not None:
        lines.append(f"Authorization: Basic {base64.b64encode(camera.login.encode()).decode()}")
    return "\r\n".join([*lines, "", ""])
