"""Shell: one JSON line per happening, with allow-listed fields only: all else is "<redacted>". No personal data."""

import json
import logging
import sys
import time
import traceback
from pathlib import Path

ALLOWED = frozenset(
    ("call_id", "case_id", "kiosk_id", "seat_id", "attempt", "code", "reason", "status", "count", "error")
) | {"work_order", "year"}
_FRAMES_SHOWN = 5
REDACTED = "<redacted>"


def say(logger: str, happening: str, *, level: int = logging.INFO, **fields: object) -> None:
    """Log `happening` (a fixed sentence, never built from input) with its fields."""
    kept = {name: value if name in ALLOWED else REDACTED for name, value in fields.items()}
    logging.getLogger(logger).log(level, happening, extra={"hub_fields": kept})


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if record.name.startswith("hub") else record.msg,
            **getattr(record, "hub_fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-_FRAMES_SHOWN:]
            line["where"] = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False, default=str)


def start(level: int = logging.INFO) -> None:
    """Send every record to stderr as a JSON line. An exception shows its type and place: its text may quote input."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
