"""Shell: whether the hub knows this booth. Refused, it keeps everything, says so to the keeper, and looks for a new
token: enrolled again, it goes on by itself."""

import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

from devices.model import DeviceState, Health, HealthChanged, Reason, Severity

log = logging.getLogger(__name__)
ROLE, REASON = "enrolment", "hub_refuses"


class EnrolmentWatch:
    """`use`: everybody who says the token takes this one from now on. Lives on the engine lane."""

    def __init__(
        self, path: Path, token: str, *, tell: Callable[[HealthChanged], None], use: Callable[[str], None]
    ) -> None:
        self._path, self._token, self._tell, self._use = path, token, tell, use
        self._is_refused = False

    def refused(self) -> None:
        """The hub does not know the token. The file may have another by now."""
        if not self._is_refused:
            self._is_refused = True
            log.warning("the hub does not know this booth: it keeps its cases and waits for a new enrolment")
            reason = Reason(REASON, Severity.WARNING, time.monotonic())
            self._tell(HealthChanged(ROLE, Health(DeviceState.DEGRADED, (reason,))))
        with contextlib.suppress(OSError):  # it is just being written
            self._renew(self._path.read_text().strip())

    def known(self) -> None:
        """The hub spoke to this booth."""
        if self._is_refused:
            self._is_refused = False
            self._tell(HealthChanged(ROLE, Health(DeviceState.READY)))

    def _renew(self, token: str) -> None:
        if token and token != self._token:
            self._token = token
            log.info("a new enrolment: the booth goes on with it")
            self._use(token)
