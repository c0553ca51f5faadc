"""Shell: a small RTSP camera on loopback: H.264 interleaved in the RTSP connection, with a login and faults.

RTSP: RFC 2326; RTP: RFC 3550 §5.1; H.264 in RTP: RFC 6184 §5.6 (single NAL unit) and §5.8 (FU-A).
"""

import base64
import contextlib
import fractions
import itertools
import random
import re
import select
import socket
import struct
import threading
import time
from functools import cache

import av
import numpy as np
from av.video.stream import VideoStream

RATE_HZ, CLOCK_HZ, PAYLOAD_TYPE = 15, 90_000, 96
WIDTH_PX, HEIGHT_PX = 640, 360
COLOUR = (40, 90, 180)
PATH = "/live/main"
_FRAGMENT_BYTES = 1400
_JOIN_LIMIT_S = 5.0
_POLL_S = 0.02
_HEAD_LIMIT_BYTES = 8192


@cache
def film() -> tuple[tuple[bytes, ...], ...]:
    """Two seconds as NAL units, one tuple for each picture; the first begins with SPS, PPS and an IDR picture."""
    with av.open("/dev/null", "w", format="null") as output:
        stream = output.add_stream("libx264", rate=RATE_HZ)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        stream.options = {"tune": "zerolatency", "preset": "ultrafast", "g": str(RATE_HZ)}
        stream.time_base = fractions.Fraction(1, RATE_HZ)
        packets = [packet for number in range(2 * RATE_HZ) for packet in stream.encode(_drawn(number))]
        return tuple(_nal_units(bytes(packet)) for packet in [*packets, *stream.encode(None)])


def _drawn(number: int) -> av.VideoFrame:
    rgb = np.full((HEIGHT_PX, WIDTH_PX, 3), COLOUR, dtype=np.uint8)
    rgb[:40, number * 20 % WIDTH_PX :][:, :40] = np.random.default_rng(number).integers(0, 255, 3)
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    frame.pts = number
    return frame


def _nal_units(access_unit: bytes) -> tuple[bytes, ...]:
    return tuple(unit for unit in re.split(rb"\x00?\x00\x00\x01", access_unit) if unit)


def _fragments(unit: bytes) -> list[bytes]:
    """One NAL unit as RTP payloads."""
    if len(unit) <= _FRAGMENT_BYTES:
        return [unit]
    indicator, kind, rest = (unit[0] & 0xE0) | 28, unit[0] & 0x1F, unit[1:]
    pieces = [rest[at : at + _FRAGMENT_BYTES] for at in range(0, len(rest), _FRAGMENT_BYTES)]
    marks = [0x80, *[0] * (len(pieces) - 2), 0x40]
    return [bytes([indicator, mark | kind]) + piece for mark, piece in zip(marks, pieces, strict=True)]


class RtspServer:
    """`login`: USER:PASSWORD that is asked for. `fault`: freeze, garbage, cut, mute, or None."""

    def __init__(self, login: str | None = None) -> None:
        self._login = login
        self.fault: str | None = None
        self._stopping = threading.Event()
        self._changed = threading.Condition()  # guards the next two
        self._viewers = self._garbled = 0
        self._threads: list[threading.Thread] = []
        self._port = 0
        self.start()

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def address(self) -> str:
        return f"rtsp://{self.authority}{PATH}"

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._stopping.clear()
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = int(listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, args=(listener,), name="rtsp-door")]
        self._threads[0].start()

    def stop(self) -> None:
        """Gone, and everybody with it."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(_JOIN_LIMIT_S)

    def await_viewers(self, number: int, limit_s: float) -> None:
        """Wait until so many are being sent pictures."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._viewers == number, limit_s), f"{self._viewers}, not {number}"

    def await_garbled(self, more: int, limit_s: float) -> None:
        """Wait until so many more spoilt packets were sent."""
        with self._changed:
            wanted = self._garbled + more
            assert self._changed.wait_for(lambda: self._garbled >= wanted, limit_s)

    def _count(self, viewers: int = 0, garbled: int = 0) -> None:
        with self._changed:
            self._viewers += viewers
            self._garbled += garbled
            self._changed.notify_all()

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while not self._stopping.is_set():
                if select.select([listener], [], [], _POLL_S)[0]:
                    client, _ = listener.accept()
                    thread = threading.Thread(target=self._serve, args=(client,), name="rtsp-viewer")
                    self._threads.append(thread)
                    thread.start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_JOIN_LIMIT_S)
        with client, contextlib.suppress(OSError):  # viewers come and go
            while (request := self._request(client)) and self._answer(client, request):
                pass

    def _request(self, client: socket.socket) -> str:
        received = b""
        while not received.endswith(b"\r\n\r\n") and len(received) < _HEAD_LIMIT_BYTES:
            if self._stopping.is_set():
                return ""
            if select.select([client], [], [], _POLL_S)[0]:
                data = client.recv(1)
                if not data:
                    return ""
                received += data
        return received.decode("latin-1")

    def _answer(self, client: socket.socket, request: str) -> bool:
        """False when the conversation is over."""
        if self.fault == "mute":
            return True
        method, url, _ = request.split(" ", 2)
        number = next(iter(re.findall(r"(?im)^cseq: *(\d+)", request)), "0")
        status, fields, body = self._reply(method, url, request)
        lines = [f"RTSP/1.0 {status}", f"CSeq: {number}", *fields, f"Content-Length: {len(body)}", "", body]
        client.sendall("\r\n".join(lines).encode())
        if method == "PLAY" and status.startswith("200"):
            self._count(1)
            try:
                self._stream(client)
            finally:
                self._count(-1)
        return method not in ("PLAY", "TEARDOWN")

    def _reply(self, method: str, url: str, request: str) -> tuple[str, list[str], str]:
        if method == "OPTIONS":
            return "200 OK", ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"], ""
        if self._login and f"Basic {base64.b64encode(self._login.encode()).decode()}" not in request:
            return "401 Unauthorized", ['WWW-Authenticate: Basic realm="camera"'], ""
        if PATH not in url:
            return "404 Not Found", [], ""
        if method == "DESCRIBE":
            return "200 OK", ["Content-Type: application/sdp", f"Content-Base: {self.address}/"], _sdp()
        if method == "SETUP":
            return "200 OK", ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 7;timeout=60"], ""
        return "200 OK", ["Session: 7"], ""

    def _stream(self, client: socket.socket) -> None:
        begin_s, numbers, dice = time.monotonic(), itertools.count(1), random.Random(7)
        for count, picture in enumerate(itertools.cycle(film())):
            if self._stopping.wait(max(0.0, begin_s + count / RATE_HZ - time.monotonic())) or _has_left(client):
                return
            payloads = [piece for unit in picture for piece in _fragments(unit)]
            for left, payload in zip(reversed(range(len(payloads))), payloads, strict=True):
                is_garbled = self.fault == "garbage"
                data = dice.randbytes(len(payload)) if is_garbled else payload
                mark = 0x80 if left == 0 else 0
                stamp = count * CLOCK_HZ // RATE_HZ & 0xFFFFFFFF
                head = struct.pack(">BBHII", 0x80, mark | PAYLOAD_TYPE, next(numbers) & 0xFFFF, stamp, 7)
                packet = b"$\0" + struct.pack(">H", len(head) + len(data)) + head + data
                if self.fault == "cut":
                    client.sendall(packet[: len(packet) // 2])
                    return
                if self.fault != "freeze":
                    client.sendall(packet)
                    self._count(garbled=is_garbled)


def _has_left(client: socket.socket) -> bool:
    """What it says while playing (still there? good-bye) needs no answer here."""
    return bool(select.select([client], [], [], 0)[0]) and not client.recv(4096)


def _sdp() -> str:
    sets = [base64.b64encode(unit).decode() for unit in film()[0] if unit[0] & 0x1F in (7, 8)]
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=camera",
        "t=0 0",
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} H264/{CLOCK_HZ}",
        f"a=fmtp:{PAYLOAD_TYPE} packetization-mode=1;sprop-parameter-sets={','.join(sets)}",
        "a=control:track1",
        "",
    ]
    return "\r\n".join(lines)
