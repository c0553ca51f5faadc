"""Shell: an emulated reader on a real port, a booth that uses it, and somebody who holds a card."""

import threading
from collections.abc import Callable, Iterator

import pytest

from devices.id_card.driver import CardProgress, ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import IdCard
from devices.lease import Lease
from devices.model import DeviceConfig, Outcome
from tests.devices.conftest import Booth

SOON_S = 10.0
OPTIONS = {"probe_s": "0.2", "answer_s": "0.3"}
OpenBooth = Callable[..., Booth]


@pytest.fixture
def reader() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def booth(reader: IdCardEmulator, open_booth: OpenBooth) -> Booth:
    return open_booth(config(reader))


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim("id_card", owner="session-1")


def config(reader: IdCardEmulator, **options: str) -> DeviceConfig:
    return DeviceConfig(role="id_card", kind="sam", address=reader.address, options=OPTIONS | options)


class Hand:
    """Reads once; keeps what was reported, and does something at the first report of a kind."""

    def __init__(self, lease: Lease, wanted: ReadCard | None = None, deadline_s: float = SOON_S) -> None:
        self.reports: list[object] = []
        self._deeds: dict[object, Callable[[], None]] = {}
        self._reported = threading.Condition()
        self._lease, self._wanted, self._deadline_s = lease, wanted or ReadCard(), deadline_s

    def at(self, progress: CardProgress, deed: Callable[[], None]) -> "Hand":
        """On the device's thread: the reader waits meanwhile."""
        self._deeds[progress] = deed
        return self

    def start(self) -> "Hand":
        self._future = self._lease.run(self._wanted, deadline_s=self._deadline_s, progress=self._note)
        return self

    def await_report(self, progress: CardProgress) -> None:
        with self._reported:
            assert self._reported.wait_for(lambda: progress in self.reports, SOON_S), self.reports

    def outcome(self) -> Outcome:
        return self._future.result(self._deadline_s + SOON_S)

    def card(self) -> IdCard:
        card = self.outcome().value
        assert isinstance(card, IdCard), self.outcome()
        return card

    def _note(self, progress: object) -> None:
        deed = self._deeds.pop(progress, None)
        if deed is not None:
            deed()
        with self._reported:
            self.reports.append(progress)
            self._reported.notify_all()


def read(lease: Lease, wanted: ReadCard | None = None, deadline_s: float = SOON_S) -> Outcome:
    return Hand(lease, wanted, deadline_s).start().outcome()
