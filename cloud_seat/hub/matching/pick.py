"""Core: who is asked. The seat that had the case before; then of those within reach: the nearest, those who speak the
resident's language, those whose absence would leave nobody for some other matter last, whoever is idle longest."""

from collections.abc import Iterable

from cloud_seat.hub.matching.roster import Roster
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import ALL_ITEMS, Reach, Standing
from cloud_seat.hub.matching.state import CallState, Seats

Choice = tuple[Reach, bool, int, str]
"""How near, speaks not, idle since, seat id: the smallest is asked first."""


def pick(seats: Seats, roster: Roster, call: CallState) -> SeatState | None:
    """Whom to ring for a call that waits; None: nobody now. The same seat first; while held for it, nobody else."""
    same = seats.get(call.prefer_seat_id)
    if same and same.takes_own and same.may(call.item_id) and same.seat_id not in call.resting:
        return same
    return None if call.hold_until_ms else longest_idle(seats, roster, call)


def longest_idle(seats: Seats, roster: Roster, call: CallState) -> SeatState | None:
    """Whom to ring, whoever had the case before."""
    near = _by_reach(roster.near(call.item_id, call.place), call)
    there = (reach for reach, standing in near if _is_there(seats, roster, standing, call))
    reach = max(call.reach, min(there, default=Reach.ANYONE))
    if reach is Reach.ANYONE and call.place:
        near = _by_reach(roster.anywhere(call.item_id), call)
    choices = sorted(
        (distance, not standing.speaks(call.language), *first)
        for distance, standing in near
        if distance <= reach and (first := _first_free(roster, standing, call))
    )
    return _spared(seats, roster, choices, call.place)


def _by_reach(standings: Iterable[Standing], call: CallState) -> list[tuple[Reach, Standing]]:
    return [(standing.reach(call.item_id, call.place), standing) for standing in standings]


def _is_there(seats: Seats, roster: Roster, standing: Standing, call: CallState) -> bool:
    """Somebody of this standing may take the call now or soon: is at work, and did not let it pass just now."""
    resting = sum(1 for seat_id in call.resting if seats[seat_id].standing == standing and seats[seat_id].at_work)
    return roster.group(standing).at_work > resting


def _first_free(roster: Roster, standing: Standing, call: CallState) -> tuple[int, str] | None:
    return next((entry for entry in roster.group(standing).free if entry[1] not in call.resting), None)


def _spared(seats: Seats, roster: Roster, choices: list[Choice], place: str) -> SeatState | None:
    """The first one; but an only one is passed over for another who is as near and speaks as well."""
    found = [seats[seat_id] for *kind, _, seat_id in choices if kind == list(choices[0][:2])]
    others = (seat for seat in found if not _is_only_one(roster, seat.standing, place))
    return next(others, found[0] if found else None)


def _is_only_one(roster: Roster, standing: Standing, place: str) -> bool:
    """The one official of this standing is the only one at work there for some matter."""
    if roster.group(standing).at_work != 1 or roster.all_at_work > (ALL_ITEMS in standing.rights):
        return False
    return any(
        not roster.somebody(other for other in roster.near(item_id, place) if other != standing)
        for item_id in standing.rights
    )
