"""Shell: one real hub for the tests of a seat; each test brings its own booth, official and item."""

import itertools
from collections.abc import Iterator

import pytest

from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.seat.programs import Scene

_numbers = itertools.count(7001)


@pytest.fixture(scope="module")
def hub_of_seats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that gives a lost seat's call to the next one soon."""
    settings = ("same_seat_hold_s=1.0", "resume_s=10")
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *settings) as hub:
        yield hub


@pytest.fixture
def scene(hub_of_seats: RunningHub) -> Scene:
    """A booth and an official of their own."""
    number = next(_numbers)
    kiosk_id, item_id = f"PY-{number}", f"item-{number}"
    user = hub_of_seats.add_seat(f"{number}a", rights=(item_id,))
    return Scene(hub_of_seats, item_id, kiosk_id, hub_of_seats.enrol(kiosk_id)["token"], user)
