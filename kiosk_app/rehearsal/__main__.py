"""Wiring: `./xiaowu rehearse`: the booth tries a whole case by itself while its kiosk program is stopped."""

import kiosk_app.plain_imports  # isort: skip  # noqa: F401 - before all others

import argparse
import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cloud_seat.contract.rehearsal import RehearsalTold, StepTold
from kiosk_app.__main__ import read_settings
from kiosk_app.config import ASSETS, VERSION, Settings
from kiosk_app.hands.crew import echo_at
from kiosk_app.hands.hub import HubDoor
from kiosk_app.knowledge import shipped_words
from kiosk_app.own_things import device_configs, open_sealed
from kiosk_app.rehearsal.booth_devices import rehearse_devices
from kiosk_app.rehearsal.kept import keep
from kiosk_app.rehearsal.loopback import rehearse_call
from kiosk_app.rehearsal.matter import Road, rehearse_matter
from kiosk_app.rehearsal.report import table
from offline_cache import CacheError, StorageBusyError, open_catalogue

log = logging.getLogger(__name__)
EXAMPLE = """example:
  ./xiaowu rehearse --config kiosk.toml            every step as a table; 0: ready to open
  ./xiaowu rehearse --config kiosk.toml --quiet    for a timer: only the last line

docs/operations.md has a systemd timer for each night."""
NOT_READY, CANNOT = 1, 2
Part = Callable[[], Awaitable[list[StepTold]]]


def main(arguments: list[str] | None = None) -> int:
    """0: ready to open. 1: not ready, and what to do stands in the table. 2: it could not be tried."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = read_settings(options)
    data: Path = options.data_dir / "kiosk"
    data.mkdir(parents=True, exist_ok=True)
    try:
        told = asyncio.run(rehearse(settings, data, Path(settings.token_file).read_text().strip()))
    except StorageBusyError:
        print("晓屋程序正在运行，请先停下它再自检。 The kiosk is running: stop it first.")
        return CANNOT
    except (OSError, CacheError) as error:
        print(f"自检做不了：{type(error).__name__}。 It cannot be tried: {error}")
        return CANNOT
    lines = list(table(told))
    print("\n".join(lines[-2:] if options.quiet else lines))
    return 0 if told.is_ready else NOT_READY


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu rehearse",
        description="自检: a whole synthetic case through every device, a call, and the hub. The kiosk must not run.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, required=True, help="the booth's settings, as for ./xiaowu kiosk")
    default = Path(os.environ.get("XIAOWU_DATA", ".xiaowu"))
    parser.add_argument("--data-dir", type=Path, default=default, help="folder of the booth's data (default .xiaowu)")
    parser.add_argument("--quiet", action="store_true", help="only whether the booth may open")
    parser.set_defaults(full_screen=False, size=None)
    return parser


async def rehearse(settings: Settings, data: Path, token: str) -> RehearsalTold:
    """Every part, kept in `data` and told to the hub. Raises StorageBusyError while the kiosk runs."""
    began_s = time.monotonic()
    cache = open_sealed(settings, data)
    catalogue = open_catalogue(data / "catalogue", shipped_words(ASSETS))
    parts: tuple[Part, ...] = (
        lambda: asyncio.to_thread(rehearse_devices, device_configs(settings)),
        lambda: rehearse_call(settings, echo_at(settings)),
        lambda: rehearse_matter(Road(settings, cache, catalogue, token)),
    )
    try:
        steps = [step for part in parts for step in await _go_through(part)]
    finally:
        cache.close()
        catalogue.close()
    took_s = round(time.monotonic() - began_s, 1)
    told = RehearsalTold(at=datetime.now(UTC).isoformat(), version=VERSION, took_s=took_s, steps=tuple(steps))
    keep(data, told)
    await _tell(settings, token, told)
    return told


async def _go_through(part: Part) -> list[StepTold]:
    """The one catch-all: what broke leaves its steps undone, and so the booth shut; the others are still tried."""
    try:
        return await part()
    except Exception:
        log.exception("a part of the rehearsal broke")
        return []


async def _tell(settings: Settings, token: str, told: RehearsalTold) -> None:
    door = HubDoor(settings.hub_url, token, lambda _: False)
    if not await door.tell_rehearsal(msgspec.json.encode(told)):
        print("中枢没有收到自检结果。 The hub did not hear of it.")
    door.close()


if __name__ == "__main__":
    raise SystemExit(main())
