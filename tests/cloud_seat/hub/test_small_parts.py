"""Core: the small decisions: lock-out, working days, settings, the log's allow-list."""

import json
import logging
from pathlib import Path

import pytest
from argon2 import extract_parameters

from cloud_seat.hub import log, passwords
from cloud_seat.hub.config import LocalSettingError, Settings
from cloud_seat.hub.conversation import Pace
from cloud_seat.hub.lockout import Waits


def test_each_failure_after_the_fifth_doubles_the_wait() -> None:
    waits = Waits(free=5, first_s=30, longest_s=900)
    assert [waits.after(failures) for failures in range(1, 13)] == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_settings_are_changed_by_name(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, assets_dir=tmp_path, web_dir=tmp_path)
    assert settings.with_setting("ring_s", "20").policy.ring_s == 20
    assert settings.with_setting("strikes", "7").limits.strikes == 7
    for name, value in (("no_such", "1"), ("ring_s", "long"), ("strikes", "7.5")):
        with pytest.raises(LocalSettingError):
            settings.with_setting(name, value)


def test_the_log_prints_allowed_fields_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "hub.test"):
        log.say("hub.test", "something", case_id="c1", phone="13800000000")
    (record,) = caplog.records
    assert json.dumps(record.__dict__["hub_fields"]) == json.dumps({"case_id": "c1", "phone": "<redacted>"})


def test_a_burst_then_a_steady_pace() -> None:
    pace = Pace(3, per_s=0.001)
    assert [pace.allows() for _ in range(5)] == [True, True, True, False, False]


def test_a_name_that_nobody_has_is_checked_as_long_as_any() -> None:
    assert extract_parameters(passwords.NOBODY) == extract_parameters(passwords.hash_password("any"))
