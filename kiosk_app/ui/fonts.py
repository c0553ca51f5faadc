"""Shell: the bundled Chinese faces. The family is named everywhere, so no other machine's fonts get in."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILY = "Noto Sans CJK SC"
FONT_DIR = Path(__file__).resolve().parents[2] / "assets" / "fonts"


class FontMissingError(Exception):
    """A bundled face cannot be loaded: the installation is incomplete, repair it (assets/fonts)."""


def load_fonts(app: QGuiApplication, folder: Path = FONT_DIR) -> str:
    """Loads every face of `folder` and makes the family the application's; returns its name."""
    families: set[str] = set()
    for path in sorted(folder.glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise FontMissingError(path.name)
        families.update(QFontDatabase.applicationFontFamilies(number))
    if FAMILY not in families:
        raise FontMissingError(FAMILY)
    app.setFont(QFont(FAMILY))
    return FAMILY
