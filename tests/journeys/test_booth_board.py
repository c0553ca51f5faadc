"""Shell: a booth with a board: it wakes, it lights the way, it minds the card; and its board may fail at any time."""

from collections.abc import Iterator

import pytest

from devices.booth_board.emulator import BoardEmulator
from devices.booth_board.wiring import Input, Lamp
from kiosk_app.config import DeviceSetting
from kiosk_app.demo.fingers import Steps
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open

pytestmark = pytest.mark.journey


@pytest.fixture
def board() -> Iterator[BoardEmulator]:
    """Somebody stands in front of the glass, unless a test says otherwise."""
    board = BoardEmulator()
    board.set_input(Input.PRESENCE, on=True)
    board.start()
    yield board
    board.stop()


@pytest.fixture
def booth(board: BoardEmulator, open_booth: Open) -> Booth:
    setting = DeviceSetting(role="booth_board", kind="modbus", address=board.address)
    return open_booth(more_devices=(setting,), idle_gone_s=1.0, idle_countdown_s=60.0)


def _lit(booth: Booth, board: BoardEmulator, *lamps: Lamp) -> Steps:
    yield from booth.until(lambda: board.lit() == set(lamps), f"the lights {lamps}")


def _is_dim(booth: Booth) -> bool:
    return booth.fingers.seen("rest") is not None


def test_the_booth_wakes_shows_the_reader_and_minds_the_card(booth: Booth, board: BoardEmulator) -> None:
    board.set_input(Input.PRESENCE, on=False)
    booth.walk(booth.until(lambda: _is_dim(booth), "rest"))
    board.set_input(Input.PRESENCE, on=True)
    booth.walk(booth.until(lambda: not _is_dim(booth), "a bright glass"))
    assert board.lit() == set()
    booth.walk(booth.to_identify(), _lit(booth, board, Lamp.CARD))
    booth.gear.insert_card()
    booth.walk(booth.resident.on_page("form"), _lit(booth, board))
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    for _ in range(2):
        booth.walk(_lit(booth, board, Lamp.CARD), _lit(booth, board))
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"), _lit(booth, board))
    assert booth.leftovers() == []


def test_a_board_that_fails_disturbs_nobody(booth: Booth, board: BoardEmulator, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.booth_board", "->")
    booth.walk(booth.to_identify(), _lit(booth, board, Lamp.CARD))
    booth.walk(booth.aside(board.unplug), booth.until(lambda: not booth.session.ambient.board, "a lost board"))
    assert (booth.page, booth.notice) == ("identify", "")
    booth.walk(booth.resident.identify())
    assert (booth.page, booth.notice) == ("form", "")
    assert board.lit() == {Lamp.CARD}, "nobody could switch it off"
    board.replug()
    booth.walk(booth.until(lambda: booth.session.ambient.board, "the board again"), _lit(booth, board))
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    booth.walk(_lit(booth, board, Lamp.CARD))


@pytest.mark.deep
def test_handset_cabinet_and_leaving(booth: Booth, board: BoardEmulator) -> None:
    booth.walk(booth.to_form())
    board.set_input(Input.HANDSET, on=True)
    booth.walk(booth.until(lambda: booth.shown("frame", "handsetText") == "听筒", "the sign of the handset"))
    board.set_input(Input.DOOR, on=True)
    booth.walk(booth.reads("维护人员正在检修设备"))
    board.set_input(Input.DOOR, on=False)
    booth.walk(booth.until(lambda: booth.notice == "", "the engineer gone"))
    board.set_input(Input.PRESENCE, on=False)
    booth.walk(booth.until(lambda: booth.shown("frame", "overlay") == "idle", "the question"))
    assert booth.session.person is not None
    booth.walk(booth.fingers.tap("overlayYes"), booth.until(lambda: booth.page == "form", "the form again"))
    assert booth.session.overlay == ""
