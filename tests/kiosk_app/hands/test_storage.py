"""Shell: the disk's room is told when it changes, with words for the keeper."""

import asyncio
from pathlib import Path

import pytest

from devices.model import HealthChanged
from kiosk_app.hands.storage import StorageWatch
from kiosk_app.session.state import Ambient, Keeper, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.keeper import keeper
from offline_cache import Marks
from offline_cache.reserve import Reserve

ROOMY, HUGE = 1, 10**18


def test_only_changes_are_told(tmp_path: Path) -> None:
    told: list[HealthChanged] = []
    reserve = Reserve(tmp_path)
    watch = StorageWatch(reserve, told.append)
    for marks in (Marks(), Marks(ROOMY, HUGE), Marks(ROOMY, HUGE), Marks(ROOMY)):
        reserve.hold(marks)
        asyncio.run(watch.look())
    assert [(one.role, str(one.health.state)) for one in told] == [("storage", "degraded"), ("storage", "ready")]
    assert [reason.code for one in told for reason in one.health.reasons] == ["storage_low"]


@pytest.mark.parametrize("code", ["storage_low", "storage_short", "storage_full"])
def test_the_keeper_reads_what_to_do(code: str) -> None:
    booth = Ambient(devices={"storage": "blocked"}, reasons={"storage": (code,)})
    session = Session(ambient=booth, keeper=Keeper(is_open=True))
    devices = keeper(session, Booth())["devices"]
    assert isinstance(devices, list)
    (line,) = devices
    assert line["title"] == "本机硬盘"
    assert "联系维护人员" in line["text"]
