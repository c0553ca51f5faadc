"""Shell: what no hub may allow twice or too often, kept for all hubs: failed tries, and proofs that were used."""

from sqlalchemy import Connection, delete, insert, select, update

from cloud_seat.hub.store.people import sha256_hex
from cloud_seat.hub.store.sign_in_tables import failed_tries, proof_used

KEPT_S = 86_400.0
"""Tries without a further failure are forgotten after a day."""


def failures(db: Connection, mark: str) -> int:
    """Since the last success."""
    return db.execute(select(failed_tries.c.failures).where(failed_tries.c.mark == mark)).scalar_one_or_none() or 0


def locked_until_s(db: Connection, mark: str) -> float:
    """By the hubs' clock; 0: not at all."""
    found = select(failed_tries.c.locked_until_s).where(failed_tries.c.mark == mark)
    return db.execute(found).scalar_one_or_none() or 0.0


def put(db: Connection, mark: str, *, failures: int, locked_until_s: float, now_s: float) -> None:
    """What is known of this mark from now on."""
    now = {"failures": failures, "locked_until_s": locked_until_s, "at_s": now_s}
    if not db.execute(update(failed_tries).where(failed_tries.c.mark == mark).values(now)).rowcount:
        db.execute(insert(failed_tries).values(mark=mark, **now))


def forget(db: Connection, mark: str) -> None:
    """The right one came."""
    db.execute(delete(failed_tries).where(failed_tries.c.mark == mark))


def use_proof(db: Connection, kiosk_id: str, nonce: str, now_s: float) -> bool:
    """Whether this proof was not used before, at any hub; from now on it was."""
    table, nonce_sha256 = proof_used.c, sha256_hex(nonce)
    if db.execute(select(table.at_s).where(table.kiosk_id == kiosk_id, table.nonce_sha256 == nonce_sha256)).first():
        return False
    db.execute(insert(proof_used).values(kiosk_id=kiosk_id, nonce_sha256=nonce_sha256, at_s=now_s))
    return True


def forget_old(db: Connection, *, now_s: float, proof_s: float) -> None:
    """Proofs that are stale by themselves, and tries of days ago."""
    db.execute(delete(proof_used).where(proof_used.c.at_s < now_s - proof_s))
    db.execute(delete(failed_tries).where(failed_tries.c.at_s < now_s - KEPT_S))
