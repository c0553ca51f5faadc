"""Wiring: `./xiaowu screens`: pictures of every page in every look, and a contact sheet of each look, to be judged."""

import argparse
import itertools
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtGui import QGuiApplication

from kiosk_app.config import ASSETS
from kiosk_app.ui.pinyin import open_pinyin
from kiosk_app.ui.window import close_main
from tests.kiosk_app.qml.faults import faults
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage, open_stage

SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "small": (1366, 768)}
MODES = ("standard", "elder", "contrast")
LANGUAGES = ("zh", "zh-Hant", "en")
LOOKS = {
    f"{size}-{mode}-{language}": (SIZES[size], mode, language)
    for size, mode, language in itertools.product(SIZES, MODES, LANGUAGES)
}
COLUMNS, THUMB_PX, CAPTION_PX, GAP_PX = 5, 480, 28, 12
EXAMPLE = """examples:
  ./xiaowu screens screens-output                       everything, some minutes
  ./xiaowu screens screens-output portrait-elder-zh     one look
  ./xiaowu screens screens-output --pages form call     two pages in every look"""
LAYERS = {"nine": "64426", "hand": "", "stroke": "251", "rare": "longtian", "code": "20BB7", "123": "", "en": ""}
TYPED = {"form": "live_address", "call": "live_address", "find": ""}


def main() -> int:
    """OUTDIR/<look>-<page>.png and OUTDIR/sheet-<look>.png. Exit code 1 when Qt warned or something is cut."""
    asked = parse_arguments()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    asked.outdir.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication([])
    with tempfile.TemporaryDirectory() as cache:
        stage = open_stage(Path(cache), open_pinyin())
        for look in asked.looks or LOOKS:
            draw_look(stage, look, asked.outdir, asked.pages)
            print(lay_out(look, asked.outdir), flush=True)
    print("\n".join(stage.warnings) or "no Qt warnings; nothing cut, covered, faint, too small or nameless")
    close_main(stage.engine)
    app.quit()
    return 1 if stage.warnings else 0


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "xiaowu screens",
        description="Pictures of every page of the booth in every look, and a contact sheet of each look.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("outdir", type=Path)
    parser.add_argument("looks", nargs="*", metavar="LOOK", help=f"of {', '.join(LOOKS)}; all by default")
    parser.add_argument("--pages", nargs="*", default=None, metavar="PAGE", help=f"of {', '.join(PAGES)}")
    asked = parser.parse_args()
    if unknown := [look for look in asked.looks if look not in LOOKS]:
        parser.error(f"there is no look {', '.join(unknown)}")
    return asked


def keep(stage: Stage, path: Path) -> None:
    """The picture, and what the ruler says about it."""
    picture = stage.picture()
    picture.save(str(path))
    mode = str(stage.views.view("frame").value("mode"))
    stage.warnings.extend(f"{path.stem}: {fault}" for fault in faults(stage.window, mode, picture))


def lay_out(look: str, outdir: Path) -> Path:
    """One sheet with all pictures of a look, each above its name."""
    pictures = sorted(outdir.glob(f"{look}-*.png"))
    width, height = LOOKS[look][0]
    thumb_px = (THUMB_PX, THUMB_PX * height // width) if width > height else (THUMB_PX * width // height, THUMB_PX)
    cell = (thumb_px[0] + GAP_PX, thumb_px[1] + CAPTION_PX + GAP_PX)
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * cell[0] + GAP_PX, rows * cell[1] + GAP_PX), "#5A6570")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf"), 18)
    for number, path in enumerate(pictures):
        x, y = GAP_PX + number % COLUMNS * cell[0], GAP_PX + number // COLUMNS * cell[1]
        with Image.open(path) as picture:
            sheet.paste(picture.convert("RGB").resize(thumb_px, Image.Resampling.LANCZOS), (x, y))
        draw.text((x, y + thumb_px[1] + 2), path.stem.removeprefix(look + "-"), fill="white", font=font)
    target = outdir / f"sheet-{look}.png"
    sheet.save(target)
    return target


def draw_look(stage: Stage, look: str, outdir: Path, pages: list[str] | None) -> None:
    """All pages, questions, keyboards of one look."""
    size, mode, language = LOOKS[look]
    stage.resize(size)
    for page in PAGES:
        if pages is None or page in pages:
            stage.show(presentation(page, mode=mode, language=language))
            if page == "find":
                stage.window.contentItem().forceActiveFocus()
            keep(stage, outdir / f"{look}-{page}.png")
            draw_typing(stage, look, page, outdir)
    for overlay in OVERLAYS:
        if pages is None or overlay in pages:
            stage.show(presentation("form", mode=mode, language=language, overlay=overlay))
            keep(stage, outdir / f"{look}-overlay-{overlay}.png")
    if pages is None or "tile" in pages:
        stage.show(presentation("material", mode=mode, language=language, in_call=True))
        keep(stage, outdir / f"{look}-tile.png")
    for name in STATES:
        if pages is None or name in pages or "states" in pages:
            stage.show(state(name, mode=mode, language=language))
            keep(stage, outdir / f"{look}-state-{name}.png")
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
    keep(stage, outdir / f"{look}-{page}-typing.png")
    for layer, keys in LAYERS.items() if page == "form" else ():
        stage.keyboard.switchTo(layer)
        for key in keys:
            stage.keyboard.typeKey(key)
        keep(stage, outdir / f"{look}-{page}-typing-{layer}.png")
    stage.keyboard.forget()


if __name__ == "__main__":
    sys.exit(main())
