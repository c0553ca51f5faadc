"""Wiring: `./xiaowu rehearse`: the booth tries a whole case by itself while its kiosk program is stopped."""

import kiosk_app.plain_imports  # isort: skip  # noqa: F401 - before all others

import argparse
import asyncio
import contextlib
import logging
import os
from pathlib import Path

from cloud_seat.contract.rehearsal import RehearsalTold
from devices.registry import open_registry
from kiosk_app.__main__ import read_settings
from kiosk_app.config import ASSETS, Settings
from kiosk_app.doors import Doors
from kiosk_app.hands.hub import HubDoor
from kiosk_app.knowledge import Library, shipped_words
from kiosk_app.own_key import HubWord
from kiosk_app.own_things import device_configs, open_sealed
from kiosk_app.own_word import word_of
from kiosk_app.rehearsal.kept import Kept
from kiosk_app.rehearsal.matter import Road
from kiosk_app.rehearsal.report import table
from kiosk_app.rehearsal.whole import rehearse
from offline_cache import CacheError, StorageBusyError, Syncer, SyncSettings, open_catalogue

EXAMPLE = """example:
  ./xiaowu rehearse --config kiosk.toml            every step as a table; 0: ready to open
  ./xiaowu rehearse --config kiosk.toml --quiet    for a timer: only the last line

The running kiosk does the same by itself: `rehearse_at` in kiosk.toml, see docs/operations.md."""
NOT_READY, CANNOT = 1, 2


def main(arguments: list[str] | None = None) -> int:
    """0: ready to open. 1: not ready, and what to do stands in the table. 2: it could not be tried."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = read_settings(options)
    data: Path = options.data_dir / "kiosk"
    data.mkdir(parents=True, exist_ok=True)
    try:
        told = asyncio.run(go_through(settings, data, word_of(settings)))
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


async def go_through(settings: Settings, data: Path, word: HubWord) -> RehearsalTold:
    """The whole of it, kept in `data` and told to the hub. Raises StorageBusyError while the kiosk runs."""
    with contextlib.ExitStack() as undo:
        cache = undo.enter_context(contextlib.closing(open_sealed(settings, data)))
        catalogue = undo.enter_context(contextlib.closing(open_catalogue(data / "catalogue", shipped_words(ASSETS))))
        registry = undo.enter_context(contextlib.closing(open_registry(device_configs(settings), lambda _: None)))
        ca_file = settings.hub_ca_file
        door = HubDoor(settings.hub_url, word, lambda _: False, ca_file=ca_file)
        undo.callback(door.close)
        pinned = SyncSettings(ca_file=ca_file or None)
        syncer = Syncer(cache, settings.hub_url, word, publish=lambda _: None, settings=pinned)
        undo.callback(syncer.stop)
        await asyncio.to_thread(syncer.drain_once)  # the hub's keys first: without them nothing can be sealed
        syncer.start()
        library = Library(catalogue, Doors(ASSETS), assets=ASSETS)
        road = Road(settings, cache, catalogue, library, registry, door, syncer.link_up)
        told = await rehearse(road, word)
        kept = Kept(data)
        kept.keep(told)
        if not await kept.tell(door):
            print(
                "中枢没有收到自检结果，晓屋程序下次连上会再送。 The hub did not hear of it: the kiosk tells it later."
            )
        return told


if __name__ == "__main__":
    raise SystemExit(main())
