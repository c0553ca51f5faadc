"""Shell: the one door to a device: who holds it, what waits, what runs, and how to interrupt it."""

import threading
import time
from collections import deque

from devices.errors import LeaseTakenError
from devices.job import Holder, Job
from devices.model import Completion, Outcome
from devices.transport.wake import Wake

QUEUE_LIMIT = 8

_CANCELLED = Outcome(Completion.CANCELLED, detail="cancelled")
_RELEASED = Outcome(Completion.CANCELLED, detail="lease_released")
_FULL = Outcome(Completion.NOT_READY, detail="queue_full")


class CommandQueue:
    """Bounded, first in first out, and only for the present holder. `wake` interrupts the running command."""

    def __init__(self, role: str, wake: Wake) -> None:
        self._role = role
        self._wake = wake
        self._changed = threading.Condition()  # guards the four below
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._holder: Holder | None = None
        self._is_stopped = False

    # --- for leases, from any thread --------------------------------------------------------------------------

    def grant(self, holder: Holder) -> None:
        """Raises LeaseTakenError when somebody else holds the device."""
        with self._changed:
            if self._holder is not None:
                raise LeaseTakenError(self._role, self._holder.owner)
            self._holder = holder

    def submit(self, job: Job) -> None:
        with self._changed:
            refusal = self._refusal(job)
            if refusal is None:
                self._waiting.append(job)
                self._changed.notify_all()
        if refusal is not None:
            job.future.set_result(refusal)

    def cancel(self, holder: Holder) -> None:
        """End what this holder asked for; the running command ends as fast as its driver can stop."""
        with self._changed:
            dropped = self._remove_waiting(holder)
            if self._running is not None and self._running.holder is holder:
                self._wake.set()
        _settle(dropped)

    def take_back(self, holder: Holder) -> None:
        """End a lease. Idempotent."""
        with self._changed:
            if self._holder is holder:
                self._holder = None
        self.cancel(holder)

    def evict(self, owner: str) -> None:
        """End the lease of this owner, if it is the holder."""
        with self._changed:
            holder = self._holder
        if holder is not None and holder.owner == owner:
            self.take_back(holder)

    def stop(self) -> None:
        """Cancel everything; from now on `next` returns None at once and nothing is accepted."""
        with self._changed:
            self._is_stopped = True
            dropped = list(self._waiting)
            self._waiting.clear()
            self._wake.set()
            self._changed.notify_all()
        _settle(dropped)

    # --- for the worker's thread ------------------------------------------------------------------------------

    @property
    def is_stopped(self) -> bool:
        return self._is_stopped

    def next(self, until_s: float) -> Job | None:
        """The next command, or None when the monotonic time `until_s` has come. Clears the alarm."""
        with self._changed:
            while not self._waiting and not self._is_stopped and (rest_s := until_s - time.monotonic()) > 0:
                self._changed.wait(rest_s)
            self._running = self._waiting.popleft() if self._waiting else None
            if not self._is_stopped:
                self._wake.clear()
            return self._running

    def finish(self) -> None:
        """The running command is over: nobody can interrupt it any more."""
        with self._changed:
            self._running = None

    def _refusal(self, job: Job) -> Outcome | None:
        if self._is_stopped or self._holder is not job.holder:
            return _RELEASED
        return _FULL if len(self._waiting) >= QUEUE_LIMIT else None

    def _remove_waiting(self, holder: Holder) -> list[Job]:
        dropped = [job for job in self._waiting if job.holder is holder]
        self._waiting = deque(job for job in self._waiting if job.holder is not holder)
        return dropped


def _settle(jobs: list[Job]) -> None:
    for job in jobs:  # outside the lock: a future's callbacks may come back to the queue
        job.future.set_result(_CANCELLED)
