"""Core: one command in a worker's queue, and the memory of keys that must not be carried out twice."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from devices.model import Completion, Outcome


class Holder(Protocol):
    """Who has claimed a device."""

    @property
    def owner(self) -> str: ...


def _started_future() -> "Future[Outcome]":
    future: Future[Outcome] = Future()
    future.set_running_or_notify_cancel()  # Future.cancel() can no longer take it away: it never raises
    return future


def _ignore(_: object) -> None:
    return None


@dataclass(slots=True, eq=False, kw_only=True)
class Job:
    """`until_s`: deadline in seconds of the monotonic clock. `key`: same key, same paper, printed once."""

    command: object
    until_s: float
    holder: Holder
    key: str | None = None
    report: Callable[[object], None] = _ignore
    future: "Future[Outcome]" = field(default_factory=_started_future)


def settled(outcome: Outcome) -> "Future[Outcome]":
    """A future that is done already."""
    future = _started_future()
    future.set_result(outcome)
    return future


_BINDING = frozenset({Completion.SUCCESS, Completion.OUTCOME_UNKNOWN})


class KeyMemory:
    """The last keys whose command has, or may have, taken effect. Values are never kept, only how it ended."""

    def __init__(self, limit: int = 256) -> None:  # as many as Odoo's iot driver remembers
        self._limit = limit
        self._ended: OrderedDict[str, Completion] = OrderedDict()

    def recall(self, key: str | None) -> Outcome | None:
        """How the command with this key ended before, if it did."""
        if key is None or key not in self._ended:
            return None
        return Outcome(self._ended[key], detail="repeated_key")

    def note(self, key: str | None, outcome: Outcome) -> None:
        """Keep what binds: an effect that is certain or possible."""
        if key is None or outcome.completion not in _BINDING:
            return
        self._ended[key] = outcome.completion
        while len(self._ended) > self._limit:
            self._ended.popitem(last=False)
