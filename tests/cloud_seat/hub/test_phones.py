"""The hub's part of a picture from a phone: one link a booth, short-lived, sealed things in and out, nothing kept."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cloud_seat.hub.running import Answer, RunningHub

ASKED = {"case_id": "0190a000-0000-7000-8000-000000000001", "item_id": "longevity-allowance"}
PAPER = {**ASKED, "material_id": "authorisation"}
LINK = "/api/v1/phone-link"


@pytest.fixture(scope="module")
def phone_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Impatient, and small."""
    limits = ("phone_link_s=2", "phone_wait_s=0.2", "phone_picture_bytes=1000", "phone_all_bytes=2500")
    with RunningHub.start(tmp_path_factory.mktemp("phones"), *limits) as hub:
        yield hub


class Ends:
    """A booth and the phone that scanned its code."""

    def __init__(self, hub: RunningHub, kiosk_id: str) -> None:
        self.hub = hub
        self.bearer = f"Bearer {hub.enrol(kiosk_id)['token']}"
        self.token = ""

    def booth(self, method: str, path: str, **how: Any) -> Answer:
        return self.hub.ask(method, path, headers={"Authorization": self.bearer}, **how)

    def phone(self, method: str, path: str, body: bytes | None = None) -> Answer:
        return self.hub.ask(method, path, headers={"Authorization": f"Phone {self.token}"}, body=body)

    def open(self) -> None:
        answer = self.booth("POST", LINK, json_body=PAPER)
        assert answer.status == 201
        self.token = answer.json()["token"]

    def next(self, after: int = 0, seen: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = self.booth("GET", f"{LINK}/next?after={after}&seen={seen}").json()
        return found


@pytest.fixture
def ends(phone_hub: RunningHub, request: pytest.FixtureRequest) -> Ends:
    opened = Ends(phone_hub, f"PY-{abs(hash(request.node.name)) % 9000 + 1000}")
    opened.open()
    return opened


def test_a_picture_passes_and_is_forgotten_once_fetched(ends: Ends) -> None:
    assert ends.next() == {"seen": False, "page": 0, "sealed": ""}
    shown = ends.phone("GET", "/api/v1/phone").json()
    assert (shown["material"]["zh"], shown["came"], shown["fetched"]) == ("委托书", 0, 0)
    assert ends.phone("PUT", "/api/v1/phone/1", b"sealed one").status == 204
    assert ends.phone("PUT", "/api/v1/phone/2", b"sealed two").status == 204
    assert ends.next(0, 1)["page"] == ends.next(0, 1)["page"] == 1, "until the booth says so, it is kept"
    assert ends.next(1, 1) == {"seen": True, "page": 2, "sealed": "c2VhbGVkIHR3bw=="}
    assert ends.next(2, 1)["page"] == 0
    assert ends.phone("GET", "/api/v1/phone").json()["fetched"] == 2


def test_the_same_picture_again_is_one_and_another_in_its_place_is_refused(ends: Ends) -> None:
    assert [ends.phone("PUT", "/api/v1/phone/1", b"one").status for _ in range(2)] == [204, 204]
    assert ends.phone("PUT", "/api/v1/phone/1", b"other").json()["code"] == "phone_taken"
    ends.next(1)
    assert ends.phone("PUT", "/api/v1/phone/1", b"one").status == 204
    assert ends.next(1, 1)["page"] == 0, "what was fetched does not come back"


def test_limits(ends: Ends) -> None:
    assert ends.phone("PUT", "/api/v1/phone/1", b"x" * 1001).status == 413
    assert ends.phone("PUT", "/api/v1/phone/13", b"x").status == 429
    assert [ends.phone("PUT", f"/api/v1/phone/{n}", bytes([n]) * 1000).status for n in (1, 2, 3)] == [204, 204, 429]
    assert ends.booth("GET", f"{LINK}/next?after=-1").status == 400
    assert ends.booth("POST", LINK, json_body={**PAPER, "material_id": "nothing"}).status == 400


def test_a_link_is_of_one_booth_and_ends_by_time_by_closing_and_by_the_next_one(ends: Ends) -> None:
    first = ends.token
    ends.open()
    second, ends.token = ends.token, first
    assert ends.phone("GET", "/api/v1/phone").json()["code"] == "phone_over", "the next one ends it"
    ends.token = second
    ends.phone("PUT", "/api/v1/phone/1", b"x")
    assert ends.booth("DELETE", LINK).status == 204
    assert ends.phone("PUT", "/api/v1/phone/2", b"x").status == 404
    assert ends.booth("GET", f"{LINK}/next?after=0").status == 404
    ends.open()
    until_s = time.monotonic() + 10
    while ends.phone("GET", "/api/v1/phone").status == 200:
        assert time.monotonic() < until_s
    assert ends.booth("GET", f"{LINK}/next?after=0").status == 404


def test_only_a_token_opens_it(ends: Ends, phone_hub: RunningHub) -> None:
    other = Ends(phone_hub, "PY-0999")
    assert other.booth("GET", f"{LINK}/next?after=0").status == 404, "another booth has nothing here"
    for word in ("", "x" * 22, "x" * 5000):
        other.token = word
        assert other.phone("GET", "/api/v1/phone").status == 404
    assert phone_hub.ask("GET", "/api/v1/phone").status == 404
    assert phone_hub.ask("POST", LINK, json_body=PAPER).status == 401


def test_nothing_of_it_is_written_down(ends: Ends, phone_hub: RunningHub) -> None:
    ends.phone("PUT", "/api/v1/phone/1", b"planted-picture")
    written = [path for path in Path(phone_hub.data_dir).rglob("*") if path.is_file()]
    for path in written:
        text = path.read_bytes()
        assert b"planted-picture" not in text and ends.token.encode() not in text, path
