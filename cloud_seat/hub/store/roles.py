"""Shell: the roles of staff. Who has no row serves residents and does nothing else."""

from sqlalchemy import Connection, bindparam, delete, insert, select

from cloud_seat.hub.store import tables

_FIRST = frozenset({"seat"})
_OF = select(tables.role.c.role).where(tables.role.c.seat_id == bindparam("seat"))


def roles_of(db: Connection, seat_id: str) -> frozenset[str]:
    """All that this account has."""
    found = db.execute(_OF, {"seat": seat_id}).scalars()
    return frozenset(found) or _FIRST


def set_roles(db: Connection, seat_id: str, roles: frozenset[str]) -> None:
    """These and no others."""
    db.execute(delete(tables.role).where(tables.role.c.seat_id == seat_id))
    for role in sorted(roles):
        db.execute(insert(tables.role).values(seat_id=seat_id, role=role))


def take_over_supervisors(db: Connection) -> None:
    """Of a hub from before there were roles."""
    for seat_id in list(db.execute(select(tables.supervisor.c.seat_id)).scalars()):
        set_roles(db, seat_id, roles_of(db, seat_id) | {"supervisor"})
    db.execute(delete(tables.supervisor))
