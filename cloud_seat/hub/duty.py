"""Core: officials and their hours side by side: when somebody may be had for an item, which items have nobody."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cloud_seat.contract.hours import Hours
from cloud_seat.contract.workdays import Workdays
from cloud_seat.hub.matching.standing import ALL_ITEMS, Standing

FEWEST = 2
"""With one alone, a cold or a full counter is enough to leave residents without anybody."""
THIS_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """One official as the operator wrote them down."""

    seat_id: str
    standing: Standing
    hours: Hours

    def is_soon(self, now: datetime, workdays: Workdays) -> bool:
        """Within this hour, by their hours."""
        begins = self.hours.next(now, workdays)
        return begins is not None and begins <= now + THIS_HOUR


@dataclass(frozen=True, slots=True)
class Gap:
    """An item with fewer than two whom residents can reach this hour; `able`: how many may handle it at all."""

    item_id: str
    reachable: int
    able: int


@dataclass(frozen=True, slots=True)
class Shut:
    """A seat that a supervisor closed until then, local time, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Opening:
    """When somebody is there; None: nobody told their hours. `why`: of a closed seat, without which it were sooner."""

    at: datetime | None = None
    why: str = ""


def opens(
    duties: Iterable[Duty], item_id: str, now: datetime, workdays: Workdays, closed: Mapping[str, Shut]
) -> Opening:
    """Of the first of those who may handle the item, by their hours and by when their seat is open again."""
    able = (duty for duty in duties if duty.standing.may(item_id))
    found = [_opening(duty, now, workdays, closed.get(duty.seat_id)) for duty in able]
    return min(found, key=lambda one: (one.at is None, one.at or now, not one.why, one.why), default=Opening())


def _opening(duty: Duty, now: datetime, workdays: Workdays, shut: Shut | None) -> Opening:
    usual = duty.hours.next(now, workdays)
    if shut is None:
        return Opening(usual)
    again = duty.hours.next(shut.until, workdays)
    if not duty.hours.spans and shut.until.date() == now.date():
        again = shut.until  # no hours are known, but until when it is closed; midnight opens nothing
    return Opening(again, shut.reason if again != usual or usual is None else "")


def gaps(item_ids: Iterable[str], duties: Iterable[Duty], reachable: frozenset[str]) -> list[Gap]:
    """The items that `reachable` seats leave too thin, the thinnest first."""
    listed = list(duties)
    able = _counted(listed)
    there = _counted(duty for duty in listed if duty.seat_id in reachable)
    found = (Gap(item_id, _count(there, item_id), _count(able, item_id)) for item_id in item_ids)
    return sorted((gap for gap in found if gap.reachable < FEWEST), key=lambda gap: (gap.reachable, gap.item_id))


def _counted(duties: Iterable[Duty]) -> "Counter[str]":
    """Who may do everything stands under that right alone, so as to count once."""
    rights = (duty.standing.rights | duty.standing.deputy_rights for duty in duties)
    return Counter(right for held in rights for right in ([ALL_ITEMS] if ALL_ITEMS in held else held))


def _count(counted: "Counter[str]", item_id: str) -> int:
    return counted[ALL_ITEMS] + counted[item_id]
