"""Core: what all hands share: where answers go, the public facts, the resident's folder, the pictures on the glass."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.session.events import Event
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Knowledge
from kiosk_app.ui.paper_pixels import Paper


@dataclass(frozen=True, slots=True)
class Desk:
    """`post`: any thread. `show_picture(name, paper)`: any thread; the picture appears as image://papers/name."""

    post: Callable[[Event], None]
    knowledge: Callable[[], Knowledge]
    folder: Folder
    show_picture: Callable[[str, Paper | bytes], None]
    show: Callable[..., None]
    """Changes values of the presenters' `Booth` (outline, shots, call_since_ms) and shows them."""
