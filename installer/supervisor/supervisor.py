"""Shell: starts what its source names, again and again, until the program is done or somebody asks for the end."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from installer.supervisor.sources import Source
from installer.supervisor.trial import Limits
from installer.supervisor.upstream import Upstream
from installer.supervisor.watch import POLL_S, Ending, Judge, Kind, Launch, Patience, Watch

log = logging.getLogger(__name__)
SAFE_PAGE_S = 60.0
"""Between two repairs: whatever was missing may be back."""


class Supervisor:
    """`patience`, and `trial_patience` with a version on trial. `safe_page`: shown while nothing can be started."""

    def __init__(
        self,
        source: Source,
        *,
        patience: tuple[Patience, Patience],
        limits: Limits,
        hub_answers: Callable[[], bool],
        safe_page: Callable[[], AbstractContextManager[object]],
    ) -> None:
        self._source, self._limits = source, limits
        self._patience, self._trial_patience = patience
        self._hub_answers, self._safe_page = hub_answers, safe_page
        self._upstream = Upstream()
        self._watch = Watch(is_stopping=lambda: self._is_stopping, upstream=self._upstream)
        self._is_stopping = False

    def stop(self) -> None:
        """Ends the program and the supervising. From a signal handler."""
        self._is_stopping = True

    def run(self) -> int:
        """Exit code of the supervisor."""
        while not self._is_stopping:
            launch = self._source.next()
            if launch is None:
                self._apologise()
                continue
            ending = self._live(launch)
            self._wait(self._source.ended(launch, ending))
            if ending.kind in (Kind.DONE, Kind.STOPPED):
                break
        return 0

    def _live(self, launch: Launch) -> Ending:
        judge = Judge(launch.trial, self._limits, confirm=self._source.confirm, hub_answers=self._hub_answers)
        return self._watch.live(launch, self._trial_patience if launch.trial else self._patience, judge)

    def _apologise(self) -> None:
        log.error("no version can be started: the page with the keeper's telephone is shown, and repair is tried")
        with self._safe_page():
            self._source.repair()
            self._wait(SAFE_PAGE_S)

    def _wait(self, seconds: float) -> None:
        until_s = time.monotonic() + seconds
        while not self._is_stopping and time.monotonic() < until_s:
            self._upstream.beat()
            time.sleep(min(POLL_S, seconds))
