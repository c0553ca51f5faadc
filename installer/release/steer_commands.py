"""Wiring: the acts of `./xiaowu release` that steer: plan, pause, resume, roll-back, show, usb."""

import argparse
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cloud_seat.contract.releases import blob_of
from cloud_seat.hub.rollout import HOUR_S, PAUSED, PERCENTS, RESUMED, Plan
from installer.release import signing, steering
from installer.release.folder import ReleaseFolder
from installer.release.patches import read_manifest
from installer.release.steering import Steering

Act = Callable[..., argparse.ArgumentParser]
_DEFAULT = Plan(version="", rings=(), started_s=0.0)


def add_to(act: Act, signers: Callable[..., signing.Signers]) -> None:
    """`act` makes one; `signers` opens keys of roles."""
    plan = _steers(act("plan", _plan, "which booths take a release, ring after ring"))
    plan.add_argument("version")
    plan.add_argument("--canary", action="append", default=[], metavar="KIOSK", help="in the first ring; repeatable")
    plan.add_argument("--percent", type=int, nargs="+", default=list(PERCENTS), help="of all booths, with those before")
    plan.add_argument("--wait-h", type=float, default=_DEFAULT.wait_s / HOUR_S, help="quiet time after each ring")
    plan.add_argument("--deadline-h", type=float, default=_DEFAULT.deadline_s / HOUR_S, help="then silence is failure")
    plan.add_argument("--from-hour", type=int, default=_DEFAULT.from_hour, help="booths switch from this local hour")
    plan.add_argument("--until-hour", type=int, default=_DEFAULT.until_hour, help="until this one; equal: any hour")
    plan.add_argument(
        "--without-rehearsal", action="store_true", help="a booth counts as soon as it is well, not after its night"
    )
    plan.add_argument("--rate-kbps", type=int, default=_DEFAULT.rate_kbps, help="of each booth's download; 0: no bound")
    _steers(act("pause", _pause, "nobody new takes it"))
    _steers(act("resume", _resume, "a person looked: it goes on, failures so far count no more"))
    back = _steers(
        act("roll-back", lambda options: _back(options, signers), "withdraw it and send every booth back", signs=True)
    )
    back.set_defaults(roles=("targets", "snapshot", "timestamp"))
    _steers(act("show", _show, "how each ring stands, and which booths need a look"))
    usb = act("usb", _usb, "a release on a stick, for a booth without a network")
    usb.add_argument("version")
    usb.add_argument("stick", type=Path, help="an empty folder")


def _steers(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--database", default=os.environ.get("XIAOWU_DB", ""), help="the hub's; default: beside --folder"
    )
    return parser


def _steering(options: argparse.Namespace) -> Steering:
    beside = f"sqlite:///{(options.folder.parent / 'hub.sqlite').absolute()}"
    return Steering(ReleaseFolder(options.folder), options.database or beside)


def _plan(options: argparse.Namespace) -> None:
    own = _steering(options)
    plan = own.draft(
        options.version,
        options.canary,
        options.percent,
        wait_s=options.wait_h * HOUR_S,
        deadline_s=options.deadline_h * HOUR_S,
        from_hour=options.from_hour,
        until_hour=options.until_hour,
        rate_kbps=options.rate_kbps,
        rehearsed=not options.without_rehearsal,
    )
    for number, ring in enumerate(plan.rings, 1):
        print(f"第 {number} 批 / ring {number}: {len(ring)}  {' '.join(ring[:8])}{' …' if len(ring) > 8 else ''}")
    if not options.dry_run:
        own.write(plan)


def _pause(options: argparse.Namespace) -> None:
    _say(options, PAUSED)


def _resume(options: argparse.Namespace) -> None:
    _say(options, RESUMED)


def _back(options: argparse.Namespace, signers: Callable[..., signing.Signers]) -> None:
    own = _steering(options)
    plan = steering.back(own.plan())
    keys = signers(options, *options.roles)
    if not options.dry_run:
        signing.change_targets(own.folder, keys, datetime.now(UTC), signing.drop_releases([plan.version]))
        own.send_back(plan)
    print(f"{plan.version} → {plan.before}")


def _say(options: argparse.Namespace, act: str) -> None:
    own = _steering(options)
    own.plan()
    print(*steering.lines_of(own.overview() if options.dry_run else own.speak(act)), sep="\n")


def _show(options: argparse.Namespace) -> None:
    print(*steering.lines_of(_steering(options).overview()), sep="\n")


def _usb(options: argparse.Namespace) -> None:
    folder = ReleaseFolder(options.folder)
    manifest = read_manifest(folder, options.version)
    hashes = {signing.releases(folder)[options.version], *(entry.sha256 for entry in manifest.files.values())}
    names = sorted(blob_of(sha256) for sha256 in hashes)
    if options.dry_run:
        print(f"{len(names)} files → {options.stick}")
        return
    size = steering.stick(folder, options.stick, options.version, names)
    print(f"{options.version}: {size / 1e6:.1f} MB → {options.stick}")
