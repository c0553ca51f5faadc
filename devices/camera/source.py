"""Core: where pictures come from."""

from typing import Protocol

from devices.camera.frame import Rgb
from devices.run import Run


class FrameSource(Protocol):
    """One camera. All methods raise errors of `devices.errors`; every wait can be cancelled through the run."""

    def probe(self, run: Run) -> None:
        """Is it there? Must not start the camera: its lamp is lit only while somebody holds a lease."""

    def open(self, run: Run) -> None:
        """Start the flow of pictures."""

    def next(self, run: Run) -> Rgb:
        """The newest picture, once there is one that was not handed out before."""

    def still(self, run: Run) -> Rgb:
        """One picture at full size. Called while closed."""

    def close(self) -> None:
        """Stop the flow. Idempotent; never raises."""
