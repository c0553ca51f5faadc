"""Core: a scenario: what is done to one device, step by step, and how it must answer. One file for an emulator and for
hardware: at an emulator `do` is ordered, at hardware a person is asked.

A step goes in this order: `ask` or `do`, `use`, `progress`, `expect`, `health`; it may name any of them. A use may
begin in one step and be expected in a later one. A step with `do` and without `ask` only an emulator can do: at
hardware the whole step is left out. With `ask` and without `do` it is a person's alone.
"""

from pathlib import Path
from typing import Any

import msgspec

from devices.errors import LocalConfigError
from devices.model import Completion, DeviceState

FOLDER = Path(__file__).parent / "scenarios"


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    zh: str
    en: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One use of the device. `arguments`: as after `devices try DEVICE`."""

    arguments: tuple[str, ...] = ()
    deadline_s: float = 10.0


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the use must end. `detail`: None for any. `fields`: some of what `devices try` would print."""

    completion: Completion = Completion.SUCCESS
    detail: str | None = None
    fields: dict[str, Any] = {}


class Healthy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the device must be: one of `states`, with all of these `reasons`."""

    states: tuple[DeviceState, ...]
    reasons: tuple[str, ...] = ()
    within_s: float = 2.0


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`do`: orders as on an emulator's control port. `progress`: a word that the running use must report.
    `pause_s`: before `do`, when only the orders are played."""

    title: Words
    ask: Words | None = None
    do: tuple[dict[str, Any], ...] = ()
    use: Wanted | None = None
    progress: str = ""
    expect: Expected | None = None
    health: Healthy | None = None
    pause_s: float = 3.0


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`device`: as in `devices try DEVICE`. `emulate`: as after `./xiaowu emulate`; empty: for hardware only.
    `options`: of the device."""

    title: Words
    device: str
    emulate: tuple[str, ...] = ()
    options: dict[str, str] = {}
    steps: tuple[Step, ...]


def parse_scenario(text: str) -> Scenario:
    """Raises LocalConfigError that says what is wrong, and where."""
    try:
        scenario = msgspec.toml.decode(text, type=Scenario)
    except msgspec.MsgspecError as error:
        raise LocalConfigError(str(error)) from error
    for with_emulator in (True, False) if scenario.emulate else (False,):
        _check_order([step for step in scenario.steps if not is_left_out(step, with_emulator=with_emulator)])
    if not all(isinstance(order.get("do"), str) for step in scenario.steps for order in step.do):
        raise LocalConfigError('an order looks like { do = "insert" }')
    return scenario


def is_left_out(step: Step, *, with_emulator: bool) -> bool:
    """Whether only the other kind of hands can do this step."""
    return bool(step.ask and not step.do) if with_emulator else bool(step.do and not step.ask)


def _check_order(steps: list[Step]) -> None:
    is_running = False
    for step in steps:
        if step.use is not None and is_running:
            raise LocalConfigError(f"{step.title.en}: a use begins before the one before it was expected")
        is_running = is_running or step.use is not None
        if (step.progress or step.expect) and not is_running:
            raise LocalConfigError(f"{step.title.en}: nothing runs that could be expected")
        is_running = is_running and step.expect is None
    if is_running:
        raise LocalConfigError("the last use is never expected")


def scenario_path(name: str) -> Path:
    """A file, or the name of one that comes with the program."""
    return Path(name) if Path(name).suffix else FOLDER / f"{name}.toml"
