"""Shell: one hub for the tests of a file; each test brings its own kiosk, seat and item so that none meets another."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.cloud_seat.hub.running import RunningHub

_numbers = itertools.count(9001)


@pytest.fixture(scope="module")
def hub_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with short waits."""
    short = ("ring_s=1.0", "same_seat_hold_s=1.0", "resume_s=2.0", "rest_after_decline_s=1.0", "rest_after_miss_s=0.5")
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *short) as hub:
        yield hub


@dataclass(frozen=True)
class Cast:
    """A booth, officials who may handle only this test's item, and the item."""

    hub: RunningHub
    item_id: str
    kiosk_id: str
    token: str
    cookies: tuple[str, ...]
    seat_ids: tuple[str, ...]


@pytest.fixture
def cast(hub_server: RunningHub) -> Cast:
    """One booth and two officials, signed in."""
    number = next(_numbers)
    item_id, kiosk_id = f"item-{number}", f"PY-{number}"
    token = hub_server.enrol(kiosk_id)["token"]
    users = tuple(hub_server.add_seat(f"{number}{letter}", rights=(item_id,)) for letter in "ab")
    cookies = tuple(hub_server.sign_in(user) for user in users)
    return Cast(hub_server, item_id, kiosk_id, token, cookies, tuple(f"seat-{user}" for user in users))
