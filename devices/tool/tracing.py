"""Shell: a trace of what passes on the wires: one line a read or write, masked before it leaves the device's thread."""

import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TextIO

from devices.booth_board.mask import ModbusMask
from devices.http_mask import HttpMask
from devices.id_card.mask import SamMask
from devices.model import DeviceConfig, DeviceEvent, HealthChanged
from devices.receipt_printer.mask import EscPosMask
from devices.smart_card.mask import ApduMask
from devices.tool.trouble import LocalToolError
from devices.trace import CountsOnly, Mask, Tap, Way, as_text

_LINES_LIMIT = 10_000
_END_LIMIT_S = 5.0
_ARROWS = {Way.OUT.value: ">", Way.IN.value: "<"}

_MASKS: dict[str, Callable[[DeviceConfig], Mask]] = {
    "sam": lambda _: SamMask(),
    "pcsc": lambda _: ApduMask(),
    "escpos": lambda _: EscPosMask(),
    "ipp": lambda _: HttpMask(),
    "camera": lambda _: HttpMask(),
    "modbus": lambda config: ModbusMask(is_serial=not config.address.startswith("tcp:")),
}
"""A scanner has none: all that it ever says is what residents carry."""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """`at_ms`: since the trace began. `way`: a Way, or `state`. `shown`: what the mask lets through."""

    at_ms: float
    role: str
    way: str
    size_bytes: int
    shown: str

    def as_json(self) -> str:
        fields = {"at_ms": self.at_ms, "role": self.role, "way": self.way, "bytes": self.size_bytes}
        return json.dumps(fields | {"shown": self.shown}, ensure_ascii=False)

    def as_words(self) -> str:
        arrow = _ARROWS.get(Way(self.way), "") if self.way in set(Way) else ""
        return (
            f"{self.at_ms:>11.1f}  {self.role:<16} {arrow or self.way:<5} {self.size_bytes:>7}  {self.shown}".rstrip()
        )


class Tracer:
    """Writes to `place` on a thread of its own, so that a slow terminal does not slow a device; lines that find no
    room are counted. Use as a context manager."""

    def __init__(self, place: TextIO, *, as_json: bool) -> None:
        self._place = place
        self._format = TraceLine.as_json if as_json else TraceLine.as_words
        self._began_s = time.monotonic()
        self._lines: queue.Queue[TraceLine | None] = queue.Queue(_LINES_LIMIT)
        self._lost = 0  # grows on device threads; only ever told
        self._thread = threading.Thread(target=self._write, name="trace", daemon=True)

    def tap_for(self, config: DeviceConfig) -> Tap:
        """For `open_registry`: each device has a mask of its own."""
        mask = _MASKS[config.kind](config) if config.kind in _MASKS else CountsOnly()

        def tap(way: Way, data: bytes) -> None:
            self._note(config.role, way.value, len(data), as_text(mask.parts(way, data)))

        return tap

    def note(self, event: DeviceEvent) -> None:
        """States stand between the bytes that led to them."""
        if isinstance(event, HealthChanged):
            codes = [reason.code for reason in event.health.reasons]
            self._note(event.role, "state", 0, " ".join([event.health.state.value, *codes]))

    def __enter__(self) -> "Tracer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            with contextlib.suppress(queue.Full):  # nobody reads: the thread is left to end with the program
                self._lines.put(None, timeout=_END_LIMIT_S)
            self._thread.join(_END_LIMIT_S)

    def check(self) -> None:
        """Raises LocalToolError when lines were lost, for then the trace proves nothing."""
        if self._lost:
            raise LocalToolError("trace_lost", lines=self._lost)

    def _note(self, role: str, way: str, size_bytes: int, shown: str) -> None:
        at_ms = round((time.monotonic() - self._began_s) * 1000, 1)
        try:
            self._lines.put_nowait(TraceLine(at_ms, role, way, size_bytes, shown))
        except queue.Full:
            self._lost += 1

    def _write(self) -> None:
        with contextlib.suppress(OSError):  # nobody reads any more: what is left counts as lost once the queue is full
            while (line := self._lines.get()) is not None:
                print(self._format(line), file=self._place, flush=True)
