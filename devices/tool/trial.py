"""Shell: one use of one device by address, through the same registry, lease and worker as in a booth."""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotDoneError
from pathlib import Path

from devices.errors import LocalConfigError
from devices.model import DeviceConfig, DeviceEvent
from devices.registry import Registry, TapFor, open_registry, untapped
from devices.tool.trouble import LocalToolError, error_of
from devices.tool.uses import Use

_OWNER = "devices try"
_GRACE_S = 10.0  # after its deadline a command ends by itself; this is for a driver that hangs


def try_device(name: str, use: Use, wanted: argparse.Namespace) -> dict[str, object]:
    """The answer to print. Raises LocalToolError when it did not work."""
    began_s = time.monotonic()
    value = _value(use, wanted)
    took_s = round(time.monotonic() - began_s, 3)
    return {"ok": True, "device": name, "took_s": took_s} | use.show(value, wanted)


def _value(use: Use, wanted: argparse.Namespace) -> object:
    scheme, _, path = wanted.at.partition(":")
    if scheme == "file" and use.from_file is not None:
        return use.from_file(Path(path))
    return use_device(use, wanted)


def open_or_explain(
    configs: list[DeviceConfig], publish: Callable[[DeviceEvent], None], tap_for: TapFor = untapped
) -> Registry:
    """A registry, or a LocalToolError that names what is wrong with the configuration."""
    try:
        return open_registry(configs, publish, tap_for)
    except LocalConfigError as error:
        raise LocalToolError("bad_address", detail=str(error)) from error
    except ValueError as error:
        raise LocalToolError("bad_option", detail=str(error)) from error


def _ignore(_: DeviceEvent) -> None:
    return None


def use_device(
    use: Use,
    wanted: argparse.Namespace,
    publish: Callable[[DeviceEvent], None] = _ignore,
    tap_for: TapFor = untapped,
) -> object:
    """The value of one successful use. Raises LocalToolError."""
    command = use.command(wanted)
    config = DeviceConfig(role=use.role, kind=use.kind, address=wanted.at, options=dict(wanted.option))
    registry = open_or_explain([config], publish, tap_for)
    try:
        with registry.claim(use.role, owner=_OWNER) as lease:
            future = lease.run(command, deadline_s=wanted.deadline, progress=_tell)
            outcome = future.result(wanted.deadline + _GRACE_S)
    except NotDoneError as error:
        raise LocalToolError("timeout") from error
    finally:
        registry.close()
    if not outcome.ok:
        raise error_of(outcome)
    return outcome.value


def _tell(progress: object) -> None:
    print(progress, file=sys.stderr, flush=True)
