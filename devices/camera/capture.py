"""Shell: a program of its own that films one camera through FFmpeg, while somebody holds the other end of its line.

FFmpeg's opens and reads cannot be interrupted, a process can be ended at any moment; the camera, its connection, the
decoder and the last picture go with it. Started by `ffmpeg_source.py`; the line speaks `capture_wire.py`.
"""

import contextlib
import errno
import fcntl
import os
import socket
import struct
import sys
import threading
import time

import av
import msgspec
from av.codec.context import CodecContext
from av.container import InputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from devices.camera.capture_wire import (
    PACKET_LIMIT_BYTES,
    CaptureOrder,
    ControlSetting,
    Failed,
    NotOffered,
    Shown,
    Word,
)

BROKEN_LIMIT = 5  # pictures in a row that cannot be decoded, where each stands for itself
_SETTLED_FRAMES = 45  # a lens of a document camera has found its focus after about a second
_VIDIOC_S_CTRL = 0xC008561C  # linux/videodev2.h: _IOWR('V', 28, struct v4l2_control)


class _Line:
    """The other end: who asks for pictures. Without it this process has no reason to be."""

    def __init__(self, line: socket.socket, memory_fd: int) -> None:
        self._line = line
        self._memory_fd = memory_fd
        self._asked = threading.Event()

    def receive_order(self) -> CaptureOrder:
        order = msgspec.json.decode(self._line.recv(PACKET_LIMIT_BYTES), type=CaptureOrder)
        threading.Thread(target=self._listen, name="capture-asks", daemon=True).start()
        return order

    @property
    def is_asked(self) -> bool:
        return self._asked.is_set()

    def say(self, word: Word) -> None:
        with contextlib.suppress(BrokenPipeError):  # nobody is there any more: `_listen` ends the process
            self._line.send(msgspec.json.encode(word))

    def show(self, frame: VideoFrame) -> None:
        rgb = frame.reformat(format="rgb24")
        rows = rgb.planes[0]
        os.pwrite(self._memory_fd, rows, 0)
        self._asked.clear()
        self.say(Shown(width_px=rgb.width, height_px=rgb.height, stride_bytes=rows.line_size))

    def _listen(self) -> None:
        while self._line.recv(1):
            self._asked.set()
        os._exit(0)  # whatever FFmpeg waits for


def main() -> None:
    line = _Line(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
    order = line.receive_order()
    try:
        code = _film(order, line)
    except (av.FFmpegError, OSError) as error:
        code = _code_of(error)
    line.say(Failed(code=code))


def _film(order: CaptureOrder, line: _Line) -> str:
    """Until there are no more pictures: why."""
    _set_controls(order.url, order.controls, line)
    with _opened(order) as container:
        decoder = _decoder_of(container.streams.video[0])
        begin_s, broken = time.monotonic(), 0
        for number, packet in enumerate(container.demux(video=0)):
            if order.input_format == "lavfi":
                _await_turn(packet, begin_s)
            if number == _SETTLED_FRAMES:
                _set_controls(order.url, order.controls_later, line)
            if not decoder.codec.intra_only or line.is_asked:
                broken = 0 if _show(packet, decoder, line) else broken + decoder.codec.intra_only
            if broken >= BROKEN_LIMIT:
                return "bad_picture"
    return "ended"


def _decoder_of(stream: VideoStream) -> VideoCodecContext:
    decoder = stream.codec_context
    if decoder.name == "mjpeg":
        # a fresh one: FFmpeg's takes the pictures of a camera that gives less height than asked for as interlaced
        fresh = CodecContext.create("mjpeg", "r")
        assert isinstance(fresh, VideoCodecContext)
        decoder = fresh
    decoder.options = {"err_detect": "explode"}  # half a picture is none
    return decoder


def _show(packet: "Packet[VideoStream]", decoder: VideoCodecContext, line: _Line) -> bool:
    """False when the packet is broken."""
    try:
        frames = decoder.decode(packet)
    except av.InvalidDataError:
        return False
    if frames and line.is_asked:
        line.show(frames[-1])
    return True


def _opened(order: CaptureOrder) -> InputContainer:
    """With the first of the modes that the camera accepts."""
    *others, last = order.modes
    for mode in others:
        with contextlib.suppress(av.ArgumentError):  # EINVAL: no such format
            return av.open(order.url, format=order.input_format, options=mode)
    return av.open(order.url, format=order.input_format, options=last)


def _await_turn(packet: "Packet[VideoStream]", begin_s: float) -> None:
    """FFmpeg's generator is in a hurry."""
    if packet.pts is not None and packet.time_base is not None:
        time.sleep(max(0.0, begin_s + float(packet.pts * packet.time_base) - time.monotonic()))


def _set_controls(path: str, settings: tuple[ControlSetting, ...], line: _Line) -> None:
    if not settings:
        return
    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        missing = dict.fromkeys(s.name for s in settings if not any(_is_set(fd, s.control_id, v) for v in s.values))
    finally:
        os.close(fd)
    if missing:
        line.say(NotOffered(names=tuple(missing)))


def _is_set(fd: int, control_id: int, value: int) -> bool:
    try:
        fcntl.ioctl(fd, _VIDIOC_S_CTRL, struct.pack("=Ii", control_id, value))
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.ERANGE, errno.ENOTTY, errno.EACCES):  # the last: a read-only control
            return False
        raise
    return True


_CODES = {
    errno.ENODEV: "unplugged",
    errno.ENXIO: "unplugged",
    errno.ENOENT: "unplugged",
    errno.EBUSY: "port_taken",
    errno.EACCES: "port_refused",
    errno.EPERM: "port_refused",
    errno.EINVAL: "no_such_mode",
    errno.ECONNREFUSED: "refused",
}


def _code_of(error: Exception) -> str:
    if isinstance(error, av.InvalidDataError):
        return "bad_picture"
    if isinstance(error, av.HTTPUnauthorizedError | av.HTTPForbiddenError):
        return "login_refused"
    if isinstance(error, av.HTTPNotFoundError):
        return "no_such_stream"
    return _CODES.get(getattr(error, "errno", 0), "cut")


if __name__ == "__main__":
    main()
