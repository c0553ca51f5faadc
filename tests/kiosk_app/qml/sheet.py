"""Wiring: pictures of every page for people to look at: `python -m tests.kiosk_app.qml.sheet OUTDIR [look …]`."""

import argparse
import os
import tempfile
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk_app.ui.pinyin import open_pinyin
from kiosk_app.ui.window import close_main
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage, open_stage

LOOKS = {
    "standard": ((1920, 1080), "standard", "zh"),
    "elder": ((1920, 1080), "elder", "zh"),
    "contrast": ((1920, 1080), "contrast", "zh"),
    "portrait": ((1080, 1920), "standard", "zh"),
    "portrait-elder": ((1080, 1920), "elder", "zh"),
    "small": ((1366, 768), "standard", "zh"),
    "english": ((1920, 1080), "standard", "en"),
    "english-elder": ((1920, 1080), "elder", "en"),
    "english-portrait": ((1080, 1920), "standard", "en"),
}
TYPED = {"form": "live_address", "call": "live_address", "find": ""}


def main() -> None:
    """Draws the asked looks (all by default) into OUTDIR/<look>-<page>.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("looks", nargs="*", metavar="look", help=f"of {', '.join(LOOKS)}; all by default")
    parser.add_argument("--pages", nargs="*", default=None)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    asked.outdir.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication([])
    with tempfile.TemporaryDirectory() as cache:
        stage = open_stage(Path(cache), open_pinyin())
        for look in asked.looks or LOOKS:
            draw_look(stage, look, asked.outdir, asked.pages)
    print("\n".join(stage.warnings) or "no Qt warnings")
    close_main(stage.engine)
    app.quit()


def draw_look(stage: Stage, look: str, outdir: Path, pages: list[str] | None) -> None:
    """All pages, questions, keyboards of one look."""
    size, mode, language = LOOKS[look]
    stage.resize(size)
    for page in PAGES:
        if pages is None or page in pages:
            stage.show(presentation(page, mode=mode, language=language))
            if page == "find":
                stage.window.contentItem().forceActiveFocus()
            stage.picture().save(str(outdir / f"{look}-{page}.png"))
            draw_typing(stage, look, page, outdir)
    for overlay in OVERLAYS:
        if pages is None or overlay in pages:
            stage.show(presentation("form", mode=mode, language=language, overlay=overlay))
            stage.picture().save(str(outdir / f"{look}-overlay-{overlay}.png"))
    if pages is None or "tile" in pages:
        stage.show(presentation("material", mode=mode, language=language, in_call=True))
        stage.picture().save(str(outdir / f"{look}-tile.png"))
    for name in STATES:
        if pages is None or name in pages or "states" in pages:
            stage.show(state(name, mode=mode, language=language))
            stage.picture().save(str(outdir / f"{look}-state-{name}.png"))
    stage.show(presentation("welcome", mode=mode, language=language))


def draw_typing(stage: Stage, look: str, page: str, outdir: Path) -> None:
    """The page with its keyboard up and a word half spelled."""
    if page not in TYPED:
        return
    editors = [item for item in stage.editors() if not item.property("readOnly")]
    chosen = [item for item in editors if item.property("keyLayout") == "zh"] or editors
    if not chosen:
        return
    chosen[-1].forceActiveFocus()
    stage.settle()
    for letter in "panyu" if page != "find" else "":
        stage.keyboard.typeKey(letter)
    stage.picture().save(str(outdir / f"{look}-{page}-typing.png"))
    stage.keyboard.clear()


if __name__ == "__main__":
    main()
