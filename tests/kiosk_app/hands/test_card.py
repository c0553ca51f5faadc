"""Shell: the card's hand on a real registry and a real reader: each end of a reading finds its words."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind, is_expired, pack_address
from devices.id_card.protocol import Status
from devices.id_card.sam_model import BANK_CARD, SAMPLES, sample_card
from devices.id_card.verdict import Blame, verdict_on
from devices.model import DeviceConfig
from devices.registry import Registry, open_registry
from kiosk_app.flow.sentences import NOTICES
from kiosk_app.hands.card import CardHand
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Knowledge, Session
from tests.conftest import ExpectedLogs

SOON_S = 10.0
SESSION = Session(number=7)
BROKEN = Status.NOT_AUTHORISED  # one of those that are the reader's fault


@pytest.fixture
def reader() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def registry(reader: IdCardEmulator) -> Iterator[Registry]:
    config = DeviceConfig(role="id_card", kind="sam", address=reader.address, options={"probe_s": "0.2"})
    registry = open_registry([config], lambda _: None)
    yield registry
    registry.close()


def _events_of_one_reading(registry: Registry, *, wait_s: float = SOON_S) -> list[on.Event]:
    """Until the card was read or was not."""

    async def work() -> list[on.Event]:
        posted: asyncio.Queue[on.Event] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        hand = CardHand(
            registry, _desk(lambda event: loop.call_soon_threadsafe(posted.put_nowait, event)), wait_s=wait_s
        )
        hand.read(do.ReadCard(), SESSION)
        seen: list[on.Event] = []
        while not seen or isinstance(seen[-1], on.CardSeen):
            seen.append(await posted.get())
        hand.release()
        return seen

    return asyncio.run(asyncio.wait_for(work(), SOON_S + wait_s))


def _desk(post: Callable[[on.Event], object]) -> Desk:
    nobody = Knowledge(items={}, engines={}, doors={}, today="2026-11-23")
    return Desk(lambda event: (post(event), None)[1], lambda: nobody, Folder(), lambda *_: None, lambda **_: None)


@pytest.mark.parametrize("kind", CardKind)
def test_every_kind_of_card_becomes_a_person(reader: IdCardEmulator, registry: Registry, kind: CardKind) -> None:
    reader.insert(replace(sample_card(kind), address=pack_address("测试市后来路2号")))
    *seen, read = _events_of_one_reading(registry)
    assert seen == [on.CardSeen(7, "waiting"), on.CardSeen(7, "reading")]
    assert isinstance(read, on.CardRead)
    person = read.person
    assert (person.name, person.number) == (SAMPLES[kind]["name"], SAMPLES[kind]["number"])
    assert person.address == "测试市后来路2号", "the newest one"
    assert is_expired(person.valid_until, "2100-01-01") is (kind is not CardKind.RESIDENT)


def test_the_card_of_no_resident_is_told_in_words(reader: IdCardEmulator, registry: Registry) -> None:
    reader.insert(BANK_CARD)
    assert _events_of_one_reading(registry)[-1] == on.CardFailed(7, "wrong")
    reader.insert()
    reader.insert(is_beside=True)
    assert _events_of_one_reading(registry)[-1] == on.CardFailed(7, "two")


def test_no_card_comes(registry: Registry) -> None:
    assert _events_of_one_reading(registry, wait_s=0.2)[-1] == on.CardFailed(7, "timeout")


def test_a_reader_that_is_gone(reader: IdCardEmulator, registry: Registry, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.id_card", "-> absent")
    reader.unplug()
    assert _events_of_one_reading(registry)[-1] == on.CardFailed(7, "reader")


def _is_readers(status: Status) -> bool:
    return verdict_on(status).blame is Blame.READER


@pytest.mark.parametrize("status", [*{verdict_on(s).code: s for s in Status if not _is_readers(s)}.values(), BROKEN])
def test_whatever_the_reader_says_the_resident_reads_a_sentence(
    reader: IdCardEmulator, registry: Registry, expected_logs: ExpectedLogs, status: Status
) -> None:
    expected_logs.allow("devices.id_card", "-> error")
    reader.insert()
    reader.force(status, "read")
    failed = _events_of_one_reading(registry)[-1]
    assert isinstance(failed, on.CardFailed)
    said = NOTICES["card_" + failed.code].text
    assert said.zh
    assert said.en
    assert (failed.code == "broken") is (status is BROKEN)
