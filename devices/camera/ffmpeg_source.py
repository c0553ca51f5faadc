"""Shell: a camera of this machine (v4l2), one on the network (rtsp), or a generated picture (lavfi), through FFmpeg.

FFmpeg runs in a process of its own, `capture.py`: it can be ended at any moment, and with it everything it held.
"""

import contextlib
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from devices.camera.capture_wire import ASK, PACKET_LIMIT_BYTES, CaptureOrder, Failed, Shown, Word
from devices.camera.controls import ONCE, control_settings, later_settings
from devices.camera.frame import Rgb
from devices.camera.web_camera import WebCamera
from devices.errors import LocalConfigError, RemoteDeviceError, RemoteLostError, RemoteSilentError, RemoteWireError
from devices.run import Run
from devices.transport.found_path import find_path
from devices.transport.wake import Wake

LOG = logging.getLogger("devices.camera")

FIRST_FRAME_LIMIT_S = 5.0
FRAME_LIMIT_S = 2.0
_END_LIMIT_S = 1.0
_SETTLING_FRAMES = 5  # exposure and white balance of a camera that just started
_ROOT = Path(__file__).resolve().parents[2]
# analysing the stream would hold back up to its first two seconds; the decoder finds out by itself
_RTSP = {"rtsp_transport": "tcp", "flags": "low_delay", "probesize": "32", "analyzeduration": "0"}
_WIRE_CODES = frozenset({"bad_picture", "login_refused", "no_such_stream"})


class FfmpegSource:
    """`scheme` and `place` of the address. Options: `size`, `rate`, `still_size`, `input_format` and the controls of
    `controls.py`, all for v4l2. ValueError for a control that makes no sense."""

    def __init__(self, scheme: str, place: str, wake: Wake, options: Mapping[str, str]) -> None:
        self._scheme = scheme
        self._place = place
        self._wake = wake
        self._options = options
        self._web = WebCamera(f"rtsp:{place}", wake) if scheme == "rtsp" else None
        self._capture: _Capture | None = None
        self._is_fresh = True
        self._told: set[str] = set()
        control_settings(options)

    def probe(self, run: Run) -> None:
        run.check()
        if self._web is not None:
            self._web.greet(run, f"OPTIONS {self._web.url} RTSP/1.0\r\nCSeq: 1\r\n\r\n", b"RTSP/")
        elif self._scheme == "v4l2":
            find_path(self._place)

    def open(self, run: Run) -> None:
        self._start(run, self._options.get("size"), self._options)

    def next(self, run: Run) -> Rgb:
        if self._capture is None:
            raise RemoteLostError("closed")
        until_s = run.step_until_s(FIRST_FRAME_LIMIT_S if self._is_fresh else FRAME_LIMIT_S)
        self._capture.ask()
        while not isinstance(word := self._capture.hear(self._wake, until_s), Shown):
            if isinstance(word, Failed):
                raise _error_of(word.code)
            self._tell_once(word.names)
        self._is_fresh = False
        return self._capture.picture(word)

    def still(self, run: Run) -> Rgb:
        # what the preview has focused on stays: a lens that hunts again gives a blurred page
        kept = {name: word for name, word in self._options.items() if (name, word) != ("focus", ONCE)}
        self._start(run, self._options.get("still_size", self._options.get("size")), kept)
        try:
            for _ in range(_SETTLING_FRAMES if self._scheme == "v4l2" else 0):
                self.next(run)
            return self.next(run)
        finally:
            self.close()

    def close(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.end()

    def _start(self, run: Run, size: str | None, options: Mapping[str, str]) -> None:
        self.close()
        self.probe(run)
        self._is_fresh = True
        self._capture = _Capture(self._order(size, options))

    def _order(self, size: str | None, options: Mapping[str, str]) -> CaptureOrder:
        if self._web is not None:
            return CaptureOrder(input_format="rtsp", url=f"rtsp:{self._place}", modes=(_RTSP,))
        if self._scheme == "lavfi":
            return CaptureOrder(input_format="lavfi", url=self._place)
        wanted = {"video_size": size, "framerate": options.get("rate")}
        mode = {name: value for name, value in wanted.items() if value is not None}
        pixels = options.get("input_format")
        return CaptureOrder(
            input_format="v4l2",
            url=find_path(self._place),
            # cameras reach their full size and rate in motion JPEG; the few that do not know it are taken as they are
            modes=(mode | {"input_format": pixels},) if pixels else (mode | {"input_format": "mjpeg"}, mode),
            controls=control_settings(options),
            controls_later=later_settings(options),
        )

    def _tell_once(self, names: tuple[str, ...]) -> None:
        new = sorted(set(names) - self._told)
        self._told.update(new)
        if new:
            LOG.warning("the camera does not offer %s as configured; it works without", ", ".join(new))


class _Capture:
    """One capture process."""

    def __init__(self, order: CaptureOrder) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._memory_fd = os.memfd_create("camera-picture")
        try:
            self._process = _start_program(theirs.fileno(), self._memory_fd)
        except BaseException:
            self._forget()
            raise
        finally:
            theirs.close()
        self._send(msgspec.json.encode(order))

    def ask(self) -> None:
        self._send(ASK)

    def hear(self, wake: Wake, until_s: float) -> Word:
        if not wake.wait_io(self._line.fileno(), for_write=False, until_s=until_s):
            raise RemoteSilentError("frozen")
        packet = self._line.recv(PACKET_LIMIT_BYTES)
        return msgspec.json.decode(packet, type=Word) if packet else Failed(code="ended")

    def picture(self, shown: Shown) -> Rgb:
        rows = np.empty((shown.height_px, shown.stride_bytes), dtype=np.uint8)
        os.preadv(self._memory_fd, [rows.data], 0)
        return np.ascontiguousarray(rows[:, : shown.width_px * 3]).reshape(shown.height_px, shown.width_px, 3)

    def end(self) -> None:
        self._process.kill()
        self._forget()
        try:
            self._process.wait(_END_LIMIT_S)
        except subprocess.TimeoutExpired:  # stuck in the kernel
            LOG.error("the camera's driver hangs: its process %d cannot be ended", self._process.pid)

    def _send(self, packet: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):  # it has ended: why, is its last word
            self._line.send(packet)

    def _forget(self) -> None:
        self._line.close()
        os.close(self._memory_fd)


def _start_program(line_fd: int, memory_fd: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "devices.camera.capture", str(line_fd), str(memory_fd)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=(line_fd, memory_fd),
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
    )


def _error_of(code: str) -> RemoteDeviceError:
    return RemoteWireError(code) if code in _WIRE_CODES else RemoteLostError(code)


def ffmpeg_source(address: str, wake: Wake, options: Mapping[str, str]) -> FfmpegSource:
    """For `v4l2:PATH` (which may hold wildcards), `rtsp://…` and `lavfi:GRAPH`; LocalConfigError for anything else."""
    scheme, _, place = address.partition(":")
    if scheme not in ("v4l2", "rtsp", "lavfi") or not place:
        raise LocalConfigError(f"not a camera address: {address!r}")
    return FfmpegSource(scheme, place, wake, options)
