"""Shell: the asyncio loop on which the engine lives. Loaded on the engine's own thread, after the first frame."""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk_app.pulse import BEAT_PERIOD_S

if TYPE_CHECKING:
    from kiosk_app.engine import Engine

log = logging.getLogger(__name__)


def run_engine(
    build: "Callable[[], Engine]", stands: "Callable[[Engine, Callable[[], None]], None]", beat: Callable[[], None]
) -> None:
    """Lives until cancelled. `stands` hears of the engine and of the way to end it from any thread."""
    asyncio.run(_live(build, stands, beat))


async def _live(
    build: "Callable[[], Engine]", stands: "Callable[[Engine, Callable[[], None]], None]", beat: Callable[[], None]
) -> None:
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    engine = build()
    stands(engine, lambda: _cancel(loop, main))
    beating = asyncio.create_task(_keep_beating(beat))
    try:
        await engine.run()
    except asyncio.CancelledError:
        log.debug("engine lane asked to end")
    finally:
        beating.cancel()
        await engine.close()


def _cancel(loop: asyncio.AbstractEventLoop, main: "asyncio.Task[None]") -> None:
    loop.call_soon_threadsafe(main.cancel)


async def _keep_beating(beat: Callable[[], None]) -> None:
    while True:
        beat()
        await asyncio.sleep(BEAT_PERIOD_S)
