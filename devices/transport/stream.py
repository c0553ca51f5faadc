"""Core: what a byte stream to a device can do. The only thing that drivers know about wires."""

from typing import Protocol


class Stream(Protocol):
    """A two-way byte stream. All times are absolute seconds of the monotonic clock.

    Every wait ends at once with CommandCancelledError when `cancel` is called (from any thread).
    """

    def open(self, until_s: float) -> None:
        """Raises RemoteAbsentError (nothing there), RemoteLostError (refused, taken) or RemoteSilentError."""

    def close(self) -> None:
        """Idempotent; never raises."""

    def read(self, size_bytes: int, until_s: float) -> bytes:
        """At least one byte, at most `size_bytes`; RemoteSilentError at `until_s`, RemoteLostError when cut."""

    def write(self, data: bytes, until_s: float) -> None:
        """All of `data`; RemoteSilentError when the other end stops taking bytes, RemoteLostError when cut."""

    def cancel(self) -> None:
        """Interrupt the wait that is running now."""
