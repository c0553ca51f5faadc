"""Shell: a camera of this machine (v4l2) or a generated picture (lavfi) through FFmpeg, on a pump thread of its own.

FFmpeg's reads cannot be interrupted from outside. So the worker never waits for them: it waits for the pump's mailbox.
"""

import logging
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import av
import numpy as np

from devices.camera.frame import Rgb
from devices.errors import DeviceError, RemoteAbsentError, RemoteLostError, RemoteSilentError
from devices.run import Run
from devices.transport.wake import Wake

LOG = logging.getLogger("devices.camera")

FIRST_FRAME_LIMIT_S = 5.0
FRAME_LIMIT_S = 3.0
_JOIN_LIMIT_S = 2.0
_SETTLING_FRAMES = 5  # exposure and white balance of a camera that just started


class NativeSource:
    """`scheme`: v4l2 or lavfi. Options: `size` (1280x720), `rate` (frames a second), `still_size` for v4l2."""

    def __init__(self, scheme: str, file: str, wake: Wake, options: Mapping[str, str]) -> None:
        self._scheme = scheme
        self._file = file
        self._wake = wake
        self._options = options
        self._pump: _Pump | None = None
        self._is_fresh = True

    def probe(self, run: Run) -> None:
        run.check()
        if self._scheme == "v4l2" and not Path(self._file).exists():
            raise RemoteAbsentError("not_plugged_in")

    def open(self, run: Run) -> None:
        self._start(run, self._options.get("size"))

    def next(self, run: Run) -> Rgb:
        if self._pump is None:
            raise RemoteLostError("closed")
        limit_s = FIRST_FRAME_LIMIT_S if self._is_fresh else FRAME_LIMIT_S
        picture = self._pump.take(self._wake, run.step_until_s(limit_s))
        self._is_fresh = False
        return picture

    def still(self, run: Run) -> Rgb:
        self._start(run, self._options.get("still_size", self._options.get("size")))
        try:
            for _ in range(_SETTLING_FRAMES if self._scheme == "v4l2" else 0):
                self.next(run)
            return self.next(run)
        finally:
            self.close()

    def close(self) -> None:
        pump, self._pump = self._pump, None
        if pump is not None:
            pump.stop()

    def _start(self, run: Run, size: str | None) -> None:
        self.close()
        self.probe(run)
        self._is_fresh = True
        self._pump = _Pump(self._scheme, self._file, self._ffmpeg_options(size))

    def _ffmpeg_options(self, size: str | None) -> dict[str, str]:
        if self._scheme != "v4l2":
            return {}
        wanted = {"video_size": size, "framerate": self._options.get("rate"), "input_format": "mjpeg"}
        return {name: value for name, value in wanted.items() if value is not None}


class _Pump:
    """Reads frames on its own thread into a mailbox for one; a newer frame replaces an untaken one."""

    def __init__(self, scheme: str, file: str, options: dict[str, str]) -> None:
        self._scheme = scheme
        self._file = file
        self._options = options
        self._lock = threading.Lock()  # guards the two below
        self._picture: Rgb | None = None
        self._error: DeviceError | None = None
        self._posted_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera-pump", daemon=True)
        self._thread.start()

    def take(self, wake: Wake, until_s: float) -> Rgb:
        if not wake.wait_io(self._posted_fd, for_write=False, until_s=until_s):
            raise RemoteSilentError("frozen")
        with self._lock:
            os.eventfd_read(self._posted_fd)
            picture, self._picture = self._picture, None
            if picture is not None:
                return picture
            raise self._error or RemoteLostError("ended")

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(_JOIN_LIMIT_S)
        if self._thread.is_alive():
            LOG.error("the camera's driver hangs; its thread is left behind")
        else:
            os.close(self._posted_fd)

    def _run(self) -> None:
        try:
            self._read_frames()
            error: DeviceError = RemoteLostError("ended")
        except (av.FFmpegError, OSError, ValueError) as cause:
            LOG.debug("capture ended: %s", type(cause).__name__)
            error = RemoteLostError("unplugged")
        self._post(None, error)

    def _read_frames(self) -> None:
        start_s = time.monotonic()
        limits_s = (FIRST_FRAME_LIMIT_S, FRAME_LIMIT_S)
        with av.open(self._file, format=self._scheme, options=self._options, timeout=limits_s) as container:
            for frame in container.decode(video=0):
                early_s = (start_s + (frame.time or 0.0) - time.monotonic()) if self._scheme == "lavfi" else 0.0
                if self._stopping.wait(max(0.0, early_s)):
                    return
                self._post(np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8), None)

    def _post(self, picture: Rgb | None, error: DeviceError | None) -> None:
        with self._lock:
            self._picture = picture if picture is not None else self._picture
            self._error = error
            os.eventfd_write(self._posted_fd, 1)
