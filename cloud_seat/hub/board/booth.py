"""Shell: one booth whole: devices, last night, outbox, calls of two weeks, what cannot be done there now, errands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from cloud_seat.contract.here_now import Around, Offer, Way, offer
from cloud_seat.contract.items import Item
from cloud_seat.contract.rehearsal import RehearsalTold
from cloud_seat.contract.signalling import HealthReported
from cloud_seat.contract.text import Text
from cloud_seat.hub import call_days
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.board.errands import Errand
from cloud_seat.hub.clock import local_day, now_utc
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.matching.officials import Officials
from cloud_seat.hub.store import call_quality, people, rehearsals
from cloud_seat.hub.store import waiting as outboxes
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import KioskProfile
from cloud_seat.hub.waiting import Waiting, told_of

QUALITY_DAYS = 14
SHOWN = 100
FULL = frozenset({"storage_full", "storage_short"})


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot be done at this booth now: `way`, `opens`, `lacks` as in here_now.py; `place`: its counter."""

    item_id: str
    name: Text
    way: str
    opens: str = ""
    lacks: str = ""
    place: Text | None = None


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """As `./xiaowu hub calls` shows it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class BoothTold(msgspec.Struct, frozen=True, kw_only=True):
    """All of one booth. `ways`: of `items`, how many can be done there now, and how. `closed_why`, `closed_until` as in
    WallKiosk."""

    kiosk_id: str
    name: Text
    devices: dict[str, str]
    reasons: dict[str, tuple[str, ...]]
    items: int
    ways: dict[str, int]
    elsewhere: tuple[Elsewhere, ...]
    errands: tuple[Errand, ...]
    rehearsed_at: str
    rehearsal: RehearsalTold | None
    outbox: Waiting
    quality: Quality
    closed_why: str = ""
    closed_until: str = ""


class BoothView:
    """Put together when somebody asks."""

    def __init__(self, db: Database, lanes: Lanes, *, utc_offset_h: int) -> None:
        self._db, self._rooms, self._duties, self._errands = db, lanes.rooms, lanes.duties, lanes.errands
        self._closings, self._utc_offset_h = lanes.closings, utc_offset_h

    async def whole(self, kiosk_id: str) -> BoothTold:
        """Raises RemoteRequestError 404."""
        kept = await self._db.run(lambda db: self._kept(db, kiosk_id))
        await self._duties.refresh()
        health = self._rooms.booths.health_of(kiosk_id)
        offers = self.offers(kiosk_id, health)
        away = [self._line(item_id, made) for item_id, made in offers.items() if made.way is not Way.HERE]
        why, until = self._closings.words_now().get(kiosk_id, ("", ""))
        return BoothTold(
            kiosk_id=kiosk_id,
            closed_why=why,
            closed_until=until,
            **kept,
            devices=health.devices,
            reasons=health.reasons,
            items=len(offers),
            ways={str(way): sum(made.way is way for made in offers.values()) for way in Way},
            elsewhere=tuple(away[:SHOWN]),
            errands=tuple(self._errands.of(kiosk_id)),
        )

    async def known(self, kiosk_id: str) -> KioskProfile:
        """The booth of this name. Raises RemoteRequestError 404."""
        return await self._db.run(lambda db: _known(db, kiosk_id))

    def offers(self, kiosk_id: str, health: HealthReported) -> dict[str, Offer]:
        """Can this be done here, now? For every item that a booth or its officials have anything to do with."""
        items = {item.id: item for item in self._rooms.directory.items.values() if {"kiosk", "seat"} & {*item.channels}}
        counts = Officials(self._rooms.state_now()).of(items)
        line, is_full = kiosk_id in self._rooms.booths, bool(FULL & {*health.reasons.get("storage", ())})
        closed = self._closings.until(kiosk_id)

        def around(item: Item) -> Around:
            online, _ = counts[item.id]
            opens, why = ("", "") if online else self._rooms.opens(item.id)
            return Around(
                line=line,
                has_form="kiosk" in item.channels and bool(item.form_id),
                officials=counts[item.id],
                opens=opens,
                why=why,
                devices=health.devices,
                is_full=is_full,
                closed=closed,
            )

        return {item_id: offer(item, around(item)) for item_id, item in items.items()}

    def _line(self, item_id: str, made: Offer) -> Elsewhere:
        item = self._rooms.directory.items[item_id]
        told = {"way": str(made.way), "opens": made.opens, "lacks": made.lacks}
        return Elsewhere(item_id=item_id, name=item.name, place=item.place, **told)

    def _kept(self, db: Connection, kiosk_id: str) -> dict[str, Any]:
        kiosk = _known(db, kiosk_id)
        now, today = datetime.now(UTC), date.fromisoformat(local_day(now_utc(), self._utc_offset_h))
        since = (today - timedelta(days=QUALITY_DAYS - 1)).isoformat()
        rows = [row for row in call_quality.between(db, since, today.isoformat()) if row["kiosk_id"] == kiosk_id]
        ended_at, body = rehearsals.newest_of(db, kiosk_id)
        return {
            "name": kiosk.name,
            "rehearsed_at": ended_at,
            "rehearsal": msgspec.json.decode(body, type=RehearsalTold) if body else None,
            "outbox": told_of(kiosk_id, kiosk.name, outboxes.newest(db).get(kiosk_id), now),
            "quality": Quality(head=call_days.HEAD, rows=tuple(call_days.by_day(rows))),
        }


def _known(db: Connection, kiosk_id: str) -> KioskProfile:
    found = people.kiosk(db, kiosk_id)
    if found is None:
        raise RemoteRequestError(404, "no_such_booth")
    return found
