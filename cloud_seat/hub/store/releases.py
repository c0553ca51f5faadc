"""Shell: which release runs in each booth, and what became of each release there: reported after it proved itself."""

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from cloud_seat.contract.releases import ReleaseTold
from cloud_seat.hub.rollout import Night, Outcome, Steer
from cloud_seat.hub.store import release_tables

_told, _outcome = release_tables.release_told, release_tables.release_outcome
_asked, _night, _steer = release_tables.release_asked, release_tables.release_night, release_tables.release_steer


def put(db: Connection, kiosk_id: str, told: ReleaseTold, now_s: float) -> None:
    """The newest word of a booth in place of the one before; the first of each outcome stays."""
    db.execute(delete(_told).where(_told.c.kiosk_id == kiosk_id))
    db.execute(insert(_told).values(kiosk_id=kiosk_id, at_s=now_s, told=msgspec.json.encode(told)))
    known = outcomes_of(db, kiosk_id)
    if told.version and known.get(told.version, Outcome()).confirmed_s is None:
        _settle(db, kiosk_id, told.version, known, confirmed_s=now_s)
    for version, reason in told.failed.items():
        if known.get(version, Outcome()).failed_s is None:
            _settle(db, kiosk_id, version, known, failed_s=now_s, reason=reason)


def _settle(db: Connection, kiosk_id: str, version: str, known: dict[str, Outcome], **what: object) -> None:
    if version in known:
        mine = (_outcome.c.kiosk_id == kiosk_id) & (_outcome.c.version == version)
        db.execute(update(_outcome).where(mine).values(**what))
    else:
        db.execute(insert(_outcome).values(kiosk_id=kiosk_id, version=version, **what))


def outcomes_of(db: Connection, kiosk_id: str) -> dict[str, Outcome]:
    """Release → what became of it in this booth."""
    rows = db.execute(select(_outcome).where(_outcome.c.kiosk_id == kiosk_id))
    return {row.version: Outcome(confirmed_s=row.confirmed_s, failed_s=row.failed_s, reason=row.reason) for row in rows}


def outcomes(db: Connection, version: str) -> dict[str, Outcome]:
    """Booth → what became of this release there."""
    rows = db.execute(select(_outcome).where(_outcome.c.version == version))
    return {
        row.kiosk_id: Outcome(confirmed_s=row.confirmed_s, failed_s=row.failed_s, reason=row.reason) for row in rows
    }


def newest(db: Connection) -> dict[str, tuple[float, ReleaseTold]]:
    """Booth → when it told last, and what."""
    return {
        row.kiosk_id: (row.at_s, msgspec.json.decode(row.told, type=ReleaseTold)) for row in db.execute(select(_told))
    }


def note_asked(db: Connection, kiosk_id: str, version: str, now_s: float) -> None:
    """This booth has been told to run it; the first time stays."""
    known = select(_asked.c.at_s).where((_asked.c.kiosk_id == kiosk_id) & (_asked.c.version == version))
    if db.execute(known).one_or_none() is None:
        db.execute(insert(_asked).values(kiosk_id=kiosk_id, version=version, at_s=now_s))


def asked(db: Connection, version: str) -> dict[str, float]:
    """Booth → when it was first told to run this release."""
    rows = db.execute(select(_asked.c.kiosk_id, _asked.c.at_s).where(_asked.c.version == version))
    return {row.kiosk_id: row.at_s for row in rows}


def put_night(db: Connection, kiosk_id: str, night: Night) -> None:
    """In place of the one before."""
    db.execute(delete(_night).where(_night.c.kiosk_id == kiosk_id))
    row = {"version": night.version, "at_s": night.at_s, "is_ready": night.is_ready}
    db.execute(insert(_night).values(kiosk_id=kiosk_id, **row))


def nights(db: Connection, version: str) -> dict[str, Night]:
    """Booth → its newest rehearsal, if that was on this release."""
    rows = db.execute(select(_night).where(_night.c.version == version))
    return {row.kiosk_id: Night(at_s=row.at_s, version=row.version, is_ready=row.is_ready) for row in rows}


def steer(db: Connection, word: Steer) -> None:
    """In place of the one before."""
    db.execute(delete(_steer).where(_steer.c.version == word.version))
    db.execute(insert(_steer).values(**msgspec.structs.asdict(word)))


def steer_of(db: Connection, version: str) -> Steer | None:
    """What a person said last of this release."""
    row = db.execute(select(_steer).where(_steer.c.version == version)).one_or_none()
    return Steer(version=row.version, act=row.act, at_s=row.at_s, by=row.by, forgiven_s=row.forgiven_s) if row else None
