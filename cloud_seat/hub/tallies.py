"""Core: how residents rated (好差评), by department and official, for those who run the hub; never for officials."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from cloud_seat.contract.ratings import LEVELS

GOOD_FROM = 3
"""基本满意 and better; below it is 差评."""


@dataclass(frozen=True, slots=True, order=True)
class Rated:
    """One case: who served it, empty for a resident who needed nobody; `level` 0: not rated."""

    department: str
    seat_id: str
    level: int


def tally(cases: Iterable[Rated], *, silence_counts_as: int) -> list[dict[str, object]]:
    """By department, in it by official. `silence_counts_as`: the level of who said nothing; 0: silence is no rating."""
    told = []
    for department, found in groupby(sorted(cases), key=lambda case: case.department):
        all_of_it = list(found)
        seats = [
            {"seat_id": seat_id, **_counted(list(mine), silence_counts_as)}
            for seat_id, mine in groupby(all_of_it, key=lambda case: case.seat_id)
        ]
        told.append({"department": department, **_counted(all_of_it, silence_counts_as), "seats": seats})
    return told


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The work order of one bad rating. `due_on`: a local day."""

    due_on: str
    owner: str
    wants_call: bool
    is_called: bool
    is_closed: bool


def mended(orders: Iterable[FollowUp], *, today: str) -> dict[str, int]:
    """How the bad ratings are put right: what is settled, what nobody took, what is late, who was called back."""
    all_of_them = list(orders)
    still_open = [order for order in all_of_them if not order.is_closed]
    return {
        "orders": len(all_of_them),
        "settled": len(all_of_them) - len(still_open),
        "without_owner": sum(not order.owner for order in still_open),
        "late": sum(order.due_on < today for order in still_open),
        "calls_wanted": sum(order.wants_call for order in all_of_them),
        "calls_made": sum(order.wants_call and order.is_called for order in all_of_them),
    }


def _counted(cases: list[Rated], silence_counts_as: int) -> dict[str, object]:
    """What was said stands apart from what it counts as: silence is never written into `levels`."""
    levels = Counter(case.level for case in cases)
    counting = [level for level in (case.level or silence_counts_as for case in cases) if level]
    return {
        "cases": len(cases),
        "levels": {str(level): levels[level] for level in LEVELS},
        "not_rated": levels[0],
        "counted": len(counting),
        "good": sum(level >= GOOD_FROM for level in counting),
    }
