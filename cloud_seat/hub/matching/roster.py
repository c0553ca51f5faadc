"""Core: officials by standing, kept with every change of a seat, so that nobody has to be looked for among all.

Follows from the seats alone; `Roster.of(seats)` makes it anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from cloud_seat.hub.matching.kept import Line, Shelf
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import ALL_ITEMS, Standing

EVERYWHERE = ""
_ANY_PLACE = "any"
_CODES = (0, 2, 4, 6, 9, 12)
"""Digits of a province, a city, a district, a town, a village; 0: the whole country."""


@dataclass(frozen=True, slots=True)
class Group:
    """Officials of one standing. `free`: (idle since, seat id), the longest idle first; `engaged`: ids of those with a
    call or its notes."""

    free: Line = field(default_factory=Line)
    engaged: Line = field(default_factory=Line)
    online: int = 0
    at_work: int = 0


_NOBODY = Group()


@dataclass(frozen=True, slots=True)
class Roster:
    """`online`, `free`: how many in all. `all_at_work`: how many that may do everything."""

    groups: Shelf[Standing, Group] = field(default_factory=Shelf)
    able: Shelf[tuple[str, str], tuple[Standing, ...]] = field(default_factory=Shelf)
    online: int = 0
    free: int = 0
    all_at_work: int = 0

    @staticmethod
    def of(seats: Iterable[SeatState]) -> "Roster":
        """Of these, from nothing."""
        roster = Roster()
        for seat in seats:
            roster = roster.moved(None, seat)
        return roster

    def group(self, standing: Standing) -> Group:
        """Those of this standing."""
        return self.groups.get(standing, _NOBODY)

    def near(self, item_id: str, place: str) -> Iterator[Standing]:
        """Who may handle the item and serves this place, or everybody; of no place: anyone who may."""
        if not place:
            return self.anywhere(item_id)
        return self._listed(item_id, [place[:digits] for digits in _CODES if digits <= len(place)])

    def anywhere(self, item_id: str) -> Iterator[Standing]:
        """Who may handle the item, wherever they serve."""
        return self._listed(item_id, [_ANY_PLACE])

    def _listed(self, item_id: str, codes: list[str]) -> Iterator[Standing]:
        told = set[Standing]()
        for code in codes:
            for right in (item_id, ALL_ITEMS) if item_id else ("",):
                for standing in self.able.get((right, code), ()):
                    if standing not in told:
                        told.add(standing)
                        yield standing

    def somebody(self, standings: Iterable[Standing]) -> bool:
        """Whether one of these is at work."""
        return any(self.group(standing).at_work for standing in standings)

    def moved(self, before: SeatState | None, after: SeatState) -> "Roster":
        """A seat changed, or is new."""
        if before is not None and _face(before) == _face(after):
            return self
        known = self if after.standing in self.groups else self._with_standing(after.standing)
        left = known._counted(before, -1) if before is not None else known
        return left._counted(after, 1)

    def _counted(self, seat: SeatState, by: int) -> "Roster":
        group = self.groups[seat.standing]
        changed = Group(
            _moved(group.free, (seat.idle_since_ms, seat.seat_id), by) if seat.free else group.free,
            _moved(group.engaged, seat.seat_id, by) if seat.engaged else group.engaged,
            group.online + by * seat.online,
            group.at_work + by * seat.at_work,
        )
        does_all = seat.at_work and ALL_ITEMS in seat.standing.rights
        return Roster(
            self.groups.put(seat.standing, changed),
            self.able,
            self.online + by * seat.online,
            self.free + by * seat.free,
            self.all_at_work + by * does_all,
        )

    def _with_standing(self, standing: Standing) -> "Roster":
        able = self.able
        for key in _keys(standing):
            able = able.put(key, (*able.get(key, ()), standing))
        return replace(self, able=able, groups=self.groups.put(standing, _NOBODY))


def _keys(standing: Standing) -> Iterator[tuple[str, str]]:
    for right in {"", *standing.rights, *standing.deputy_rights}:
        for code in {_ANY_PLACE, *(standing.places or (EVERYWHERE,))}:
            yield right, code


def _face(seat: SeatState) -> tuple[object, ...]:
    idle_since_ms = seat.idle_since_ms if seat.free else 0
    return (seat.standing, seat.free, idle_since_ms, seat.engaged, seat.online, seat.at_work)


def _moved(line: Line, entry: object, by: int) -> Line:
    return line.add(entry) if by > 0 else line.remove(entry)
