"""Shell: every request and every word is asked as everybody: who has no row in `acts.py` gets nothing."""

import http.client
from collections.abc import Iterator

import msgspec
import pytest

from cloud_seat.contract.signalling import MESSAGES
from cloud_seat.hub import acts
from cloud_seat.hub.app import build_hub
from cloud_seat.hub.config import Settings
from tests.cloud_seat.hub.running import ROOT, RunningHub

_FILLED = {"{case_id:str}": "c", "{call_id:str}": "c", "{scan_id:str}": "s", "{form_id:str}": "f", "{item_id:str}": "i"}
_FILLED |= {
    "{table:str}": "cases",
    "{version:int}": "1",
    "{name:path}": "n",
    "{sha256:str}": "0" * 64,
    "{index:int}": "0",
    "{page:int}": "1",
}
_ENDS = {"POST /api/v1/session", "DELETE /api/v1/session", "DELETE /api/v1/session/all"}
"""Would end the sign-ins that the others are asked with."""


@pytest.fixture(scope="module")
def headers(hub_server: RunningHub) -> Iterator[dict[str, dict[str, str]]]:
    """How each sort of caller asks; an account of staff has one role here and no other."""
    known: dict[str, dict[str, str]] = {"nobody": {}}
    known["kiosk"] = {"Authorization": f"Bearer {hub_server.enrol('PY-5900')['token']}"}
    for number, role in enumerate(acts.ROLES):
        user = hub_server.add_seat(f"59{number:02d}")
        hub_server.set_role(user, role)
        if role != "seat":
            hub_server.set_role(user, "seat", on=False)
        known[role] = {"Cookie": hub_server.sign_in(user), "Origin": hub_server.url}
    yield known


def _asked(hub: RunningHub, row: str, headers: dict[str, str]) -> tuple[int, str]:
    verb, _, path = row.partition(" ")
    if verb == "SOCKET":
        verb, headers = "GET", {**headers, **_UPGRADE}
    for declared, value in _FILLED.items():
        path = path.replace(declared, value)
    connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=10)
    connection.request(verb, path, b"" if verb in ("POST", "PUT") else None, headers)
    answer = connection.getresponse()
    body = b"" if answer.status == 101 else answer.read()
    connection.close()
    return answer.status, str(msgspec.json.decode(body)["code"]) if body.startswith(b'{"code"') else ""


_KEPT_OUT = ("unknown_kiosk", "sign_in", "not_your_role", "origin")
_UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
_UPGRADE |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}


@pytest.mark.parametrize("who", ["nobody", "kiosk", *acts.ROLES])
def test_only_who_has_a_row_gets_past_the_gate(
    hub_server: RunningHub, headers: dict[str, dict[str, str]], who: str
) -> None:
    for row, whos in acts.REQUESTS.items():
        if row in _ENDS or row.startswith("FILES") or whos & (acts.ANYONE | acts.LINK | acts.LOCAL):
            continue
        status, code = _asked(hub_server, row, headers[who])
        assert status not in (404, 405) or code != "method", f"{row} is no request of the hub"
        assert (code in _KEPT_OUT) == (who not in whos), (row, status, code)


def test_a_link_is_asked_for_where_one_is_needed(hub_server: RunningHub) -> None:
    for row in [row for row, whos in acts.REQUESTS.items() if whos == acts.LINK]:
        status, code = _asked(hub_server, row, {"Origin": hub_server.url})
        assert status in (400, 401, 403, 404) and code, row


def test_every_word_of_the_sockets_has_a_row() -> None:
    assert set(acts.WORDS) == {kind.__name__ for kind in MESSAGES}


def test_a_password_alone_opens_no_role_but_that_of_a_seat() -> None:
    assert acts.in_effect(acts.ROLES, factor=False) == {"seat"}
    assert acts.in_effect(acts.ROLES, factor=True) == set(acts.ROLES)


def test_a_request_without_a_row_keeps_the_hub_from_starting(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(acts.REQUESTS, "GET /api/v1/letters")
    settings = Settings(tmp_path_factory.mktemp("data"), ROOT / "assets", ROOT / "cloud_seat" / "web")
    with pytest.raises(acts.LocalNoRowError, match="GET /api/v1/letters"):
        build_hub(settings, on_broken=lambda: None)
