"""Core: what every device driver offers its worker."""

from typing import Protocol

from devices.model import Finding, Outcome
from devices.run import Run


class Driver(Protocol):
    """Called on one thread only. `open` and `probe` raise a RemoteDeviceError when the device does not answer."""

    def open(self, run: Run) -> tuple[Finding, ...]:
        """Open the wire and shake hands; the answer proves that the right device is there."""

    def probe(self, run: Run) -> tuple[Finding, ...]:
        """Ask the device how it is, without disturbing it."""

    def perform(self, command: object, run: Run) -> Outcome:
        """Carry out one command. May raise any error of `devices.errors`; the worker turns it into an Outcome."""

    def forget(self) -> None:
        """Drop every buffer that may hold a resident's data. Called after each command."""

    def close(self) -> None:
        """Close the wire. Idempotent; never raises."""
