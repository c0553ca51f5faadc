"""Shell: cuts the simplified Chinese faces out of Debian's fonts-noto-cjk collections, all glyphs kept.

Run once: `python assets/fonts/cut_fonts.py /usr/share/fonts/opentype/noto assets/fonts`. Needs fontTools.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]  # fontTools ships no types

FAMILY = "Noto Sans CJK SC"


def face_of(collection: TTCollection) -> TTFont:
    """The face of the collection whose family is ours. Raises LookupError when there is none."""
    for face in collection.fonts:
        if face["name"].getDebugName(1) == FAMILY:
            return face
    raise LookupError(FAMILY)


def cut_font(collection_path: Path, target_path: Path) -> None:
    """Writes one face; its tables are copied as they stand, so the result is the same on every run."""
    with TTCollection(str(collection_path)) as collection:
        face = face_of(collection)
        face.recalcTimestamp = False
        face.save(str(target_path))


def main(source: Path, target: Path) -> None:
    """Cuts both weights."""
    for weight in ("Regular", "Bold"):
        cut_font(source / f"NotoSansCJK-{weight}.ttc", target / f"NotoSansCJKsc-{weight}.otf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
