"""Shell: what a driver is given while one command runs: its deadline, its alarm, and where to report."""

import time
from collections.abc import Callable, Mapping

from devices.errors import DeadlinePassedError, RemoteDeviceError
from devices.model import Finding
from devices.transport.wake import Wake


class Run:
    """One command on its way. Lives on the worker's thread only."""

    def __init__(
        self,
        wake: Wake,
        until_s: float,
        *,
        report: Callable[[object], None],
        heard: Callable[[tuple[Finding, ...]], None],
        missed: Callable[[RemoteDeviceError], None],
    ) -> None:
        self._wake = wake
        self.until_s = until_s
        self.report = report
        self.heard = heard  # the device answered, with these findings
        self.missed = missed  # the device did not answer this time
        self.sensed: Callable[[Mapping[str, bool]], None] = _nobody_listens  # what its inputs show, not only changes

    def step_until_s(self, limit_s: float) -> float:
        """When one exchange that may take `limit_s` must be over: never after the command's own deadline."""
        return min(self.until_s, time.monotonic() + limit_s)

    def check(self) -> None:
        """Raise DeadlinePassedError or CommandCancelledError when the command must end."""
        self.pause(0.0)

    def pause(self, seconds: float) -> None:
        """Wait between two questions to the device; ends early like `check`."""
        self._wake.pause(min(seconds, self.until_s - time.monotonic()))
        if time.monotonic() >= self.until_s:
            raise DeadlinePassedError


def _nobody_listens(_: Mapping[str, bool]) -> None:
    return None
