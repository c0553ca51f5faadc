"""Core: what the engine lane writes to on the GUI side; all of it may be called from any thread."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.shown import Presentation
from kiosk_app.ui.video import FrameStore


@dataclass(frozen=True, slots=True)
class Glass:
    show: Callable[[Presentation], None]
    frames: FrameStore
    pictures: PaperProvider
    forget_typing: Callable[[], None]
