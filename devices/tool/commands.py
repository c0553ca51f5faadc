"""Shell: what the commands of `./xiaowu devices` do and print."""

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Iterator
from typing import TextIO

from devices.errors import LocalConfigError
from devices.model import BoardChanged, DeviceConfig, DeviceEvent, HealthChanged
from devices.scenario import Scenario, parse_scenario, scenario_path
from devices.tool.configuration import parse_devices
from devices.tool.rehearsal import OrderedHands, PersonsHands, Verdict, rehearse
from devices.tool.survey import Row, look, self_test, watch
from devices.tool.table import cells_of, in_columns, padded
from devices.tool.tracing import Tracer
from devices.tool.trial import try_device, use_device
from devices.tool.trouble import SENTENCES, LocalToolError
from devices.tool.uses import USES

EXIT_OK, EXIT_FAILED = 0, 1
_MARKS = {"ok": "ok", "failed": "FAILED", "left_out": "-"}


def print_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)


# --- one device ---------------------------------------------------------------------------------------------------


def run_try(wanted: argparse.Namespace) -> int:
    print_json(try_device(wanted.device, USES[wanted.device], wanted))
    return EXIT_OK


def run_trace(wanted: argparse.Namespace) -> int:
    if (wanted.device is None) == (wanted.config is None):
        raise LocalToolError("usage", detail="a DEVICE with --at, or --config")
    with _trace_place(wanted) as place, Tracer(place, as_json=wanted.json) as tracer:
        if wanted.device is None:
            _trace_booth(wanted, tracer)
        else:
            use_device(USES[wanted.device], wanted, tracer.note, tracer.tap_for)
    tracer.check()
    return EXIT_OK


def _trace_booth(wanted: argparse.Namespace, tracer: Tracer) -> None:
    with contextlib.suppress(KeyboardInterrupt):  # the usual way to end it
        for event in watch(_configs(wanted), wanted.deadline, tracer.tap_for):
            tracer.note(event)


@contextlib.contextmanager
def _trace_place(wanted: argparse.Namespace) -> Iterator[TextIO]:
    if wanted.trace_out is None:
        yield sys.stdout
        return
    try:
        place = wanted.trace_out.open("w", encoding="utf-8")
    except OSError as error:
        raise LocalToolError("cannot_write_file", detail=str(error)) from error
    with place:
        yield place


# --- the devices of a booth ---------------------------------------------------------------------------------------


def run_list(wanted: argparse.Namespace) -> int:
    _print_rows(look(_configs(wanted), wanted.deadline), wants_json=wanted.json, is_ok=True)
    return EXIT_OK


def run_self_test(wanted: argparse.Namespace) -> int:
    if (wanted.config is None) == (wanted.scenario is None):
        raise LocalToolError("usage", detail="either --config or --scenario")
    if wanted.scenario is not None:
        return _run_scenario(wanted)
    rows = self_test(_configs(wanted), wanted.deadline)
    is_ok = all(row.health.is_usable for row in rows)
    _print_rows(rows, wants_json=wanted.json, is_ok=is_ok)
    return EXIT_OK if is_ok else EXIT_FAILED


def run_watch(wanted: argparse.Namespace) -> int:
    with contextlib.suppress(KeyboardInterrupt):  # the usual way to end it
        for event in watch(_configs(wanted), wanted.deadline):
            if wanted.json:
                print_json(_event_as_json(event))
            else:
                print(time.strftime("%H:%M:%S"), f"{event.role:<16} {_event_in_words(event)}", flush=True)
    return EXIT_OK


def _configs(wanted: argparse.Namespace) -> list[DeviceConfig]:
    try:
        text = wanted.config.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LocalToolError("bad_config", detail=str(error)) from error
    return parse_devices(text, wanted.role)


def _event_as_json(event: DeviceEvent) -> dict[str, object]:
    if isinstance(event, BoardChanged):
        return {"role": event.role, "inputs": dict(event.inputs)}
    reasons = [{"code": r.code, "severity": r.severity.value} for r in event.health.reasons]
    return {"role": event.role, "state": event.health.state.value, "reasons": reasons}


def _event_in_words(event: DeviceEvent) -> str:
    if isinstance(event, HealthChanged):
        return " ".join([event.health.state.value, *map(_explained, (r.code for r in event.health.reasons))])
    return " ".join(f"{name}={'on' if on else 'off'}" for name, on in event.inputs.items()) or "no inputs"


def _print_rows(rows: list[Row], *, wants_json: bool, is_ok: bool) -> None:
    if wants_json:
        print_json({"ok": is_ok, "devices": [row.as_json() for row in rows]})
        return
    cells = [("ROLE", "KIND", "STATE", "USABLE", "REASONS", "ADDRESS")]
    for row in rows:
        usable = "no" if row.took_s is None or not row.health.is_usable else f"{row.took_s:.1f} s"
        reasons = ", ".join(row.reasons) or "-"
        cells.append((row.config.role, row.config.kind, row.health.state.value, usable, reasons, row.address))
    print("\n".join(in_columns(cells)))
    for code in dict.fromkeys(code for row in rows for code in row.reasons if code in SENTENCES):
        print(f"{code}: {_explained(code)}")


def _explained(code: str) -> str:
    text = SENTENCES.get(code)
    return f"{text['zh']} {text['en']}" if text else code


# --- a scenario ---------------------------------------------------------------------------------------------------


def _run_scenario(wanted: argparse.Namespace) -> int:
    if wanted.at is None:
        raise LocalToolError("usage", detail="--scenario needs --at")
    scenario = load_scenario(wanted.scenario)
    use = USES[scenario.device]
    hands = PersonsHands() if wanted.control is None else OrderedHands(wanted.control)
    options = {**scenario.options, **dict(wanted.option)}
    config = DeviceConfig(role=use.role, kind=use.kind, address=wanted.at, options=options)
    verdicts = []
    for verdict in rehearse(scenario, use, config, hands):
        verdicts.append(verdict)
        if not wanted.json:
            _print_verdict(verdict, scenario)
    is_ok = all(verdict.result != "failed" for verdict in verdicts)
    if wanted.json:
        title = {"zh": scenario.title.zh, "en": scenario.title.en}
        print_json({"ok": is_ok, "scenario": title, "steps": [verdict.as_json() for verdict in verdicts]})
    return EXIT_OK if is_ok else EXIT_FAILED


def load_scenario(name: str) -> Scenario:
    """A file or one that comes with the program. Raises LocalToolError."""
    try:
        scenario = parse_scenario(scenario_path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, LocalConfigError) as error:
        raise LocalToolError("bad_scenario", detail=str(error)) from error
    if scenario.device not in USES:
        raise LocalToolError("bad_scenario", detail=f"no such device: {scenario.device}")
    return scenario


def _print_verdict(verdict: Verdict, scenario: Scenario) -> None:
    width = max(cells_of(step.title.zh) for step in scenario.steps)
    mark = padded(_MARKS[verdict.result], max(map(cells_of, _MARKS.values())))
    print(
        f"{mark}  {verdict.took_s:6.2f} s  {padded(verdict.step.title.zh, width)}  {verdict.seen}".rstrip(), flush=True
    )
