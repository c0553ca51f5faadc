"""Shell: sets data on paper by a template of assets/templates (typst). Same data, same bytes on every machine."""

import json
from pathlib import Path
from typing import Any

import typst

from kiosk_app.ui.presenters.hant import HANT, in_hant


class Typesetter:
    """One template. Calls may block for a tenth of a second: not on the engine lane."""

    def __init__(self, assets: Path, template: str) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(assets / "fonts")]
        )
        self._compiler = typst.Compiler(
            str(assets / "templates" / template), font_paths=fonts, ignore_system_fonts=True
        )
        self._drawable = _coverage(assets / "fonts" / "coverage.txt")

    def pdf(self, data: dict[str, Any]) -> bytes:
        """PDF/A-2b, all pages."""
        return _first(self._compiler.compile(**_inputs(data), format="pdf", pdf_standards="a-2b", timestamp=0))

    def plain(self, text: str) -> str:
        """A character that no bundled font has would stop PDF/A: show its code instead; the data keep it as it is."""
        return "".join(c if c == "\n" or ord(c) in self._drawable else f"〔U+{ord(c):04X}〕" for c in text)

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


def _inputs(data: dict[str, Any]) -> dict[str, Any]:
    return {"sys_inputs": {"data": json.dumps(data, ensure_ascii=False)}}


def _first(compiled: Any) -> bytes:
    page = compiled[0] if isinstance(compiled, list) else compiled
    assert isinstance(page, bytes)
    return page


def _coverage(path: Path) -> frozenset[int]:
    """Code points that the fonts draw: one hexadecimal range a line."""
    points: set[int] = set()
    for line in path.read_text().split():
        first, _, last = line.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)
