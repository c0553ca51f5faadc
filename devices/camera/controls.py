"""Core: exposure, focus and the like as V4L2 controls: from the words of a configuration to numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from devices.camera.capture_wire import ControlSetting

AUTO, ONCE = "auto", "once"


@dataclass(frozen=True, slots=True)
class _Switch:
    """The control that lets the camera choose by itself: its values for yes (the first that is accepted) and no."""

    control_id: int
    on: tuple[int, ...] = (1,)
    off: int = 0


# name: (control of the value, switch for `auto`); numbers from linux/v4l2-controls.h
_CONTROLS: Mapping[str, tuple[int, _Switch | None]] = {
    "brightness": (0x00980900, None),
    "contrast": (0x00980901, None),
    "sharpness": (0x0098091B, None),
    "gain": (0x00980913, None),
    "power_line": (0x00980918, None),
    "zoom": (0x009A090D, None),
    "white_balance": (0x0098091A, _Switch(0x0098090C)),
    # aperture priority is what UVC cameras call automatic; others know only the plain one
    "exposure": (0x009A0902, _Switch(0x009A0901, on=(3, 0), off=1)),
    "focus": (0x009A090A, _Switch(0x009A090C)),
}
CONTROL_NAMES = tuple(_CONTROLS)


def control_settings(options: Mapping[str, str]) -> tuple[ControlSetting, ...]:
    """What to set before the camera starts. ValueError for a value that is neither a number nor a word it knows."""
    return tuple(setting for name in CONTROL_NAMES if name in options for setting in _settings(name, options[name]))


def later_settings(options: Mapping[str, str]) -> tuple[ControlSetting, ...]:
    """What to set when the picture has settled: `focus` = `once` holds what was found."""
    _, switch = _CONTROLS["focus"]
    if options.get("focus") != ONCE or switch is None:
        return ()
    return (ControlSetting(name="focus", control_id=switch.control_id, values=(switch.off,)),)


def _settings(name: str, word: str) -> list[ControlSetting]:
    value_id, switch = _CONTROLS[name]
    if switch is None:
        return [ControlSetting(name=name, control_id=value_id, values=(_number(name, word),))]
    if word == AUTO or (word == ONCE and name == "focus"):
        return [ControlSetting(name=name, control_id=switch.control_id, values=switch.on)]
    value = ControlSetting(name=name, control_id=value_id, values=(_number(name, word),))
    return [ControlSetting(name=name, control_id=switch.control_id, values=(switch.off,)), value]


def _number(name: str, word: str) -> int:
    try:
        return int(word)
    except ValueError as error:
        raise ValueError(f"{name} = {word!r} is neither a number nor a word it knows") from error
