"""Shell: ratings reach a real hub, each once; one that is refused holds up no other."""

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.rating import RatingHand
from kiosk_app.session.folder import Folder
from offline_cache.ratings import Ratings
from tests.cloud_seat.hub.running import RunningHub
from tests.conftest import ExpectedLogs
from tests.kiosk_app.qml.sample_finding import knowledge

NOBODY = "http://127.0.0.1:9"  # RFC 863's port: nobody answers
NO_LEVEL = 9


@pytest.fixture
def ratings(tmp_path: Path) -> Iterator[Ratings]:
    kept = Ratings(tmp_path / "ratings.sqlite")
    yield kept
    kept.close()


def send(ratings: Ratings, url: str, token: str = "") -> None:
    """As when the link comes up."""

    async def work() -> None:
        desk = Desk(lambda _: None, knowledge, Folder(), lambda *_: None, lambda **_: None)
        await RatingHand(ratings, HubDoor(url, token, lambda _: True), desk).send_kept()

    asyncio.run(work())


def test_a_refused_rating_holds_up_no_other(ratings: Ratings, tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk_app.hands.in_turn", "refuses")
    refused, good = sorted(str(uuid.uuid4()) for _ in range(2))
    ratings.put(refused, NO_LEVEL, words=1)
    ratings.put(good, 4, words=1)
    send(ratings, NOBODY)
    assert len(ratings.waiting()) == 2
    with RunningHub.start(tmp_path / "hub") as hub:
        token = hub.enrol("PY-7")["token"]
        send(ratings, hub.url, token)
        assert ratings.waiting() == [(refused, NO_LEVEL, 1)]
        ratings.put(good, 5, words=1)
        send(ratings, hub.url, token)  # the hub keeps the first voice
    assert [case for case, *_ in ratings.waiting()] == [refused]
