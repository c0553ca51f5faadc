"""Shell: the newest lines of this program's log, masked as they come in: nothing else of them is kept."""

import logging
import traceback
from collections import deque
from pathlib import Path

from cloud_seat.contract.board import LOG_LINES
from kiosk_app.log_mask import OURS, Said, line_of

_ROOT = Path(__file__).parents[1]


class LogMemory(logging.Handler):
    """Since `open` until `close`."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._lines = deque[str](maxlen=LOG_LINES)

    def open(self) -> None:
        """Hears every logger of the process."""
        logging.getLogger().addHandler(self)

    def close(self) -> None:
        """Hears no more."""
        logging.getLogger().removeHandler(self)
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Any thread."""
        said = Said(record.created, record.levelname, record.name, record.msg, record.args, _fault_of(record))
        self._lines.append(line_of(said))

    def newest(self) -> tuple[str, ...]:
        """The newest last."""
        return tuple(self._lines)


def _fault_of(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return ""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [(path.relative_to(_ROOT), line) for path, line in frames if path.is_relative_to(_ROOT)]
    where = [f" at {path}:{line}" for path, line in ours if path.parts[0] in OURS]
    return type(error).__name__ + (where[-1] if where else "")
