"""Shell: which booths may open this morning, by what they found at night: for operators, and as the gate of a ring."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from cloud_seat.contract.rehearsal import FRESH_H, RehearsalTold, in_words, stops
from cloud_seat.contract.text import Text
from cloud_seat.hub.admin import LocalInputError
from cloud_seat.hub.config import Settings
from cloud_seat.hub.store import people, rehearsals
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import KioskProfile

_NEVER = Text(zh="还没有自检过，请先做一次", en="no rehearsal yet: run one")
_MISSED = Text(
    zh="昨晚没有自检，请看看机器开没开、网络通不通",
    en="did not rehearse last night: see that it is on and its network works",
)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One booth this morning. `age_h`: of its newest rehearsal; None: it had none. `since`: UTC, since when it may not
    open, empty when it may, or never rehearsed; `stops`: the steps for which it may not."""

    kiosk_id: str
    name: Text
    is_ready: bool
    text: Text
    stops: tuple[str, ...] = ()
    age_h: float | None = None
    version: str = ""
    since: str = ""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What an update's ring waits for. `ready`: every one of these booths may open; without any booth it is not."""

    ready: bool
    kiosks: tuple[Opening, ...]


def list_rehearsals(settings: Settings, now: datetime) -> list[Opening]:
    """Every booth by its id: ready to open or not, why, since when, and how old that word is."""
    db = Database(settings.dsn(), checkpoint=False)
    found = db.run_now(lambda connection: openings(connection, now))
    db.close()
    return found


def openings(db: Connection, now: datetime) -> list[Opening]:
    """The same inside a transaction."""
    newest, since = rehearsals.newest(db), rehearsals.troubles(db)
    ordered = sorted(people.kiosks(db), key=lambda one: one.kiosk_id)
    return [_opening(one, newest.get(one.kiosk_id), since.get(one.kiosk_id, ""), now) for one in ordered]


def gate(openings: list[Opening], kiosk_ids: list[str], version: str) -> Gate:
    """Of these booths only, all when none is named; with `version`, of that program. Raises LocalInputError."""
    known = {opening.kiosk_id: opening for opening in openings}
    if unknown := [kiosk_id for kiosk_id in kiosk_ids if kiosk_id not in known]:
        raise LocalInputError(f"没有这台晓屋。 There is no such booth: {' '.join(unknown)}")
    chosen = [known[kiosk_id] for kiosk_id in kiosk_ids] if kiosk_ids else openings
    judged = tuple(_of_version(opening, version) for opening in chosen)
    return Gate(ready=bool(judged) and all(one.is_ready for one in judged), kiosks=judged)


def line_of(opening: Opening, utc_offset_h: int) -> str:
    """For an operator."""
    age = "" if opening.age_h is None else f"（{opening.age_h:g} h）"
    line = f"{'✓' if opening.is_ready else '✗'} {opening.kiosk_id} {opening.name.zh}{age}"
    if not opening.since:
        return f"{line} {opening.text.zh} / {opening.text.en}"
    at = (datetime.fromisoformat(opening.since) + timedelta(hours=utc_offset_h)).strftime("%m-%d %H:%M")
    return f"{line} 从 {at} 起：{opening.text.zh} / since {at}: {opening.text.en}"


def _opening(kiosk: KioskProfile, newest: tuple[str, bytes] | None, since: str, now: datetime) -> Opening:
    line = Opening(kiosk_id=kiosk.kiosk_id, name=kiosk.name, is_ready=False, text=_NEVER)
    if newest is None:
        return line
    ended_at, body = newest
    told = msgspec.json.decode(body, type=RehearsalTold)
    age_h = (now - datetime.fromisoformat(ended_at)).total_seconds() / 3600
    known = msgspec.structs.replace(line, age_h=round(age_h, 1), version=told.version, stops=stops(told.steps))
    if age_h > FRESH_H:
        return msgspec.structs.replace(known, text=_MISSED, since=since or ended_at)
    return msgspec.structs.replace(known, text=in_words(told), is_ready=told.is_ready, since=since)


def _of_version(opening: Opening, version: str) -> Opening:
    """A night with another program says nothing about this one."""
    if not version or opening.version == version or not opening.is_ready:
        return opening
    old = Text(
        zh=f"自检时还是 {opening.version or '别的'} 版，不是 {version}",
        en=f"rehearsed with {opening.version or 'another version'}, not with {version}",
    )
    return msgspec.structs.replace(opening, is_ready=False, text=old)
