"""Wiring: the words of `./xiaowu hub` for accounts and the audit: set-role, set-supervisor, reset-factor, audit."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from cloud_seat.hub import accounts
from cloud_seat.hub.acts import ROLES
from cloud_seat.hub.config import Settings
from cloud_seat.hub.store.chain import SHA256, SM3


def add_to(programs: "argparse._SubParsersAction[argparse.ArgumentParser]", add_place: Callable[..., None]) -> None:
    """Their options."""
    role = programs.add_parser("set-role", help=f"give or take a role: {', '.join(ROLES)}")
    role.add_argument("--role", required=True, choices=ROLES)
    supervisor = programs.add_parser("set-supervisor", help="an official may listen to calls of others, visibly")
    for giving in (role, supervisor):
        giving.add_argument("--off", action="store_true", help="not any more")
    factor = programs.add_parser("reset-factor", help="a lost telephone: the next sign-in takes up a new one")
    for one in (role, supervisor, factor):
        one.add_argument("--number", required=True, help="工号")
    audit = programs.add_parser("audit", help="who did what: export it, or check that nobody changed it")
    acts = ("export", "verify", "cut", SHA256, SM3)
    audit.add_argument(
        "act", choices=acts, help="cut: what is older than audit_keep_days; sha256, sm3: what new rows are chained by"
    )
    audit.add_argument("file", type=Path, nargs="?", help="export: default standard output; verify: default the hub's")
    audit.add_argument("--head", default="", metavar="NUMBER:HASH", help="verify: this row, noted once, must be there")
    for one in (role, supervisor, factor, audit):
        add_place(one, inner=True)


def _set_role(settings: Settings, options: argparse.Namespace) -> None:
    now = accounts.set_role(settings, f"seat-{options.number}", options.role, on=not options.off)
    print(json.dumps({"number": options.number, "roles": sorted(now)}))


def _set_supervisor(settings: Settings, options: argparse.Namespace) -> None:
    accounts.set_role(settings, f"seat-{options.number}", "supervisor", on=not options.off)


def _reset_factor(settings: Settings, options: argparse.Namespace) -> None:
    accounts.reset_factor(settings, f"seat-{options.number}")


def _audit(settings: Settings, options: argparse.Namespace) -> None:
    if options.act == "export" and options.file:
        with options.file.open("x", encoding="utf-8") as file:
            head = accounts.export_audit(settings, file)
        print(f"请把这一行记在别处，以后可核对。 Note this elsewhere, to check against later: {head}")
    elif options.act == "export":
        print(accounts.export_audit(settings, sys.stdout), file=sys.stderr)
    elif options.act in (SHA256, SM3):
        accounts.choose_digest(settings, options.act)
        print(f"从现在起用 {options.act}，旧的照样能核对。 New rows use {options.act}; older ones verify as before.")
    elif options.act == "cut":
        print(json.dumps({"cut": accounts.cut_audit(settings)}))
    else:
        count = accounts.verify_audit(settings, options.file, options.head)
        print(f"审计 {count} 行都对得上。 {count} rows, all as they were written.")


PROGRAMS: dict[str, Callable[[Settings, argparse.Namespace], None]] = {
    "set-role": _set_role,
    "set-supervisor": _set_supervisor,
    "reset-factor": _reset_factor,
    "audit": _audit,
}
