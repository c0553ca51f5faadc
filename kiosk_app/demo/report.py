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
    stalls = journey["gui_stalls"]
    rows = [
        (s["name"], s["what"], "ok" if s["ok"] else "FAILED", f"{s['seconds']:.2f}", *_stall(stalls.get(s["name"])))
        for s in journey["steps"]
    ]
    lines = [*columns([("step", "what happened", "", "seconds", "stall ms", "own ms"), *rows]), ""]
    facts = [
        ("case", journey["case_id"]),
        ("acceptance number", journey["acceptance_number"]),
        ("provisional number", journey["provisional_number"]),
        ("frames decoded at the kiosk", journey["frames_decoded"]["kiosk"]),
        ("frames decoded at the seat", journey["frames_decoded"]["seat"]),
        ("longest GUI stall, ms", _longest(stalls, "ms")),
        ("longest of the app's own, ms", _longest(stalls, "own_ms")),
        ("leftovers after the wipe", len(journey["leftovers"])),
        ("pictures", journey["pictures"]),
        ("seconds in all", journey["seconds"]),
    ]
    lines += [f"{_pad(name, 30)}{value}" for name, value in facts if value not in ("", None)]
    return "\n".join(lines)


def _stall(seen: dict[str, float] | None) -> tuple[str, str]:
    return (f"{seen['ms']:.0f}", f"{seen['own_ms']:.0f}") if seen else ("", "")


def _longest(stalls: dict[str, dict[str, float]], kind: str) -> str:
    """Of all steps. `own_ms`: on a machine with nothing else to do (`kiosk_app.demo.stall`)."""
    at = max(stalls, key=lambda name: stalls[name][kind], default="")
    return f"{stalls[at][kind]:.0f} (at {at})" if at else ""


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """One line a row, cells below each other; a Chinese character is two places wide."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _pad(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
