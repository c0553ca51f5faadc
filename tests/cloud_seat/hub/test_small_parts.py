"""Core: the small decisions: lock-out, working days, settings, the log's allow-list, the two hash chains."""

import json
import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from cloud_seat.hub import log
from cloud_seat.hub.config import LocalSettingError, Settings
from cloud_seat.hub.conversation import Pace
from cloud_seat.hub.lockout import Lockout
from cloud_seat.hub.store import chain, tables
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.journal import LocalJournalError, SqliteJournal


def test_each_failure_after_the_fifth_doubles_the_wait() -> None:
    lockout, waits = Lockout(free=5, first_s=30, longest_s=900), list[float]()
    for _ in range(12):
        lockout.failed("0217", now_s=1000)
        waits.append(lockout.wait_s("0217", now_s=1000))
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert lockout.wait_s("0217", now_s=1890) == 10
    assert lockout.wait_s("0218", now_s=1000) == 0
    lockout.succeeded("0217")
    assert lockout.wait_s("0217", now_s=1000) == 0


def test_settings_are_changed_by_name(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, assets_dir=tmp_path, web_dir=tmp_path)
    assert settings.with_setting("ring_s", "20").policy.ring_s == 20
    assert settings.with_setting("strikes", "7").limits.strikes == 7
    for name, value in (("no_such", "1"), ("ring_s", "long"), ("strikes", "7.5")):
        with pytest.raises(LocalSettingError):
            settings.with_setting(name, value)


def test_the_log_prints_allowed_fields_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "hub.test"):
        log.say("hub.test", "something", case_id="c1", phone="13800000000")
    (record,) = caplog.records
    assert json.dumps(record.__dict__["hub_fields"]) == json.dumps({"case_id": "c1", "phone": "<redacted>"})


def test_a_burst_then_a_steady_pace() -> None:
    pace = Pace(3, per_s=0.001)
    assert [pace.allows() for _ in range(5)] == [True, True, True, False, False]


def test_the_journal_takes_one_writer_at_each_number(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    first, second = SqliteJournal(path), SqliteJournal(path)
    assert first.append(0, b"a")
    assert not second.append(0, b"b")
    assert not second.append(5, b"gap")
    assert second.append(1, b"b")
    assert list(first.read(0)) == [(1, b"a"), (2, b"b")]
    assert list(first.read(1)) == [(2, b"b")]
    first.close()
    second.close()


@pytest.mark.parametrize("harm", ["UPDATE journal SET body = x'78' WHERE seq = 2", "DELETE FROM journal WHERE seq = 2"])
def test_a_changed_journal_is_noticed(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "journal.sqlite"
    journal = SqliteJournal(path)
    for seq in range(4):
        assert journal.append(seq, str(seq).encode())
    with sqlite3.connect(path) as other:
        other.execute(harm)
    with pytest.raises(LocalJournalError):
        list(journal.read(0))
    journal.close()


@pytest.mark.parametrize("harm", ["UPDATE case_history SET note = 'x'", "DELETE FROM case_history"])
def test_a_changed_history_is_noticed(tmp_path: Path, harm: str) -> None:
    db = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    for n in range(3):
        row = {"case_id": f"c{n}", "at": "t", "actor": "a", "what": "received", "note": ""}
        db.run_now(lambda c, row=row: chain.append(c, tables.case_history, **row))  # type: ignore[misc]
    assert db.run_now(lambda c: chain.first_break(c, tables.case_history)) is None
    db.run_now(lambda c: c.execute(sql(f"{harm} WHERE seq = 2")).close())
    assert db.run_now(lambda c: chain.first_break(c, tables.case_history)) == 2
    db.close()
