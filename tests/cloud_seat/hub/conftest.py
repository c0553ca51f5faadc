"""Shell: one hub for all these tests; each test brings its own kiosk, seat and item so that none meets another."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import pytest

from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import RunningHub

_numbers = itertools.count(9001)


SHORT_WAITS = (
    "ring_s=1.0",
    "same_seat_hold_s=1.0",
    "resume_s=1.0",
    "reconnect_s=1.0",
    "rest_after_decline_s=1.0",
    "rest_after_miss_s=0.5",
)


@pytest.fixture(scope="session")
def hub_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with short waits."""
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *SHORT_WAITS) as hub:
        yield hub


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    """One server for all; each test takes a database of its own."""
    with RunningPostgres.start() as server:
        yield server


class SignIns(Sequence[str]):
    """Cookies of these officials; each is signed in when it is first wanted, as a check of a password takes long."""

    def __init__(self, hub: RunningHub, users: tuple[str, ...]) -> None:
        self._hub, self._users = hub, users
        self._cookies: dict[int, str] = {}

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if at not in self._cookies:
            self._cookies[at] = self._hub.sign_in(self._users[at])
        return self._cookies[at]

    def __len__(self) -> int:
        return len(self._users)


@dataclass(frozen=True)
class Cast:
    """A booth, officials who may handle only this test's item, and the item."""

    hub: RunningHub
    item_id: str
    kiosk_id: str
    token: str
    cookies: Sequence[str]
    seat_ids: tuple[str, ...]


@pytest.fixture
def cast(hub_server: RunningHub) -> Cast:
    """One booth and two officials."""
    return a_cast(hub_server)


def a_cast(hub_server: RunningHub) -> Cast:
    """The same at some other hub."""
    number = next(_numbers)
    item_id, kiosk_id = f"item-{number}", f"PY-{number}"
    token = hub_server.enrol(kiosk_id)["token"]
    users = tuple(hub_server.add_seat(f"{number}{letter}", rights=(item_id,)) for letter in "ab")
    seat_ids = tuple(f"seat-{user}" for user in users)
    return Cast(hub_server, item_id, kiosk_id, token, SignIns(hub_server, users), seat_ids)
