"""Shell: the claim on one device. All commands go through it; when it ends, what it asked for ends too."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType

from devices.command_queue import CommandQueue
from devices.job import Job
from devices.model import Outcome


class Lease:
    """Made by `Registry.claim`. Usable from any thread; also a context manager that releases."""

    def __init__(self, role: str, owner: str, queue: CommandQueue) -> None:
        self._role = role
        self._owner = owner
        self._queue = queue

    @property
    def role(self) -> str:
        return self._role

    @property
    def owner(self) -> str:
        return self._owner

    def run(
        self,
        command: object,
        *,
        deadline_s: float,
        key: str | None = None,
        progress: Callable[[object], None] | None = None,
    ) -> "Future[Outcome]":
        """Queue a command. `deadline_s` counts from now and includes the time in the queue.

        The future never raises; its callbacks and `progress` run on the device's thread and must return at once.
        A command with a `key` that took effect before is not carried out again (detail `repeated_key`).
        """
        job = Job(command=command, until_s=time.monotonic() + deadline_s, holder=self, key=key)
        if progress is not None:
            job.report = progress
        self._queue.submit(job)
        return job.future

    def cancel(self) -> None:
        """End the running and the queued commands of this lease with CANCELLED; the lease stays."""
        self._queue.cancel(self)

    def release(self) -> None:
        """Cancel everything and give the device back. Idempotent."""
        self._queue.take_back(self)

    def __enter__(self) -> "Lease":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
