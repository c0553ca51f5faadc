"""Core: the words of this room: states, reasons, health, completions, events, and how a device is configured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class DeviceState(StrEnum):
    """CLOSED → OPENING → READY ⇄ BUSY, and what may come between (names after XFS4IoT's device states)."""

    CLOSED = "closed"
    OPENING = "opening"
    READY = "ready"
    BUSY = "busy"
    DEGRADED = "degraded"  # works, but somebody should come: paper low
    BLOCKED = "blocked"  # somebody must act first: paper out, cover open
    OFFLINE = "offline"  # configured, not answering
    ABSENT = "absent"  # nothing is plugged in
    ERROR = "error"  # answers, and says that it is broken


class Severity(StrEnum):
    """How bad one finding is; the worst one decides the state."""

    WARNING = "warning"
    BLOCKING = "blocking"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a driver sees at this moment: a stable word and how bad it is."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding and since when it holds (`since_s`: seconds of the monotonic clock)."""

    code: str
    severity: Severity
    since_s: float


_USABLE = frozenset({DeviceState.READY, DeviceState.BUSY, DeviceState.DEGRADED})


@dataclass(frozen=True, slots=True)
class Health:
    """The truth about one device, now."""

    state: DeviceState
    reasons: tuple[Reason, ...] = ()

    @property
    def is_usable(self) -> bool:
        """True when a command would be carried out: the base of "can this be done here, now?"."""
        return self.state in _USABLE


class Completion(StrEnum):
    """How a command ended; exactly one per command."""

    SUCCESS = "success"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    NOT_READY = "not_ready"  # nothing was done; the device cannot work now
    MEDIA = "media"  # paper or card trouble that a person can mend
    USER_ERROR = "user_error"
    HARDWARE = "hardware"
    UNSUPPORTED = "unsupported"
    PROTOCOL = "protocol"
    OUTCOME_UNKNOWN = "outcome_unknown"  # paper may or may not have come out: never repeat blindly


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one answer to a command. `detail` is a stable word (never a resident's data) that explains it."""

    completion: Completion
    value: object = None
    detail: str = ""

    @property
    def ok(self) -> bool:
        """True for SUCCESS only."""
        return self.completion is Completion.SUCCESS


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """Published once for every change of a device's health."""

    role: str
    health: Health


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """Published once for every change of what a board's sensors show: name → on. Empty: nothing is known (any more)."""

    role: str
    inputs: Mapping[str, bool]


DeviceEvent: TypeAlias = HealthChanged | BoardChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConfig:
    """Which wire serves a role.

    `role`: id_card, smart_card, receipt_printer, document_printer, document_camera, face_camera, scanner,
    booth_board.
    `kind`: sam, pcsc, escpos, ipp, camera, scanner, modbus.
    `address`: `serial:PATH`, `usb:PATH`, `tcp:HOST:PORT`, `ipp://HOST:PORT/PATH`, `http://HOST:PORT/PATH`,
    `rtsp://HOST:PORT/PATH`, `v4l2:PATH`, `lavfi:GRAPH`, `evdev:PATH` or `pcsc:READER NAME`.
    `options` are listed at each driver; `probe_s` (seconds between health probes) is known to all.
    """

    role: str
    kind: str
    address: str
    options: Mapping[str, str] = field(default_factory=dict)
