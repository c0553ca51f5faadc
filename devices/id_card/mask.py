"""Core: what a trace shows of a SAM reader: preamble, length, command or status, and check. Never what a card says."""

from devices.id_card.protocol import LENGTH_LIMIT, LENGTH_SIZE, PREAMBLE
from devices.trace import Part, View, Way

_COMMAND_SIZE = 2  # command and parameter
_STATUS_SIZE = 3  # SW1 SW2 SW3


class SamMask:
    """A question ends whatever answer was under way, so that a cut answer hides nothing of the next one."""

    def __init__(self) -> None:
        self._out = _FrameMask(_COMMAND_SIZE)
        self._in = _FrameMask(_STATUS_SIZE)

    def parts(self, way: Way, data: bytes) -> list[Part]:
        if way is Way.IN:
            return self._in.parts(data)
        self._in = _FrameMask(_STATUS_SIZE)
        if way is Way.OUT:
            return self._out.parts(data)
        self._out = _FrameMask(_COMMAND_SIZE)
        return []


class _FrameMask:
    """One direction. `named_size`: bytes after the length that may be shown."""

    def __init__(self, named_size: int) -> None:
        self._named_size = named_size
        self._head_size = len(PREAMBLE) + LENGTH_SIZE + named_size
        self._buffer = bytearray()  # never longer than a head
        self._hidden_left = 0
        self._is_check_due = False

    def parts(self, data: bytes) -> list[Part]:
        self._buffer += data
        view = View()
        while self._step(view):
            pass
        return view.parts

    def _step(self, view: View) -> bool:
        """False when more bytes are needed."""
        if self._hidden_left and self._buffer:
            return self._hide(view, self._hidden_left)
        if self._is_check_due and self._buffer:
            view.show(self._take(1))
            self._is_check_due = False
            return True
        return self._find_head(view)

    def _find_head(self, view: View) -> bool:
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            start = max(0, len(self._buffer) - len(PREAMBLE) + 1)
        view.hide(len(self._take(start)))
        if len(self._buffer) < self._head_size:
            return False
        length = int.from_bytes(self._buffer[len(PREAMBLE) : len(PREAMBLE) + LENGTH_SIZE], "big")
        if not self._named_size < length <= LENGTH_LIMIT:
            view.hide(len(self._take(1)))  # noise that looks like a frame
            return True
        view.show(self._take(self._head_size))
        self._hidden_left = length - self._named_size - 1
        self._is_check_due = True
        return True

    def _hide(self, view: View, limit: int) -> bool:
        hidden = len(self._take(limit))
        view.hide(hidden)
        self._hidden_left -= hidden
        return True

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken
