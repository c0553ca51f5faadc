"""Core: what can be done here, now: for one item, from its form, this booth's devices, and the officials online."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cloud_seat.contract.items import Item
from kiosk_app.session.asking import WORKING, lacks_room
from kiosk_app.session.state import Ambient, Knowledge


class Video(Enum):
    """Whether an official may do it: now, soon (all are busy), later (none is there), never; unknown until told."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"
    UNKNOWN = "unknown"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Offer:
    """`alone`: the whole matter here, without a person. `lacks`: the device role that is missing for that.

    `opens`: when an official will be there, if nobody is and that is known: local time YYYY-MM-DDTHH:MM.
    """

    alone: bool
    video: Video
    lacks: str = ""
    opens: str = ""

    @property
    def is_now(self) -> bool:
        """Whether anything can be done about it at this booth at this moment."""
        return self.alone or self.video in (Video.NOW, Video.SOON, Video.UNKNOWN)


def offer(item: Item, ambient: Ambient, knowledge: Knowledge) -> Offer:
    """The one answer for row, guide and call button."""
    lacks = _lacking(item, ambient) if has_form(item, knowledge) else ""
    video = _video(item, ambient)
    opens = ambient.opens.get(item.id, "") if video is Video.LATER else ""
    return Offer(has_form(item, knowledge) and not lacks, video, lacks, opens)


def suits(item: Item, often: Sequence[str], ambient: Ambient, knowledge: Knowledge) -> float:
    """0 … 1, for the order of equally good finds: first what can be done here now, then what is begun here often.

    `often`: items begun at this booth, the most frequent first.
    """
    use = 0.5 * (1 - often.index(item.id) / len(often)) if item.id in often else 0.0
    return use + (0.5 if offer(item, ambient, knowledge).is_now else 0.0)


def has_form(item: Item, knowledge: Knowledge) -> bool:
    """Whether the matter can be filled in here at all."""
    return "kiosk" in item.channels and item.form_id in knowledge.engines


def _lacking(item: Item, ambient: Ambient) -> str:
    """What is known not to work and cannot be done without: a device, or room for its papers. What was not heard of
    yet may be well."""
    must_scan = any(paper.need == "scan" and not paper.deferrable for paper in item.materials)
    if must_scan and lacks_room(ambient, for_new=True):
        return "storage"
    roles = ("id_card", *(("document_camera",) if must_scan else ()))
    return next((role for role in roles if ambient.devices.get(role, WORKING[0]) not in WORKING), "")


def _video(item: Item, ambient: Ambient) -> Video:
    if "seat" not in item.channels:
        return Video.NEVER
    if not ambient.link_up:
        return Video.LATER
    if item.id not in ambient.officials:
        return Video.UNKNOWN
    online, ready = ambient.officials[item.id]
    return Video.NOW if ready else Video.SOON if online else Video.LATER
