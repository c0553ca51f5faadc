"""Core: the words of a configuration as V4L2 controls."""

import pytest

from devices.camera.capture_wire import ControlSetting
from devices.camera.controls import CONTROL_NAMES, control_settings, later_settings
from tests.devices.conftest import ROOT

FOCUS_AUTO, EXPOSURE_AUTO, EXPOSURE = 0x009A090C, 0x009A0901, 0x009A0902


def _numbers(settings: tuple[ControlSetting, ...]) -> list[tuple[int, tuple[int, ...]]]:
    return [(setting.control_id, setting.values) for setting in settings]


def test_nothing_is_touched_that_is_not_configured() -> None:
    assert control_settings({"size": "640x480", "rate": "30"}) == ()
    assert later_settings({"focus": "auto"}) == ()


def test_the_automatic_is_switched_off_before_a_value_is_set() -> None:
    assert _numbers(control_settings({"exposure": "250"})) == [(EXPOSURE_AUTO, (1,)), (EXPOSURE, (250,))]


def test_automatic_exposure_has_two_names() -> None:
    assert _numbers(control_settings({"exposure": "auto"})) == [(EXPOSURE_AUTO, (3, 0))]


def test_focus_once_is_switched_off_later() -> None:
    assert _numbers(control_settings({"focus": "once"})) == [(FOCUS_AUTO, (1,))]
    assert _numbers(later_settings({"focus": "once"})) == [(FOCUS_AUTO, (0,))]


@pytest.mark.parametrize(
    "options", [{"exposure": "once"}, {"brightness": "auto"}, {"focus": ""}, {"gain": "1.5"}, {"zoom": "Wide"}]
)
def test_words_that_a_control_does_not_know(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        control_settings(options)


def test_every_control_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "devices.md").read_text("utf-8")
    assert all(f"`{name}`" in manual for name in CONTROL_NAMES)
