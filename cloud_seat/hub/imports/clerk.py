"""Shell: compares a file with what is here, and takes it in when it was confirmed, each in one transaction; writes what
is here as a file. One clerk for requests and for the command line."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from cloud_seat.contract.intake import canonical
from cloud_seat.hub.board.statistics import Table, csv_of
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.imports import items, rights
from cloud_seat.hub.imports.bundles import with_bundles
from cloud_seat.hub.imports.columns import COLUMNS, cells_of
from cloud_seat.hub.imports.plan import Choices, Plan, Preview, plan
from cloud_seat.hub.imports.sheet import LONGEST_CELL, RemoteFileError, Sheet, is_workbook, read_csv
from cloud_seat.hub.imports.workbook import read_workbook, write_workbook
from cloud_seat.hub.store import audit, duties, people
from cloud_seat.hub.store import catalogue as store

ITEMS, RIGHTS = "items", "rights"
TABLES = (ITEMS, RIGHTS)


class RemoteStaleError(Exception):
    """What was confirmed is not what the file would do now: somebody changed the data, or it is another file. Show
    `preview` and ask again."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("stale")
        self.preview = preview


def read_file(body: bytes) -> list[Sheet]:
    """The sheets of a file, whatever its name. Raises RemoteFileError."""
    return read_workbook(body) if is_workbook(body) else [read_csv(body)]


def unreadable(table: str, error: RemoteFileError) -> Preview:
    """Of a file that cannot be read at all."""
    return Preview(table=table, wrong=(error.wrong,))


class Clerk:
    """`catalogue`: for its forms and packages; items and rights are read anew in every transaction."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self._packages = catalogue, catalogue.packages
        self._forms = {form_id for form_id, _ in catalogue.forms}

    def plan(self, db: Connection, table: str, sheets: list[Sheet], choices: Choices) -> Plan:
        """What it would change. Nothing is written."""
        return self._plan_items(db, sheets, choices) if table == ITEMS else self._plan_rights(db, sheets, choices)

    def confirm(self, db: Connection, table: str, sheets: list[Sheet], choices: Choices, **asked: str) -> Preview:
        """Take it in, if it does exactly what was confirmed: `confirmed`, a preview's hash; `actor`. Raises
        RemoteStaleError."""
        planned = self.plan(db, table, sheets, choices)
        if not planned.preview.hash or planned.preview.hash != asked["confirmed"]:
            raise RemoteStaleError(planned.preview)
        (self._put_items if table == ITEMS else put_rights)(db, planned.put, asked["actor"])
        seen = planned.preview
        counts = f"+{seen.new} ~{seen.changed} -{seen.gone} left out {seen.left_out} {seen.hash}"
        audit.note(db, actor=asked["actor"], what=f"{table}_imported", about=counts)
        return seen

    # --- items ---
    def _known_items(self, db: Connection) -> dict[str, Any]:
        ids = {package.id for package in self._packages}
        bodies = store.current(db)
        return {item_id: body for item_id, body in bodies.items() if item_id not in ids and not body.get("parts")}

    def _plan_items(self, db: Connection, sheets: list[Sheet], choices: Choices) -> Plan:
        known = self._known_items(db)
        district = items.District(
            known,
            packages={package.id for package in self._packages},
            parts={part for package in self._packages for part in package.parts},
            forms=self._forms,
        )
        read = items.read_items(sheets, district, is_whole=choices.whole)
        return plan(known, read, base=store.newest(db)[1], choices=choices, told=items.TOLD)

    def _put_items(self, db: Connection, put: Mapping[str, Any], _actor: str) -> None:
        """The log of the catalogue itself says what changed, item by item; booths get that."""
        known = {**self._known_items(db), **put}
        store.put_own(db, put)
        store.take_in(db, with_bundles({key: body for key, body in known.items() if body}, self._packages))

    # --- rights ---
    def staff(self, db: Connection) -> rights.Staff:
        """Everybody, and the items that rights may name."""
        listed = store.current(db)
        codes = {body["code"]: item_id for item_id, body in listed.items() if body.get("code")}
        return rights.Staff(
            known={row["seat_id"]: rights.normal(row) for row in duties.every(db)},
            names={profile.seat.seat_id: profile.seat.name for profile in people.seats(db)},
            items={**codes, **{item_id: item_id for item_id in listed}},
        )

    def _plan_rights(self, db: Connection, sheets: list[Sheet], choices: Choices) -> Plan:
        staff = self.staff(db)
        read = rights.read_rights(sheets, staff, is_whole=choices.whole)
        base = hashlib.sha256(canonical(dict(staff.known))).hexdigest()
        return plan(rights.held(staff.known), read, base=base, choices=choices, told=rights.told(staff))

    # --- out ---
    def rows(self, db: Connection, table: str) -> list[tuple[str, ...]]:
        """The whole table, its head first, so that it can be read in again and changes nothing."""
        if table == ITEMS:
            bodies = sorted(self._known_items(db).values(), key=lambda body: str(body["id"]))
            return [tuple(column.zh for column in COLUMNS), *(tuple(cells_of(body).values()) for body in bodies)]
        seats = sorted((profile.seat for profile in people.seats(db)), key=lambda seat: seat.number)
        known = self.staff(db).known
        told = (
            (seat.number, seat.name, seat.department.zh, *(known[seat.seat_id][name] for name in rights.FIELDS))
            for seat in seats
            if seat.seat_id == f"seat-{seat.number}"
        )
        return [tuple(rights.HEADS.values()), *told]


def put_rights(db: Connection, put: Mapping[str, rights.Row | None], actor: str) -> None:
    """Each with a row in the audit that says what came and what went."""
    before = {row["seat_id"]: rights.normal(row) for row in duties.every(db)}
    for seat_id, wanted in put.items():
        row = wanted or dict.fromkeys(rights.FIELDS, "")
        fields = {name: row[name] for name in duties.FIELDS}
        duties.put(db, seat_id, rights=row["rights"], fields=fields)
        audit.note(db, actor=actor, what="rights_changed", about=f"{seat_id}: {_moved(before.get(seat_id, {}), row)}")


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """As many words as an audit's row holds."""
    told = list[str]()
    for name in rights.FIELDS:
        old, new = before.get(name, "").split(), after[name].split()
        told += [f"{name} +{word}" for word in new if word not in old]
        told += [f"{name} -{word}" for word in old if word not in new]
    return " ".join(told)


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    """For spreadsheets."""
    return csv_of(Table(head=rows[0], rows=tuple(rows[1:]))).encode()


def as_workbook(table: str, rows: list[tuple[str, ...]]) -> bytes:
    """The same as XLSX. Raises RemoteFileError when a cell is longer than a spreadsheet's."""
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise RemoteFileError(
            "有一格超过 32767 字，Excel 放不下。请导出 CSV。", "A cell is too long for XLSX: export CSV instead."
        )
    return write_workbook(table, rows)
