"""Shell: the reader's driver against its emulator, through a real terminal and pyserial."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from devices.id_card.driver import AwaitRemoval, CardProgress, ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind, IdCard
from devices.id_card.sam_model import sample_card
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]
SOON_S = 10.0
OPTIONS = {"probe_s": "0.2", "answer_s": "0.3"}


@pytest.fixture
def reader() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def booth(reader: IdCardEmulator, open_booth: OpenBooth) -> Booth:
    return open_booth(DeviceConfig(role="id_card", kind="sam", address=reader.address, options=OPTIONS))


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim("id_card", owner="session-1")


def _read(lease: Lease, deadline_s: float = SOON_S) -> Outcome:
    return lease.run(ReadCard(), deadline_s=deadline_s).result(deadline_s + SOON_S)


def test_a_card_is_read_when_it_comes(reader: IdCardEmulator, lease: Lease) -> None:
    reports: list[object] = []
    is_waiting = threading.Event()

    def report(progress: object) -> None:
        reports.append(progress)
        is_waiting.set()

    future = lease.run(ReadCard(), deadline_s=SOON_S, progress=report)
    assert is_waiting.wait(SOON_S)
    reader.insert()
    card = future.result(SOON_S).value
    assert isinstance(card, IdCard)
    assert (card.name, card.sex, card.nation, card.birth) == ("测试甲", "女", "汉", "1899-01-01")
    assert card.photo is not None
    assert card.photo.startswith(b"\xff\xd8")
    assert reports[0] is CardProgress.WAITING
    assert reports[-1] is CardProgress.READING


@pytest.mark.parametrize("name", ["测试㐀", "测试𠮷", "测试·阿卜杜拉"])
def test_rare_names_survive(reader: IdCardEmulator, lease: Lease, name: str) -> None:
    reader.insert(sample_card(name=name))
    card = _read(lease).value
    assert isinstance(card, IdCard)
    assert card.name == name


def test_a_permit_of_taiwan_hongkong_macao_is_read(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert(sample_card(CardKind.HMT_RESIDENT, number="830000189901010012"))
    card = _read(lease).value
    assert isinstance(card, IdCard)
    assert card.kind is CardKind.HMT_RESIDENT


def test_lifting_the_card_is_noticed(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    assert _read(lease).ok
    still_there = lease.run(AwaitRemoval(), deadline_s=0.6).result(SOON_S)
    assert still_there.completion is Completion.TIMEOUT
    removal = lease.run(AwaitRemoval(), deadline_s=SOON_S)
    reader.remove()
    assert removal.result(SOON_S).ok


def test_a_card_from_before_must_be_lifted_first(reader: IdCardEmulator, lease: Lease) -> None:
    reader.insert()
    assert _read(lease).ok
    reports: list[object] = []
    asked_to_lift = threading.Event()

    def report(progress: object) -> None:
        reports.append(progress)
        if progress is CardProgress.LIFT_AGAIN:
            asked_to_lift.set()

    future = lease.run(ReadCard(), deadline_s=SOON_S, progress=report)
    assert asked_to_lift.wait(SOON_S)
    reader.remove()
    reader.insert(sample_card(name="测试乙"))
    card = future.result(SOON_S).value
    assert isinstance(card, IdCard)
    assert card.name == "测试乙"


def test_a_card_that_is_lifted_too_early_is_waited_for(reader: IdCardEmulator, lease: Lease) -> None:
    reports: list[object] = []

    def lift_once(progress: object) -> None:
        if progress is CardProgress.READING and CardProgress.MOVED not in reports:
            reader.remove()
        if progress is CardProgress.MOVED:
            reader.insert()
        reports.append(progress)

    reader.insert()
    assert lease.run(ReadCard(), deadline_s=SOON_S, progress=lift_once).result(SOON_S).ok
    assert reports[:3] == [CardProgress.WAITING, CardProgress.READING, CardProgress.MOVED]
    assert reports[-1] is CardProgress.READING


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
    assert _read(lease).ok


def test_checksums_that_stay_wrong_are_a_protocol_failure(reader: IdCardEmulator, lease: Lease, booth: Booth) -> None:
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
    outcome = _read(booth.registry.claim("id_card", owner="x"))
    assert outcome.completion is Completion.NOT_READY


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
    assert _read(lease).completion is Completion.NOT_READY
    reader.replug()
    reader.insert()
    assert _read(lease).ok, "a command opens the port at once, whatever the back-off"
    states = booth.states("id_card")
    assert states.count(DeviceState.ABSENT) == 1, "a loss is published once"


def test_no_reader_at_all_is_absent(open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.id_card", "absent")
    booth = open_booth(DeviceConfig(role="id_card", kind="sam", address="serial:no/such/reader", options=OPTIONS))
    booth.await_health("id_card", DeviceState.ABSENT)
    outcome = _read(booth.registry.claim("id_card", owner="x"))
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
    assert _read(lease).ok
    assert time.monotonic() - start_s >= 0.35 + 0.1, "a card takes the radio and the wire this long"
    lease.release()
    booth.registry.close()
    reader.stop()
