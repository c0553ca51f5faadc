"""Shell: the engine lane's thread, which lives from `start` to `stop`."""

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk_app.pulse import Condition

if TYPE_CHECKING:
    from kiosk_app.engine import Engine

log = logging.getLogger(__name__)
FIRST_FRAME_LIMIT_S = 1.0  # a window that nobody paints (hidden, no screen) must not keep the engine waiting
START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Watcher:
    """Called on the lane. `failed`: the engine could not be built, or ended by a fault. `beat`: the lane lives, and how
    devices and hub are. `stands`: once, when the engine is built."""

    failed: Callable[[BaseException], None] = lambda _: None
    beat: Callable[[Condition], None] = lambda _: None
    stands: Callable[[], None] = lambda: None


UNWATCHED = Watcher()


class LaneError(Exception):
    """The engine lane did not start; the cause is chained. Nothing works without it: leave with a clear message."""


class EngineLane:
    """`build` makes the Engine on the lane's own loop, once the first frame is `painted`; `watcher` hears of it."""

    def __init__(self, build: "Callable[[], Engine]", painted: threading.Event, watcher: Watcher) -> None:
        self._build = build
        self._painted = painted
        self._watcher = watcher
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._live, name="engine", daemon=True)
        self._cancel: Callable[[], None] | None = None
        self._engine: Engine | None = None
        self._fault: BaseException | None = None

    def start(self) -> None:
        """Returns at once."""
        self._thread.start()

    def engine(self) -> "Engine":
        """Waits until the engine stands. Raises LaneError."""
        self._ready.wait(START_TIMEOUT_S)
        if self._engine is None:
            raise LaneError("the engine lane did not start") from self._fault
        return self._engine

    def stop(self) -> None:
        """Ends everything on the lane and waits for it."""
        self._ready.wait(START_TIMEOUT_S)
        if self._cancel is not None and self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._cancel()
            self._thread.join(STOP_TIMEOUT_S)

    def _live(self) -> None:
        self._painted.wait(FIRST_FRAME_LIMIT_S)
        try:
            from kiosk_app.engine_loop import run_engine

            run_engine(self._build, self._stands, self._beat)
        except BaseException as error:
            self._fault = error
            if self._engine is not None:  # else `failed` and `engine` say it
                log.exception("the engine lane ended")
            self._watcher.failed(error)
        finally:
            self._ready.set()

    def _beat(self) -> None:
        if self._engine is not None:
            self._watcher.beat(self._engine.condition())

    def _stands(self, engine: "Engine", cancel: Callable[[], None]) -> None:
        self._engine, self._cancel = engine, cancel
        self._watcher.stands()
        self._ready.set()
