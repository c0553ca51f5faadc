"""Shell: a real gateway on loopback hears of every case once, whatever it answers; nobody else does."""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import update

from cloud_seat.hub.__main__ import main
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.config import Settings
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.sealed import Sealed
from cloud_seat.hub.sms import TextLane
from cloud_seat.hub.store import cases, sms, tables
from cloud_seat.hub.store.blobs import Blobs
from cloud_seat.hub.store.database import Database
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.sealed_cases import VALUES, SealedCase
from tests.conftest import ExpectedLogs

OLD = "2020-01-01T00:00:00+00:00"


@dataclass
class Gateway:
    """`answers`: statuses for the coming requests of one text, by its id; then 202."""

    url: str = ""
    heard: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, list[int]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    told = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.heard[message["id"]].append(message)
            told.tokens.add(self.headers.get("Authorization", ""))
            left = told.answers.get(message["id"])
            self.send_response(left.pop(0) if left else 202)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/texts"
    yield told
    server.shutdown()
    thread.join(5)
    server.server_close()


@dataclass
class Desk:
    """The lane over the running hub's data, and its database."""

    lane: TextLane
    db: Database

    def drain(self) -> None:
        async def all_due() -> None:
            while await self.lane.tell_next():
                ...

        asyncio.run(all_due())

    def due_again(self, case_id: str) -> None:
        mine = update(tables.sms).where(tables.sms.c.case_id == case_id)
        self.db.run_now(lambda db: db.execute(mine.values(due_s=0.0)))


@pytest.fixture
def desk(cast: Cast, gateway: Gateway, expected_logs: ExpectedLogs) -> Iterator[Desk]:
    expected_logs.allow("hub.sealed", "part unreadable")  # damaged cases of other tests at the same hub
    places = cast.hub.places()
    settings = Settings(
        places.data_dir, places.assets_dir, places.web_dir, sms_url=gateway.url, sms_token="gateway-test-token"
    )
    db = Database(settings.dsn(), checkpoint=False)
    blobs = Blobs(settings.data_dir / "blobs", unfinished_per_kiosk=9)
    sealed = Sealed(KeyService(settings.data_dir / "keys"), blobs)
    yield Desk(TextLane(db, sealed, Catalogue(settings.assets_dir, db), settings), db)
    db.close()


def delivered(cast: Cast, **values: str) -> tuple[str, str]:
    """Id and number of a case that arrived."""
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token, values={**VALUES, **values})
    answer = case.deliver()
    return case.case_id, answer.json()["receipt"]["acceptance_number"]


def test_number_and_nothing_else_once(cast: Cast, desk: Desk, gateway: Gateway) -> None:
    case_id, number = delivered(cast)
    desk.drain()
    desk.drain()
    (message,) = gateway.heard[f"{case_id}-received"]
    assert message["phone"] == VALUES["phone"]
    assert number in message["text"]
    assert not [word for word in ("津贴", VALUES["applicant_name"], VALUES["id_number"]) if word in message["text"]]
    assert gateway.tokens == {"Bearer gateway-test-token"}


@pytest.mark.parametrize(("result", "said"), [("accepted", "已经受理"), ("returned", "要补材料")])
def test_what_was_decided(cast: Cast, desk: Desk, gateway: Gateway, result: str, said: str) -> None:
    case_id, number = delivered(cast)
    decision = cases.Decision(case_id, "test", result, "note", "")
    assert desk.db.run_now(lambda db: cases.decide(db, decision, "2026-11-23T07:00:00+00:00")) == ""
    made_now = update(tables.sms).where(tables.sms.c.case_id == case_id, tables.sms.c.what == result)
    row = desk.db.run_now(lambda db: cases.find(db, case_id))
    assert row is not None
    desk.db.run_now(lambda db: db.execute(made_now.values(wanted_at=row.received_at)))
    desk.drain()
    (message,) = gateway.heard[f"{case_id}-{result}"]
    assert said in message["text"]
    assert number in message["text"]


def test_trouble_is_tried_again_under_the_same_id(cast: Cast, desk: Desk, gateway: Gateway) -> None:
    case_id, _ = delivered(cast)
    gateway.answers[f"{case_id}-received"] = [503, 302, 429]
    for _ in range(5):
        desk.drain()
        desk.due_again(case_id)
    assert len(gateway.heard[f"{case_id}-received"]) == 4


def test_a_refusal_a_form_without_a_number_and_old_news_end_it(cast: Cast, desk: Desk, gateway: Gateway) -> None:
    refused, _ = delivered(cast)
    gateway.answers[f"{refused}-received"] = [400]
    without, _ = delivered(cast, phone="")
    desk.db.run_now(lambda db: sms.owe(db, refused, "old", OLD))
    for case_id in (refused, without):
        desk.drain()
        desk.due_again(case_id)
    desk.drain()
    assert len(gateway.heard[f"{refused}-received"]) == 1
    assert f"{without}-received" not in gateway.heard
    assert f"{refused}-old" not in gateway.heard


def test_phone_numbers_leave_under_tls_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sms-url", "http://sms.example/"]) == 2
    assert "sms_url" in capsys.readouterr().err
