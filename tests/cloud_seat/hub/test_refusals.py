"""Shell: what is sent as something else, twice, or by another method is refused, and stands in the log by its code."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cloud_seat.hub.config import Limits
from cloud_seat.hub.store import audit, chain, tables
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.upkeep import keep_short
from tests.cloud_seat.hub.running import RunningHub


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json; charset=utf-8", ""])
def test_only_json_is_taken_for_json(hub_server: RunningHub, kind: str) -> None:
    said, headers = {"user": "0217", "password": "x"}, {"Content-Type": kind}
    answer = hub_server.ask("POST", "/api/v1/session", json_body=said, own_origin=True, headers=headers)
    assert (answer.status, answer.json()["code"]) == (415, "not_json")


def test_json_with_a_charset_is_json(hub_server: RunningHub) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    said = {"user": "nobody-at-all", "password": "x"}
    answer = hub_server.ask("POST", "/api/v1/session", json_body=said, own_origin=True, headers=headers)
    assert answer.json()["code"] == "wrong_password"


def test_a_parameter_that_comes_twice_is_refused(hub_server: RunningHub) -> None:
    cookie = hub_server.sign_in(hub_server.add_seat("5970"))
    for query, status in (("state=received&state=accepted", 400), ("state=received&item=x", 200), ("", 200)):
        assert hub_server.ask("GET", f"/api/v1/own-cases?{query}", cookie=cookie).status == status


def test_refused_input_stands_in_the_log_without_its_words(hub_server: RunningHub) -> None:
    before = hub_server.log_path.stat().st_size
    hub_server.ask("POST", "/api/v1/session", body=b"{ private words", own_origin=True)
    hub_server.ask("TRACE", "/healthz")
    log = hub_server.log_path.read_bytes()[before:].decode()
    assert '"status": 400, "code": "bad_request"' in log and '"status": 405' in log
    assert "private" not in log


def test_a_hub_that_is_never_stopped_cuts_its_audit_too(tmp_path: Path) -> None:
    db, limits = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}"), Limits(audit_keep_days=183)
    old = (datetime.now(UTC) - timedelta(days=200)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for _ in range(3):
        db.run_now(lambda store: chain.append(store, tables.audit, at=old, actor="x", what="signed_in", about=""))
    db.run_now(lambda store: audit.note(store, actor="x", what="signed_in"))

    async def a_while() -> None:
        lane = asyncio.create_task(keep_short(db, limits, every_s=0.001))
        for _ in range(20_000):
            if (await db.run(audit.beginning))[0] == 3:
                break
            await asyncio.sleep(0.001)
        lane.cancel()

    asyncio.run(asyncio.wait_for(a_while(), 30))
    assert [row["what"] for row in db.run_now(lambda store: list(audit.rows(store)))] == ["signed_in", "audit_cut"]
    assert db.run_now(audit.first_break) is None
    db.close()
