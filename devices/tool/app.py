"""Wiring: the commands of `./xiaowu devices`, for those who attach devices.

./xiaowu devices try id-card --at serial:/dev/ttyUSB0
./xiaowu devices trace id-card --at serial:/dev/ttyUSB0
./xiaowu devices selftest --config kiosk.toml
./xiaowu devices selftest --scenario id-card --at serial:/dev/ttyUSB0
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from devices.tool import commands
from devices.tool.commands import EXIT_FAILED, print_json
from devices.tool.trouble import LocalToolError, answer_of
from devices.tool.typed import Parser, pair, seconds
from devices.tool.uses import USES, Use

EXIT_USAGE = 2
_USAGE_CODES = frozenset({
    "usage", "bad_config", "bad_scenario", "no_such_role", "bad_address", "bad_option", "no_person"
})  # fmt: skip
_TRY_DEADLINE_S, _LIST_DEADLINE_S, _TEST_DEADLINE_S = 30.0, 5.0, 10.0

_Commands = argparse._SubParsersAction  # argparse has no public name for it


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
        print_json(answer)
        return
    text = answer["text"]
    assert isinstance(text, dict)
    print(f"{text['zh']} {text['en']} [{error.code}] {error.fields.get('detail', '')}".rstrip(), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="xiaowu devices",
        description="Try one device by its address, or look at all devices of a booth.",
        epilog="example: ./xiaowu devices try id-card --at serial:/dev/ttyUSB0",
    )
    known = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_try(known)
    _add_trace(known)
    _add_survey(known, "list", "how each device is, now", _LIST_DEADLINE_S, commands.run_list)
    _add_survey(known, "watch", "every change, until Ctrl-C", None, commands.run_watch)
    _add_self_test(known)
    return parser


def _add_try(known: "_Commands[Parser]") -> None:
    about = "one real use of one device; prints one JSON object, exit code 0 only on success"
    parser = known.add_parser("try", help="one real use of one device", description=about)
    devices = parser.add_subparsers(dest="device", required=True, metavar="DEVICE")
    for name, use in USES.items():
        device = _add_device(devices, name, use)
        device.add_argument("--json", action="store_true", help="accepted; the answer is always JSON")
        device.set_defaults(run=commands.run_try)


def _add_trace(known: "_Commands[Parser]") -> None:
    about = (
        "what passes on the wires, masked: in one use of one DEVICE, or with all devices of a booth (--config) until "
        "Ctrl-C. Nothing personal is shown: of cards, slips, documents, codes and pictures only sizes"
    )
    parser = known.add_parser("trace", help="what passes on the wires, masked", description=about)
    parser.add_argument("--config", type=Path, help="the booth's kiosk.toml")
    parser.add_argument("--role", help="only this device of the booth")
    _add_deadline(parser, None)
    _add_trace_options(parser, json=False, trace_out=None)
    parser.set_defaults(run=commands.run_trace)
    devices = parser.add_subparsers(dest="device", metavar="DEVICE")
    for name, use in USES.items():
        device = _add_device(devices, name, use)
        device.set_defaults(out=None)  # `--out` is the trace's here: a trace saves no photograph
        _add_trace_options(device, json=argparse.SUPPRESS, trace_out=argparse.SUPPRESS)


def _add_trace_options(parser: argparse.ArgumentParser, **defaults: object) -> None:
    parser.add_argument("--json", action="store_true", default=defaults["json"], help="one JSON object a line")
    parser.add_argument(
        "--out", type=Path, dest="trace_out", metavar="FILE", default=defaults["trace_out"], help="write the trace here"
    )


def _add_device(devices: "_Commands[Parser]", name: str, use: Use) -> argparse.ArgumentParser:
    example = f"--at is one of: {use.example}"
    device = devices.add_parser(name, help=use.about, description=use.about, epilog=example, conflict_handler="resolve")
    device.add_argument("--at", required=True, metavar="ADDRESS", help="where its wire is")
    _add_deadline(device, _TRY_DEADLINE_S)
    _add_options(device)
    use.add_arguments(device)
    return device


def _add_survey(
    known: "_Commands[Parser]",
    name: str,
    about: str,
    deadline_s: float | None,
    run: Callable[[argparse.Namespace], int],
) -> None:
    example = f"example: ./xiaowu devices {name} --config kiosk.toml"
    parser = known.add_parser(name, help=about, description=about, epilog=example)
    parser.add_argument("--config", type=Path, required=True, help="the booth's kiosk.toml")
    parser.add_argument("--role", help="only this device")
    parser.add_argument("--json", action="store_true")
    _add_deadline(parser, deadline_s)
    parser.set_defaults(run=run)


def _add_self_test(known: "_Commands[Parser]") -> None:
    about = (
        "open each device of a booth (--config), or go through a scenario with one device (--scenario, --at): with an "
        "emulator (--control), or with a person who is asked on the terminal. Exit code 1 when something failed"
    )
    parser = known.add_parser("selftest", help="is everything usable?", description=about)
    parser.add_argument("--config", type=Path, help="the booth's kiosk.toml")
    parser.add_argument("--role", help="only this device of the booth")
    parser.add_argument("--scenario", metavar="FILE", help="a file, or the name of one in devices/scenarios")
    parser.add_argument("--at", metavar="ADDRESS", help="where the device of the scenario is")
    parser.add_argument("--control", metavar="HOST:PORT", help="the control port of the emulator there")
    _add_options(parser)
    parser.add_argument("--json", action="store_true")
    _add_deadline(parser, _TEST_DEADLINE_S)
    parser.set_defaults(run=commands.run_self_test)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--option", type=pair, action="append", default=[], metavar="NAME=VALUE", help="as in docs/devices.md"
    )


def _add_deadline(parser: argparse.ArgumentParser, default_s: float | None) -> None:
    known = "none" if default_s is None else f"{default_s:g}"
    parser.add_argument(
        "--deadline", type=seconds, default=default_s, metavar="S", help=f"seconds it may take (default: {known})"
    )
