"""Wiring: one private smart card service for all tests, and a card that can be put into its reader."""

import os
from collections.abc import Iterator

import pytest

from tests.devices.smart_card.card_peer import CardPeer
from tests.devices.smart_card.smart_card_service import SmartCardService


@pytest.fixture(scope="session")
def running_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmartCardService]:
    """The name of its socket is told by the environment; the library reads that once."""
    service = SmartCardService(tmp_path_factory.mktemp("pcscd"))
    os.environ["PCSCLITE_CSOCK_NAME"] = os.fspath(service.socket_path)
    service.start()
    yield service
    service.kill()


@pytest.fixture
def service(running_service: SmartCardService) -> Iterator[SmartCardService]:
    """For tests that break it: it is whole again afterwards."""
    yield running_service
    running_service.plug_in()
    running_service.restart()


@pytest.fixture
def card(running_service: SmartCardService) -> Iterator[CardPeer]:
    """The reader, empty at first."""
    running_service.await_empty()
    peer = CardPeer(running_service.card_port, running_service.await_empty)
    yield peer
    peer.remove()
