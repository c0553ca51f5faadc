"""Core: can this be done here, now? One answer for an item and a booth, from rights × presence × hours × devices.

Booth, board and home pages ask this one function; each brings what it knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cloud_seat.contract.items import Item

CLOSED = "closed"
"""What a booth that a supervisor closed lacks."""
WORKING = ("ready", "busy", "degraded")
"""States of a device that answers; see devices.model.DeviceState."""


class Video(StrEnum):
    """Whether an official may do it: now, soon (all are busy), later (none is there), never; unknown until told."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"
    UNKNOWN = "unknown"
    NEVER = "never"


class Way(StrEnum):
    """Yes; yes, from an hour on; no, but it may be left here sealed and goes by itself; no, go elsewhere."""

    HERE = "here"
    AT = "at"
    LEAVE = "leave"
    GO = "go"


@dataclass(frozen=True, slots=True)
class Around:
    """What is known at a booth. `has_form`: its program has the item's form. `officials`: with the right, at their
    desks and free; None: not told yet. `opens`: when one will be there by their hours, local time YYYY-MM-DDTHH:MM.
    `devices`: role → state; who was not heard of may be well. `is_full`: no room for the papers of a new matter.
    `closed`: a supervisor closed the booth until then, local time; empty: it is open. `why`: a supervisor closed the
    officials, of ClosedFor."""

    line: bool
    has_form: bool
    officials: tuple[int, int] | None = None
    opens: str = ""
    devices: Mapping[str, str] = field(default_factory=dict[str, str])
    is_full: bool = False
    closed: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """`alone`: the whole matter here, without a person. `lacks`: the device role, or room, that is missing for that;
    or CLOSED: the booth is.

    `opens`: when an official will be there, if nobody is and that is known: local time YYYY-MM-DDTHH:MM. `why`: nobody
    is because a supervisor closed their seats, of ClosedFor.
    """

    alone: bool
    video: Video
    lacks: str = ""
    opens: str = ""
    line: bool = True
    why: str = ""

    @property
    def is_now(self) -> bool:
        """Whether anything can be done about it at this booth at this moment."""
        return self.alone or self.video in (Video.NOW, Video.SOON, Video.UNKNOWN)

    @property
    def way(self) -> Way:
        """The answer in a word."""
        if self.is_now:
            return Way.HERE if self.line else Way.LEAVE
        return Way.AT if self.opens else Way.GO


def offer(item: Item, around: Around) -> Offer:
    """The one answer."""
    if around.closed:
        return Offer(False, Video.LATER, CLOSED, around.closed, around.line)
    lacks = _lacking(item, around) if around.has_form else ""
    video = _video(item, around)
    opens, why = (around.opens, around.why) if video is Video.LATER and around.line else ("", "")
    return Offer(around.has_form and not lacks, video, lacks, opens, around.line, why)


def _lacking(item: Item, around: Around) -> str:
    """What is known not to work and cannot be done without: a device, or room for its papers."""
    must_scan = any(paper.need == "scan" and not paper.deferrable for paper in item.materials)
    if must_scan and around.is_full:
        return "storage"
    roles = ("id_card", *(("document_camera",) if must_scan else ()))
    return next((role for role in roles if around.devices.get(role, WORKING[0]) not in WORKING), "")


def _video(item: Item, around: Around) -> Video:
    if "seat" not in item.channels:
        return Video.NEVER
    if not around.line:
        return Video.LATER
    if around.officials is None:
        return Video.UNKNOWN
    online, ready = around.officials
    return Video.NOW if ready else Video.SOON if online else Video.LATER
