"""Shell: the reader's driver against its emulator, through a real terminal and pyserial."""

import threading
import time

import pytest

from devices.id_card.driver import AwaitRemoval, CardProgress, ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind
from devices.id_card.sam_model import SAMPLES, sample_card
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.id_card.conftest import OPTIONS, SOON_S, Hand, OpenBooth, config, read


def test_a_card_is_read_when_it_comes(reader: IdCardEmulator, lease: Lease) -> None:
    hand = Hand(lease).start()
    hand.await_report(CardProgress.WAITING)
    reader.insert()
    card = hand.card()
    assert (card.name, card.sex, card.nation, card.birth) == ("测试甲", "女", "汉", "1899-01-01")
    assert card.photo is not None
    assert card.photo.startswith(b"\xff\xd8")
    assert card.fingerprints == (), "nobody asked for them"
    assert hand.reports == [CardProgress.WAITING, CardProgress.READING]


@pytest.mark.parametrize("kind", CardKind)
def test_every_kind_of_card_is_read(reader: IdCardEmulator, lease: Lease, kind: CardKind) -> None:
    reader.insert(sample_card(kind))
    card = Hand(lease).start().card()
    assert (card.kind, card.name) == (kind, SAMPLES[kind]["name"])


@pytest.mark.parametrize("name", ["测试㐀", "测试𠮷", "测试·阿卜杜拉"])
def test_rare_names_survive(reader: IdCardEmulator, lease: Lease, name: str) -> None:
    reader.insert(sample_card(name=name))
    assert Hand(lease).start().card().name == name


def test_lifting_the_card_is_noticed(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    assert read(lease).ok
    still_there = lease.run(AwaitRemoval(), deadline_s=0.6).result(SOON_S)
    assert still_there.completion is Completion.TIMEOUT
    removal = lease.run(AwaitRemoval(), deadline_s=SOON_S)
    reader.remove()
    assert removal.result(SOON_S).ok


def test_a_card_from_before_must_be_lifted_first(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    assert read(lease).ok
    hand = Hand(lease).start()
    hand.await_report(CardProgress.LIFT_AGAIN)
    reader.remove()
    reader.insert(sample_card(name="测试乙"))
    assert hand.card().name == "测试乙"
    assert hand.reports == [CardProgress.WAITING, CardProgress.LIFT_AGAIN, CardProgress.READING]


def test_a_card_that_another_program_has_read_must_be_lifted_too(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    reader.insert()
    before = open_booth(config(reader))
    assert read(before.registry.claim("id_card", owner="x")).ok
    before.registry.close()
    hand = Hand(open_booth(config(reader)).registry.claim("id_card", owner="y")).start()
    hand.await_report(CardProgress.LIFT_AGAIN)
    reader.insert()
    assert hand.outcome().ok


def test_a_reader_that_goes_on_finding_a_card_reads_it_again(reader: IdCardEmulator, lease: Lease) -> None:
    reader.find_again(on=True)
    reader.insert()
    assert read(lease).ok
    assert lease.run(AwaitRemoval(), deadline_s=0.6).result(SOON_S).completion is Completion.TIMEOUT
    hand = Hand(lease).start()
    assert hand.outcome().ok
    assert CardProgress.LIFT_AGAIN not in hand.reports
    removal = lease.run(AwaitRemoval(), deadline_s=SOON_S)
    reader.remove()
    assert removal.result(SOON_S).ok


@pytest.mark.parametrize("step", ["select", "read", "address"])
def test_a_card_that_is_lifted_too_early_is_waited_for(reader: IdCardEmulator, lease: Lease, step: str) -> None:
    reader.insert()
    reader.remove_during(step)
    hand = Hand(lease, ReadCard(later_address=True)).at(CardProgress.MOVED, reader.insert).start()
    assert hand.outcome().ok
    expected = [CardProgress.WAITING, CardProgress.READING, CardProgress.MOVED, CardProgress.READING]
    assert hand.reports == expected


def test_a_card_that_is_lifted_while_it_is_looked_for_was_never_there(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    reader.remove_during("find")
    assert read(lease, deadline_s=0.5).completion is Completion.TIMEOUT


@pytest.mark.parametrize("fault", ["noise", "bad_checksum", "cut"])
def test_a_passing_fault_on_the_wire_is_overcome(reader: IdCardEmulator, lease: Lease, fault: str) -> None:
    is_waiting = threading.Event()
    future = lease.run(ReadCard(), deadline_s=SOON_S, progress=lambda _: is_waiting.set())
    assert is_waiting.wait(SOON_S)
    reader.fault(fault, 2 if fault == "bad_checksum" else 1)
    reader.insert()
    assert future.result(SOON_S).ok


def test_noise_that_never_ends_is_overcome(reader: IdCardEmulator, lease: Lease) -> None:
    reader.fault("noise")
    reader.insert()
    assert read(lease).ok


def test_checksums_that_stay_wrong_are_a_protocol_failure(
    reader: IdCardEmulator, lease: Lease, booth: Booth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "offline")  # an answer that a busy machine brings too late is silence
    booth.await_health("id_card", DeviceState.READY)
    is_waiting = threading.Event()
    future = lease.run(ReadCard(), deadline_s=SOON_S, progress=lambda _: is_waiting.set())
    assert is_waiting.wait(SOON_S)
    reader.fault("bad_checksum")
    outcome = future.result(SOON_S)
    reader.fault(None)
    assert (outcome.completion, outcome.detail) == (Completion.PROTOCOL, "bad_checksum")


def test_a_mute_reader_times_out_at_the_deadline_and_is_offline(
    reader: IdCardEmulator, lease: Lease, booth: Booth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "offline")
    booth.await_health("id_card", DeviceState.READY)
    is_waiting = threading.Event()
    start_s = time.monotonic()
    future = lease.run(ReadCard(), deadline_s=1.0, progress=lambda _: is_waiting.set())
    assert is_waiting.wait(SOON_S)
    reader.fault("mute")
    assert future.result(SOON_S).completion is Completion.TIMEOUT
    assert time.monotonic() - start_s >= 1.0
    booth.await_health("id_card", DeviceState.OFFLINE)
    reader.fault(None)
    booth.await_health("id_card", DeviceState.READY)


def test_silence_is_never_ready(reader: IdCardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.id_card", "offline")
    reader.fault("mute")
    booth = open_booth(DeviceConfig(role="id_card", kind="sam", address=reader.address, options=OPTIONS))
    booth.await_health("id_card", DeviceState.OFFLINE)
    assert DeviceState.READY not in booth.states("id_card")
    outcome = read(booth.registry.claim("id_card", owner="x"))
    assert outcome.completion is Completion.NOT_READY


def test_a_reader_that_was_without_power_finds_the_card_on_it(
    lease: Lease, booth: Booth, expected_logs: ExpectedLogs, reader: IdCardEmulator
) -> None:
    expected_logs.allow("devices.id_card", "absent")
    reader.insert()
    assert read(lease).ok
    reader.unplug()
    booth.await_health("id_card", DeviceState.ABSENT)
    reader.replug()
    assert read(lease).ok


def test_unplugging_mid_read_is_a_clear_end_and_plugging_in_heals(
    lease: Lease, booth: Booth, expected_logs: ExpectedLogs, reader: IdCardEmulator
) -> None:
    expected_logs.allow("devices.id_card", "absent")
    is_waiting = threading.Event()
    future = lease.run(ReadCard(), deadline_s=SOON_S, progress=lambda _: is_waiting.set())
    assert is_waiting.wait(SOON_S)
    reader.unplug()
    outcome = future.result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "unplugged")
    booth.await_health("id_card", DeviceState.ABSENT)
    assert read(lease).completion is Completion.NOT_READY
    reader.replug()
    reader.insert()
    assert read(lease).ok, "a command opens the port at once, whatever the back-off"
    states = booth.states("id_card")
    assert states.count(DeviceState.ABSENT) == 1, "a loss is published once"


def test_no_reader_at_all_is_absent(open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.id_card", "absent")
    booth = open_booth(DeviceConfig(role="id_card", kind="sam", address="serial:no/such/reader", options=OPTIONS))
    booth.await_health("id_card", DeviceState.ABSENT)
    outcome = read(booth.registry.claim("id_card", owner="x"))
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "not_plugged_in")


def test_a_port_that_another_program_holds_is_offline(
    reader: IdCardEmulator, booth: Booth, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.second_reader", "offline")
    booth.await_health("id_card", DeviceState.READY)
    second = open_booth(DeviceConfig(role="second_reader", kind="sam", address=reader.address, options=OPTIONS))
    changed = second.await_health("second_reader", DeviceState.OFFLINE)
    assert changed.health.reasons[0].code == "port_taken"


def test_true_radio_and_wire_times(open_booth: OpenBooth) -> None:
    reader = IdCardEmulator(pace=1.0)
    reader.start()
    reader.insert()
    booth = open_booth(DeviceConfig(role="id_card", kind="sam", address=reader.address))
    lease = booth.registry.claim("id_card", owner="x")
    start_s = time.monotonic()
    assert read(lease).ok
    assert time.monotonic() - start_s >= 0.35 + 0.1, "a card takes the radio and the wire this long"
    lease.release()
    booth.registry.close()
    reader.stop()


@pytest.mark.parametrize("deadline_s", [None, 0.02, 0.05], ids=["cancelled", "at-once", "soon"])
def test_an_answer_to_a_question_that_was_given_up_is_nobodys(open_booth: OpenBooth, deadline_s: float | None) -> None:
    """The radio looks slowly: the answer to the look that was given up comes while the probe waits for its own."""
    reader = IdCardEmulator(pace=1.0)
    reader.start()
    reader.fault("slow")
    booth = open_booth(DeviceConfig(role="id_card", kind="sam", address=reader.address, options={"probe_s": "0.01"}))
    lease = booth.registry.claim("id_card", owner="x")
    for _ in range(5):
        if deadline_s is not None:
            assert read(lease, deadline_s=deadline_s).completion is Completion.TIMEOUT
            continue
        hand = Hand(lease).start()
        hand.await_report(CardProgress.WAITING)
        lease.cancel()
        assert hand.outcome().completion is Completion.CANCELLED
    reader.fault(None)
    reader.insert()
    assert read(lease).ok
    lease.release()
    booth.registry.close()
    reader.stop()
    assert DeviceState.ERROR not in booth.states("id_card")
