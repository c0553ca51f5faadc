"""Shell: claims, revocation, queues and closing, on a real reader behind a real terminal."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from devices.errors import LeaseTakenError, LocalConfigError, UnknownRoleError
from devices.id_card.driver import CardProgress, ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.model import Completion, DeviceConfig, DeviceState
from devices.registry import open_registry
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]
SOON_S = 5.0  # a bound against hanging, not a measurement


@pytest.fixture
def reader() -> Iterator[IdCardEmulator]:
    emulator = IdCardEmulator(pace=0.0)
    emulator.start()
    yield emulator
    emulator.stop()


def _config(reader: IdCardEmulator) -> DeviceConfig:
    return DeviceConfig(role="id_card", kind="sam", address=reader.address, options={"probe_s": "0.2"})


def test_a_second_claim_is_refused_until_the_first_is_released(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    registry = open_booth(_config(reader)).registry
    first = registry.claim("id_card", owner="session-1")
    with pytest.raises(LeaseTakenError) as taken:
        registry.claim("id_card", owner="session-2")
    assert taken.value.owner == "session-1"
    first.release()
    registry.claim("id_card", owner="session-2").release()


def test_an_unknown_role_is_refused(open_booth: OpenBooth) -> None:
    registry = open_booth().registry
    with pytest.raises(UnknownRoleError):
        registry.claim("fax", owner="x")
    with pytest.raises(UnknownRoleError):
        registry.health("fax")


def test_revoking_an_owner_ends_what_runs_and_what_waits(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    registry = open_booth(_config(reader)).registry
    lease = registry.claim("id_card", owner="session-1")
    is_waiting = threading.Event()
    running = lease.run(ReadCard(), deadline_s=30, progress=lambda _: is_waiting.set())
    queued = lease.run(ReadCard(), deadline_s=30)
    assert is_waiting.wait(SOON_S)
    registry.revoke("somebody else")
    assert not running.done()
    start_s = time.monotonic()
    registry.revoke("session-1")
    assert running.result(SOON_S).completion is Completion.CANCELLED
    assert queued.result(SOON_S).completion is Completion.CANCELLED
    assert time.monotonic() - start_s < 1.0
    assert lease.run(ReadCard(), deadline_s=1).result(0).detail == "lease_released"
    registry.claim("id_card", owner="session-2").release()


def test_cancel_keeps_the_lease(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    lease = open_booth(_config(reader)).registry.claim("id_card", owner="session-1")
    is_waiting = threading.Event()
    running = lease.run(ReadCard(), deadline_s=30, progress=lambda _: is_waiting.set())
    assert is_waiting.wait(SOON_S)
    lease.cancel()
    assert running.result(SOON_S).completion is Completion.CANCELLED
    reader.insert()
    assert lease.run(ReadCard(), deadline_s=SOON_S).result(SOON_S).ok


def test_the_queue_is_bounded_and_first_in_first_out(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    lease = open_booth(_config(reader)).registry.claim("id_card", owner="session-1")
    futures = [lease.run(ReadCard(), deadline_s=30) for _ in range(12)]
    refused = [future for future in futures if future.done()]
    assert {future.result(0).detail for future in refused} == {"queue_full"}
    assert 1 <= len(refused) <= 4
    assert futures[-1] in refused
    lease.release()
    assert all(future.result(SOON_S).completion is not Completion.SUCCESS for future in futures)


def test_time_in_the_queue_counts(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    lease = open_booth(_config(reader)).registry.claim("id_card", owner="session-1")
    lease.run(ReadCard(), deadline_s=0.6)
    late = lease.run(ReadCard(), deadline_s=0.2)
    assert late.result(SOON_S).completion is Completion.TIMEOUT
    assert late.result(0).detail == "waited_in_queue"


def test_a_command_for_another_device_is_unsupported(reader: IdCardEmulator, open_booth: OpenBooth) -> None:
    lease = open_booth(_config(reader)).registry.claim("id_card", owner="session-1")
    assert lease.run(object(), deadline_s=5).result(SOON_S).completion is Completion.UNSUPPORTED


def test_a_failing_listener_costs_one_command_not_the_device(
    reader: IdCardEmulator, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "the driver failed")
    lease = open_booth(_config(reader)).registry.claim("id_card", owner="session-1")

    def fail(_: object) -> None:
        raise ArithmeticError("a listener's bug")

    outcome = lease.run(ReadCard(), deadline_s=5, progress=fail).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "driver_failed")
    reader.insert()
    assert lease.run(ReadCard(), deadline_s=5).result(SOON_S).ok


def test_a_failing_listener_for_health_does_not_stop_the_device(
    reader: IdCardEmulator, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.id_card", "the listener for device events failed")

    def fail(_: object) -> None:
        raise RuntimeError("the loop is closed")

    registry = open_registry([_config(reader)], fail)
    reader.insert()
    assert registry.claim("id_card", owner="x").run(ReadCard(), deadline_s=5).result(SOON_S).ok
    registry.close()
    assert registry.health("id_card").state is DeviceState.CLOSED


def test_a_future_calls_back_from_the_device_thread_and_may_ask_again(
    reader: IdCardEmulator, open_booth: OpenBooth
) -> None:
    lease = open_booth(_config(reader)).registry.claim("id_card", owner="session-1")
    again = threading.Event()
    reports: list[object] = []

    def ask_again(_: object) -> None:
        lease.run(ReadCard(), deadline_s=1, progress=reports.append).add_done_callback(lambda _: again.set())

    lease.run(ReadCard(), deadline_s=0.1).add_done_callback(ask_again)
    assert again.wait(SOON_S)
    assert reports[0] is CardProgress.WAITING


def test_closing_ends_commands_and_leaves_no_thread(reader: IdCardEmulator) -> None:
    booth = Booth(_config(reader))
    lease = booth.registry.claim("id_card", owner="session-1")
    running = lease.run(ReadCard(), deadline_s=30)
    booth.registry.close()
    booth.registry.close()
    assert running.result(SOON_S).completion is Completion.CANCELLED
    assert booth.states("id_card")[-1] is DeviceState.CLOSED
    lease.release()


@pytest.mark.parametrize(
    "config",
    [
        DeviceConfig(role="x", kind="sam", address="carrier-pigeon:7"),
        DeviceConfig(role="x", kind="sam", address="tcp:no-port"),
        DeviceConfig(role="x", kind="camera", address="ftp://host/x"),
        DeviceConfig(role="x", kind="abacus", address="tcp:127.0.0.1:1"),
    ],
)
def test_a_wrong_configuration_says_so(config: DeviceConfig) -> None:
    with pytest.raises(LocalConfigError):
        open_registry([config], lambda _: None)


def test_one_role_has_one_device(reader: IdCardEmulator) -> None:
    with pytest.raises(LocalConfigError):
        open_registry([_config(reader), _config(reader)], lambda _: None)
