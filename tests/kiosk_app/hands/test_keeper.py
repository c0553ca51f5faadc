"""Shell: the keeper's card, counts and loudness: marks are this booth's own, numbers survive a restart."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.registry import Registry, open_registry
from kiosk_app.config import Settings
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.keeper import Counts, KeeperHand, mark_card
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session import commands as do
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Session
from tests.cloud_seat.hub.running import RunningHub
from tests.conftest import ExpectedLogs
from tests.kiosk_app.qml.sample_finding import knowledge
from tests.kiosk_app.session.walk import RESIDENT


def test_a_mark_is_this_booths_and_tells_no_number() -> None:
    here, elsewhere = mark_card(b"a" * 32, RESIDENT.number), mark_card(b"b" * 32, RESIDENT.number)
    assert here == mark_card(b"a" * 32, RESIDENT.number) != elsewhere
    assert RESIDENT.number not in here and here != mark_card(b"a" * 32, RESIDENT.number[:-1] + "X")


def test_a_number_survives_a_restart(tmp_path: Path) -> None:
    kept = KeptNumber(tmp_path / "sheets", 4)
    assert kept.value == 4 and not (tmp_path / "sheets").exists()
    kept.add(3)
    assert KeptNumber(tmp_path / "sheets", 4).value == 7
    kept.keep(0)
    assert KeptNumber(tmp_path / "sheets", 4).value == 0


def test_a_spoilt_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "slips").write_text("many")
    assert KeptNumber(tmp_path / "slips").value == 0


@pytest.fixture
def registry() -> Iterator[Registry]:
    """A booth without devices."""
    registry = open_registry([], lambda _: None)
    yield registry
    registry.close()


def test_an_act_that_an_older_hub_refuses_holds_up_no_other(
    registry: Registry, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("kiosk_app.hands.in_turn", "refuses")
    desk = Desk(lambda _: None, knowledge, Folder(), lambda *_: None, lambda **_: None)
    counts = Counts(KeptNumber(tmp_path / "slips"), KeptNumber(tmp_path / "sheets"))
    with RunningHub.start(tmp_path / "hub") as hub:
        token = hub.enrol("PY-7")["token"]

        async def work() -> None:
            settings = Settings(hub_url=hub.url, kiosk_id="PY-7")
            hand = KeeperHand(settings, registry, HubDoor(hub.url, token, lambda _: True), desk, counts)
            for task in ("unheard_of", "paper_changed", "sheets_loaded"):
                await hand.do_task(do.DoTask(task), Session())

        asyncio.run(work())
        with sqlite3.connect(hub.data_dir / "hub.sqlite") as db:
            told = db.execute("SELECT what FROM audit WHERE actor = 'keeper:PY-7' ORDER BY seq").fetchall()
    assert told == [("paper_changed",), ("sheets_loaded",)]
