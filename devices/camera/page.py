"""Core: finds a sheet of paper in a picture and says in one word whether it can be taken.

Straight edges (`edges`) → outlines with four sides (`quads`) → those that are sheets (`outline`) → corners to a
fraction of a pixel (`refine`) → what may be wrong with the picture (`page_checks`).
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from devices.camera.edges import Edges, Lab, find_edges, join, lab_of
from devices.camera.frame import Corners, Rgb
from devices.camera.outline import Judged, Strips, beside, in_order, judge, look_along
from devices.camera.page_checks import has_glare, has_round_corners, is_dim, is_held, is_sharp
from devices.camera.quads import Quads, find_quads
from devices.camera.refine import refine

SEARCH_PX = 560  # longer side of the picture in which outlines are searched
_TRIES = 6  # outlines with round corners, as telephones have, and on them, that are passed over
_COARSE_PX = 5.0  # lines of the search picture may lie on the sheet's shadow instead of its edge
_STILL_SHARE = 0.004  # of the picture's diagonal: further apart between two frames is "moving"
_NEIGHBOUR_QUALITY = 0.85
_MOST_SHARED = 0.75  # of either area: more, and the second outline is something printed on the first sheet


class PageVerdict(StrEnum):
    """One word for the screen, the worst first."""

    NO_PAGE = "no_page"
    CUT_CORNER = "cut_corner"
    TWO_PAGES = "two_pages"
    MOVING = "moving"
    FINGER = "finger"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    BLURRED = "blurred"
    GOOD = "good"


@dataclass(frozen=True, slots=True, eq=False)
class PageOutline:
    """`score`: 0–1, how much of the outline is a real edge. `is_cut`: part of the sheet is outside the picture.

    `has_neighbour`: another sheet is in view.
    """

    corners: Corners
    score: float
    is_cut: bool = False
    has_neighbour: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PageView:
    """What one frame shows."""

    verdict: PageVerdict
    outline: PageOutline | None = None


def find_page(rgb: Rgb) -> PageOutline | None:
    """The sheet that is meant, or None. About 60 ms of one core, whatever the size of the picture."""
    search = _Search.of(rgb)
    edges = find_edges(search.lab)
    judged = judge(search.lab, *search.outlines(edges))
    found = search.first_sheet(judged)
    if found is None:
        return None
    which, corners = found
    sheet = in_order(judged.corners[which])
    below = judge(search.lab, *search.outlines(beside(edges, sheet)), sheet)
    has_neighbour = any(search.first_sheet(_only_apart(others, sheet)) is not None for others in (below, judged))
    return PageOutline(corners, float(judged.quality[which]), bool(judged.is_cut[which]), has_neighbour)


def _only_apart(judged: Judged, sheet: Corners) -> Judged:
    """Whole outlines, surely sheets, that are neither on this sheet nor around it."""
    score = np.where(judged.is_cut | (judged.quality < _NEIGHBOUR_QUALITY), 0.0, judged.score)
    for i in np.flatnonzero(score):
        if max(_share_in(judged.corners[i], sheet), _share_in(sheet, judged.corners[i])) > _MOST_SHARED:
            score[i] = 0.0
    return replace(judged, score=score)


def _share_in(one: Corners, other: Corners) -> float:
    """How much of one outline lies in another."""
    shared = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))[0]
    return float(shared) / max(cv2.contourArea(one.astype(np.float32)), 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """A picture and the small one in which outlines are searched. `shrink`: how much smaller it is."""

    rgb: Rgb
    lab: Lab
    shrink: float

    @classmethod
    def of(cls, rgb: Rgb) -> "_Search":
        shrink = max(1.0, max(rgb.shape[:2]) / SEARCH_PX)
        small = cv2.resize(rgb, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        return cls(rgb, lab_of(np.asarray(small, dtype=np.uint8)), shrink)

    def outlines(self, edges: Edges) -> tuple[Quads, Strips]:
        """All that these edges suggest, and what is seen along them."""
        quads = find_quads(join(edges), self.lab.shape)
        return quads, look_along(self.lab, quads.corners)

    def first_sheet(self, judged: Judged) -> tuple[int, Corners] | None:
        """The best outline that is no telephone and not on one, and its corners in the picture."""
        passed: list[Corners] = []
        for which in np.argsort(-judged.score)[:_TRIES]:
            if judged.score[which] <= 0:
                return None
            if judged.is_cut[which]:
                return int(which), in_order(self._enlarged(judged.corners[which]))
            coarse = self._enlarged(refine(self.lab, judged.corners[which], _COARSE_PX))
            corners = in_order(refine(self.rgb, coarse, 1.2 * self.shrink + 1.0))
            if has_round_corners(self.rgb, corners):
                passed.append(judged.corners[which])
            elif not any(_share_in(judged.corners[which], thing) > _MOST_SHARED for thing in passed):
                return int(which), corners
        return None

    def _enlarged(self, corners: Corners) -> Corners:
        return (corners + 0.5) * self.shrink - 0.5


def look_at_page(rgb: Rgb, previous: PageOutline | None = None) -> PageView:
    """Outline and verdict for a preview frame; `previous` is the outline of the frame before."""
    outline = find_page(rgb)
    if outline is None:
        return PageView(PageVerdict.NO_PAGE)
    return PageView(_verdict(rgb, outline, previous), outline)


def _verdict(rgb: Rgb, outline: PageOutline, previous: PageOutline | None) -> PageVerdict:
    corners = outline.corners
    if outline.is_cut:
        return PageVerdict.CUT_CORNER
    if outline.has_neighbour:
        return PageVerdict.TWO_PAGES
    if previous is not None and not is_still(outline, previous, rgb.shape):
        return PageVerdict.MOVING
    if is_held(rgb, corners):
        return PageVerdict.FINGER
    if is_dim(rgb, corners):
        return PageVerdict.TOO_DARK
    if has_glare(rgb, corners):
        return PageVerdict.GLARE
    return PageVerdict.GOOD if is_sharp(rgb, corners) else PageVerdict.BLURRED


def is_still(outline: PageOutline, previous: PageOutline, shape: tuple[int, ...]) -> bool:
    """True when no corner moved further than a shiver."""
    moved = np.linalg.norm(outline.corners - previous.corners, axis=1).max()
    return bool(moved <= _STILL_SHARE * np.hypot(shape[0], shape[1]) + 1.0)
