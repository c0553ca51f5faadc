"""Shell: the engine lane's thread: an asyncio loop that lives from `start` to `stop`."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable

from kiosk_app.engine import Engine

log = logging.getLogger(__name__)
START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 15.0


class LaneError(Exception):
    """The engine lane did not start; the cause is chained. Nothing works without it: leave with a clear message."""


class EngineLane:
    """`build` makes the Engine on the lane's own loop."""

    def __init__(self, build: Callable[[], Engine]) -> None:
        self._build = build
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._live, name="engine", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._engine: Engine | None = None
        self._fault: BaseException | None = None

    def start(self) -> Engine:
        """Starts the thread and waits until the engine stands. Raises LaneError."""
        self._thread.start()
        self._ready.wait(START_TIMEOUT_S)
        if self._engine is None:
            raise LaneError("the engine lane did not start") from self._fault
        return self._engine

    def stop(self) -> None:
        """Ends everything on the lane and waits for it."""
        if self._loop is not None and self._main is not None and self._thread.is_alive():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._main.cancel)
            self._thread.join(STOP_TIMEOUT_S)

    def _live(self) -> None:
        try:
            asyncio.run(self._run())
        except BaseException as error:
            self._fault = error
            log.exception("the engine lane ended")
        finally:
            self._ready.set()

    async def _run(self) -> None:
        self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
        engine = self._build()
        self._engine = engine
        self._ready.set()
        try:
            await engine.run()
        except asyncio.CancelledError:
            log.debug("engine lane asked to end")
        finally:
            await engine.close()
