"""Shell: what the update process says reaches the keeper's page in plain words."""

import asyncio
import sys

import pytest

from cloud_seat.contract.release_words import REFUSALS
from kiosk_app.config import Settings
from kiosk_app.hands.update import UpdateHand
from kiosk_app.session.state import Keeper, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.keeper import keeper
from kiosk_app.update.pipe import BoothNow, UpdateNow, in_words

SAYS = """
import sys
sys.stdin.readline()
print('{"refused": "no_space"}', '{"version": "0.2.0", "phase": "READY"}', '{}', sep="\\n", flush=True)
sys.stdin.read()
"""


def told_to_keeper(now: UpdateNow, language: str = "zh") -> list[str]:
    """What stands on the keeper's page about updates."""
    facts = keeper(Session(keeper=Keeper(is_open=True), language=language), Booth(update=in_words(now)))["facts"]
    assert isinstance(facts, list)
    return [fact["value"] for fact in facts if fact["label"] in ("更新", "Update")]


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_the_keeper_reads_why_a_release_was_not_taken(code: str) -> None:
    assert told_to_keeper(UpdateNow(refused=code)) == [REFUSALS[code].zh]
    assert told_to_keeper(UpdateNow(refused=code), "en") == [REFUSALS[code].en]


def test_one_that_waits_is_told_and_nothing_is_not() -> None:
    assert told_to_keeper(UpdateNow(version="0.2.0", phase="READY")) == ["0.2.0 已备好，等没人时换上"]
    assert told_to_keeper(UpdateNow()) == []
    assert told_to_keeper(UpdateNow(refused="of_tomorrow")) == ["原因 of_tomorrow"]


def test_each_line_of_the_update_is_heard() -> None:
    async def first_three() -> list[UpdateNow]:
        heard: asyncio.Queue[UpdateNow] = asyncio.Queue()
        command = (sys.executable, "-c", SAYS)
        hand = UpdateHand(Settings(release_dir="x"), BoothNow, heard.put_nowait, command=command)
        running = asyncio.create_task(hand.run())
        async with asyncio.timeout(20):
            told = [await heard.get() for _ in range(3)]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return told

    told = asyncio.run(first_three())
    assert [one.refused or one.phase for one in told] == ["no_space", "READY", "RESTING"]
