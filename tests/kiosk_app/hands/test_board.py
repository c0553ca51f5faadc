"""Shell: the guide lights' hand on a real registry and a real board."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from devices.booth_board.emulator import BoardEmulator
from devices.booth_board.wiring import Lamp
from devices.model import DeviceConfig
from devices.registry import Registry, open_registry
from kiosk_app.hands.board import BoardHand
from kiosk_app.session import commands as do
from kiosk_app.session.lights import Lights
from kiosk_app.session.state import Session
from tests.conftest import ExpectedLogs

SOON_S = 10.0
CARD = do.ShowLights(Lights(steady=frozenset({Lamp.CARD})))


@pytest.fixture
def board() -> Iterator[BoardEmulator]:
    board = BoardEmulator()
    board.start()
    yield board
    board.stop()


@pytest.fixture
def registry(board: BoardEmulator) -> Iterator[Registry]:
    config = DeviceConfig(role="booth_board", kind="modbus", address=board.address)
    registry = open_registry([config], lambda _: None)
    yield registry
    registry.close()


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), SOON_S))


async def _until(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110 - lamps tell nobody when they light up
        await asyncio.sleep(0.01)


def test_nothing_is_left_burning_when_the_program_ends(board: BoardEmulator, registry: Registry) -> None:
    async def work() -> None:
        hand = BoardHand(registry)
        hand.show(CARD, Session())
        await _until(lambda: board.lit() == {Lamp.CARD})
        hand.close()
        assert board.lit() == frozenset()

    _run(work)


def test_a_light_comes_back_with_its_board(
    board: BoardEmulator, registry: Registry, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.booth_board", "->")

    async def work() -> None:
        hand = BoardHand(registry)
        hand.show(CARD, Session())
        await _until(lambda: board.lit() == {Lamp.CARD})
        await asyncio.to_thread(board.unplug)
        await _until(lambda: not registry.health("booth_board").is_usable)
        board.cut_power()
        board.replug()
        await _until(lambda: board.lit() == {Lamp.CARD})
        hand.close()

    _run(work)


def test_a_booth_without_a_board_has_no_lights() -> None:
    async def work() -> None:
        registry = open_registry([], lambda _: None)
        hand = BoardHand(registry)
        hand.show(CARD, Session())
        hand.close()
        registry.close()

    _run(work)
