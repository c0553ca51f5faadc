"""Core: is a version that was just started as well as the one before it?

Devices: each that answered before answers again; paper that ran out is nobody's fault. Hub: reached, if it was before,
unless it does not answer the supervisor itself either. Then it must live on for a while before it stays.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

ANSWERS = frozenset({"ready", "busy", "degraded", "blocked"})
"""States of `devices.model.DeviceState` in which a device is there."""
HUB = "hub"
_KEY = b"X_XIAOWU_HEALTH="


@dataclass(frozen=True, slots=True)
class Limits:
    """`health_s`: from ready until all answers; `soak_s`: from then until it stays."""

    health_s: float = 120.0
    soak_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Report:
    """What the program says of itself: role → state of each device; is the hub connected?"""

    devices: Mapping[str, str] = field(default_factory=dict)
    hub: bool = False

    @property
    def answering(self) -> frozenset[str]:
        """What is there, the hub among it."""
        roles = {role for role, state in self.devices.items() if state in ANSWERS}
        return frozenset(roles | {HUB} if self.hub else roles)


@dataclass(frozen=True, slots=True)
class Trial:
    """`before`: what answered the old version. `lacking`: what of it did not answer in the last report; all, without
    one. Times of the monotonic clock."""

    before: frozenset[str]
    ready_s: float | None = None
    well_s: float | None = None
    lacking: frozenset[str] | None = None


def read(message: bytes) -> Report | None:
    """The report in a datagram; None: there is none, or it cannot be understood."""
    for line in message.split(b"\n"):
        if line.startswith(_KEY):
            try:
                body = json.loads(line.removeprefix(_KEY))
                return Report({str(role): str(state) for role, state in body["devices"].items()}, body["hub"] is True)
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
                return None
    return None


def became_ready(trial: Trial, now_s: float) -> Trial:
    """The program drew its first picture and both its lanes live."""
    return trial if trial.ready_s is not None else replace(trial, ready_s=now_s)


def reported(trial: Trial, report: Report, now_s: float) -> Trial:
    """Once well, only its life counts: a resident may use up the paper."""
    if trial.well_s is not None:
        return trial
    lacking = trial.before - report.answering
    return replace(trial, lacking=lacking, well_s=None if lacking else now_s)


def is_late(trial: Trial, now_s: float, limits: Limits) -> bool:
    """It should have been well by now."""
    return trial.ready_s is not None and trial.well_s is None and now_s - trial.ready_s > limits.health_s


def judged_late(trial: Trial, now_s: float, *, hub_answers: bool) -> tuple[Trial, str]:
    """Why it is ill; empty when only the hub is missing and nobody reaches it."""
    if trial.lacking is None:
        return trial, "it reports nothing"
    if trial.lacking == {HUB} and not hub_answers:
        return replace(trial, well_s=now_s), ""
    return trial, f"no answer from: {', '.join(sorted(trial.lacking))}"


def stays(trial: Trial, now_s: float, limits: Limits) -> bool:
    """It has been well for long enough."""
    return trial.well_s is not None and now_s - trial.well_s >= limits.soak_s
