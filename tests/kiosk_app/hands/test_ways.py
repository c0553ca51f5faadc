"""Shell: the other readers on their real wires: a social-security card's chip, a code on a phone, two cards in turn."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind
from devices.id_card.sam_model import SAMPLE_FIELDS, sample_card
from devices.model import DeviceConfig
from devices.registry import Registry, open_registry
from devices.scanner.emulator import ScannerEmulator
from kiosk_app.config import Settings
from kiosk_app.hands.card import CardHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.keeper import Counts, KeeperHand, mark_card
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.eid_code import write_code
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Knowledge, Proof, Session
from tests.conftest import ExpectedLogs
from tests.devices.smart_card.card_peer import CardPeer, Fault
from tests.devices.smart_card.chip import Chip, social_card
from tests.devices.smart_card.smart_card_service import READER

SOON_S = 15.0
NO_HUB = "http://127.0.0.1:9"  # RFC 863's port: nobody answers
SESSION = Session(number=7)
NOBODY = Knowledge(items={}, engines={}, doors={}, today="2026-11-23")


class Listener:
    """A hand and what it says, in order."""

    def __init__(self, registry: Registry, *, wait_s: float = SOON_S) -> None:
        self._said: asyncio.Queue[on.Event] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self.desk = Desk(self._post, lambda: NOBODY, Folder(), lambda *_: None, lambda **_: None)
        self.hand = CardHand(registry, self.desk, wait_s=wait_s)

    def read(self, way: str, *, after_lift: bool = False, beside: bool = False) -> None:
        self.hand.read(do.ReadCard(way, after_lift=after_lift, beside=beside), SESSION)

    async def hears(self, wanted: on.Event) -> None:
        """Passes over what comes before it."""
        while await self._said.get() != wanted:
            pass

    async def hears_kind(self, *kinds: type[on.Event]) -> on.Event:
        """The next one of these kinds."""
        while not isinstance(said := await self._said.get(), kinds):
            pass
        return said

    def _post(self, event: on.Event) -> None:
        self._loop.call_soon_threadsafe(self._said.put_nowait, event)


def _run(registry: Registry, work: Callable[[Listener], Awaitable[None]], *, wait_s: float = SOON_S) -> None:
    async def all_of_it() -> None:
        listener = Listener(registry, wait_s=wait_s)
        await work(listener)
        listener.hand.release()

    asyncio.run(asyncio.wait_for(all_of_it(), SOON_S))


@pytest.fixture
def chips(card: CardPeer) -> Iterator[Registry]:
    registry = open_registry(
        [DeviceConfig(role="smart_card", kind="pcsc", address=f"pcsc:{READER}", options={"probe_s": "0.1"})],
        lambda _: None,
    )
    yield registry
    registry.close()


@pytest.fixture
def reader() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def scanner() -> Iterator[ScannerEmulator]:
    emulator = ScannerEmulator()
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def codes(scanner: ScannerEmulator) -> Iterator[Registry]:
    registry = open_registry([DeviceConfig(role="scanner", kind="scanner", address=scanner.address)], lambda _: None)
    yield registry
    registry.close()


def test_a_social_card_becomes_a_person_until_it_is_pulled(chips: Registry, card: CardPeer) -> None:
    async def work(listener: Listener) -> None:
        listener.read("social")
        await listener.hears(on.CardSeen(7, "waiting", "social"))
        await asyncio.to_thread(card.insert, social_card())
        read = await listener.hears_kind(on.CardRead, on.CardFailed)
        assert isinstance(read, on.CardRead)
        assert (read.person.number, read.person.proof) == (SAMPLE_FIELDS["number"], Proof.SOCIAL_CARD)
        assert (read.way, read.person.address, read.person.valid_until) == ("social", "", "2030-01-01")
        await asyncio.to_thread(card.remove)
        await listener.hears(on.CardRemoved())

    _run(chips, work)


def test_a_keepers_card_is_read_wherever_it_is_put(reader: IdCardEmulator, card: CardPeer, tmp_path: Path) -> None:
    """Both readers wait at once, and the chip's number is the one that was enrolled."""
    configs = [
        DeviceConfig(role="id_card", kind="sam", address=reader.address, options={"probe_s": "0.2"}),
        DeviceConfig(role="smart_card", kind="pcsc", address=f"pcsc:{READER}", options={"probe_s": "0.1"}),
    ]
    key_file = tmp_path / "key"
    key_file.write_bytes(b"k" * 32)
    marks = (mark_card(key_file.read_bytes(), SAMPLE_FIELDS["number"]),)
    registry = open_registry(configs, lambda _: None)

    async def work(listener: Listener) -> None:
        listener.read("card")
        listener.read("social", beside=True)
        await listener.hears(on.CardSeen(7, "waiting", "social"))
        await asyncio.to_thread(card.insert, social_card())
        read = await listener.hears_kind(on.CardRead, on.CardFailed)
        assert isinstance(read, on.CardRead) and read.way == "social"
        settings = Settings(hub_url=NO_HUB, kiosk_id="PY-7", keeper_cards=marks, device_key_file=str(key_file))
        counts = Counts(KeptNumber(tmp_path / "slips"), KeptNumber(tmp_path / "sheets"))
        keeper = KeeperHand(settings, registry, HubDoor(NO_HUB, "", lambda _: True), listener.desk, counts)
        await keeper.check_card(do.CheckCard(read.person.number), SESSION)
        await listener.hears(on.PinJudged(7, ""))
        await asyncio.to_thread(reader.insert)  # the other reader still waits
        read = await listener.hears_kind(on.CardRead)
        assert isinstance(read, on.CardRead) and read.way == "card"
        await keeper.check_card(do.CheckCard(read.person.number + "X"), SESSION)
        await listener.hears(on.PinJudged(7, "card"))

    _run(registry, work)
    registry.close()


@pytest.mark.parametrize(
    ("chip", "fault", "said"),
    [
        (Chip(), None, on.CardFailed(7, "wrong", "social")),
        (social_card(), Fault.GARBAGE, on.CardFailed(7, "unreadable", "social")),
        (social_card(), Fault.TURNED_OVER, on.CardSeen(7, "turn_over", "social")),
    ],
    ids=["another-card", "garbage", "turned-over"],
)
def test_a_social_card_that_does_not_help(
    chips: Registry, card: CardPeer, chip: Chip, fault: Fault | None, said: on.Event
) -> None:
    async def work(listener: Listener) -> None:
        listener.read("social")
        await asyncio.to_thread(card.insert, chip, fault)
        await listener.hears(said)

    _run(chips, work)


def test_a_code_on_a_phone_becomes_a_claim(codes: Registry, scanner: ScannerEmulator) -> None:
    async def work(listener: Listener) -> None:
        listener.read("code")
        await listener.hears(on.CardSeen(7, "waiting", "code"))
        scanner.scan("6901234567892")
        await listener.hears(on.CardFailed(7, "wrong", "code"))
        listener.read("code")
        await listener.hears(on.CardSeen(7, "waiting", "code"))
        until = datetime.now(UTC) + timedelta(minutes=2)
        scanner.scan(write_code("测试甲", SAMPLE_FIELDS["number"], until))
        read = await listener.hears_kind(on.CardRead, on.CardFailed)
        assert isinstance(read, on.CardRead)
        assert (read.person.name, read.person.proof, read.person.is_proven) == ("测试甲", Proof.CODE, False)

    _run(codes, work)


def test_a_scanner_that_is_pulled(codes: Registry, scanner: ScannerEmulator, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.scanner", "->")

    async def work(listener: Listener) -> None:
        listener.read("code")
        await listener.hears(on.CardSeen(7, "waiting", "code"))
        await asyncio.to_thread(scanner.unplug)
        assert isinstance(failed := await listener.hears_kind(on.CardFailed), on.CardFailed)
        assert failed.code in ("reader", "timeout")

    _run(codes, work, wait_s=2.0)


def test_two_id_cards_in_turn() -> None:
    reader = IdCardEmulator(pace=0.0)
    reader.start()
    config = DeviceConfig(role="id_card", kind="sam", address=reader.address, options={"probe_s": "0.2"})
    registry = open_registry([config], lambda _: None)
    first, second = sample_card(CardKind.RESIDENT), sample_card(CardKind.RESIDENT, name="测试乙")

    async def work(listener: Listener) -> None:
        reader.insert(first)
        listener.read("card")
        await listener.hears_kind(on.CardRead)
        listener.read("card", after_lift=True)
        await asyncio.to_thread(reader.remove)
        await listener.hears(on.CardRemoved())
        reader.insert(second)
        read = await listener.hears_kind(on.CardRead, on.CardFailed)
        assert isinstance(read, on.CardRead)
        assert read.person.name == "测试乙"

    try:
        _run(registry, work)
    finally:
        registry.close()
        reader.stop()


def test_a_way_without_a_device_says_so() -> None:
    registry = open_registry([], lambda _: None)

    async def work(listener: Listener) -> None:
        listener.read("social")
        await listener.hears(on.CardFailed(7, "reader", "social"))

    _run(registry, work)
    registry.close()
