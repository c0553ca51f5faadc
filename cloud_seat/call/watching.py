"""Shell: the other end's picture: packets in, decoded pictures out, when they are due. Decoding is a worker's."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

import av

from cloud_seat.call import vp8
from cloud_seat.call.frames import Frame, FrameBuffer, Piece
from cloud_seat.call.pace import Pace
from cloud_seat.call.packets import Packet

BACKLOG_FRAMES = 30
"""A second: a decoder that is further behind than this goes on with a fresh key frame."""
RTT_S = 0.1
"""Round trip, until it is measured."""


class Watching:
    """`on_picture` is called on the loop with each picture that is to be shown; its owner keeps `rtt_s` true."""

    def __init__(self, on_picture: Callable[[av.VideoFrame], None]) -> None:
        self.rtt_s = RTT_S
        self._on_picture = on_picture
        self._buffer, self._pace = FrameBuffer(), Pace[av.VideoFrame]()
        self._decoder = av.CodecContext.create("libvpx", "r")
        self.decoded = 0
        self._closed = False
        self._waiting: deque[tuple[float, Frame]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._decoding: asyncio.Task[None] | None = None

    def take(self, packet: Packet, now_s: float) -> None:
        """A packet. What is no VP8 is dropped."""
        try:
            read = vp8.parse(packet.payload) if packet.payload else vp8.Payload(b"", begins=False, key=False)
        except vp8.RemotePayloadError:
            return
        piece = Piece(packet.sequence, packet.timestamp, read.data, read.begins, read.key, packet.ends)
        self._waiting.extend((now_s, frame) for frame in self._buffer.add(piece, now_s))
        if len(self._waiting) > BACKLOG_FRAMES:
            self._begin_anew()
        if self._waiting and self._decoding is None:
            self._decoding = asyncio.create_task(self._decode_all())

    def wanted(self, now_s: float) -> tuple[tuple[int, ...], bool]:
        """What to ask the sender for."""
        wanted = self._buffer.wanted(now_s, self.rtt_s)
        return wanted.missing, wanted.key_frame

    async def close(self) -> None:
        """No picture is shown any more."""
        self._closed = True
        self._forget_timer()
        self._waiting.clear()
        self._pace.clear()
        if self._decoding is not None:
            await asyncio.wait([self._decoding])

    def _begin_anew(self) -> None:
        self._waiting.clear()
        self._buffer.give_up()

    async def _decode_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            came_s, frame = self._waiting.popleft()
            try:
                pictures = await loop.run_in_executor(None, self._decoder.decode, av.Packet(frame.data))
            except av.FFmpegError:
                self._begin_anew()  # what follows needs what could not be decoded
                continue
            for picture in pictures:
                self.decoded += 1
                self._pace.put(picture, frame.timestamp, came_s)
            self._show()
        self._decoding = None

    def _show(self) -> None:
        if self._closed:
            return
        now_s = time.monotonic()
        if (picture := self._pace.take(now_s)) is not None:
            self._on_picture(picture)
        self._forget_timer()
        if (at_s := self._pace.next_at_s) is not None:
            self._timer = asyncio.get_running_loop().call_later(at_s - now_s, self._show)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
