"""Shell: sets data on paper by a template of assets/templates (typst). Same data, same bytes on every machine."""

import json
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk_app.ui.presenters.hant import HANT, in_hant

if TYPE_CHECKING:
    import typst


class Typesetter:
    """One template. Calls may block for a tenth of a second: not on the engine lane."""

    def __init__(self, assets: Path, template: str) -> None:
        self._assets, self._template = assets, assets / "templates" / template

    def pdf(self, data: dict[str, Any]) -> bytes:
        """PDF/A-2b, all pages."""
        return _first(self._compiler.compile(**_inputs(data), format="pdf", pdf_standards="a-2b", timestamp=0))

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
    def _compiler(self) -> "typst.Compiler":
        """Made for the first sheet: a booth at rest does without its 20 MB."""
        import typst

        fonts = str(self._assets / "fonts")
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
        return typst.Compiler(str(self._template), font_paths=found, ignore_system_fonts=True)

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


def _inputs(data: dict[str, Any]) -> dict[str, Any]:
    return {"sys_inputs": {"data": json.dumps(data, ensure_ascii=False)}}


def _first(compiled: Any) -> bytes:
    page = compiled[0] if isinstance(compiled, list) else compiled
    assert isinstance(page, bytes)
    return page
