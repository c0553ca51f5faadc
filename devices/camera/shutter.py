"""Core: when the picture takes itself: the sheet was good, and so also still, in several looks one after another."""

from dataclasses import dataclass

from devices.camera.frame import Rgb
from devices.camera.page import PageVerdict, PageView, look_at_page

_NOTHING = PageView(PageVerdict.NO_PAGE)
_CHANGING = frozenset(
    {PageVerdict.NO_PAGE, PageVerdict.CUT_CORNER, PageVerdict.TWO_PAGES, PageVerdict.MOVING, PageVerdict.FINGER}
)
"""What is seen while one sheet makes room for another."""


@dataclass(frozen=True, slots=True, eq=False)
class Shutter:
    """`view`: what the last frame showed. `good_count`: frames in a row that could be taken.

    `is_armed` False: the sheet that lies there was taken already; only after a change the next one counts.
    """

    view: PageView = _NOTHING
    good_count: int = 0
    is_armed: bool = True

    def after(self, rgb: Rgb) -> "Shutter":
        """The shutter one frame later."""
        view = look_at_page(rgb, self.view.outline)
        is_armed = self.is_armed or view.verdict in _CHANGING
        return Shutter(view, self.good_count + 1 if is_armed and view.verdict is PageVerdict.GOOD else 0, is_armed)

    def is_due(self, needed: int) -> bool:
        """True once for a sheet that stays: only when it was moved or changed the next picture is due."""
        return self.good_count == needed
