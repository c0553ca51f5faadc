"""Shell: the devices of a booth from its kiosk.toml: list, watch and selftest as programs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.id_card.emulator import IdCardEmulator
from devices.model import DeviceConfig
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.registry import open_registry
from tests.devices.tool.typed import LIMIT_S, answer, finish, one_object, run, run_until_told, start


class Gear:
    """A reader, a printer, and a kiosk.toml that names them."""

    def __init__(self, folder: Path, font_path: Path) -> None:
        self.reader = IdCardEmulator(pace=0.0)
        self.printer = ReceiptPrinterEmulator(font_path)
        self.config = folder / "kiosk.toml"

    def start(self) -> None:
        self.reader.start()
        self.printer.start()
        self.config.write_text(
            'kiosk_id = "PY-0417"\n'
            f'[[devices]]\nrole = "id_card"\nkind = "sam"\naddress = "{self.reader.address}"\n'
            f'[[devices]]\nrole = "receipt_printer"\nkind = "escpos"\naddress = "{self.printer.address}"\n'
            'options = { probe_s = "0.2" }\n'
        )

    def stop(self) -> None:
        self.reader.stop()
        self.printer.stop()


@pytest.fixture
def gear(tmp_path: Path, font_path: Path) -> Iterator[Gear]:
    gear = Gear(tmp_path, font_path)
    gear.start()
    yield gear
    gear.stop()


def test_a_whole_booth_passes(gear: Gear) -> None:
    code, found = answer("selftest", "--config", gear.config, "--json")
    assert (code, found["ok"]) == (0, True)
    assert [(d["role"], d["kind"], d["state"], d["is_usable"]) for d in found["devices"]] == [
        ("id_card", "sam", "ready", True),
        ("receipt_printer", "escpos", "ready", True),
    ]
    assert all(0 <= device["took_s"] < 10 for device in found["devices"])


def test_one_device_that_is_not_usable_fails_the_test(gear: Gear) -> None:
    gear.printer.act("paper", {"level": "out"})
    code, out, _ = run_until_told("id_card +sam +ready.*paper_out", "selftest", "--config", gear.config)
    assert code == 1
    head, reader, printer, sentence = out.splitlines()
    assert head.split() == ["ROLE", "KIND", "STATE", "USABLE", "REASONS", "ADDRESS"]
    assert reader.split()[:3] == ["id_card", "sam", "ready"]
    assert printer.split()[:5] == ["receipt_printer", "escpos", "blocked", "no", "paper_out"]
    assert sentence.startswith("paper_out: 打印机缺纸")


def test_one_role_alone(gear: Gear) -> None:
    gear.printer.act("paper", {"level": "out"})
    code, found = answer("selftest", "--config", gear.config, "--role", "id_card", "--json")
    assert (code, len(found["devices"])) == (0, 1)


def test_the_list_tells_what_is_not_there(gear: Gear) -> None:
    gear.reader.unplug()
    code, found = answer("list", "--config", gear.config, "--json")
    assert (code, found["ok"]) == (0, True)
    assert [(d["state"], d["reasons"], d["took_s"] is None) for d in found["devices"]] == [
        ("absent", ["not_plugged_in"], True),
        ("ready", [], False),
    ]


def test_changes_are_told_as_they_come(gear: Gear) -> None:
    process = start("watch", "--config", gear.config, "--role", "receipt_printer", "--json", "--deadline", "30")
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        change = json.loads(line)
        seen.append(change["state"])
        if change["state"] == "ready":
            gear.printer.act("cover", {"open": True})
        if change["state"] == "blocked":
            assert change["reasons"] == [{"code": "cover_open", "severity": "blocking"}]
            break
    process.terminate()
    finish(process)
    assert seen == ["opening", "ready", "blocked"]


def test_what_is_pulled_and_plugged_is_told_once(gear: Gear) -> None:
    process = start("watch", "--config", gear.config, "--role", "receipt_printer", "--json", "--deadline", "30")
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(json.loads(line)["state"])
        if seen == ["opening", "ready"]:
            gear.printer.unplug()
        if seen[-1] == "offline":
            gear.printer.replug()
        if seen[2:] and seen[-1] == "ready":
            gear.printer.act("cover", {"open": True})
        if seen[-1] == "blocked":
            break
    process.terminate()
    finish(process)
    assert seen == ["opening", "ready", "offline", "ready", "blocked"]


def test_two_programs_cannot_have_one_device(gear: Gear) -> None:
    config = DeviceConfig(role="id_card", kind="sam", address=gear.reader.address)
    registry = open_registry([config], lambda _: None)
    try:
        with registry.claim("id_card", owner="kiosk") as lease:
            lease.run(object(), deadline_s=LIMIT_S).result(LIMIT_S)  # unsupported, but the port is open
        code, out, _ = run_until_told("stop it first", "selftest", "--config", gear.config, "--role", "id_card")
    finally:
        registry.close()
    assert code == 1
    assert "stop it first" in out.splitlines()[-1]


def test_a_login_in_an_address_is_not_shown(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(
        '[[devices]]\nrole = "face_camera"\nkind = "camera"\naddress = "http://admin:geheim@127.0.0.1:9/mjpeg"\n'
    )
    code, out, _ = run("list", "--config", config, "--json", "--deadline", "2")
    assert code == 0
    assert "geheim" not in out
    assert one_object(out)["devices"][0]["address"] == "http://…@127.0.0.1:9/mjpeg"


def test_a_role_that_no_device_has(gear: Gear) -> None:
    for command in ("list", "watch", "selftest"):
        code, out, errors = run(command, "--config", gear.config, "--role", "fax")
        assert (code, out) == (2, "")
        assert "[no_such_role] fax" in errors


def test_watching_ends_by_itself(gear: Gear) -> None:
    code, out, _ = run_until_told("id_card +ready", "watch", "--config", gear.config)
    assert code == 0
    assert any(line.split()[1:] == ["id_card", "ready"] for line in out.splitlines())


def test_a_configuration_that_is_not_there(tmp_path: Path) -> None:
    code, found = answer("list", "--config", tmp_path / "none.toml", "--json")
    assert (code, found["code"]) == (2, "bad_config")
    code, out, errors = run("list", "--config", tmp_path / "none.toml")
    assert (code, out) == (2, "")
    assert "[bad_config]" in errors
