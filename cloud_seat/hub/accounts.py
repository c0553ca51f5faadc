"""Shell: what an operator does with accounts and the audit at the command line. Works beside a running hub."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection

from cloud_seat.hub.acts import ROLES
from cloud_seat.hub.admin import LocalInputError, changed_now, operator
from cloud_seat.hub.config import Settings
from cloud_seat.hub.store import audit, chain, factors, passkeys, people, roles, sessions


def set_role(settings: Settings, seat_id: str, role: str, *, on: bool) -> frozenset[str]:
    """Give or take one role; holds from the next request on. What is taken ends the sign-ins of that account."""
    if role not in ROLES:
        raise LocalInputError(f"没有这个角色，有：{' '.join(ROLES)}。 There is no such role: {role!r}")

    def change(db: Connection) -> frozenset[str]:
        _require_account(db, seat_id)
        before = roles.roles_of(db, seat_id)
        now = before | {role} if on else before - {role}
        if not now:
            raise LocalInputError("账号至少要有一个角色。 An account keeps at least one role.")
        roles.set_roles(db, seat_id, now)
        if before - now:
            sessions.close_all(db, seat_id)
        audit.note(db, actor=operator(), what="roles_changed", about=f"{seat_id}: {' '.join(sorted(now))}")
        return now

    return changed_now(settings, change)


def reset_factor(settings: Settings, seat_id: str) -> None:
    """A lost telephone or key: the next sign-in takes up a new one; who is signed in is signed out."""

    def reset(db: Connection) -> bool:
        _require_account(db, seat_id)
        sessions.close_all(db, seat_id)
        audit.note(db, actor=operator(), what="factor_reset", about=seat_id)
        return factors.forget(db, seat_id) | passkeys.forget(db, seat_id)

    if not changed_now(settings, reset):
        raise LocalInputError(f"这个账号没有绑定手机，也没有通行密钥。 This account has no second factor: {seat_id!r}")


def export_audit(settings: Settings, to: TextIO) -> str:
    """Every row as a line of JSON after a first line that says what the chain goes on from; the head, to be noted."""

    def export(db: Connection) -> str:
        audit.note(db, actor=operator(), what="audit_exported")
        seq, last = audit.beginning(db)
        to.write(json.dumps({"after": seq, "hash": last}) + "\n")
        for row in audit.rows(db):
            to.write(json.dumps(row, ensure_ascii=False) + "\n")
            seq, last = row["seq"], row["hash"]
        return f"{seq}:{last}"

    return changed_now(settings, export)


def verify_audit(settings: Settings, file: Path | None, head: str) -> int:
    """How many rows there are, all of them as they were written. `head`: one that was noted once, `NUMBER:HASH`.

    Raises LocalInputError that names the first row which is not."""
    if file:
        with file.open(encoding="utf-8") as lines:
            return _verified(*_read(lines), head)
    return changed_now(settings, lambda db: _verified(audit.rows(db), audit.beginning(db), head))


def choose_digest(settings: Settings, digest: str) -> None:
    """From now on the audit and the history of cases are chained by SHA-256 or SM3; that is the first row of it."""

    def choose(db: Connection) -> None:
        chain.choose(db, digest)
        audit.note(db, actor=operator(), what="digest_changed", about=digest)

    changed_now(settings, choose)


def cut_audit(settings: Settings) -> int:
    """Cuts off what is older than `audit_keep_days`; how many rows went."""
    how: Any = {"keep_days": settings.limits.audit_keep_days, "now": datetime.now(UTC), "actor": operator()}
    return changed_now(settings, lambda db: audit.cut_old(db, **how))


def _read(lines: TextIO) -> tuple[Iterator[dict[str, Any]], tuple[int, str]]:
    try:
        first = json.loads(lines.readline())
        return (json.loads(line) for line in lines), (int(first["after"]), str(first["hash"]))
    except (ValueError, KeyError, TypeError) as error:
        raise LocalInputError("这不是导出的审计文件。 This is no exported audit.") from error


def _verified(rows: Iterator[dict[str, Any]], after: tuple[int, str], head: str) -> int:
    seen = list[tuple[int, str]]()

    def remembered() -> Iterator[dict[str, Any]]:
        for row in rows:
            seen.append((row["seq"], row["hash"]))
            yield row

    broken = chain.first_break_in(remembered(), after)
    if broken is not None:
        raise LocalInputError(f"审计第 {broken} 行对不上：被改、删或插过。 Row {broken} was changed, lost or added.")
    if head and head not in (f"{seq}:{mark}" for seq, mark in [after, *seen]):
        raise LocalInputError("审计里没有记下的那一行。 The audit does not hold the row that was noted.")
    return len(seen)


def _require_account(db: Connection, seat_id: str) -> None:
    if seat_id not in {one.seat.seat_id for one in people.seats(db)}:
        raise LocalInputError(f"没有这位工作人员。 There is no such official: {seat_id!r}")
