"""Core: what booths counted and did not bring, or counted twice, in words for operators."""

from datetime import datetime

import msgspec

from cloud_seat.contract.text import Text
from cloud_seat.hub.store import places

LATE_H = 24.0
"""Cases of one booth overtake each other by priority and by trouble; after a day that is no explanation."""


_TWICE = Text(
    zh="同一个号给了两件：这台晓屋的硬盘可能恢复过旧备份，请告诉两位群众各自的受理号",
    en="two cases with one number: was its disk put back? Tell both residents their acceptance numbers",
)


class Unarrived(msgspec.Struct, frozen=True, kw_only=True):
    """A number that a booth gave and that is missing here, or that it gave twice. `is_late`: a person must look."""

    kiosk_id: str
    sequence: int
    since: str
    text: Text
    is_late: bool
    case_ids: tuple[str, ...] = ()


def told_of(oddity: places.Oddity, now: datetime) -> Unarrived:
    """`now`: aware."""
    age_h = (now - datetime.fromisoformat(oddity.since)).total_seconds() / 3600
    is_twice = oddity.kind == "twice"
    return Unarrived(
        kiosk_id=oddity.kiosk_id,
        sequence=oddity.sequence,
        since=oddity.since,
        text=_TWICE if is_twice else _missing(round(age_h)),
        is_late=is_twice or age_h > LATE_H,
        case_ids=oddity.case_ids,
    )


def _missing(age_h: int) -> Text:
    return Text(zh=f"后面的件已到，这件 {age_h} 小时还没到", en=f"later ones came; this one not for {age_h} h")
