"""Wiring: `./xiaowu release`: what a maintainer types."""

import argparse
import dataclasses
import functools
import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from installer.release import publishing, signing, steer_commands
from installer.release.errors import LocalReleaseError, refuse
from installer.release.folder import ReleaseFolder
from installer.release.keys import COUNTS, Ask, find_keys, key_names, make_key, open_key
from installer.release.patches import LAST, Difference, make_patches
from installer.release.shipped import changes_of
from installer.release.tree import BOOTH, HUB, build
from installer.slots.manifest import version_key

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = """examples, in the order of a maintainer's day:
  ./xiaowu release keys init --keys /media/keys             once: 8 keys, each under its own passphrase
  ./xiaowu release build out/0.2.0 --site .venv/lib/python3.11/site-packages
  ./xiaowu release publish out/0.2.0 --keys /media/key-1 --keys /media/key-2 --dry-run
  ./xiaowu release publish out/0.2.0 --keys /media/key-1 --keys /media/key-2
  ./xiaowu release withdraw 0.2.0 --keys /media/key-1 --keys /media/key-2
  ./xiaowu release renew --keys /etc/xiaowu/online          each day, by a timer: nothing expires
  ./xiaowu release status
  ./xiaowu release plan 0.2.0 --canary PY-0417              1, 5, 25, 50, 100 % of the booths, a day between
  ./xiaowu release show                                     how each ring stands
  ./xiaowu release pause                                    and resume; nobody new takes it meanwhile
  ./xiaowu release roll-back --keys /media/key-1 --keys /media/key-2
  ./xiaowu release usb 0.2.0 /media/stick                   for a booth without a network"""


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: done; 1: refused, nothing was changed."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = options.run
    try:
        run(options)
    except LocalReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu release",
        description="Builds, signs and publishes a version of the booth's program.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(required=True, metavar="ACT")
    keys = acts.add_parser("keys", help="init: a new set of keys, and the first metadata").add_subparsers(required=True)
    _act(keys, "init", _init_keys, "root and targets 2 of 3, snapshot and timestamp 1 each", signs=True)
    building = _act(acts, "build", _build, "the tree of one version, twice the same bytes")
    building.add_argument("tree", type=Path, help="a new folder")
    building.add_argument("--site", type=Path, help="site-packages to ship; default: only our own files")
    building.add_argument("--min-from", default="", help="the oldest version that may be replaced by it")
    building.add_argument("--hub", action="store_true", help="of the hub, for ./xiaowu hub upgrade")
    publish = _act(acts, "publish", _publish, "sign a tree and bring it into the release folder", signs=True)
    diff = _act(acts, "diff", _diff, "patches from the last releases, before they are published")
    for parser_of in (publish, diff):
        parser_of.add_argument("tree", type=Path, help="as `build` made it")
        parser_of.add_argument("--last", type=int, default=LAST, help=f"from how many releases (default {LAST})")
    withdraw = _act(acts, "withdraw", _withdraw, "signed no more: no booth takes it", signs=True)
    withdraw.add_argument("versions", nargs="+")
    _act(acts, "renew", _renew, "a new timestamp, and snapshot where its key is there", signs=True)
    rotate = _act(acts, "rotate", _rotate, "new keys in place of all old ones of some roles", signs=True)
    rotate.add_argument("roles", nargs="+", choices=sorted(COUNTS))
    rotate.add_argument("--new-keys", type=Path, required=True, help="a new folder for them")
    _act(acts, "status", _status, "what is signed, until when")
    steer_commands.add_to(functools.partial(_act, acts), _signers)
    return parser


def _act(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], None],
    words: str,
    *,
    signs: bool = False,
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=words, description=words)
    default = Path(os.environ.get("XIAOWU_DATA", ROOT / ".xiaowu")) / "hub" / "releases"
    parser.add_argument("--folder", type=Path, default=default, help="of releases; default: the hub's of this machine")
    parser.add_argument("--dry-run", action="store_true", help="look and say, change nothing")
    if signs:
        parser.add_argument("--keys", type=Path, action="append", required=True, help="a folder of keys; repeatable")
        parser.add_argument(
            "--passphrases", type=Path, metavar="FILE", help="a line a key, `root-1 words of it`; default: asked for"
        )
    parser.set_defaults(run=run)
    return parser


def _init_keys(options: argparse.Namespace) -> None:
    place = options.keys[0]
    if options.dry_run:
        print(f"{place}: {', '.join(key_names())}")
        return
    ask = _asker(options, again=True)
    signers = {
        role: [make_key(place, name, ask(name)) for name in key_names() if name.startswith(role)] for role in COUNTS
    }
    signing.begin(ReleaseFolder(options.folder), signers, datetime.now(UTC))
    print(f"密钥在 {place}，请分给不同的人，离线保管 / keys are in {place}: give them to different people, offline")
    print(f"晓屋信任的起点 / what booths begin to trust with: {options.folder / 'metadata' / '1.root.json'}")


def _build(options: argparse.Namespace) -> None:
    if options.dry_run:
        from installer.release.tree import version_of

        print(f"{version_of(ROOT)} → {options.tree}")
        return
    kind = dataclasses.replace(HUB if options.hub else BOOTH, min_from=options.min_from)
    manifest = build(ROOT, options.tree, site=options.site, kind=kind)
    size = sum(entry.size for entry in manifest.files.values())
    print(f"{manifest.version}: {len(manifest.files)} files, {size / 1e6:.1f} MB → {options.tree}")


def _publish(options: argparse.Namespace) -> None:
    folder, signers = ReleaseFolder(options.folder), _signers(options, "targets", "snapshot", "timestamp")
    if options.dry_run:
        manifest = publishing.check(folder, options.tree)
        print(f"{manifest.version}: {len(manifest.files)} files\n{_changes(options.tree, manifest.version)}")
        return
    manifest, differences = publishing.publish(folder, options.tree, signers, datetime.now(UTC), last=options.last)
    print(f"已发布 / published: {manifest.version}", *map(_line_of, differences), sep="\n")


def _diff(options: argparse.Namespace) -> None:
    folder = ReleaseFolder(options.folder)
    manifest = publishing.check(folder, options.tree)
    if not options.dry_run:
        publishing.put_files(folder, options.tree, manifest)
        print(*map(_line_of, make_patches(folder, manifest, last=options.last)), sep="\n")


def _withdraw(options: argparse.Namespace) -> None:
    folder = ReleaseFolder(options.folder)
    known = signing.releases(folder)
    if strange := [version for version in options.versions if version not in known]:
        raise refuse(f"没有发布过 {strange[0]}", f"{strange[0]} was never published here")
    signers = _signers(options, "targets", "snapshot", "timestamp")
    if not options.dry_run:
        signing.change_targets(folder, signers, datetime.now(UTC), signing.drop_releases(options.versions))
    print(f"撤回 / withdrawn: {' '.join(options.versions)}")


def _renew(options: argparse.Namespace) -> None:
    signers = _signers(options, "snapshot", "timestamp")
    if not options.dry_run:
        signing.renew(ReleaseFolder(options.folder), signers, datetime.now(UTC))
    _status(options)


def _rotate(options: argparse.Namespace) -> None:
    folder, old, ask = ReleaseFolder(options.folder), _signers(options, *COUNTS), _asker(options, again=True)
    signing.counting(signing.root_of(folder), "root", old["root"])
    if options.dry_run:
        print(f"{options.new_keys}: {' '.join(options.roles)}")
        return
    names = [name for name in key_names() if name.rpartition("-")[0] in options.roles]
    made = {name: make_key(options.new_keys, name, ask(name)) for name in names}
    new = {role: [key for name, key in made.items() if name.startswith(role)] for role in options.roles}
    signing.rotate(folder, old, new, datetime.now(UTC))
    print(
        f"已换 / rotated: {' '.join(options.roles)}；旧密钥作废，请销毁 / the old ones are worth nothing: destroy them"
    )


def _status(options: argparse.Namespace) -> None:
    folder, now = ReleaseFolder(options.folder), datetime.now(UTC)
    for role in COUNTS:
        signed = folder.newest(role).signed
        days = (signed.expires - now).days
        mark = "✗" if days < 0 else "…" if days < 3 else "✓"
        print(f"{mark} {role} {signed.version}: {days} d")
    for version, sha256 in sorted(signing.releases(folder).items(), key=lambda one: version_key(one[0])):
        print(f"{version} {sha256[:12]}")


def _changes(tree: Path, version: str) -> str:
    return changes_of((tree / "CHANGELOG.md").read_text(), version)


def _line_of(one: Difference) -> str:
    return f"从 / from {one.old}: {one.patches} patches, {one.whole} whole, {one.size_bytes / 1000:.1f} kB"


def _signers(options: argparse.Namespace, *roles: str) -> signing.Signers:
    """Every key of these roles that is in the folders."""
    ask = _asker(options, again=False)
    return {role: [open_key(path, ask) for path in find_keys(options.keys, role)] for role in roles}


def _asker(options: argparse.Namespace, *, again: bool) -> Ask:
    if options.passphrases:
        lines = [line.partition(" ") for line in options.passphrases.read_text().splitlines() if line.strip()]
        known = {name: words.strip() for name, _, words in lines}
        return lambda name: known.get(name, "")

    def ask(name: str) -> str:
        words = getpass.getpass(f"{name}: ")
        if again and getpass.getpass(f"{name} 再输一次 / again: ") != words:
            raise refuse("两次口令不一样，请重来", "the two passphrases differ: begin again")
        return words

    return ask


if __name__ == "__main__":
    sys.exit(main())
