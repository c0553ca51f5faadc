"""Shell: sets data on paper by a template of assets/templates (typst). Same data, same bytes on every machine."""

import json
import subprocess
import sys
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import Any

from kiosk_app.ui.presenters.hant import HANT, in_hant

SET_TIMEOUT_S = 30.0
_PRESS = Path(__file__).with_name("press.py")


class TypesetError(Exception):
    """The sheet could not be set. What the press said may hold the resident's words and is not repeated."""


class Typesetter:
    """One template. Calls may block for a tenth of a second: not on the engine lane."""

    def __init__(self, assets: Path, template: str) -> None:
        self._assets, self._template = assets, assets / "templates" / template

    def pdf(self, data: dict[str, Any]) -> bytes:
        """PDF/A-2b, all pages; set by a process of its own (press.py). Raises TypesetError."""
        command = [sys.executable, "-I", str(_PRESS), str(self._template), str(self._assets / "fonts")]
        sheet = json.dumps(data, ensure_ascii=False).encode()
        try:
            done = subprocess.run(command, input=sheet, capture_output=True, timeout=SET_TIMEOUT_S, check=False)
        except subprocess.TimeoutExpired as error:
            raise TypesetError("no sheet in time") from error
        if done.returncode or not done.stdout.startswith(b"%PDF"):
            raise TypesetError(f"{self._template.name}: exit code {done.returncode}")
        return done.stdout

    def plain(self, text: str) -> str:
        """A character that no bundled font has would stop PDF/A: show its code instead; the data keep it as it is."""
        return "".join(c if c == "\n" or self._draws(ord(c)) else f"〔U+{ord(c):04X}〕" for c in text)

    def written(self, value: Any, say: str) -> Any:
        """Every text of it as the fonts can draw it, in the resident's script."""
        match value:
            case str():
                return self.plain(in_hant(value) if say == HANT and not value.startswith("<svg") else value)
            case list():
                return [self.written(inner, say) for inner in value]
            case dict():
                return {key: self.written(inner, say) for key, inner in value.items()}
            case _:
                return value

    @cached_property
    def _drawable(self) -> tuple[list[int], list[int]]:
        """First and last code points of the ranges that the fonts draw, one hexadecimal range a line."""
        lines = (self._assets / "fonts" / "coverage.txt").read_text().split()
        ranges = [(first, last or first) for first, _, last in (line.partition("-") for line in lines)]
        return [int(first, 16) for first, _ in ranges], [int(last, 16) for _, last in ranges]

    def _draws(self, point: int) -> bool:
        firsts, lasts = self._drawable
        at = bisect_right(firsts, point) - 1
        return at >= 0 and point <= lasts[at]
