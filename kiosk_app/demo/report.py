"""Shell: the demo's results: a table on the terminal and journey.json."""

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def write_journey(path: Path, journey: dict[str, Any]) -> None:
    """The same numbers for programs."""
    path.write_text(json.dumps(journey, ensure_ascii=False, indent=2) + "\n")


def table(journey: dict[str, Any]) -> str:
    """Step, what happened, seconds; then the measured lines."""
    rows = [(s["name"], s["what"], "ok" if s["ok"] else "FAILED", f"{s['seconds']:.2f}") for s in journey["steps"]]
    lines = [*columns([("step", "what happened", "", "seconds"), *rows]), ""]
    facts = [
        ("case", journey["case_id"]),
        ("acceptance number", journey["acceptance_number"]),
        ("provisional number", journey["provisional_number"]),
        ("frames decoded at the kiosk", journey["frames_decoded"]["kiosk"]),
        ("frames decoded at the seat", journey["frames_decoded"]["seat"]),
        ("longest GUI stall", f"{journey['longest_gui_stall_ms']} ms (at {journey['longest_gui_stall_at']})"),
        ("leftovers after the wipe", len(journey["leftovers"])),
        ("pictures", journey["pictures"]),
        ("seconds in all", journey["seconds"]),
    ]
    lines += [f"{_pad(name, 30)}{value}" for name, value in facts if value not in ("", None)]
    return "\n".join(lines)


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """One line a row, cells below each other; a Chinese character is two places wide."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _pad(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
