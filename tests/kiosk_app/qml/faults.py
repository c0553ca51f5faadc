"""Shell: all rulers laid on a drawn window at once."""

from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickWindow

from tests.kiosk_app.qml import contrast, measure


def faults(window: QQuickWindow, mode: str, drawn: QImage) -> list[str]:
    """All that they find on the glass; `drawn` is what it shows now."""
    k = min(window.width(), window.height()) / 1080
    seen = measure.topmost(measure.seen_items(window), window)
    return [
        *measure.cut_texts(seen),
        *measure.loose_dots(seen),
        *measure.small_texts(seen, 28 * k),
        *measure.small_targets(seen, (120 if mode == "elder" else 88) * k, 88 * k),
        *measure.close_targets(seen, 16 * k),
        *measure.colliding_texts(seen),
        *measure.nameless(seen),
        *contrast.faint_texts(seen, contrast.pixels(drawn)),
    ]
