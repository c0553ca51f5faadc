"""Shell: later address, fingerprints, the SAM's number, radio bytes; the same frames over TCP and by a pattern."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.id_card.driver import CardProgress, ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import pack_address
from devices.id_card.protocol import Status
from devices.id_card.sam_model import SAMPLE_FIELDS, sample_card, sample_fingerprints
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState
from tests.conftest import ExpectedLogs
from tests.devices.id_card.conftest import OPTIONS, Hand, OpenBooth, config, read

SAM_ID = "05.03-1300103-0000000001-42"
LATER = "测试省样例市后来路2号"
WITH_ADDRESS = ReadCard(later_address=True)
WITH_FINGERPRINTS = ReadCard(fingerprints=True)


def test_a_later_address_replaces_the_printed_one(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert(replace(sample_card(), address=pack_address(LATER)))
    card = Hand(lease, WITH_ADDRESS).start().card()
    assert (card.address, card.printed_address) == (LATER, SAMPLE_FIELDS["address"])


@pytest.mark.parametrize("status", [Status.ITEM_EMPTY, Status.BAD_COMMAND])
def test_without_a_later_address_the_printed_one_stands(reader: IdCardEmulator, lease: Lease, status: Status) -> None:
    reader.force(status, "address")
    reader.insert(replace(sample_card(), address=pack_address(LATER)))
    card = Hand(lease, WITH_ADDRESS).start().card()
    assert card.address == card.printed_address == SAMPLE_FIELDS["address"]


def test_a_reader_that_always_fails_at_the_later_address_still_reads(reader: IdCardEmulator, lease: Lease) -> None:
    reader.force(Status.READ_FAILED, "address")
    reader.insert()
    hand = Hand(lease, WITH_ADDRESS).at(CardProgress.MOVED, reader.insert).start()
    assert hand.card().address == SAMPLE_FIELDS["address"]
    assert hand.reports.count(CardProgress.MOVED) == 1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fingerprints_are_read_when_asked_for(reader: IdCardEmulator, lease: Lease, count: int) -> None:
    reader.insert(replace(sample_card(), fingerprints=sample_fingerprints(count)))
    card = Hand(lease, WITH_FINGERPRINTS).start().card()
    assert [len(one) for one in card.fingerprints] == [512] * count
    assert b"".join(card.fingerprints) == sample_fingerprints(count)
    assert card.name == SAMPLE_FIELDS["name"]


@pytest.mark.parametrize("status", [Status.BAD_COMMAND, Status.FINGERPRINTS_UNVERIFIED])
def test_a_reader_that_knows_no_fingerprints_gives_the_rest(
    reader: IdCardEmulator, lease: Lease, status: Status
) -> None:
    reader.force(status, "fingerprints")
    reader.insert()
    card = Hand(lease, WITH_FINGERPRINTS).start().card()
    assert (card.fingerprints, card.name) == ((), SAMPLE_FIELDS["name"])


def test_the_photo_is_left_alone_when_nobody_wants_it(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    assert Hand(lease, ReadCard(photo=False)).start().card().photo is None


def test_the_reader_with_the_right_number_serves(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    booth = open_booth(config(reader, sam_id=SAM_ID))
    booth.await_health("id_card", DeviceState.READY)
    assert reader.rf_bytes is None, "the radio is left as it is"


def test_another_reader_is_no_reader(
    reader: IdCardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "-> absent")
    booth = open_booth(config(reader, sam_id="05.03-1300103-0000000002-42"))
    changed = booth.await_health("id_card", DeviceState.ABSENT)
    assert changed.health.reasons[0].code == "other_reader"
    reader.insert()
    outcome = read(booth.registry.claim("id_card", owner="x"))
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "other_reader")


def test_a_reader_that_hides_its_number_is_another_one(
    reader: IdCardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "-> absent")
    reader.force(Status.UNKNOWN_ERROR, "sam_id")
    booth = open_booth(config(reader, sam_id=SAM_ID))
    booth.await_health("id_card", DeviceState.ABSENT)
    reader.fault(None)
    booth.await_health("id_card", DeviceState.READY)


def test_a_reader_that_was_broken_at_first_shakes_hands_later(
    reader: IdCardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "->")
    reader.force(Status.NOT_AUTHORISED, "status")
    booth = open_booth(config(reader, sam_id="another"))
    booth.await_health("id_card", DeviceState.ERROR)
    reader.fault(None)
    booth.await_health("id_card", DeviceState.ABSENT)
    assert DeviceState.READY not in booth.states("id_card")


def test_the_radio_is_told_its_bytes_when_configured(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    booth = open_booth(config(reader, rf_bytes="80"))
    booth.await_health("id_card", DeviceState.READY)
    assert reader.rf_bytes == 80


def test_on_a_virtual_line_the_baud_rate_means_nothing(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    reader.insert()
    booth = open_booth(config(reader, baud="9600"))
    assert read(booth.registry.claim("id_card", owner="x")).ok


@pytest.fixture
def networked() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(port=0, pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


def test_the_same_frames_over_tcp(
    networked: IdCardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "-> offline")
    booth = open_booth(config(networked, sam_id=SAM_ID))
    lease = booth.registry.claim("id_card", owner="x")
    networked.insert()
    assert Hand(lease, WITH_FINGERPRINTS).start().card().name == SAMPLE_FIELDS["name"]
    waiting = Hand(lease).start()
    waiting.await_report(CardProgress.WAITING)
    networked.unplug()
    assert waiting.outcome().completion is Completion.HARDWARE
    booth.await_health("id_card", DeviceState.OFFLINE)
    networked.replug()
    networked.insert()
    assert read(lease).ok


def test_a_reader_is_found_by_a_pattern_under_another_name(
    tmp_path: Path, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "->")
    readers = [IdCardEmulator(tmp_path / f"usb-READER_{number}-if00", pace=0.0) for number in (77, 78)]
    readers[0].start()
    address = f"serial:{tmp_path}/usb-READER*"
    booth = open_booth(DeviceConfig(role="id_card", kind="sam", address=address, options=OPTIONS))
    booth.await_health("id_card", DeviceState.READY)
    readers[0].unplug()
    booth.await_reason("id_card", "not_plugged_in")
    readers[1].start()
    booth.await_health("id_card", DeviceState.READY)
    readers[1].unplug()
    booth.await_reason("id_card", "not_plugged_in")
    for reader in readers:
        reader.replug()
    booth.await_reason("id_card", "ambiguous")
    for reader in readers:
        reader.stop()
