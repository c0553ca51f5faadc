"""Shell: Python itself, set so that the glass never waits long for another lane. For programs, not for tests.

Python runs one thread at a time. Two things make the GUI thread wait: who computes keeps its turn for a while, and
whoever's turn it is when a collection falls due looks through all objects, while everybody waits.
"""

import gc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import Future

TURN_S = 0.001
"""How long a thread may compute while another wants to; Python's own 5 ms are a third of a frame each time."""


def favour_glass() -> None:
    """At the start. Until the engine stands nothing is collected: what is imported stays."""
    sys.setswitchinterval(TURN_S)
    gc.disable()


def keep_heap() -> None:
    """The engine stands: modules, catalogue and forms, 90,000 objects, are never looked through again."""
    gc.freeze()
    gc.enable()


def keep_loaded(loading: "Future[Any] | None") -> None:
    """Modules are loaded in another thread: nor are they looked through from then on. What is garbage now is not kept;
    and where `keep_heap` was not called, as in tests, nothing happens."""
    if loading is not None and gc.get_freeze_count():
        gc.collect()
        loading.add_done_callback(lambda _: gc.freeze())
