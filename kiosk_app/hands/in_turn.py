"""Shell: what waits here for the hub, told in turn: one that the hub refuses holds up no other."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

log = logging.getLogger(__name__)
Waiting = TypeVar("Waiting")


async def tell_in_turn(
    waiting: Iterable[Waiting],
    tell: Callable[[Waiting], Awaitable[int]],
    drop: Callable[[Waiting], Awaitable[None]],
    *,
    known: tuple[int, ...] = (204,),
) -> None:
    """`tell` gives the hub's status, 0 without a hub. Known there: dropped here. A hub that cannot now is not asked on;
    what it does not want stays, as a newer hub may want it."""
    for one in waiting:
        status = await tell(one)
        if status in known:
            await drop(one)
        elif status == 0 or status >= 500:
            return
        else:
            log.warning("the hub refuses what waits here, and it stays: %d", status)
