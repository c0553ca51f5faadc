"""Shell: wrong cards, two cards, and every status that a reader may answer, at every step of a reading."""

from itertools import product

import pytest

from devices.id_card.driver import CardProgress
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.protocol import Status
from devices.id_card.sam_model import BANK_CARD, sample_card
from devices.id_card.verdict import Blame, verdict_on
from devices.lease import Lease
from devices.model import Completion, DeviceState
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.id_card.conftest import Hand, OpenBooth, config, read

ENDS = {Blame.CARD: Completion.MEDIA, Blame.READER: Completion.HARDWARE, Blame.WIRE: Completion.PROTOCOL}
BAD = [status for status in Status if status not in (Status.OK, Status.CARD_FOUND)]
ONE_OF_EACH = {verdict_on(status).code: status for status in BAD}.values()


@pytest.mark.parametrize(("status", "step"), [*product(BAD, ["read"]), *product(ONE_OF_EACH, ["select"])])
def test_every_status_ends_a_reading_with_its_code(
    reader: IdCardEmulator, lease: Lease, expected_logs: ExpectedLogs, status: Status, step: str
) -> None:
    expected_logs.allow("devices.id_card", "-> error")
    verdict = verdict_on(status)
    reader.insert()
    reader.force(status, step)
    outcome = read(lease)
    assert (outcome.completion, outcome.detail) == (ENDS[verdict.blame], verdict.code)


@pytest.mark.parametrize("status", [0x23, 0x60, 0x66, 0x21, 0x05])
def test_a_reader_that_fails_while_it_looks_ends_the_wait(
    reader: IdCardEmulator, lease: Lease, booth: Booth, expected_logs: ExpectedLogs, status: int
) -> None:
    expected_logs.allow("devices.id_card", "-> error")
    reader.force(status, "find")
    outcome = read(lease)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, verdict_on(status).code)
    told = [e.health.reasons[0].code for e in booth.events if e.health.state is DeviceState.ERROR]
    assert told == [outcome.detail]  # it is asked at once how it is, and may be well again by now
    reader.fault(None)
    booth.await_health("id_card", DeviceState.READY)
    reader.insert()
    assert read(lease).ok


def test_a_status_that_nobody_knows_is_asked_again(reader: IdCardEmulator, lease: Lease, booth: Booth) -> None:
    reader.force(0xCA, "find")
    outcome = read(lease)
    assert (outcome.completion, outcome.detail) == (Completion.PROTOCOL, "status_ca")
    assert DeviceState.ERROR not in booth.states("id_card")


def test_an_answer_about_a_card_says_nothing_against_the_reader(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    """A busy machine brings it so late that it meets the question how the reader is."""
    reader.force(Status.READ_FAILED, "status")
    booth = open_booth(config(reader))
    booth.await_health("id_card", DeviceState.READY)
    assert DeviceState.ERROR not in booth.states("id_card")


@pytest.mark.parametrize(("status", "code"), [(0x60, "self_test_failed"), (0x66, "not_authorised")])
def test_a_reader_that_says_it_is_broken_is_an_error(
    reader: IdCardEmulator, booth: Booth, expected_logs: ExpectedLogs, status: int, code: str
) -> None:
    expected_logs.allow("devices.id_card", "-> error")
    booth.await_health("id_card", DeviceState.READY)
    reader.force(status, "status")
    assert booth.await_health("id_card", DeviceState.ERROR).health.reasons[0].code == code
    reader.fault(None)
    booth.await_health("id_card", DeviceState.READY)


def test_a_status_that_means_no_card_is_waited_out(reader: IdCardEmulator, lease: Lease) -> None:
    reader.force(Status.SELECT_FAILED, "find")
    hand = Hand(lease).start()
    hand.await_report(CardProgress.WAITING)
    reader.insert()
    reader.fault(None)
    assert hand.outcome().ok


def test_two_cards_then_one(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    reader.insert(sample_card(name="测试乙"), is_beside=True)
    outcome = read(lease)
    assert (outcome.completion, outcome.detail) == (Completion.MEDIA, "two_cards")
    again = Hand(lease).start()
    again.await_report(CardProgress.WAITING)
    reader.remove(only_one=True)
    assert again.card().name == "测试甲"
    assert again.reports == [CardProgress.WAITING], "the words about two cards stay until it is read"


def test_a_bank_card_then_an_id_card(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert(BANK_CARD)
    outcome = read(lease)
    assert (outcome.completion, outcome.detail) == (Completion.MEDIA, "wrong_card")
    still = Hand(lease).start()
    assert still.outcome().detail == "wrong_card"
    assert still.reports == [CardProgress.WAITING], "it lies there unmoved: nothing new to say"
    hand = Hand(lease).start()
    hand.await_report(CardProgress.WAITING)
    reader.insert()
    assert hand.outcome().ok


def test_a_wrong_card_that_is_lifted_at_once_was_a_wrong_card(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    reader.force(Status.SAM_REJECTS_CARD, "read")
    reader.remove_during("read")
    assert read(lease).detail == "wrong_card"


def test_a_card_that_fails_and_is_not_found_again_is_not_called_read(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    reader.force(Status.READ_FAILED, "read", halts=True)
    hand = Hand(lease).start()
    assert hand.outcome().detail == "card_unreadable"
    assert hand.reports == [CardProgress.WAITING, CardProgress.READING]


def test_a_contact_that_is_bad_at_first_costs_nothing(reader: IdCardEmulator, lease: Lease) -> None:
    reader.force(Status.READ_FAILED, "read")
    reader.insert()
    hand = Hand(lease).at(CardProgress.READING, lambda: reader.fault(None)).start()
    assert hand.outcome().ok
    assert hand.reports == [CardProgress.WAITING, CardProgress.READING]


def test_a_card_with_dates_that_are_none_is_not_asked_twice(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert(sample_card(birth="1899-1-1"))
    hand = Hand(lease).start()
    assert (hand.outcome().completion, hand.outcome().detail) == (Completion.PROTOCOL, "record_date")
    assert hand.reports == [CardProgress.WAITING, CardProgress.READING]


def test_an_expired_card_is_read(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert(sample_card(valid_until="20200102"))
    assert Hand(lease).start().card().valid_until == "2020-01-02"
