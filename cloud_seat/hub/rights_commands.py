"""Wiring: the words of `./xiaowu hub` for rights as data: import-rights, set-place, coverage."""

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from cloud_seat.contract.hours import read_hours
from cloud_seat.hub import coverage
from cloud_seat.hub.admin import LocalInputError
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_now
from cloud_seat.hub.config import Settings
from cloud_seat.hub.directory import Directory
from cloud_seat.hub.duties import duty_of
from cloud_seat.hub.journals import open_journal
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store import duties
from cloud_seat.hub.store.database import Database

COLUMNS = ("number", "rights", *duties.FIELDS)
_PLACE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


def add_to(programs: "argparse._SubParsersAction[argparse.ArgumentParser]", add_place: Callable[..., None]) -> None:
    """Their options."""
    rights = programs.add_parser("import-rights", help="who may do what, where and when, from a table")
    rights.add_argument("file", type=Path, help=f"CSV with the columns {', '.join(COLUMNS)}; words separated by spaces")
    place = programs.add_parser("set-place", help="where a booth stands: officials of that town are asked first")
    place.add_argument("--kiosk-id", required=True)
    place.add_argument("--place", required=True, help="code of the town (9 digits) or the village (12)")
    thin = programs.add_parser("coverage", help="items with fewer than two officials within reach this hour")
    thin.add_argument("--json", action="store_true", help="the same for programs")
    for one in (rights, place, thin):
        add_place(one, inner=True)


def _import_rights(settings: Settings, options: argparse.Namespace) -> None:
    with options.file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, restval=""))
    db = Database(settings.dsn(), checkpoint=False)
    try:
        db.run_now(lambda connection: _put_all(connection, rows))
    finally:
        db.close()
    print(json.dumps({"officials": len(rows)}))


def _put_all(db: Connection, rows: list[dict[str, str]]) -> None:
    """All of them or none."""
    for line, row in enumerate(rows, start=2):
        if missing := set(COLUMNS) - row.keys():
            raise LocalInputError(f"表头缺这几列。 The first line lacks: {', '.join(sorted(missing))}")
        _check(line, row)
        fields = {name: " ".join(row[name].split()) for name in duties.FIELDS}
        if not duties.put(db, f"seat-{row['number']}", rights=" ".join(row["rights"].split()), fields=fields):
            raise LocalInputError(f"第 {line} 行没有这个工号。 Line {line}: no such official: {row['number']!r}")


def _check(line: int, row: dict[str, str]) -> None:
    try:
        read_hours(row["hours"])
    except ValueError as error:
        wrong = f"第 {line} 行的时间写成 9:00-12:00 14:00-17:00。 Line {line}: write hours like this"
        raise LocalInputError(f"{wrong}: {error}") from error
    for code in row["places"].split():
        if not _PLACE.fullmatch(code):
            raise LocalInputError(f"第 {line} 行的地区代码不对。 Line {line}: no code of a place: {code!r}")


def _set_place(settings: Settings, options: argparse.Namespace) -> None:
    if not _PLACE.fullmatch(options.place):
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
    "import-rights": _import_rights,
    "set-place": _set_place,
    "coverage": _show_coverage,
}
