"""Shell: a password that an operator tells opens nothing but the way to one's own, and that not for long."""

import json

import pytest

from cloud_seat.hub.__main__ import main
from tests.cloud_seat.hub.running import Answer, RunningHub


def _first(hub: RunningHub, number: str, capsys: pytest.CaptureFixture[str], *settings: str) -> str:
    named = ["--name", "测试员", "--department", "测试局", "--number", number]
    assert main([*settings, "add-seat", *named, "--data-dir", str(hub.data_dir)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["user"] == number
    return str(told["first_password"])


def _try(hub: RunningHub, user: str, password: str, **said: str) -> Answer:
    body = {"user": user, "password": password, **said}
    return hub.ask("POST", "/api/v1/session", json_body=body, own_origin=True)


def test_it_is_replaced_before_anything_else(hub_server: RunningHub, capsys: pytest.CaptureFixture[str]) -> None:
    first = _first(hub_server, "6601", capsys)
    hub_server.set_role("6601", "auditor")
    assert _try(hub_server, "6601", first).json()["code"] == "new_password_first"
    for new, code in ((first, "weak_password"), ("short", "weak_password"), ("password1234", "guessable_password")):
        assert _try(hub_server, "6601", first, new=new).json()["code"] == code
    own = "a well behind the school"
    asked = _try(hub_server, "6601", first, new=own)
    assert asked.json()["code"] == "take_up_factor", "whoever told the first password never saw the factor"
    assert _try(hub_server, "6601", first).json()["code"] == "wrong_password"
    assert _try(hub_server, "6601", own, code=hub_server.code(asked)).status == 200


def test_it_ends_by_itself_and_another_can_be_told(hub_server: RunningHub, capsys: pytest.CaptureFixture[str]) -> None:
    late = _first(hub_server, "6602", capsys, "--setting", "first_password_s=-1")
    assert _try(hub_server, "6602", late, new="a well behind the school").json()["code"] == "first_password_over"
    again = _first(hub_server, "6602", capsys)
    assert _try(hub_server, "6602", again, new="a well behind the school").status == 200


def test_one_that_an_operator_chose_asks_for_nothing(hub_server: RunningHub) -> None:
    assert hub_server.sign_in(hub_server.add_seat("6603"))
