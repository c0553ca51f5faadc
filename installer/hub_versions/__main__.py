"""Wiring: `./xiaowu hub keep` and `./xiaowu hub upgrade`."""

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from installer.hub_versions.keeper import Keeper
from installer.hub_versions.program import Limits
from installer.hub_versions.upgrade import Upgrade, data_of
from installer.release.errors import LocalReleaseError

EXAMPLE = """examples:
  python -m installer.slots --base /var/lib/xiaowu-hub install out/0.1.0        once: the first version
  ./xiaowu hub keep --base /var/lib/xiaowu-hub -- --data-dir /var/lib/xiaowu/hub --host 0.0.0.0
  ./xiaowu hub upgrade --base /var/lib/xiaowu-hub --root /etc/xiaowu/hub-1.root.json /media/stick"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: done, or nothing newer; 1: refused, the old version runs with all that it had."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        return _keep(options) if options.act == "keep" else _upgrade(options)
    except LocalReleaseError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"磁盘或文件出错，没有升级 / the disk or a file failed, nothing was changed: {error}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu hub",
        description="Keeps a hub of a chosen version running, and brings it a new one.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True)
    keep = acts.add_parser("keep", help="run the hub of the version that stands in --base")
    keep.add_argument("hub", nargs="*", metavar="HUB-OPTION", help="after --; --data-dir is one of them")
    upgrade = acts.add_parser("upgrade", help="back up, try, change, or go back")
    upgrade.add_argument("source", help="a folder of hub releases, or its URL")
    upgrade.add_argument("--root", type=Path, required=True, help="1.root.json of the keys that sign hub releases")
    upgrade.add_argument("--backup", type=Path, help="the file to write; default: in --base, by date")
    limits = Limits()
    for one in (keep, upgrade):
        one.add_argument("--base", type=Path, required=True, help="folder of the versions, on the data's disk")
        one.add_argument("--start", type=float, default=limits.start_s, metavar="S", help="until a trial is ready")
        one.add_argument("--soak", type=float, default=limits.soak_s, metavar="S", help="how long it must go on then")
    return parser


def _keep(options: argparse.Namespace) -> int:
    data = data_of(tuple(options.hub))
    keeper = Keeper(options.base, data, options.hub, Limits(options.start, options.soak))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: keeper.stop())
    return keeper.run()


def _upgrade(options: argparse.Namespace) -> int:
    backup = options.backup or options.base / f"backup-{datetime.now():%Y-%m-%d-%H%M%S}.tar"
    new = Upgrade(options.base, backup, options.root, Limits(options.start, options.soak)).run(options.source)
    print(f"已升级 / upgraded: {new}；备份 / backup: {backup}" if new else "已是最新 / nothing newer")
    return 0


if __name__ == "__main__":
    sys.exit(main())
