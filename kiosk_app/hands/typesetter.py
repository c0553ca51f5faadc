"""Shell: sets data on paper by a template of assets/templates (typst). Same data, same bytes on every machine."""

import json
import logging
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from kiosk_app.ui.presenters.hant import HANT, in_hant

log = logging.getLogger(__name__)

SET_TIMEOUT_S = 30.0
_PRESS = Path(__file__).with_name("press.py")


class TypesetError(Exception):
    """The sheet could not be set. What the press said may hold the resident's words and is not repeated."""


def set_sheet(template: bytes, fonts: Path, data: dict[str, Any]) -> bytes:
    """PDF/A-2b, all pages; set by a process of its own (press.py). Raises TypesetError."""
    command = [sys.executable, "-I", str(_PRESS), str(fonts)]
    sheet = json.dumps({"template": template.decode(errors="replace"), "data": json.dumps(data, ensure_ascii=False)})
    try:
        done = subprocess.run(
            command, input=sheet.encode(), capture_output=True, timeout=SET_TIMEOUT_S, check=False, cwd=fonts
        )
    except subprocess.TimeoutExpired as error:
        raise TypesetError("no sheet in time") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise TypesetError(f"exit code {done.returncode}")
    return done.stdout


class Typesetter:
    """One template. Calls may block for a tenth of a second: not on the engine lane.

    `published`: the hub's, by its name, None where it has none. One that fails gives way to the release's own.
    """

    def __init__(self, assets: Path, template: str, published: Callable[[str], bytes | None] = lambda _: None) -> None:
        self._assets, self._name, self._published = assets, f"templates/{template}", published

    def pdf(self, data: dict[str, Any]) -> bytes:
        """PDF/A-2b, all pages. Raises TypesetError."""
        template, fonts = self._published(self._name), self._assets / "fonts"
        if template is not None:
            try:
                return set_sheet(template, fonts, data)
            except TypesetError as error:
                log.warning("the published %s failed, the release's own is used: %s", self._name, error)
        return set_sheet((self._assets / self._name).read_bytes(), fonts, data)

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
