"""Shell: joins glass, devices and engine lane, and keeps what is touched while the engine is still being built."""

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.model import DeviceEvent
    from kiosk_app.engine import Engine
    from kiosk_app.session.events import Event

_WAITING_LIMIT = 32  # more than anybody touches in the second before the engine stands


class Switchboard:
    """Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards both
        self._waiting: deque[Event] = deque(maxlen=_WAITING_LIMIT)
        self._engine: Engine | None = None

    def connect(self, engine: "Engine") -> None:
        """The engine stands: it hears what was touched meanwhile, in order."""
        with self._lock:
            self._engine = engine
            for event in self._waiting:
                engine.runner.post(event)
            self._waiting.clear()

    def post(self, event: "Event") -> None:
        """The resident did something."""
        with self._lock:
            if self._engine is None:
                self._waiting.append(event)
            else:
                self._engine.runner.post(event)

    def touched(self) -> None:
        """Somebody is there: the idle guard starts anew."""
        if self._engine is not None:
            self._engine.idle.touched()

    def publish(self, event: "DeviceEvent") -> None:
        """A device changed. Before the engine stands nobody need hear it: the registry knows the newest state."""
        if self._engine is not None:
            self._engine.heard_device(event)
