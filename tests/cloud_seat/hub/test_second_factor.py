"""Shell: the second factor by HTTP, changes of password, signing out everywhere, and what of it the audit says."""

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud_seat.contract import totp
from cloud_seat.hub.__main__ import main
from tests.cloud_seat.hub.running import PASSWORD, Answer, RunningHub


def _try(hub: RunningHub, user: str, password: str = PASSWORD, **said: str) -> Answer:
    body = {"user": user, "password": password, **said}
    return hub.ask("POST", "/api/v1/session", json_body=body, own_origin=True)


def _later_code(secret: str) -> str:
    """Of the next step: the one of now was used."""
    return totp.code_at(totp.secret_of(secret), int(time.time() // totp.STEP_S) + 1)


def _cookie(answer: Answer) -> str:
    return answer.headers["set-cookie"].split(";")[0]


def _auditor(hub: RunningHub, number: str) -> str:
    user = hub.add_seat(number)
    hub.set_role(user, "auditor")
    return user


def test_a_factor_is_taken_up_once_and_no_code_counts_twice(hub_server: RunningHub) -> None:
    user = _auditor(hub_server, "6101")
    asked = _try(hub_server, user)
    secret = asked.json()["secret"]
    assert (asked.status, asked.json()["code"]) == (401, "take_up_factor")
    assert asked.json()["qr"].startswith("data:image/svg+xml")
    assert _try(hub_server, user).json()["secret"] == secret, "a page that is opened again shows the same"
    assert _try(hub_server, user, code="000000").json()["code"] == "wrong_code"
    code = hub_server.code(asked)
    taken = _try(hub_server, user, code=f" {code[:3]} {code[3:]} ")
    assert taken.status == 200 and len(taken.json()["recovery_codes"]) == 10
    again = _try(hub_server, user)
    assert (again.status, again.json()["code"], "secret" in again.json()) == (401, "second_factor", False)
    assert _try(hub_server, user, code=code).json()["code"] == "wrong_code"
    assert _try(hub_server, user, code=_later_code(secret)).status == 200


def test_a_wrong_password_learns_nothing_of_the_factor(hub_server: RunningHub) -> None:
    user = _auditor(hub_server, "6102")
    told = _try(hub_server, user, "wrong", code="123456")
    assert (told.status, told.json()["code"], "secret" in told.json()) == (401, "wrong_password", False)


def test_codes_are_not_guessed(hub_server: RunningHub) -> None:
    user = _auditor(hub_server, "6103")
    hub_server.sign_in(user)
    answers = [_try(hub_server, user, code=f"{n:06d}").json()["code"] for n in range(6)]
    assert answers == ["wrong_code"] * 5 + ["locked"]


def test_a_recovery_code_opens_once(hub_server: RunningHub) -> None:
    user = _auditor(hub_server, "6104")
    codes = _try(hub_server, user, code=hub_server.code(_try(hub_server, user))).json()["recovery_codes"]
    assert [_try(hub_server, user, code=codes[0].upper()).status for _ in range(2)] == [200, 401]
    assert _try(hub_server, user, code=codes[1]).status == 200


def test_an_operator_gives_a_new_start_after_a_lost_telephone(hub_server: RunningHub) -> None:
    user = _auditor(hub_server, "6105")
    cookie, place = hub_server.sign_in(user), ["--data-dir", str(hub_server.data_dir)]
    assert main(["reset-factor", "--number", user, *place]) == 0
    assert hub_server.ask("GET", "/api/v1/session", cookie=cookie).status == 401
    assert _try(hub_server, user).json()["code"] == "take_up_factor"
    assert main(["reset-factor", "--number", "nobody", *place]) == 2


def test_a_role_that_is_given_waits_for_the_factor_and_one_that_is_taken_ends_the_sign_in(
    hub_server: RunningHub,
) -> None:
    user = hub_server.add_seat("6106")
    cookie = hub_server.sign_in(user)
    hub_server.set_role(user, "operator")
    assert hub_server.ask("GET", "/api/v1/session", cookie=cookie).json()["roles"] == ["seat"]
    with_factor = hub_server.sign_in(user)
    assert hub_server.ask("GET", "/api/v1/session", cookie=with_factor).json()["roles"] == ["operator", "seat"]
    hub_server.set_role(user, "operator", on=False)
    assert hub_server.ask("GET", "/api/v1/session", cookie=with_factor).status == 401


@pytest.fixture(scope="module")
def strict_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Everybody needs the factor, few tries are allowed, and the addresses are what a proxy says."""
    settings, options = ("seats_need_factor=1", "sign_in_failures_address=3"), ("--behind-proxy",)
    with RunningHub.start(tmp_path_factory.mktemp("strict"), *settings, options=options) as hub:
        yield hub


def test_the_setting_asks_officials_at_their_desks_but_no_bot(strict_hub: RunningHub) -> None:
    assert _try(strict_hub, strict_hub.add_seat("6107")).json()["code"] == "take_up_factor"
    assert _try(strict_hub, strict_hub.add_seat("6108", rights=())).status == 200


def test_another_password_ends_the_other_sign_ins(hub_server: RunningHub) -> None:
    user, new = hub_server.add_seat("6109"), "另一匹马 🐎 " + "x" * 117
    here, there = hub_server.sign_in(user), hub_server.sign_in(user)

    def change(old: str, wanted: str) -> Answer:
        body = {"old": old, "new": wanted}
        return hub_server.ask("POST", "/api/v1/session/password", json_body=body, cookie=here, own_origin=True)

    assert change("wrong", new).json()["code"] == "wrong_password"
    assert [change(PASSWORD, weak).json()["code"] for weak in ("elevenchars", "x" * 129, PASSWORD)] == [
        "weak_password"
    ] * 3
    assert change(PASSWORD, new).status == 204
    assert [hub_server.ask("GET", "/api/v1/session", cookie=one).status for one in (here, there)] == [200, 401]
    assert [_try(hub_server, user, word).status for word in (PASSWORD, new)] == [401, 200]


def test_signing_out_everywhere(hub_server: RunningHub) -> None:
    user = hub_server.add_seat("6110")
    cookies = [hub_server.sign_in(user) for _ in range(3)]
    assert hub_server.ask("DELETE", "/api/v1/session/all", cookie=cookies[0], own_origin=True).status == 204
    assert [hub_server.ask("GET", "/api/v1/session", cookie=one).status for one in cookies] == [401] * 3


def test_a_cookie_is_worth_nothing_in_another_network(strict_hub: RunningHub) -> None:
    def who(cookie: str, address: str) -> int:
        return strict_hub.ask("GET", "/api/v1/session", cookie=cookie, headers={"X-Forwarded-For": address}).status

    body = {"user": strict_hub.add_seat("6111", rights=()), "password": PASSWORD}
    forwarded = {"X-Forwarded-For": "10.1.2.3", "Origin": strict_hub.url}
    cookie = _cookie(strict_hub.ask("POST", "/api/v1/session", json_body=body, headers=forwarded))
    assert [who(cookie, at) for at in ("10.1.2.3", "10.1.2.99", "10.1.3.3", "203.0.113.9")] == [200, 200, 401, 401]


def test_a_network_that_tries_many_names_has_to_wait(strict_hub: RunningHub) -> None:
    assert [_try(strict_hub, f"guess{n}").status for n in range(4)] == [401, 401, 401, 429]


def test_the_audit_tells_sign_ins_roles_and_settings_and_shows_a_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, file = ["--data-dir", str(tmp_path)], tmp_path / "audit.jsonl"
    with RunningHub.start(tmp_path, "session_idle_s=600") as hub:
        user = hub.add_seat("6112")
        assert [_try(hub, name, "wrong").status for name in (user, "s3cret-typed-here")] == [401, 401]
        cookie = hub.sign_in(user)
        hub.set_role(user, "release")
        hub.ask("DELETE", "/api/v1/session", cookie=cookie, own_origin=True)
        assert main(["audit", "export", str(file), *place]) == 0
        head = capsys.readouterr().out.split()[-1]
    lines = [json.loads(line) for line in file.read_text().splitlines()][1:]
    assert [(line["actor"].partition(":")[0], line["what"]) for line in lines] == [
        ("hub", "setting_changed"),
        ("seat", "sign_in_failed"),
        ("unknown", "sign_in_failed"),
        ("seat", "signed_in"),
        ("operator", "roles_changed"),
        ("seat", "signed_out"),
        ("operator", "audit_exported"),
    ]
    assert lines[0]["about"] == "session_idle_s:  → 600" and lines[3]["about"] == "127.0.0.0/24"
    assert "s3cret-typed-here" not in file.read_text()
    assert main(["audit", "sm3", *place]) == 0
    assert main(["audit", "verify", "--head", head, *place]) == 0
    assert main(["audit", "verify", str(file), "--head", head, *place]) == 0
    file.write_text(file.read_text().replace("127.0.0.0/24", "127.0.0.1/24", 1))
    with sqlite3.connect(tmp_path / "hub.sqlite") as db:
        db.execute("UPDATE audit SET what = 'signed_in' WHERE seq = 3")
    for arguments in ([str(file)], []):
        assert main(["audit", "verify", *arguments, *place]) == 2
        assert "Row" in capsys.readouterr().err


def test_the_owner_hears_of_changes_at_the_next_sign_in_once(hub_server: RunningHub) -> None:
    user, new = hub_server.add_seat("6190"), "a ferry before breakfast"
    assert "changes" not in _try(hub_server, user).json()
    cookie = _cookie(_try(hub_server, user))
    change = {"old": PASSWORD, "new": new}
    changed = hub_server.ask("POST", "/api/v1/session/password", json_body=change, cookie=cookie, own_origin=True)
    assert changed.status == 204
    hub_server.set_role(user, "auditor")
    hub_server.set_role(user, "auditor", on=False)
    assert _try(hub_server, user, new).json()["changes"] == ["password_changed", "roles_changed", "roles_changed"]
    assert "changes" not in _try(hub_server, user, new).json()
