"""Shell: the backlight follows the hour and the rest of the booth, on a folder that looks like sysfs."""

import logging
from datetime import datetime
from pathlib import Path

import pytest

from kiosk_app.config import Settings
from kiosk_app.hands.backlight import Backlight
from tests.conftest import ExpectedLogs


def _screen(folder: Path) -> Path:
    (folder / "max_brightness").write_text("200\n")
    (folder / "brightness").write_text("7\n")
    return folder


@pytest.mark.parametrize(
    ("hour", "resting", "brightness"),
    [(12, False, 200), (12, True, 50), (22, False, 120), (3, True, 50), (7, False, 200)],
)
def test_as_bright_as_the_hour_wants(tmp_path: Path, hour: int, resting: bool, brightness: int) -> None:
    settings = Settings(backlight_path=str(_screen(tmp_path)))
    Backlight(settings, lambda: datetime(2026, 11, 23, hour)).follow(resting=resting)
    assert (tmp_path / "brightness").read_text() == str(brightness)


def test_only_changes_are_written(tmp_path: Path) -> None:
    light = Backlight(Settings(backlight_path=str(_screen(tmp_path))), lambda: datetime(2026, 11, 23, 12))
    light.follow(resting=False)
    (tmp_path / "brightness").write_text("a keeper's own")
    light.follow(resting=False)
    assert (tmp_path / "brightness").read_text() == "a keeper's own"
    light.follow(resting=True)
    assert (tmp_path / "brightness").read_text() == "50"


def test_a_screen_that_cannot_be_set_is_told_once(
    tmp_path: Path, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs.allow("kiosk_app.hands.backlight", "cannot be set")
    light = Backlight(Settings(backlight_path=str(tmp_path / "none")), lambda: datetime(2026, 11, 23, 12))
    for _ in range(3):
        light.follow(resting=False)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_no_path_no_word() -> None:
    Backlight(Settings()).follow(resting=False)
