"""Shell: officials sign in, stay signed in while they work, and are locked out when somebody guesses."""

import asyncio
import sqlite3
from pathlib import Path

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.running import PASSWORD, Answer, RunningHub


def _try(hub: RunningHub, user: str, password: str, **how: object) -> Answer:
    body = {"user": user, "password": password}
    return hub.ask("POST", "/api/v1/session", json_body=body, own_origin=not how.get("headers"), **how)


def test_signing_in_and_out(hub_server: RunningHub) -> None:
    user = hub_server.add_seat("5001")
    answer = _try(hub_server, user, PASSWORD)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    mine = cookie.split(";")[0]
    who = hub_server.ask("GET", "/api/v1/session", cookie=mine).json()
    assert who == answer.json()
    assert (who["seat_id"], who["number"], who["department"]["zh"]) == ("seat-5001", "5001", "测试局")
    assert hub_server.ask("DELETE", "/api/v1/session", cookie=mine).status == 403  # not from our own page
    assert hub_server.ask("DELETE", "/api/v1/session", cookie=mine, own_origin=True).status == 204
    assert hub_server.ask("GET", "/api/v1/session", cookie=mine).status == 401


def test_five_failures_lock_the_name_known_or_not(hub_server: RunningHub) -> None:
    for user in (hub_server.add_seat("5002"), "nobody"):
        assert [_try(hub_server, user, "wrong").status for _ in range(5)] == [401] * 5
        locked = _try(hub_server, user, PASSWORD)
        assert (locked.status, locked.json()["code"]) == (429, "locked")
        assert 0 < int(locked.headers["retry-after"]) <= 31


def test_a_success_forgives_earlier_slips(hub_server: RunningHub) -> None:
    user = hub_server.add_seat("5003")
    for _ in range(2):
        assert [_try(hub_server, user, "wrong").status for _ in range(4)] == [401] * 4
        assert _try(hub_server, user, PASSWORD).status == 200


def test_other_sites_and_garbage_are_refused(hub_server: RunningHub) -> None:
    user = hub_server.add_seat("5004")
    assert _try(hub_server, user, PASSWORD, headers={"Origin": "https://evil.example"}).status == 403
    ask = hub_server.ask
    assert ask("POST", "/api/v1/session", own_origin=True, body=b"{").status == 400
    assert ask("POST", "/api/v1/session", own_origin=True, json_body={"user": 5}).status == 400
    assert ask("POST", "/api/v1/session", own_origin=True, body=b"x" * 20_000).status == 413


def test_sessions_end_when_nobody_is_there(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path, "session_idle_s=0") as hub:
        cookie = hub.sign_in(hub.add_seat("5005"))
        assert hub.ask("GET", "/api/v1/session", cookie=cookie).status == 401


def test_an_idle_page_is_signed_out_but_not_during_a_call(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        token, cookie = hub.enrol("PY-0001")["token"], hub.sign_in(hub.add_seat("5007"))
        idle_cookie = hub.sign_in(hub.add_seat("5008"))
        async with await open_kiosk(hub, token) as kiosk, await open_seat(hub, cookie) as seat:
            await connected(kiosk, seat, new_call())
            idle = await open_seat(hub, idle_cookie)
            assert await idle.closed() == 4001
            await seat.hears_nothing_of(sg.CallEnded)
            assert hub.ask("GET", "/api/v1/session", cookie=cookie).status == 200

    with RunningHub.start(tmp_path, "session_idle_s=0.8", "session_check_s=0.3") as hub:
        asyncio.run(run(hub))


def test_secrets_are_kept_as_hashes_only(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path) as hub:
        token = hub.enrol("PY-0001")["token"]
        word = hub.sign_in(hub.add_seat("5006")).partition("=")[2]
    with sqlite3.connect(tmp_path / "hub.sqlite") as db:
        kept = "\n".join(db.iterdump())
    assert token not in kept and word not in kept and PASSWORD not in kept
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in kept
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()}
    assert {name: mode for name, mode in modes.items() if name.endswith(("sqlite", "root", "receipt", "-1", "-2"))}
    assert not [name for name in ("journal.sqlite", "root", "receipt", "intake-1", "intake-2") if modes[name] & 0o077]
