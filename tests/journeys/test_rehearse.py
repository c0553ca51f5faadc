"""Shell: a booth rehearses on emulated devices and a real hub: once well, once with its printer out of paper."""

import asyncio
import contextlib
import functools
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud_seat.contract.rehearsal import BROKEN, FINE, SKIPPED, RehearsalTold, StepTold, in_words, stops
from cloud_seat.hub.__main__ import main as hub_tool
from cloud_seat.hub.opening import list_rehearsals
from devices.errors import LeaseTakenError
from devices.registry import open_registry
from kiosk_app.config import Settings
from kiosk_app.demo.fingers import Steps
from kiosk_app.hands.hub import HubDoor
from kiosk_app.own_things import device_configs
from kiosk_app.rehearsal.__main__ import CANNOT, NOT_READY, main
from kiosk_app.rehearsal.booth_devices import rehearse_devices
from kiosk_app.rehearsal.kept import Kept, line_of
from kiosk_app.rehearsal.night import SPREAD_MIN
from kiosk_app.session import events
from offline_cache import find_leftovers, open_cache
from tests.cloud_seat.hub.running import RunningHub
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.gear import Gear, someone
from tests.journeys.official import Official

TIMED = {"first_picture", "frames", "picture_delay", "voice_delay", "lip_sync"}
"""Measured for real: on a machine busy with other tests they are what they are."""
NUMBERS = iter(range(9901, 9999))


@pytest.fixture
def settings(hub: RunningHub, gear: Gear, tmp_path: Path) -> Settings:
    """A booth with these devices; its kiosk.toml lies in `tmp_path`."""
    kiosk_id = f"PY-{next(NUMBERS)}"
    enrolled = hub.enrol(kiosk_id)
    keys = {"token": enrolled["token"].encode(), "device_key": secrets.token_bytes(32)}
    keys["root_key"] = msgspec.convert(enrolled["root_key"], bytes, strict=False)
    for name, content in keys.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o600)
    files: dict[str, Any] = {f"{name}_file": str(tmp_path / name) for name in keys}
    made = Settings(hub_url=hub.url, kiosk_id=kiosk_id, devices=gear.settings({}), **files)
    (tmp_path / "kiosk.toml").write_bytes(msgspec.toml.encode(made))
    return made


def _rehearse(folder: Path) -> int:
    return main(["--config", str(folder / "kiosk.toml"), "--data-dir", str(folder)])


def _told(folder: Path) -> tuple[RehearsalTold, dict[str, StepTold]]:
    told = Kept(folder / "kiosk").newest()
    assert told is not None
    return told, {step.id: step for step in told.steps}


def _sealed(hub: RunningHub) -> set[Path]:
    return {path for path in (hub.data_dir / "blobs" / "whole").rglob("*") if path.is_file()}


@pytest.fixture
def night_bot(hub: RunningHub, official: Callable[..., Official]) -> Official:
    """What the hub's host runs: answers booths by night, and may answer nobody else."""
    return official("--rehearsal", user=hub.add_seat(f"night{next(NUMBERS)}", rights=()))


def test_a_night_on_which_all_is_well(
    gear: Gear,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    night_bot: Official,
    hub: RunningHub,
) -> None:
    gear.insert_card()
    gear.document.put_paper()
    slips, sealed = len(gear.printer.slips), _sealed(hub)
    code = _rehearse(tmp_path)
    told, steps = _told(tmp_path)
    assert set(stops(told.steps)) <= TIMED, told
    assert code == (0 if told.is_ready else NOT_READY)
    capsys.readouterr()
    listing = hub_tool(["rehearsals", "--data-dir", str(hub.data_dir)])
    listed = capsys.readouterr().out
    assert f"{'✓' if told.is_ready else '✗'} {settings.kiosk_id}" in listed
    assert listing == int("✗" in listed), "0 only when every booth may open"
    assert all(steps[step].measured is not None for step in TIMED), told
    assert (steps["echo"].verdict, steps["read_back"].verdict) == (SKIPPED, FINE)
    assert steps["id_card"].text.zh == "读到测试卡"
    assert steps["identify"].text.zh == "用的是读卡器上的测试卡"
    assert steps["papers"].text.zh == "看清并拍下了测试页"
    assert steps["way"].text.zh == "经过中枢，由自动应答的云坐席接听"
    assert [line["event"] for line in night_bot.lines if line["event"] in ("offered", "answered")] == [
        "offered",
        "answered",
    ]
    assert len(gear.printer.slips) == slips + 1
    assert _sealed(hub) == sealed, "the hub keeps nothing of it"
    assert not find_leftovers(tmp_path / "kiosk", [someone()["card"]["number"], someone()["bank_account"]])


def test_no_paper_means_not_ready_and_a_sentence(gear: Gear, settings: Settings, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.receipt_printer", "receipt_printer: ")
    gear.printer.paper("out")
    registry = open_registry(device_configs(settings), lambda _: None)
    with contextlib.closing(registry):
        steps = tuple(asyncio.run(rehearse_devices(registry)).steps)
    assert [step.id for step in steps if step.verdict == BROKEN] == ["receipt_printer"]
    assert in_words(RehearsalTold(at="", steps=steps)).zh == "先别开门，小票打印机：打印机缺纸，请装纸"


def test_in_the_running_kiosk_it_gives_way_to_a_touch(
    open_booth: Callable[..., Booth], gear: Gear, hub: RunningHub, settings: Settings
) -> None:
    """Nothing of it is left, every device is free, and the hub has heard of no case."""
    gear.insert_card()
    gear.document.put_paper()
    booth = open_booth(rehearse_at="03:30")
    engine, sealed = booth.kiosk.engine, _sealed(hub)
    for lying in ("card", "paper"):  # gives way in the devices' part, and in the middle of the matter
        booth.walk(_lies_down(booth), booth.until(functools.partial(_is_under_way, booth, lying), f"its {lying}"))
        booth.walk(booth.fingers.strike("wake"), booth.until(lambda: not booth.shown("frame", "resting"), "the glass"))
        booth.walk(booth.until(lambda: not engine.cache.drafts() and not _busy(booth), "what is given back"))
    assert not engine.cache.pending() and _sealed(hub) == sealed
    assert booth.shown("frame", "page") == "welcome" and not booth.leftovers()
    booth.walk(booth.to_identify())


def _lies_down(booth: Booth, *, by_the_clock: bool = False) -> Steps:
    """Nobody is there for a while, and it is the hour."""
    post = booth.kiosk.engine.runner.post
    yield from booth.until(lambda: booth.shown("frame", "linkUp"), "the hub")
    post(events.IdleExpired())
    yield from booth.until(lambda: booth.shown("frame", "resting"), "the resting glass")
    if not by_the_clock:
        post(events.RehearsalDue())
    yield from booth.until(lambda: "自检" in booth.shown("frame", "restText"), "the words on the glass")


def _is_under_way(booth: Booth, what: str) -> bool:
    return bool(booth.kiosk.engine.cache.drafts()) if what == "paper" else "id_card" in _busy(booth)


def _busy(booth: Booth) -> list[str]:
    """Devices that somebody holds."""
    held = list[str]()
    for role in booth.kiosk.engine.registry.roles:
        try:
            booth.kiosk.engine.registry.claim(role, owner="test").release()
        except LeaseTakenError:
            held.append(role)
    return held


@pytest.mark.deep
@pytest.mark.timeout(240)
def test_a_night_inside_the_running_kiosk(open_booth: Callable[..., Booth], gear: Gear, hub: RunningHub) -> None:
    """At its hour. Without a bot it calls itself; the keeper's page says what came of it, and so does the hub."""
    gear.insert_card()
    booth = open_booth(rehearse_at=(datetime.now() - timedelta(minutes=SPREAD_MIN)).strftime("%H:%M"))
    kept = Kept(booth.data)
    booth.walk(_lies_down(booth, by_the_clock=True))
    booth.walk(booth.until(kept.newest, "its end", wait_s=90))
    told = kept.newest()
    assert told is not None and set(stops(told.steps)) <= TIMED, told
    assert next(step for step in told.steps if step.id == "way").verdict == SKIPPED
    booth.walk(booth.until(lambda: "自检" not in booth.shown("frame", "restText"), "the resting words"))
    facts = booth.kiosk.engine.booth.rehearsal
    assert facts == line_of(told), "on the keeper's page"
    listed = {opening.kiosk_id: opening for opening in list_rehearsals(hub.places(), datetime.now(UTC))}
    assert listed[booth.kiosk_id].is_ready is told.is_ready


def test_a_result_that_the_hub_missed_is_told_once_and_with_its_age(hub: RunningHub, tmp_path: Path) -> None:
    token = hub.enrol(f"PY-{next(NUMBERS)}")["token"]
    away, back = (HubDoor(url, token, lambda _: False) for url in ("http://127.0.0.1:9", hub.url))
    kept = Kept(tmp_path)
    assert asyncio.run(kept.tell(away)), "nothing to tell"
    kept.keep(RehearsalTold(at=(datetime.now(UTC) - timedelta(hours=5)).isoformat()))
    assert not asyncio.run(kept.tell(away))
    assert asyncio.run(Kept(tmp_path).tell(back)), "also by the next program"
    listed = list_rehearsals(hub.places(), datetime.now(UTC))
    assert 5.0 in [opening.age_h for opening in listed]
    assert asyncio.run(kept.tell(away)), "the hub has it"


def test_a_running_kiosk_is_left_alone(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = Path(settings.device_key_file).read_bytes()
    kiosk = open_cache(tmp_path / "kiosk" / "cache", device_key=key, kiosk_id=settings.kiosk_id)
    assert _rehearse(tmp_path) == CANNOT
    kiosk.close()
    assert "晓屋程序正在运行" in capsys.readouterr().out
    assert Kept(tmp_path / "kiosk").newest() is None
