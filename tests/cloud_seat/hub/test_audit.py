"""Core: the audit is cut at the front only, stays whole, and is kept for six months at least."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cloud_seat.hub.config import LocalSettingError, Settings
from cloud_seat.hub.store import audit, chain, tables
from cloud_seat.hub.store.database import Database

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def test_what_need_not_be_kept_is_cut_and_the_rest_still_hangs_together(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}")

    def cut() -> int:
        return db.run_now(lambda tx: audit.cut_old(tx, keep_days=183, now=NOW, actor="hub"))

    def whole() -> bool:
        return db.run_now(audit.first_break) is None

    def happened(day: str) -> None:
        row = {"at": f"{day}T08:00:00Z", "actor": "a", "what": "opened", "about": "c"}
        db.run_now(lambda tx: chain.append(tx, tables.audit, **row))

    for day in ("2026-05-01", "2026-05-20", "2026-06-30", "2026-11-01"):
        happened(day)
    assert [cut(), cut()] == [2, 0] and whole()
    kept = db.run_now(lambda tx: [(row["seq"], row["what"]) for row in audit.rows(tx)])
    assert kept == [(3, "opened"), (4, "opened"), (5, "audit_cut")]
    db.run_now(lambda tx: tx.execute(tables.audit.delete().where(tables.audit.c.seq == 3)))
    assert db.run_now(audit.first_break) == 3, "more was taken away than was said"
    db.close()


def test_less_than_six_months_is_no_setting(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, assets_dir=tmp_path, web_dir=tmp_path)
    assert settings.with_setting("audit_keep_days", "183").limits.audit_keep_days == 183
    with pytest.raises(LocalSettingError):
        settings.with_setting("audit_keep_days", "182")
