"""Shell: both ends against somebody else's Modbus: our emulator asked by pymodbus, our driver answered by pymodbus."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.client.base import ModbusBaseSyncClient

from devices.booth_board.driver import ShowLights
from devices.booth_board.emulator import BoardEmulator
from devices.booth_board.wiring import Input, Lamp
from devices.model import DeviceConfig, DeviceState
from tests.conftest import ExpectedLogs
from tests.devices.booth_board.conftest import SOON_S, Cable, ForeignBoard, on_both_wires, until
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]
ROLE = "booth_board"
QUIET = {"presence": False, "door": False, "handset": False}


def _client_of(board: BoardEmulator) -> ModbusBaseSyncClient:
    scheme, _, rest = board.address.partition(":")
    if scheme == "tcp":
        return ModbusTcpClient("127.0.0.1", port=int(rest.rpartition(":")[2]))
    return ModbusSerialClient(str(Path(rest).resolve()), baudrate=9600)


@pytest.fixture
def client(board: BoardEmulator) -> Iterator[ModbusBaseSyncClient]:
    client = _client_of(board)
    assert client.connect()
    yield client
    client.close()  # type: ignore[no-untyped-call]  # pymodbus leaves it so


@on_both_wires
def test_a_foreign_client_reads_and_writes(board: BoardEmulator, client: ModbusBaseSyncClient) -> None:
    board.set_input(Input.DOOR, on=True)
    assert client.read_discrete_inputs(0, count=3).bits[:3] == [False, True, False]
    assert not client.write_coil(2, True).isError()
    assert board.coils() == [2]
    assert not client.write_coils(0, [True, False, False, True]).isError()
    assert client.read_coils(0, count=8).bits[:8] == [True, False, False, True, False, False, False, False]
    assert board.lit() == {Lamp.CARD, Lamp.CAMERA}


@on_both_wires
def test_a_foreign_client_is_refused_as_the_standard_says(client: ModbusBaseSyncClient) -> None:
    assert client.read_coils(7, count=2).exception_code == 2
    assert client.write_coil(8, True).exception_code == 2
    assert client.read_holding_registers(0, count=1).exception_code == 1


def _use(booth: Booth, board: ForeignBoard) -> None:
    booth.await_inputs(ROLE, QUIET)
    booth.await_health(ROLE, DeviceState.READY)
    board.set_input(1, on=True)
    booth.await_inputs(ROLE, QUIET | {"door": True})
    lease = booth.registry.claim(ROLE, owner="guide-lights")
    lease.run(ShowLights(steady=frozenset({Lamp.PRINTER})), deadline_s=SOON_S)
    until(lambda: board.coils() == [2], "the printer's light")
    board.set_coil(2, on=False)  # its watchdog, or a moment without power
    until(lambda: board.coils() == [2], "the light that is wanted")
    lease.release()
    until(lambda: board.coils() == [], "darkness")


def test_our_driver_at_a_foreign_tcp_board(foreign_board: ForeignBoard, open_booth: OpenBooth) -> None:
    address = f"tcp:127.0.0.1:{foreign_board.port}"
    _use(open_booth(DeviceConfig(role=ROLE, kind="modbus", address=address)), foreign_board)


def test_our_driver_at_a_foreign_board_on_a_line(cable: Cable, open_booth: OpenBooth) -> None:
    ours, theirs = cable.ends
    board = ForeignBoard(theirs)
    try:
        _use(open_booth(DeviceConfig(role=ROLE, kind="modbus", address=f"serial:{ours}")), board)
    finally:
        board.stop()


def test_a_lamp_that_a_foreign_board_has_not(
    foreign_board: ForeignBoard, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.booth_board", "-> error [illegal_address]")
    address = f"tcp:127.0.0.1:{foreign_board.port}"
    booth = open_booth(DeviceConfig(role=ROLE, kind="modbus", address=address, options={"light_camera": "99"}))
    booth.await_reason(ROLE, "illegal_address")
    booth.await_inputs(ROLE, QUIET)
