"""Wiring: the words of `./xiaowu hub` for who is where, and who is missing: set-place, coverage."""

import argparse
import sys
from collections.abc import Callable

import msgspec

from cloud_seat.hub import coverage
from cloud_seat.hub.admin import LocalInputError
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_now
from cloud_seat.hub.config import Settings
from cloud_seat.hub.directory import Directory
from cloud_seat.hub.duties import duty_of
from cloud_seat.hub.imports.rights import PLACE
from cloud_seat.hub.journals import open_journal
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store import duties
from cloud_seat.hub.store.database import Database


def add_to(programs: "argparse._SubParsersAction[argparse.ArgumentParser]", add_place: Callable[..., None]) -> None:
    """Their options."""
    place = programs.add_parser("set-place", help="where a booth stands: officials of that town are asked first")
    place.add_argument("--kiosk-id", required=True)
    place.add_argument("--place", required=True, help="code of the town (9 digits) or the village (12)")
    thin = programs.add_parser("coverage", help="items with fewer than two officials within reach this hour")
    thin.add_argument("--json", action="store_true", help="the same for programs")
    for one in (place, thin):
        add_place(one, inner=True)


def _set_place(settings: Settings, options: argparse.Namespace) -> None:
    if not PLACE.fullmatch(options.place):
        raise LocalInputError(f"地区代码不对。 No code of a place: {options.place!r}")
    db = Database(settings.dsn(), checkpoint=False)
    known = db.run_now(lambda connection: duties.put_place(connection, options.kiosk_id, options.place))
    db.close()
    if not known:
        raise LocalInputError(f"没有这台晓屋。 There is no such booth: {options.kiosk_id!r}")


def _show_coverage(settings: Settings, options: argparse.Namespace) -> int:
    """1 when an item has nobody at all: residents who ask for it now would wait for no one."""
    found = _coverage(settings)
    if options.json:
        print(msgspec.json.encode(found).decode())
    for thin in () if options.json else found.gaps:
        print(coverage.line_of(thin))
    return 1 if any(not thin.reachable for thin in found.gaps) else 0


def _coverage(settings: Settings) -> coverage.Coverage:
    """Beside a hub that may be running: who is at work is read from its journal, to which nothing is written."""
    db, journal = Database(settings.dsn(), checkpoint=False), open_journal(settings)
    try:
        catalogue = Catalogue(settings.assets_dir, db)
        state = Replica(journal, settings.policy, snapshot_every=sys.maxsize).state
        packages = Directory(items=catalogue.items).packages()
        listed = [duty_of(row, packages) for row in db.run_now(duties.every)]
        now = local_now(settings.utc_offset_h)
        return coverage.coverage(catalogue.items, listed, state, now=now, workdays=catalogue.workdays)
    finally:
        journal.close()
        db.close()


PROGRAMS: dict[str, Callable[[Settings, argparse.Namespace], int | None]] = {
    "set-place": _set_place,
    "coverage": _show_coverage,
}
