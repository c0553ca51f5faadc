"""Shell: tables that repeat what the code knows: settings, exit codes, requests, close codes, devices, dependencies."""

import dataclasses
import importlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud_seat.hub import acts, serve
from cloud_seat.hub import links as hub_links
from devices.booth_board import emulator as booth_board
from devices.camera import emulator as camera
from devices.id_card import emulator as id_card
from devices.receipt_printer import emulator as receipt_printer
from devices.scanner import emulator as scanner
from devices.tool.uses import USES
from tests.docs.markdown import ROOT, table_after

OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text("utf-8")
DEVICES = (ROOT / "docs" / "devices.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
MARK = re.compile(r"<!-- settings: ([\w.]+)\.(\w+) -->")
UNITS = {"_s": "s", "_px": "px", "_bytes": "bytes", "_h": "h", "_per_s": "messages/s", "_fps": "frames/s"}
SEE_BELOW = ("policy", "limits")


def _defaults(kind: Any) -> dict[str, Any]:
    """Field → default, or `required`."""
    if dataclasses.is_dataclass(kind):
        found = {
            f.name: "required" if f.default is dataclasses.MISSING else f.default for f in dataclasses.fields(kind)
        }
        return found | {name: "see below" for name in SEE_BELOW if name in found}
    return {f.name: "required" if f.required else _default(f) for f in msgspec.structs.fields(kind)}


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def _said(cell: str) -> Any:
    return json.loads(cell.strip("`")) if cell.startswith("`") else cell


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("module", "name"), MARK.findall(OPERATIONS))
def test_every_setting_is_described_and_none_is_invented(module: str, name: str) -> None:
    kind = getattr(importlib.import_module(module), name)
    rows = table_after(OPERATIONS, f"<!-- settings: {module}.{name} -->")
    said = {row[0].strip("`"): _said(row[1]) for row in rows}
    assert said == {field: _plain(default) for field, default in _defaults(kind).items()}
    assert all(row[3] for row in rows)


@pytest.mark.parametrize(("module", "name"), MARK.findall(OPERATIONS))
def test_units_are_those_of_the_names(module: str, name: str) -> None:
    for row in table_after(OPERATIONS, f"<!-- settings: {module}.{name} -->"):
        endings = [ending for ending in UNITS if row[0].strip("`").endswith(ending)]
        if endings:
            assert row[2] == UNITS[max(endings, key=len)], row[0]


def test_all_groups_of_settings_are_there() -> None:
    assert {name for _, name in MARK.findall(OPERATIONS)} == {"Settings", "DeviceSetting", "Policy", "Limits"}
    assert len(MARK.findall(OPERATIONS)) == 5


def test_exit_codes_of_the_hub() -> None:
    rows = table_after(OPERATIONS, "## Exit codes\n")
    said = {row[1]: row[2] for row in rows if row[0] == "hub"}
    known = {str(value) for key, value in vars(serve).items() if key.startswith("EXIT_")}
    assert set(said) == known | {"0", "2"}


def test_every_request_of_the_hub_is_described() -> None:
    described = re.findall(r"^\| `((?:GET|PUT|POST|DELETE) [^`]+)`", PROTOCOL, re.MULTILINE)
    known = {re.sub(r":(?:str|int|path)\}", "}", row) for row in acts.REQUESTS}
    assert sorted(described) == sorted(row for row in known if not row.startswith(("FILES", "SOCKET")))
    for row in known:
        assert row.startswith("FILES") or row.partition(" ")[2] in PROTOCOL, row


def test_close_codes() -> None:
    said = {int(code) for code in re.findall(r"^\| (\d{4}) \|", PROTOCOL, re.MULTILINE)}
    assert said == {value for key, value in vars(hub_links).items() if key.startswith("CLOSE_")}


@pytest.mark.parametrize(
    "emulator", [id_card, receipt_printer, camera, scanner, booth_board], ids=lambda module: module.__name__
)
def test_orders_and_faults_of_emulators(emulator: Any) -> None:
    source = Path(emulator.__file__).read_text("utf-8")
    actions = set(re.findall(r'^            case "(\w+)":', source, re.MULTILINE))
    assert len(actions) > 3
    assert all(f"`{word}`" in DEVICES for word in (*actions, *emulator.FAULTS))


def test_roles_and_kinds_of_devices() -> None:
    kinds = set(re.findall(r'config\.kind == "(\w+)"', (ROOT / "devices" / "registry.py").read_text("utf-8")))
    rows = table_after(DEVICES, "## Kinds\n")
    assert {row[1].strip("`") for row in rows} == kinds
    options = set(re.findall(r'options\.get\("(\w+)"', _sources("devices")))
    assert all(f"`{option}`" in DEVICES for option in options)


def test_what_can_be_tried() -> None:
    assert [row[0].strip("`") for row in table_after(DEVICES, "<!-- table: devices.tool.uses -->\n")] == list(USES)


def test_every_direct_dependency_has_a_row() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"Everywhere": project["dependencies"]}
    names = {"kiosk": "Booth", "hub": "Hub", "dev": "Development"}
    groups |= {names[key]: value for key, value in project["optional-dependencies"].items()}
    for heading, wanted in groups.items():
        rows = table_after(DEPENDENCIES, f"## {heading}\n")
        assert {row[0] for row in rows} == {re.split(r"[=<>~!\[ ]", line)[0] for line in wanted}, heading
        assert all(row[1] and row[2] for row in rows)


def test_every_debian_package_has_a_row() -> None:
    rows = table_after(DEPENDENCIES, "## Debian packages\n")
    said = {package for row in rows for package in row[0].split(", ")}
    lists = (ROOT / "installer").glob("debian-packages*.txt")
    lines = [line for path in lists for line in path.read_text("utf-8").splitlines()]
    assert said == {line for line in lines if line and not line.startswith("#")}


def _sources(folder: str) -> str:
    return "".join(path.read_text("utf-8") for path in sorted((ROOT / folder).rglob("*.py")))
