"""Shell: the one fault an emulator shows at present, set from any thread and used up answer by answer."""

import threading
from collections.abc import Mapping


class OneFault:
    """`names` are the faults that this emulator knows."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._lock = threading.Lock()
        self._name: str | None = None
        self._left: int | None = None

    def set(self, name: str | None, count: int | None = None) -> None:
        """Show `name` for the next `count` answers (None: until told otherwise). ValueError for an unknown name."""
        if name is not None and name not in self._names:
            raise ValueError(f"unknown fault {name!r}, known are {', '.join(self._names)}")
        with self._lock:
            self._name, self._left = name, count

    def set_from(self, arguments: Mapping[str, object]) -> None:
        """The same from a control message: {"name": "mute" or null, "count": 2}."""
        name, count = arguments.get("name"), arguments.get("count")
        self.set(None if name is None else str(name), count if isinstance(count, int) else None)

    def take(self) -> str | None:
        """The fault for this answer, counted."""
        with self._lock:
            name = self._name
            if name is not None and self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._name = self._left = None
            return name
