"""Shell: the board's driver against its emulator, on TCP and on a line."""

import threading
from collections.abc import Callable

import pytest

from devices.booth_board.driver import BoardReading, ShowLights, WalkLamps
from devices.booth_board.emulator import BoardEmulator
from devices.booth_board.wiring import Input, Lamp
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState
from tests.conftest import ExpectedLogs
from tests.devices.booth_board.conftest import SOON_S, on_both_wires, until
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]
ROLE = "booth_board"
QUIET = {"presence": False, "door": False, "handset": False}
CARD, PAPERS = frozenset({Lamp.CARD}), frozenset({Lamp.PAPERS})


def _config(board: BoardEmulator, **options: str) -> DeviceConfig:
    return DeviceConfig(role=ROLE, kind="modbus", address=board.address, options=options)


@pytest.fixture
def booth(board: BoardEmulator, open_booth: OpenBooth) -> Booth:
    booth = open_booth(_config(board))
    booth.await_inputs(ROLE, QUIET)
    booth.await_health(ROLE, DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim(ROLE, owner="guide-lights")


@on_both_wires
def test_what_is_felt_is_published_once(board: BoardEmulator, booth: Booth) -> None:
    board.set_input(Input.HANDSET, on=True)
    booth.await_inputs(ROLE, QUIET | {"handset": True})
    assert booth.registry.inputs(ROLE) == QUIET | {"handset": True}
    board.set_input(Input.PRESENCE, on=True)
    booth.await_inputs(ROLE, QUIET | {"handset": True, "presence": True})
    board.set_input(Input.HANDSET, on=False)
    booth.await_inputs(ROLE, QUIET | {"presence": True})
    assert len(booth.boards) == 4
    assert booth.states(ROLE) == [DeviceState.OPENING, DeviceState.READY]


def test_an_open_cabinet_is_told_to_whoever_reads_health(board: BoardEmulator, booth: Booth) -> None:
    board.set_input(Input.DOOR, on=True)
    booth.await_reason(ROLE, "door_open")
    assert booth.registry.health(ROLE).state is DeviceState.DEGRADED
    board.set_input(Input.DOOR, on=False)
    booth.await_health(ROLE, DeviceState.READY)


@on_both_wires
def test_lights_burn_as_long_as_somebody_wants_them(board: BoardEmulator, lease: Lease) -> None:
    shown = lease.run(ShowLights(steady=CARD), deadline_s=SOON_S)
    until(lambda: board.lit() == CARD, "the card's light")
    lease.cancel()
    other = lease.run(ShowLights(steady=PAPERS), deadline_s=SOON_S)
    until(lambda: board.lit() == PAPERS, "the papers' light alone")
    assert shown.result(SOON_S).completion is Completion.CANCELLED
    lease.release()
    until(lambda: not board.lit(), "darkness")
    assert other.result(SOON_S).completion is Completion.CANCELLED


def test_a_blinking_light_goes_on_and_off_and_ends_with_the_lease(
    board: BoardEmulator, booth: Booth, lease: Lease
) -> None:
    lease.run(ShowLights(steady=PAPERS, blinking=CARD), deadline_s=SOON_S)
    for lit in (PAPERS | CARD, PAPERS, PAPERS | CARD):
        until(lambda wanted=lit: board.lit() == wanted, f"{lit}")  # type: ignore[misc]  # bound in the loop
    booth.registry.revoke("guide-lights")
    until(lambda: not board.lit(), "darkness")


@pytest.mark.deep
def test_at_its_deadline_a_light_goes_out(board: BoardEmulator, lease: Lease) -> None:
    outcome = lease.run(ShowLights(steady=CARD), deadline_s=0.5).result(SOON_S)
    assert outcome.completion is Completion.TIMEOUT
    until(lambda: not board.lit(), "darkness")


def test_sensors_go_on_while_lights_burn(board: BoardEmulator, booth: Booth, lease: Lease) -> None:
    lease.run(ShowLights(blinking=CARD), deadline_s=SOON_S)
    board.set_input(Input.HANDSET, on=True)
    booth.await_inputs(ROLE, QUIET | {"handset": True})


def test_no_lights_at_all_is_done_at_once(board: BoardEmulator, lease: Lease) -> None:
    lease.run(ShowLights(steady=CARD), deadline_s=SOON_S)
    until(lambda: board.lit() == CARD, "the card's light")
    lease.cancel()
    assert lease.run(ShowLights(), deadline_s=SOON_S).result(SOON_S).ok
    assert not board.lit()


@pytest.mark.deep
def test_every_lamp_is_walked(board: BoardEmulator, lease: Lease) -> None:
    board.set_input(Input.HANDSET, on=True)
    outcome = lease.run(WalkLamps(), deadline_s=SOON_S).result(SOON_S)
    assert isinstance(outcome.value, BoardReading)
    assert outcome.value.lamps == tuple(Lamp)
    assert outcome.value.inputs[Input.HANDSET]
    assert not board.lit()


@pytest.mark.deep
@on_both_wires
@pytest.mark.parametrize("fault", ["mute", "noise", "bad_crc", "slow", "cut"])
def test_one_spoilt_answer_is_nothing(board: BoardEmulator, booth: Booth, lease: Lease, fault: str) -> None:
    lease.run(ShowLights(steady=CARD), deadline_s=SOON_S)
    until(lambda: board.lit() == CARD, "the card's light")
    board.fault(fault, 1)
    board.set_input(Input.HANDSET, on=True)
    booth.await_inputs(ROLE, QUIET | {"handset": True})
    assert board.lit() == CARD
    assert DeviceState.OFFLINE not in booth.states(ROLE)


@pytest.mark.parametrize("fault", ["mute", "bad_crc"])
def test_silence_is_never_good(board: BoardEmulator, booth: Booth, fault: str, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.booth_board", "->")
    board.fault(fault)
    booth.await_health(ROLE, DeviceState.OFFLINE)
    booth.await_inputs(ROLE, {})
    board.fault(None)
    booth.await_health(ROLE, DeviceState.READY)
    booth.await_inputs(ROLE, QUIET)


def test_a_board_that_refuses_says_so(board: BoardEmulator, booth: Booth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.booth_board", "-> error [board_failed]")
    board.fault("exception")
    booth.await_reason(ROLE, "board_failed")
    board.fault(None)
    booth.await_health(ROLE, DeviceState.READY)


@on_both_wires
def test_pulled_out_while_lit(board: BoardEmulator, booth: Booth, lease: Lease, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.booth_board", "->")
    shown = lease.run(ShowLights(steady=CARD), deadline_s=SOON_S)
    until(lambda: board.lit() == CARD, "the card's light")
    board.unplug()
    assert shown.result(SOON_S).completion is Completion.HARDWARE
    booth.await_health(ROLE, DeviceState.OFFLINE, DeviceState.ABSENT)
    booth.await_inputs(ROLE, {})
    board.replug()
    booth.await_health(ROLE, DeviceState.READY)
    booth.await_inputs(ROLE, QUIET)
    until(lambda: not board.lit(), "darkness: nobody wants the light any more")


@pytest.mark.deep
def test_mute_while_lit_tells_and_takes_up_again(
    board: BoardEmulator, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.booth_board", "->")
    shown = lease.run(ShowLights(steady=CARD), deadline_s=SOON_S)
    until(lambda: board.lit() == CARD, "the card's light")
    board.fault("mute")
    booth.await_health(ROLE, DeviceState.OFFLINE)
    booth.await_inputs(ROLE, {})
    board.fault(None)
    booth.await_health(ROLE, DeviceState.READY, DeviceState.BUSY)
    assert not shown.done()
    assert board.lit() == CARD


def test_a_lamp_that_is_not_there_blinds_nobody(
    board: BoardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.booth_board", "-> error [illegal_address]")
    booth = open_booth(_config(board, light_camera="8"))
    booth.await_reason(ROLE, "illegal_address")
    board.set_input(Input.HANDSET, on=True)
    booth.await_inputs(ROLE, QUIET | {"handset": True})


@pytest.mark.deep
def test_another_unit_is_silence(board: BoardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.booth_board", "-> offline")
    booth = open_booth(_config(board, unit="2"))
    booth.await_health(ROLE, DeviceState.OFFLINE)
    assert booth.boards == []


@pytest.mark.deep
def test_lamps_alone_answer_too(board: BoardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.booth_board", "->")
    booth = open_booth(_config(board, presence="", door="", handset=""))
    booth.await_health(ROLE, DeviceState.READY)
    board.fault("mute")
    booth.await_health(ROLE, DeviceState.OFFLINE)
    assert booth.boards == []


@pytest.mark.deep
def test_lights_end_in_time_while_the_board_hangs(board: BoardEmulator, booth: Booth, lease: Lease) -> None:
    shown = lease.run(ShowLights(steady=CARD), deadline_s=SOON_S)
    until(lambda: board.lit() == CARD, "the card's light")
    ended = threading.Event()
    shown.add_done_callback(lambda _: ended.set())
    board.fault("mute", 1)
    lease.release()
    assert ended.wait(SOON_S)
    assert shown.result().completion is Completion.CANCELLED
