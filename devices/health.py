"""Core: a device's pulse. Silence is counted, two misses make it lost, one answer brings it back.

Theory: a device is CLOSED, OPENING (never heard yet), OPEN or LOST. Every answer resets the count of misses and
replaces the findings; every miss adds one, and at MISS_LIMIT an opening or open device becomes LOST. Only an
answer ends LOST. The state that people see is computed from this, so that it can never disagree with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from devices.model import DeviceState, Finding, Health, Reason, Severity

MISS_LIMIT = 2  # a single lost answer is noise on a wire; two in a row are a lost device (OctoPrint counts likewise)
BACK_OFF_FIRST_S = 0.2
BACK_OFF_LAST_S = 5.0


class Phase(Enum):
    CLOSED = auto()
    OPENING = auto()
    OPEN = auto()
    LOST = auto()


@dataclass(frozen=True, slots=True)
class Pulse:
    """What is known about one device. `is_absent` tells whether the last miss found nothing plugged in."""

    phase: Phase = Phase.CLOSED
    is_busy: bool = False
    is_absent: bool = False
    misses: int = 0
    reasons: tuple[Reason, ...] = ()


def start(pulse: Pulse) -> Pulse:
    """The worker begins to look for its device."""
    return replace(pulse, phase=Phase.OPENING, misses=0)


def stop(_: Pulse) -> Pulse:
    """The worker ends: all that was known is void."""
    return Pulse()


def hear(pulse: Pulse, findings: Iterable[Finding], now_s: float) -> Pulse:
    """The device answered and said this about itself. A finding that stays keeps its first time."""
    since = {reason.code: reason.since_s for reason in pulse.reasons}
    reasons = tuple(Reason(f.code, f.severity, since.get(f.code, now_s)) for f in findings)
    return replace(pulse, phase=Phase.OPEN, misses=0, is_absent=False, reasons=reasons)


def miss(pulse: Pulse, code: str, now_s: float, *, is_absent: bool = False) -> Pulse:
    """The device did not answer; `code` says how that showed."""
    misses = pulse.misses + 1
    was_lost = pulse.phase is Phase.LOST
    if misses < MISS_LIMIT and not was_lost:
        return replace(pulse, misses=misses)
    since_s = pulse.reasons[0].since_s if was_lost else now_s
    reason = Reason(code, Severity.BLOCKING, since_s)
    return replace(pulse, phase=Phase.LOST, misses=misses, is_absent=is_absent, reasons=(reason,))


def work(pulse: Pulse, *, is_busy: bool) -> Pulse:
    """A command begins or ends."""
    return replace(pulse, is_busy=is_busy)


def health_of(pulse: Pulse) -> Health:
    """What people see."""
    return Health(_state_of(pulse), pulse.reasons)


def _state_of(pulse: Pulse) -> DeviceState:
    if pulse.phase is Phase.CLOSED:
        return DeviceState.CLOSED
    if pulse.phase is Phase.LOST:
        return DeviceState.ABSENT if pulse.is_absent else DeviceState.OFFLINE
    if pulse.phase is Phase.OPENING:
        return DeviceState.OPENING
    severities = {reason.severity for reason in pulse.reasons}
    for severity, state in _WORST_FIRST:
        if severity in severities:
            return state
    if pulse.is_busy:
        return DeviceState.BUSY
    return DeviceState.DEGRADED if severities else DeviceState.READY


_WORST_FIRST = ((Severity.FAULT, DeviceState.ERROR), (Severity.BLOCKING, DeviceState.BLOCKED))


def retry_delay_s(pulse: Pulse, period_s: float) -> float:
    """Seconds until the device is asked again: the usual period when it answers, a growing back-off when not."""
    if pulse.misses == 0:
        return period_s
    return float(min(BACK_OFF_LAST_S, BACK_OFF_FIRST_S * 2 ** min(pulse.misses - 1, 10)))


def is_loss(state: DeviceState) -> bool:
    """True for the states that an operator must hear about."""
    return state in (DeviceState.OFFLINE, DeviceState.ABSENT, DeviceState.ERROR)
