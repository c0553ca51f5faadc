"""Core: events of the papers: what the resident wants of them, what the camera sees of them."""

from dataclasses import dataclass

from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class MaterialChosen(Event):
    material_id: str


@dataclass(frozen=True, slots=True)
class PageWanted(Event):
    """The resident presses "take the picture"."""


@dataclass(frozen=True, slots=True)
class PageShown(Event):
    """One of the pages taken is to be looked at."""

    page: int


@dataclass(frozen=True, slots=True)
class PageAdded(Event):
    """One more page of this paper."""


@dataclass(frozen=True, slots=True)
class PageRejected(Event):
    """The resident wants to take this page again; it stays until the new picture is there."""


@dataclass(frozen=True, slots=True)
class PageDropped(Event):
    """The resident does not want this page."""


@dataclass(frozen=True, slots=True)
class PaperReused(Event):
    """The pictures of earlier in this visit will do."""


@dataclass(frozen=True, slots=True)
class PaperTakenAnew(Event):
    """The pictures of earlier in this visit will not do."""


@dataclass(frozen=True, slots=True)
class MaterialDeferred(Event):
    """This paper follows later (容缺)."""


@dataclass(frozen=True, slots=True)
class PageJudged(Late):
    """What the camera sees now: a verdict of `devices.camera.page`, same_sheet, or no_camera.

    `slow`: it has looked for a while, and no picture took itself.
    """

    verdict: str
    slow: bool = False


@dataclass(frozen=True, slots=True)
class PageDue(Late):
    """The sheet lay still and clear: the picture takes itself."""


@dataclass(frozen=True, slots=True)
class PageTaken(Late):
    """Sealed. `verdict`: what the resident should look at, such as whole_desk."""

    material_id: str
    page: int = 1
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class CardSideTaken(Late):
    """One side of a card is here, in memory; the copy needs the other one."""


@dataclass(frozen=True, slots=True)
class PageFailed(Late):
    """No picture; `code` is a verdict."""

    code: str


@dataclass(frozen=True, slots=True)
class PhoneAsked(Event):
    """The resident wants to send pictures from the phone."""


@dataclass(frozen=True, slots=True)
class PhoneLeft(Event):
    """Back to the booth's camera."""


@dataclass(frozen=True, slots=True)
class PhoneReady(Late):
    """The code is on the glass."""


@dataclass(frozen=True, slots=True)
class PhoneSeen(Late):
    """A phone has opened the page."""


@dataclass(frozen=True, slots=True)
class PhoneFailed(Late):
    """`code`: phone_hub (out of reach), phone_old (time is over)."""

    code: str


@dataclass(frozen=True, slots=True)
class PhonePictureBad(Late):
    """One picture could not be used; the way stays open. `code`: phone_picture, not_kept."""

    code: str
