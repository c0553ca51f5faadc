"""Shell: the booth's memory of what is asked: favourites on the glass, missed words at a real hub, each once."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.config import ASSETS
from kiosk_app.doors import Doors
from kiosk_app.hands.asked import AT_LEAST, AskedHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Session
from offline_cache.asked import Asked
from tests.cloud_seat.hub.running import RunningHub
from tests.kiosk_app.qml.sample_finding import knowledge

NOBODY = "http://127.0.0.1:9"  # RFC 863's port: nobody answers
RARE = "legal-aid"
FIRST = next(iter(Doors(ASSETS).popular()))


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    kept = Asked(tmp_path / "asked.sqlite")
    yield kept
    kept.close()


def hand_of(
    asked: Asked, shown: dict[str, object], *, url: str = NOBODY, token: str = "", fixed: tuple[str, ...] = ()
) -> AskedHand:
    """The hand; what it shows lands in `shown`."""
    desk = Desk(lambda _: None, knowledge, Folder(), lambda *_: None, lambda **changes: shown.update(changes))
    door = HubDoor(url, token, lambda _: True)
    return AskedHand(asked, door, desk, fixed=fixed, short=Doors(ASSETS).popular())


def begun(asked: Asked, item_id: str, times: int, fixed: tuple[str, ...] = ()) -> list[str]:
    """The favourites after so many residents began this item."""
    shown: dict[str, object] = {}

    async def work() -> None:
        hand = hand_of(asked, shown, fixed=fixed)
        for _ in range(times):
            await hand.note(do.NoteAsked(item_id), Session())

    asyncio.run(work())
    favourites = shown["favourites"]
    assert isinstance(favourites, tuple)
    return [item_id for item_id, _ in favourites]


def test_what_is_begun_often_comes_to_the_front(asked: Asked) -> None:
    assert begun(asked, RARE, AT_LEAST - 1)[0] == FIRST
    assert begun(asked, RARE, 1)[0] == RARE


def test_told_favourites_stay(asked: Asked) -> None:
    assert begun(asked, RARE, AT_LEAST, fixed=("sole-trader",)) == ["sole-trader"]


def test_missed_words_wait_for_the_hub_and_reach_it_once(asked: Asked, tmp_path: Path) -> None:
    async def keep(url: str, token: str) -> None:
        hand = hand_of(asked, {}, url=url, token=token)
        await hand.keep_missed(do.NoteMissed("养犬登记"), Session())
        await hand.send_kept()
        await hand.send_kept()

    asyncio.run(keep(NOBODY, ""))
    assert list(asked.missed().values()) == ["养犬登记"]
    with RunningHub.start(tmp_path / "hub") as hub:
        asyncio.run(keep(hub.url, hub.enrol("PY-7")["token"]))
        cookie = hub.sign_in(hub.add_seat("0042", rights=("*",)))
        told = hub.ask("GET", "/api/v1/missed-words", cookie=cookie).json()
    assert told["words"] == [{"words": "养犬登记", "times": 2}]
    assert asked.missed() == {}
