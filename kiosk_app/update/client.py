"""Wiring: `./xiaowu tuf-client`: the booth's trust alone, with the command line of TUF's conformance suite."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk_app.update.durable import put
from kiosk_app.update.pace import Pace
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.trust import Trust, translated
from kiosk_app.update.wire import Wire

EXAMPLE = """examples:
  ./xiaowu tuf-client --metadata-dir trust init 1.root.json
  ./xiaowu tuf-client --metadata-dir trust --metadata-url file:///media/stick/metadata refresh
  ./xiaowu tuf-client --metadata-dir trust --metadata-url URL --target-name NAME \\
      --target-base-url URL --target-dir DIR download"""
BEGINNING = "bootstrap"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: done; 1: refused."""
    options = _parser().parse_args(arguments)
    folder: Path = options.metadata_dir
    try:
        if options.act == "init":
            _init(folder, options.trusted_root)
        else:
            _fetch(folder, options)
    except RemoteRefusedError as error:
        print(f"{error.code}: {error.text.zh} / {error.text.en}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu tuf-client",
        description="What a booth believes of a release folder, without a booth.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--metadata-dir", type=Path, required=True, help="what is believed is kept here")
    parser.add_argument("--metadata-url", default="", help="metadata/ of a release folder")
    parser.add_argument("--target-name", action="append", default=[], help="repeatable")
    parser.add_argument("--target-dir", type=Path, help="where targets are put")
    parser.add_argument("--target-base-url", "--target-url", default="", help="where targets come from")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("init", help="begin with this root").add_argument("trusted_root", type=Path)
    acts.add_parser("refresh", help="the newest metadata")
    acts.add_parser("download", help="targets, verified")
    return parser


def _init(folder: Path, root: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    body = root.read_bytes()
    put(folder / BEGINNING, body)
    put(folder / "root.json", body)


def _fetch(folder: Path, options: argparse.Namespace) -> None:
    wire = Wire(Pace())
    trust, now = Trust(folder, (folder / BEGINNING).read_bytes(), wire), datetime.now(UTC)
    with translated():
        place = {"target_dir": str(options.target_dir or ""), "target_url": options.target_base_url}
        updater = trust.updater(options.metadata_url, now, **place)
        updater.refresh()
        trust.remember(updater, now)
        for name in options.target_name:
            found = updater.get_targetinfo(name)
            if found is None:
                raise RemoteRefusedError("not_signed")
            if not updater.find_cached_target(found):
                updater.download_target(found)
    wire.close()


if __name__ == "__main__":
    sys.exit(main())
