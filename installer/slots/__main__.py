"""Wiring: `python -m installer.slots`: what updater and keeper may ask of the versions in a booth."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from installer.slots import manifest
from installer.slots.manifest import BrokenTreeError, ManifestError
from installer.slots.state import Condemned, Confirmed, LocalRefusedError
from installer.slots.store import Slots

EXAMPLE = """examples:
  python -m installer.slots --base DIR status
  python -m installer.slots --base DIR stage-done 1.2.0      .stage-1.2.0 is whole: it gets its name
  python -m installer.slots --base DIR commit 1.2.0          started from the next time on, on trial
  python -m installer.slots --base DIR quarantine 1.2.0 'withdrawn by its makers'"""
WITH_VERSION = {
    "stage-done": "the staged tree is complete: compare, sync, name it",
    "commit": "start it from the next time on, on trial",
    "quarantine": "never start it again",
    "verify": "compare every byte with the manifest; without V the current version",
}


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when it was done, 1 when it was refused or the tree is broken."""
    options = _parser().parse_args(arguments)
    try:
        print(_act(Slots(options.base), options))
    except LocalRefusedError as error:
        print(error, file=sys.stderr)
        return 1
    except (BrokenTreeError, ManifestError) as error:
        print(f"版本文件不完整，请重新下载 / the tree is broken, fetch it again: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"磁盘出错，请检查空间和磁盘 / the disk failed, look at space and disk: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "installer.slots",
        description="The versions in a booth.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--base", type=Path, required=True, help="folder of versions/ and state.json")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("status", help="what holds now").add_argument("--json", action="store_true")
    acts.add_parser("confirm", help="the version on trial is well: it stays")
    acts.add_parser("where", help="the folder of the version that has proven itself")
    acts.add_parser("install", help="take a tree from elsewhere").add_argument("tree", metavar="TREE", type=Path)
    for name, words in WITH_VERSION.items():
        act = acts.add_parser(name, help=words)
        act.add_argument("version", metavar="V", type=_version, nargs="?" if name == "verify" else None)
        if name == "quarantine":
            act.add_argument("reason", metavar="REASON")
    return parser


def _version(text: str) -> str:
    try:
        manifest.version_key(text)
    except ManifestError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _act(slots: Slots, options: argparse.Namespace) -> str:
    match options.act:
        case "status":
            return _status(slots, as_json=options.json)
        case "stage-done":
            slots.stage_done(options.version)
        case "commit":
            slots.commit(options.version)
        case "confirm":
            slots.apply(Confirmed())
        case "quarantine":
            slots.apply(Condemned(options.version, options.reason))
        case "where":
            return str(slots.tree(slots.proven()))
        case "install":
            return f"好了 / done: {slots.install(options.tree)}"
        case _:
            manifest.verify(slots.tree(options.version or slots.proven()))
    return f"好了 / done: {options.act} {getattr(options, 'version', '') or ''}".rstrip()


def _status(slots: Slots, *, as_json: bool) -> str:
    now = asdict(slots.state()) | {"versions": slots.versions(), "stages": slots.stages()}
    if as_json:
        return json.dumps(now, ensure_ascii=False)
    lines = [
        f"现在 / current    {now['current'] or '-'}",
        f"之前 / previous   {now['previous'] or '-'}",
        f"试用 / on trial   {now['pending'] or '-'}" + (f"  {now['tries']} 次 / tries" if now["pending"] else ""),
        *(f"停用 / quarantined {version}: {why}" for version, why in now["quarantine"].items()),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
