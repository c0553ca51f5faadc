"""Core: the pulse: misses, loss, recovery, back-off."""

from hypothesis import given
from hypothesis import strategies as st

from devices import health
from devices.health import Pulse, health_of
from devices.model import DeviceState, Finding, Severity

PAPER_LOW = Finding("paper_near_end", Severity.WARNING)
PAPER_OUT = Finding("paper_out", Severity.BLOCKING)
BROKEN = Finding("printer_error", Severity.FAULT)


def _open(*findings: Finding) -> Pulse:
    return health.hear(health.start(Pulse()), findings, 1.0)


def test_one_missed_probe_is_noise_two_are_a_loss() -> None:
    once = health.miss(_open(), "no_answer", 2.0)
    assert health_of(once).state is DeviceState.READY
    twice = health.miss(once, "no_answer", 3.0)
    assert health_of(twice).state is DeviceState.OFFLINE
    assert [(reason.code, reason.since_s) for reason in health_of(twice).reasons] == [("no_answer", 3.0)]


def test_an_empty_socket_is_absent_not_offline() -> None:
    pulse = health.miss(health.miss(_open(), "unplugged", 2.0), "not_plugged_in", 3.0, is_absent=True)
    assert health_of(pulse).state is DeviceState.ABSENT


def test_one_answer_brings_it_back() -> None:
    lost = health.miss(health.miss(_open(), "x", 2.0), "x", 3.0)
    assert health_of(health.hear(lost, (), 4.0)).state is DeviceState.READY


def test_the_worst_finding_decides() -> None:
    assert health_of(_open(PAPER_LOW)).state is DeviceState.DEGRADED
    assert health_of(_open(PAPER_LOW, PAPER_OUT)).state is DeviceState.BLOCKED
    assert health_of(_open(PAPER_OUT, BROKEN)).state is DeviceState.ERROR
    assert health_of(health.work(_open(PAPER_LOW), is_busy=True)).state is DeviceState.BUSY
    assert health_of(health.work(_open(PAPER_OUT), is_busy=True)).state is DeviceState.BLOCKED


def test_a_finding_that_stays_keeps_its_first_time() -> None:
    later = health.hear(_open(PAPER_LOW), (PAPER_LOW,), 9.0)
    assert health_of(later).reasons[0].since_s == 1.0


def test_back_off_grows_to_its_ceiling() -> None:
    pulse, delays = _open(), []
    for _ in range(8):
        pulse = health.miss(pulse, "x", 0.0)
        delays.append(health.retry_delay_s(pulse, 2.0))
    assert delays == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]
    assert health.retry_delay_s(_open(), 2.0) == 2.0


@given(st.lists(st.sampled_from(["hear", "miss", "absent", "busy", "idle"]), max_size=30))
def test_a_device_is_usable_only_after_an_answer(happenings: list[str]) -> None:
    pulse, silent = health.start(Pulse()), 0
    for name in happenings:
        match name:
            case "hear":
                pulse, silent = health.hear(pulse, (), 1.0), 0
            case "miss" | "absent":
                pulse, silent = health.miss(pulse, "x", 1.0, is_absent=name == "absent"), silent + 1
            case _:
                pulse = health.work(pulse, is_busy=name == "busy")
        if silent >= health.MISS_LIMIT or "hear" not in happenings:
            assert not health_of(pulse).is_usable
