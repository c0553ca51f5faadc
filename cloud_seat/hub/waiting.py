"""Shell: what waits in booths, as each told it last: taken from them, and shown to operators."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.text import Text
from cloud_seat.contract.waiting import GROUPS_LIMIT, KINDS, LATE_S, WORD_LONGEST, OutboxTold, WaitingGroup, why
from cloud_seat.hub.answers import RemoteRequestError, json_of
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.config import Limits, Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.store import people
from cloud_seat.hub.store import waiting as store
from cloud_seat.hub.store.database import Database

OLDEST_S = 10 * 366 * 24 * 3600.0
SILENT_S = 24 * 3600.0
"""A booth tells every ten minutes while it is on the line."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One booth. `heard_at`: UTC, when it told; empty: never. `groups`: their ages as of now, if nothing moved since.
    `needs_person`: a case will not go by itself, or waits for more than a day, or the booth is silent as long."""

    kiosk_id: str
    name: Text
    heard_at: str
    needs_person: bool
    count: int = 0
    groups: tuple[WaitingGroup, ...] = ()


class WaitingDoor:
    """`/api/v1/outbox`, for kiosks only."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._db, self._doorkeeper, self._limits = db, doorkeeper, limits

    def routes(self) -> list[Route]:
        """The newest of a booth."""
        return [Route("/api/v1/outbox", self.keep, methods=["PUT"])]

    @described(takes=OutboxTold)
    async def keep(self, request: Request) -> Response:
        """In place of what it told before."""
        kiosk = await self._doorkeeper.kiosk(request)
        told: OutboxTold = await json_of(request, OutboxTold, self._limits.small_body_bytes)
        if len(told.groups) > GROUPS_LIMIT or not all(map(_is_sound, told.groups)):
            raise RemoteRequestError(400, "bad_request")
        row: dict[str, Any] = {"kiosk_id": kiosk.kiosk_id, "received_at": now_utc(), "told": msgspec.json.encode(told)}
        await self._db.run(lambda db: store.put(db, row))
        return Response(status_code=204, headers={"Cache-Control": "no-store"})


def _is_sound(group: WaitingGroup) -> bool:
    """Nothing longer, and no age, that a booth never has."""
    longest = max(map(len, (group.state, group.kind, group.code, group.oldest)))
    return longest <= WORD_LONGEST and group.count > 0 and 0 <= group.oldest_s <= OLDEST_S


def list_waiting(settings: Settings, now: datetime) -> list[Waiting]:
    """Every booth by its id."""
    db = Database(settings.dsn(), checkpoint=False)
    found = db.run_now(lambda connection: waitings(connection, now))
    db.close()
    return found


def waitings(db: Connection, now: datetime) -> list[Waiting]:
    """The same inside a transaction."""
    newest = store.newest(db)
    ordered = sorted(people.kiosks(db), key=lambda one: one.kiosk_id)
    return [told_of(one.kiosk_id, one.name, newest.get(one.kiosk_id), now) for one in ordered]


def told_of(kiosk_id: str, name: Text, newest: tuple[str, bytes] | None, now: datetime) -> Waiting:
    """`now`: aware."""
    if newest is None:
        return Waiting(kiosk_id=kiosk_id, name=name, heard_at="", needs_person=False)
    heard_at, body = newest
    since_s = max(0.0, (now - datetime.fromisoformat(heard_at)).total_seconds())
    told = msgspec.json.decode(body, type=OutboxTold)
    groups = tuple(msgspec.structs.replace(one, oldest_s=round(one.oldest_s + since_s)) for one in told.groups)
    return Waiting(
        kiosk_id=kiosk_id,
        name=name,
        heard_at=heard_at,
        needs_person=since_s > SILENT_S or any(map(_needs_person, groups)),
        count=sum(one.count for one in groups),
        groups=groups,
    )


def lines_of(waiting: Waiting, now: datetime) -> list[str]:
    """For an operator: the booth, then a line a group."""
    mark = "✗" if waiting.needs_person else "✓" if not waiting.count else "…"
    if not waiting.heard_at:
        return [f"… {waiting.kiosk_id} {waiting.name.zh} 还没有报过 / has not told yet"]
    ago_h = _hours((now - datetime.fromisoformat(waiting.heard_at)).total_seconds())
    head = f"{mark} {waiting.kiosk_id} {waiting.name.zh} {waiting.count} 件，{ago_h} h 前报的"
    return [f"{head} / {waiting.count} wait, told {ago_h} h ago", *map(_line_of, waiting.groups)]


def _line_of(group: WaitingGroup) -> str:
    kind, text = KINDS.get(group.kind, Text(zh=group.kind, en=group.kind)), why(group.code, is_dead=_is_dead(group))
    hours = _hours(group.oldest_s)
    said = f"{kind.zh} {group.count}，最早 {group.oldest} 等了 {hours} h：{text.zh}"
    return f"    {'✗' if _needs_person(group) else '…'} {said} / {group.count} {kind.en}, {hours} h: {text.en}"


def _is_dead(group: WaitingGroup) -> bool:
    return group.state == "dead"


def _needs_person(group: WaitingGroup) -> bool:
    return _is_dead(group) or group.oldest_s > LATE_S


def _hours(seconds: float) -> str:
    return f"{max(0.0, seconds) / 3600:.1f}"
