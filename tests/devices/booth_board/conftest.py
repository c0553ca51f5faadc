"""Shell: boards for the driver: our emulator, and a Modbus server that somebody else wrote."""

import asyncio
import os
import select
import threading
import time
import tty
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pymodbus.framer import FramerType
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.server.base import ModbusBaseServer
from pymodbus.simulator import DataType, SimData, SimDevice

from devices.booth_board.emulator import BoardEmulator

SOON_S = 10.0
Answer = TypeVar("Answer")
_COILS, _INPUTS = 1, 2  # function codes, which name the two tables
_SIZE = 8


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something that tells nobody when it happens."""
    until_s = time.monotonic() + SOON_S
    while not condition():
        assert time.monotonic() < until_s, f"never: {what}"
        time.sleep(0.01)


on_both_wires = pytest.mark.parametrize("board", ["tcp", "serial"], indirect=True)


@pytest.fixture
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BoardEmulator]:
    """Our emulator, on a line unless the test is `on_both_wires`."""
    is_tcp = getattr(request, "param", "serial") == "tcp"
    emulator = BoardEmulator(link=None if is_tcp else tmp_path / "board")
    emulator.start()
    yield emulator
    emulator.stop()


class ForeignBoard:
    """A pymodbus server on a thread of its own. `path`: serve RTU on this terminal instead of TCP."""

    def __init__(self, path: str | None = None) -> None:
        self._path = path
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._main, name="foreign-board", daemon=True)
        self._thread.start()
        assert self._ready.wait(SOON_S)

    @property
    def port(self) -> int:
        transport: Any = self._server.transport
        return int(transport.sockets[0].getsockname()[1])

    def set_input(self, number: int, *, on: bool) -> None:
        self._do(self._server.async_setValues(1, _INPUTS, number, [on]))

    def set_coil(self, number: int, *, on: bool) -> None:
        self._do(self._server.async_setValues(1, _COILS, number, [on]))

    def coils(self) -> list[int]:
        """The numbers of the coils that are on."""
        bits = self._do(self._server.async_getValues(1, _COILS, 0, _SIZE))
        return [number for number, on in enumerate(bits) if on]

    def stop(self) -> None:
        self._do(self._server.shutdown())  # type: ignore[no-untyped-call]  # pymodbus leaves it so
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SOON_S)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SOON_S)

    def _main(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._ready.set()
        self._loop.run_forever()

    async def _serve(self) -> None:
        bits = [SimData(0, values=[False] * _SIZE, datatype=DataType.BITS)]
        none = [SimData(0, values=[0], datatype=DataType.REGISTERS)]
        device = SimDevice(1, simdata=(bits, bits, none, none))
        self._server: ModbusBaseServer = (
            ModbusTcpServer(device, address=("127.0.0.1", 0))
            if self._path is None
            else ModbusSerialServer(device, framer=FramerType.RTU, port=self._path, baudrate=9600)
        )
        await self._server.serve_forever(background=True)


@pytest.fixture
def foreign_board() -> Iterator[ForeignBoard]:
    """Modbus TCP."""
    board = ForeignBoard()
    yield board
    board.stop()


class Cable:
    """A serial cable: two terminals, and a thread that carries bytes from each to the other."""

    def __init__(self) -> None:
        pairs = (os.openpty(), os.openpty())
        self._fds = [fd for pair in pairs for fd in pair]
        for fd in self._fds:
            tty.setraw(fd)
        self.ends = tuple(os.ttyname(far) for _, far in pairs)
        self._near = tuple(near for near, _ in pairs)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="cable", daemon=True)
        self._thread.start()

    def cut(self) -> None:
        self._stopping.set()
        self._thread.join(SOON_S)
        for fd in self._fds:
            os.close(fd)

    def _carry(self) -> None:
        one, other = self._near
        while not self._stopping.is_set():
            for ready in select.select([one, other], [], [], 0.05)[0]:
                os.write(other if ready == one else one, os.read(ready, 512))


@pytest.fixture
def cable() -> Iterator[Cable]:
    """One end for us, one for them."""
    cable = Cable()
    yield cable
    cable.cut()
