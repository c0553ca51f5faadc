"""Shell: how all devices of a booth are: once, for as long as somebody watches, or as a test with a verdict."""

import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from devices.model import DeviceConfig, DeviceEvent, DeviceState, Health, HealthChanged
from devices.registry import TapFor, untapped
from devices.tool.trial import open_or_explain

_UNDECIDED = frozenset({DeviceState.CLOSED, DeviceState.OPENING})
_EVENTS_LIMIT = 1024
_EVENT_PUT_LIMIT_S = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One device. `took_s`: until it was first usable, None when it never was."""

    config: DeviceConfig
    health: Health
    took_s: float | None

    @property
    def reasons(self) -> list[str]:
        return [reason.code for reason in self.health.reasons]

    @property
    def address(self) -> str:
        """Without a login, should there be one."""
        return re.sub(r"//[^/@]*@", "//…@", self.config.address)

    def as_json(self) -> dict[str, object]:
        """Typed fields, the same for every device."""
        return {
            "role": self.config.role,
            "kind": self.config.kind,
            "address": self.address,
            "state": self.health.state.value,
            "reasons": self.reasons,
            "is_usable": self.health.is_usable,
            "took_s": self.took_s,
        }


class HealthBoard:
    """The newest health of every role, and when it was first usable."""

    def __init__(self, configs: Sequence[DeviceConfig]) -> None:
        self._configs = configs
        self._began_s = time.monotonic()
        self._changed = threading.Condition()  # guards the two below
        self._healths = {config.role: Health(DeviceState.CLOSED) for config in configs}
        self._took_s: dict[str, float] = {}

    def note(self, event: DeviceEvent) -> None:
        if not isinstance(event, HealthChanged):
            return
        with self._changed:
            self._healths[event.role] = event.health
            if event.health.is_usable:
                self._took_s.setdefault(event.role, round(time.monotonic() - self._began_s, 3))
            self._changed.notify_all()

    def await_all(self, is_enough: Callable[[Health], bool], limit_s: float) -> list[Row]:
        """The rows as soon as all are enough, or when the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: all(map(is_enough, self._healths.values())), limit_s)
            return [Row(c, self._healths[c.role], self._took_s.get(c.role)) for c in self._configs]


def look(configs: list[DeviceConfig], limit_s: float) -> list[Row]:
    """How each device is, as soon as that is known of all."""
    return _survey(configs, lambda health: health.state not in _UNDECIDED, limit_s)


def self_test(configs: list[DeviceConfig], limit_s: float) -> list[Row]:
    """Each device opened and asked; waits until all are usable, at most `limit_s`."""
    return _survey(configs, lambda health: health.is_usable, limit_s)


def _survey(configs: list[DeviceConfig], is_enough: Callable[[Health], bool], limit_s: float) -> list[Row]:
    board = HealthBoard(configs)
    registry = open_or_explain(configs, board.note)
    try:
        return board.await_all(is_enough, limit_s)
    finally:
        registry.close()


def watch(configs: list[DeviceConfig], limit_s: float | None, tap_for: TapFor = untapped) -> Iterator[DeviceEvent]:
    """Every change, as it comes, until the caller stops or the time is up."""
    events: queue.Queue[DeviceEvent] = queue.Queue(_EVENTS_LIMIT)
    until_s = None if limit_s is None else time.monotonic() + limit_s
    registry = open_or_explain(configs, lambda event: events.put(event, timeout=_EVENT_PUT_LIMIT_S), tap_for)
    try:
        while until_s is None or time.monotonic() < until_s:
            try:
                yield events.get(timeout=0.2)
            except queue.Empty:
                continue
    finally:
        registry.close()
