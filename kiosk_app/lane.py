"""Shell: the engine lane's thread: an asyncio loop that lives from `start` to `stop`."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk_app.pulse import BEAT_PERIOD_S

if TYPE_CHECKING:
    from kiosk_app.engine import Engine

log = logging.getLogger(__name__)
FIRST_FRAME_LIMIT_S = 1.0  # a window that nobody paints (hidden, no screen) must not keep the engine waiting
START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Watcher:
    """Called on the lane. `failed`: the engine could not be built, or ended by a fault. `beat`: the lane lives."""

    failed: Callable[[BaseException], None] = lambda _: None
    beat: Callable[[], None] = lambda: None


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
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
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
        if self._loop is not None and self._main is not None and self._thread.is_alive():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._main.cancel)
            self._thread.join(STOP_TIMEOUT_S)

    def _live(self) -> None:
        self._painted.wait(FIRST_FRAME_LIMIT_S)
        try:
            asyncio.run(self._run())
        except BaseException as error:
            self._fault = error
            if self._engine is not None:  # else `failed` and `engine` say it
                log.exception("the engine lane ended")
            self._watcher.failed(error)
        finally:
            self._ready.set()

    async def _run(self) -> None:
        self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
        engine = self._build()
        self._engine = engine
        self._ready.set()
        beating = asyncio.create_task(self._keep_beating())
        try:
            await engine.run()
        except asyncio.CancelledError:
            log.debug("engine lane asked to end")
        finally:
            beating.cancel()
            await engine.close()

    async def _keep_beating(self) -> None:
        while True:
            self._watcher.beat()
            await asyncio.sleep(BEAT_PERIOD_S)
