"""Wiring: `./xiaowu outbox`: what waits in this booth for the hub, and how it is carried there by hand."""

import argparse
import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk_app.__main__ import read_settings
from kiosk_app.config import Settings
from kiosk_app.device_key import read_safe_key, told
from kiosk_app.outbox import words
from kiosk_app.own_things import open_sealed
from offline_cache import (
    CacheError,
    KeyLostError,
    NoTrustError,
    RemoteAnswerError,
    StorageBusyError,
    StorageFullError,
    StoreCorruptError,
    UnknownCaseError,
)
from offline_cache.queue import Queue, Queued
from offline_cache.receipts import take_receipts
from offline_cache.stick import export

EXAMPLE = """examples:
  ./xiaowu outbox list --config kiosk.toml                     what waits, how old, why
  ./xiaowu outbox show PY-0417-T-000231 --config kiosk.toml    all about one case; nothing personal
  ./xiaowu outbox export /media/usb/PY-0417 --config kiosk.toml    a copy of all that waits, still sealed
  ./xiaowu outbox import /media/usb/PY-0417                    at the hub: takes them in, puts receipts beside
  ./xiaowu outbox receipts /media/usb/PY-0417 --config kiosk.toml  back at the booth, its kiosk stopped

list and show may run beside the kiosk. Exit code 1: a person must look; 2: it could not be done."""
LOOK, CANNOT = 1, 2
_SAID: dict[type[Exception], str] = {
    StorageBusyError: "晓屋程序正在运行，请先停下它。 The kiosk is running: stop it first.",
    StorageFullError: "目标盘满了，换一个大一点的再来；本机的办件都在。 The target is full; nothing here was changed.",
    StoreCorruptError: "存档坏了：先复制整个文件夹，再 export 复制件。 Damaged: copy the folder, then export the copy.",
    RemoteAnswerError: "回执对不上，没有动这一件。 A receipt does not verify; that case was not touched.",
    NoTrustError: "本机还没有中枢的密钥表，回执验不了。 No key list of the hub here yet: receipts cannot be checked.",
}


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    options = _parser().parse_args(arguments)
    os.umask(0o077)
    settings = read_settings(options)
    try:
        if options.verb == "receipts":
            return _receipts(settings, options)
        if options.verb == "export":
            return _export(settings, options)
        with contextlib.closing(_queue(settings, options)) as queue:
            return _show(queue, options)
    except UnknownCaseError:
        print("这里还没有收过办件。 No case was ever taken here.")
        return 0
    except KeyLostError as error:
        print(f"{told(error.code).zh}。 {told(error.code).en}.", file=sys.stderr)
        print("办件可以照样带走：./xiaowu outbox export。 The export still carries all that waits.", file=sys.stderr)
        return CANNOT
    except (CacheError, OSError) as error:
        said = next((words for kind, words in _SAID.items() if isinstance(error, kind)), "")
        print(said or f"做不了：{type(error).__name__}。 It cannot be done: {error}", file=sys.stderr)
        return CANNOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu outbox",
        description="待送办件: submitted cases that wait in this booth for the hub.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list | show | export | import | receipts")
    listing = verbs.add_parser("list", help="one line a case: number, age, why; ✗ needs a person")
    showing = verbs.add_parser("show", help="all that is known of one case, by its number or id, as JSON")
    showing.add_argument("case", help="provisional number, or case id")
    export_parser = verbs.add_parser("export", help="copy all that waits into a folder, still sealed; needs no key")
    receipts = verbs.add_parser("receipts", help="take back the hub's receipts: the booth's copies are destroyed")
    for carrying in (export_parser, receipts):
        carrying.add_argument("folder", type=Path, help="on a USB stick, for example")
    listing.add_argument("--json", action="store_true", help="the same and more, for programs")
    default = Path(os.environ.get("XIAOWU_DATA", ".xiaowu"))
    for verb in (listing, showing, export_parser, receipts):
        verb.add_argument("--config", type=Path, required=True, help="the booth's settings, as for ./xiaowu kiosk")
        verb.add_argument("--data-dir", type=Path, default=default, help="folder of the booth's data (default .xiaowu)")
        verb.set_defaults(full_screen=False, size=None)
    return parser


def _show(queue: Queue, options: argparse.Namespace) -> int:
    now, waiting = datetime.now(UTC), queue.waiting()
    if options.verb == "show":
        return _show_one([one for one in waiting if options.case in (one.case.number, one.case.case_id)], now)
    if options.json:
        print(json.dumps([words.told(one, now) for one in waiting], ensure_ascii=False))
    for one in () if options.json else waiting:
        print(words.line(one, now))
    return LOOK if any(words.needs_person(one, now) for one in waiting) else 0


def _show_one(found: list[Queued], now: datetime) -> int:
    for one in found:
        print(json.dumps(words.told(one, now), ensure_ascii=False, indent=2))
    if not found:
        print("没有这一件，或者已经送到了。 No such case waits here; it may have arrived.", file=sys.stderr)
    return 0 if found else CANNOT


def _queue(settings: Settings, options: argparse.Namespace, *, salvage: bool = False) -> Queue:
    device_key = read_safe_key(Path(settings.device_key_file), options.data_dir / "kiosk")
    return Queue(_root(options), device_key, salvage=salvage)


def _root(options: argparse.Namespace) -> Path:
    return Path(options.data_dir, "kiosk", "cache")


def _export(settings: Settings, options: argparse.Namespace) -> int:
    is_open = _complete(settings, options)
    done = export(_root(options), options.folder)
    print(f"已复制 {len(done.whole)} 件到 {options.folder}，仍是封存的。 {len(done.whole)} cases copied, still sealed.")
    for number in done.lost:
        print(f"✗ {number} 本机文件不全，没有复制 / a file is missing here: not copied")
    return LOOK if done.lost or not is_open else 0


def _complete(settings: Settings, options: argparse.Namespace) -> bool:
    """False: the store cannot be opened, so only what has its waybill is carried."""
    try:
        with contextlib.closing(_queue(settings, options, salvage=True)) as queue:
            queue.complete()
    except UnknownCaseError:
        raise
    except (CacheError, OSError) as error:
        print(f"存档打不开，照装箱单复制。 No store, so by waybills: {type(error).__name__}", file=sys.stderr)
        return False
    return True


def _receipts(settings: Settings, options: argparse.Namespace) -> int:
    with contextlib.closing(open_sealed(settings, options.data_dir / "kiosk")) as cache:
        taken = take_receipts(cache, options.folder)
        left = len(cache.pending())
    for receipt in taken:
        print(f"✓ {receipt.acceptance_number}")
    print(f"收回 {len(taken)} 张回执，还有 {left} 件在等。 {len(taken)} receipts taken, {left} cases wait.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
