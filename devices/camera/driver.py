"""Shell: drives one camera: shows live frames and takes full-size stills, only ever for the holder of its lease."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.camera.ffmpeg_source import ffmpeg_source
from devices.camera.frame import CameraFrame
from devices.camera.http_source import HttpSource
from devices.camera.source import FrameSource
from devices.errors import RemoteLostError, RemoteSilentError
from devices.model import Completion, Finding, Outcome
from devices.run import Run
from devices.transport.wake import Wake


@dataclass(frozen=True, slots=True)
class Preview:
    """Hand every new frame to `on_frame` until cancelled (CANCELLED) or the deadline (TIMEOUT).

    `on_frame` runs on the device's thread; while it works, frames are skipped, not queued. HARDWARE: camera gone.
    """

    on_frame: Callable[[CameraFrame], None]


@dataclass(frozen=True, slots=True)
class TakePage:
    """One full-size picture: SUCCESS with a CameraFrame. Cancel the preview first: commands run one after another."""


class CameraDriver:
    """A camera is opened when a command needs it and closed right after; in between only its presence is looked at."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source

    def open(self, run: Run) -> tuple[Finding, ...]:
        return self.probe(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        self._source.probe(run)
        return ()

    def perform(self, command: object, run: Run) -> Outcome:
        try:
            if isinstance(command, Preview):
                return self._preview(command, run)
            if isinstance(command, TakePage):
                return Outcome(Completion.SUCCESS, CameraFrame(self._source.still(run), time.monotonic()))
        except RemoteSilentError as error:
            run.check()  # the command's own deadline comes first
            raise RemoteLostError(error.code) from error
        return Outcome(Completion.UNSUPPORTED)

    def forget(self) -> None:
        self._source.close()

    def close(self) -> None:
        self._source.close()

    def _preview(self, command: Preview, run: Run) -> Outcome:
        self._source.open(run)
        while True:
            run.check()
            rgb = self._source.next(run)
            run.heard(())
            command.on_frame(CameraFrame(rgb, time.monotonic()))


def camera_driver(address: str, wake: Wake, options: Mapping[str, str]) -> CameraDriver:
    """Options: `still` (URL of the full-size picture) and `answer_s`, both for http; those of `FfmpegSource`."""
    if address.startswith("http://"):
        answer_s = float(options.get("answer_s", "1.5"))
        return CameraDriver(HttpSource(address, wake, still_url=options.get("still"), answer_s=answer_s))
    return CameraDriver(ffmpeg_source(address, wake, options))
