"""When a new version is as well as the one before, and when a proven one is out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.model import DeviceState
from installer.supervisor import trial as trials
from installer.supervisor.strikes import CALM_S, PAUSES_S, STRIKES, Strikes
from installer.supervisor.trial import ANSWERS, HUB, Limits, Report, Trial
from kiosk_app.pulse import Condition

LIMITS = Limits(health_s=10, soak_s=60)
BEFORE = frozenset({"id_card", HUB})


def test_it_understands_what_the_kiosk_says() -> None:
    condition = Condition({"id_card": "ready", "scanner": "offline"}, hub=True)
    report = trials.read(b"WATCHDOG=1\n" + condition.words)
    assert report == Report({"id_card": "ready", "scanner": "offline"}, hub=True)
    assert report.answering == BEFORE
    assert {str(state) for state in DeviceState} > ANSWERS


@given(st.binary() | st.binary().map(lambda data: b"X_XIAOWU_HEALTH=" + data))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    trials.read(data)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"1", b'{"devices":[],"hub":true}', b'{"devices":{}}', b"["])
def test_half_a_report_is_none(body: bytes) -> None:
    assert trials.read(b"X_XIAOWU_HEALTH=" + body) is None


def test_it_stays_when_all_answered_and_it_lived_on() -> None:
    trial = trials.became_ready(Trial(BEFORE), 1)
    trial = trials.reported(trial, Report({"id_card": "opening"}, hub=False), 2)
    assert trial.well_s is None and not trials.is_late(trial, 11, LIMITS) and trials.is_late(trial, 11.1, LIMITS)
    trial = trials.reported(trial, Report({"id_card": "blocked"}, hub=True), 5)
    assert not trials.is_late(trial, 99, LIMITS)
    assert not trials.stays(trial, 64, LIMITS) and trials.stays(trial, 65, LIMITS)


def test_what_fails_once_it_was_well_is_not_its_fault() -> None:
    trial = trials.reported(Trial(BEFORE, ready_s=0), Report({"id_card": "ready"}, hub=True), 1)
    assert trials.reported(trial, Report({}, hub=False), 2) == trial


@pytest.mark.parametrize(
    ("report", "hub_answers", "words"),
    [
        (None, True, "reports nothing"),
        (Report({"id_card": "ready"}, hub=False), True, "no answer from: hub"),
        (Report({"id_card": "ready"}, hub=False), False, ""),
        (Report({"id_card": "error"}, hub=True), False, "no answer from: id_card"),
        (Report({}, hub=False), False, "no answer from: hub, id_card"),
    ],
)
def test_what_is_said_of_one_that_is_late(report: Report | None, hub_answers: bool, words: str) -> None:
    trial = Trial(BEFORE, ready_s=0)
    trial = trials.reported(trial, report, 1) if report else trial
    after, reason = trials.judged_late(trial, 20, hub_answers=hub_answers)
    assert words in reason and bool(reason) == bool(words)
    assert (after.well_s is None) == bool(words)


def test_a_booth_that_had_nothing_before_asks_for_a_report_only() -> None:
    assert trials.reported(Trial(frozenset(), ready_s=0), Report(), 1).well_s == 1


def test_three_failures_in_a_row_and_it_is_out() -> None:
    strikes = Strikes()
    pauses = []
    for _ in range(STRIKES + 2):
        strikes = strikes.after("1.1", 0.1)
        pauses.append(strikes.pause_s("1.1"))
    assert pauses == [*PAUSES_S, PAUSES_S[-1]]
    assert strikes.first_not_out(["1.1", "1.0"]) == "1.0" and strikes.first_not_out(["1.1"]) == ""
    assert strikes.after("1.1", CALM_S + 1).first_not_out(["1.1"]) == "1.1"
