"""Wiring: the commands of `./xiaowu devices`, for those who attach devices.

./xiaowu devices try id-card --at serial:/dev/ttyUSB0
./xiaowu devices selftest --config kiosk.toml
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from devices.model import BoardChanged, DeviceConfig, DeviceEvent
from devices.tool.configuration import parse_devices
from devices.tool.survey import Row, look, self_test, watch
from devices.tool.trial import try_device
from devices.tool.trouble import LocalToolError, answer_of
from devices.tool.uses import USES

EXIT_OK, EXIT_FAILED, EXIT_USAGE = 0, 1, 2
_USAGE_CODES = frozenset({"usage", "bad_config", "no_such_role", "bad_address", "bad_option"})
_TRY_DEADLINE_S, _LIST_DEADLINE_S, _TEST_DEADLINE_S = 30.0, 5.0, 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """0: it worked. 1: it did not. 2: what was typed or configured is wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    wants_json = words[:1] == ["try"] or "--json" in words
    try:
        wanted = _parser().parse_args(words)
        return int(wanted.run(wanted))
    except LocalToolError as error:
        _complain(error, wants_json=wants_json)
        return EXIT_USAGE if error.code in _USAGE_CODES else EXIT_FAILED
    except KeyboardInterrupt:
        _complain(LocalToolError("cancelled"), wants_json=wants_json)
        return EXIT_FAILED


def _complain(error: LocalToolError, *, wants_json: bool) -> None:
    answer = answer_of(error)
    if wants_json:
        _print_json(answer)
        return
    text = answer["text"]
    assert isinstance(text, dict)
    print(f"{text['zh']} {text['en']} [{error.code}] {error.fields.get('detail', '')}".rstrip(), file=sys.stderr)


def _print_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)


# --- what the commands do -----------------------------------------------------------------------------------------


def _try(wanted: argparse.Namespace) -> int:
    _print_json(try_device(wanted.device, USES[wanted.device], wanted))
    return EXIT_OK


def _list(wanted: argparse.Namespace) -> int:
    rows = look(_configs(wanted), wanted.deadline)
    _print_rows(rows, wants_json=wanted.json, is_ok=True)
    return EXIT_OK


def _self_test(wanted: argparse.Namespace) -> int:
    rows = self_test(_configs(wanted), wanted.deadline)
    is_ok = all(row.health.is_usable for row in rows)
    _print_rows(rows, wants_json=wanted.json, is_ok=is_ok)
    return EXIT_OK if is_ok else EXIT_FAILED


def _watch(wanted: argparse.Namespace) -> int:
    try:
        for event in watch(_configs(wanted), wanted.deadline):
            if wanted.json:
                _print_json(_event_as_json(event))
            else:
                print(time.strftime("%H:%M:%S"), f"{event.role:<16} {_event_in_words(event)}", flush=True)
    except KeyboardInterrupt:  # the usual way to end it
        return EXIT_OK
    return EXIT_OK


def _event_as_json(event: DeviceEvent) -> dict[str, object]:
    if isinstance(event, BoardChanged):
        return {"role": event.role, "inputs": dict(event.inputs)}
    reasons = [{"code": r.code, "severity": r.severity.value} for r in event.health.reasons]
    return {"role": event.role, "state": event.health.state.value, "reasons": reasons}


def _event_in_words(event: DeviceEvent) -> str:
    if isinstance(event, BoardChanged):
        return " ".join(f"{name}={'on' if on else 'off'}" for name, on in event.inputs.items()) or "no inputs"
    return " ".join([event.health.state.value, *(reason.code for reason in event.health.reasons)])


def _configs(wanted: argparse.Namespace) -> list[DeviceConfig]:
    try:
        text = wanted.config.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LocalToolError("bad_config", detail=str(error)) from error
    return parse_devices(text, wanted.role)


def _print_rows(rows: list[Row], *, wants_json: bool, is_ok: bool) -> None:
    if wants_json:
        _print_json({"ok": is_ok, "devices": [row.as_json() for row in rows]})
        return
    cells = [("ROLE", "KIND", "STATE", "USABLE", "REASONS", "ADDRESS")]
    for row in rows:
        usable = "no" if row.took_s is None or not row.health.is_usable else f"{row.took_s:.1f} s"
        reasons = ", ".join(row.reasons) or "-"
        cells.append((row.config.role, row.config.kind, row.health.state.value, usable, reasons, row.config.address))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


# --- what can be typed --------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """What is typed wrong is an answer too."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise LocalToolError("usage", detail=message)


_Commands = argparse._SubParsersAction  # argparse has no public name for it


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="xiaowu devices",
        description="Try one device by its address, or look at all devices of a booth.",
        epilog="example: ./xiaowu devices try id-card --at serial:/dev/ttyUSB0",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_try(commands)
    _add_survey(commands, "list", "how each device is, now", _LIST_DEADLINE_S).set_defaults(run=_list)
    _add_survey(commands, "watch", "every change, until Ctrl-C", None).set_defaults(run=_watch)
    test = _add_survey(commands, "selftest", "open each device; exit code 1 if one is not usable", _TEST_DEADLINE_S)
    test.set_defaults(run=_self_test)
    return parser


def _add_try(commands: "_Commands[_Parser]") -> None:
    about = "one real use of one device; prints one JSON object, exit code 0 only on success"
    parser = commands.add_parser("try", help="one real use of one device", description=about)
    devices = parser.add_subparsers(dest="device", required=True, metavar="DEVICE")
    for name, use in USES.items():
        example = f"--at is one of: {use.example}"
        device = devices.add_parser(name, help=use.about, description=use.about, epilog=example)
        device.add_argument("--at", required=True, metavar="ADDRESS", help="where its wire is")
        _add_deadline(device, _TRY_DEADLINE_S)
        device.add_argument(
            "--option", type=_pair, action="append", default=[], metavar="NAME=VALUE", help="as in docs/devices.md"
        )
        device.add_argument("--json", action="store_true", help="accepted; the answer is always JSON")
        use.add_arguments(device)
        device.set_defaults(run=_try)


def _add_survey(
    commands: "_Commands[_Parser]", name: str, about: str, deadline_s: float | None
) -> argparse.ArgumentParser:
    example = f"example: ./xiaowu devices {name} --config kiosk.toml"
    parser = commands.add_parser(name, help=about, description=about, epilog=example)
    parser.add_argument("--config", type=Path, required=True, help="the booth's kiosk.toml")
    parser.add_argument("--role", help="only this device")
    parser.add_argument("--json", action="store_true")
    _add_deadline(parser, deadline_s)
    return parser


def _add_deadline(parser: argparse.ArgumentParser, default_s: float | None) -> None:
    known = "none" if default_s is None else f"{default_s:g}"
    parser.add_argument(
        "--deadline", type=_seconds, default=default_s, metavar="S", help=f"seconds it may take (default: {known})"
    )


def _seconds(text: str) -> float:
    seconds = float(text)
    if not math.isfinite(seconds) or seconds <= 0:
        raise ValueError("must be above 0")
    return seconds


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise ValueError("must be NAME=VALUE")
    return name, value
