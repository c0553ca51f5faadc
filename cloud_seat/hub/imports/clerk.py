"""Shell: compares a file with what is here, and takes it in when it was confirmed, in one transaction; writes what is
here as a file. One clerk for requests and for the command line."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cloud_seat.contract.intake import canonical
from cloud_seat.hub.board.statistics import Table, csv_of
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.imports import items, rights
from cloud_seat.hub.imports.bundles import with_bundles
from cloud_seat.hub.imports.columns import COLUMNS, cells_of
from cloud_seat.hub.imports.plan import Choices, Plan, Preview, plan
from cloud_seat.hub.imports.sheet import LONGEST_CELL, RemoteFileError, Sheet
from cloud_seat.hub.imports.workbook import write_workbook
from cloud_seat.hub.store import audit, duties, people
from cloud_seat.hub.store import catalogue as store

ITEMS, RIGHTS = "items", "rights"
TABLES = (ITEMS, RIGHTS)


class RemoteStaleError(Exception):
    """What was confirmed is not what the file would do now: somebody changed the data, or it is another file. Look
    again, show that and ask again."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What is here, for a file to be compared with; `base` stands for all of it."""

    base: str
    known: items.District | rights.Staff


def unreadable(table: str, error: RemoteFileError) -> Preview:
    """Of a file that cannot be read at all."""
    return Preview(table=table, wrong=(error.wrong,))


class Clerk:
    """`catalogue`: for its forms and packages; items and rights are read anew each time."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self._packages = catalogue, catalogue.packages

    def look(self, db: Connection, table: str) -> Basis:
        """What is here now."""
        if table == ITEMS:
            return Basis(store.newest(db)[1], self._district(db))
        staff = self.staff(db)
        return Basis(_base_of(staff.known), staff)

    def judge(self, basis: Basis, sheets: list[Sheet], choices: Choices) -> Plan:
        """What the file would change. It may take seconds, and needs no database."""
        known = basis.known
        if isinstance(known, rights.Staff):
            read = rights.read_rights(sheets, known, is_whole=choices.whole)
            return plan(rights.held(known.known), read, base=basis.base, choices=choices, told=rights.told(known))
        read = items.read_items(sheets, known, is_whole=choices.whole)
        return plan(known.known, read, base=basis.base, choices=choices, told=items.TOLD)

    def take_in(self, db: Connection, planned: Plan, *, confirmed: str, actor: str) -> None:
        """Do it, if it is what was confirmed and nobody changed anything since. Raises RemoteStaleError."""
        seen = planned.preview
        if not seen.hash or seen.hash != confirmed or planned.base != self._base(db, seen.table):
            raise RemoteStaleError
        if seen.table == ITEMS:
            self._put_items(db, planned.put)
        else:
            put_rights(db, planned.put, actor)
        counts = f"+{seen.new} ~{seen.changed} -{seen.gone} left out {seen.left_out} {seen.hash}"
        audit.note(db, actor=actor, what=f"{seen.table}_imported", about=counts)

    def _base(self, db: Connection, table: str) -> str:
        return store.newest(db)[1] if table == ITEMS else _base_of(known_rights(db))

    # --- items ---
    def _known_items(self, db: Connection) -> dict[str, Any]:
        ids = {package.id for package in self._packages}
        bodies = store.current(db)
        return {item_id: body for item_id, body in bodies.items() if item_id not in ids and not body.get("parts")}

    def _district(self, db: Connection) -> items.District:
        return items.District(
            self._known_items(db),
            packages={package.id for package in self._packages},
            parts={part for package in self._packages for part in package.parts},
            forms={form_id for form_id, _ in list(self.catalogue.forms)},  # a list: others are signed meanwhile
        )

    def _put_items(self, db: Connection, put: Mapping[str, Any]) -> None:
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
            known=known_rights(db),
            names={profile.seat.seat_id: profile.seat.name for profile in people.seats(db)},
            items={**codes, **{item_id: item_id for item_id in listed}},
            titles={item_id: body["name"]["zh"] for item_id, body in listed.items()},
        )

    # --- out ---
    def rows(self, db: Connection, table: str) -> list[tuple[str, ...]]:
        """The whole table, its head first, so that it can be read in again and changes nothing."""
        if table == ITEMS:
            bodies = sorted(self._known_items(db).values(), key=lambda body: str(body["id"]))
            return [tuple(column.zh for column in COLUMNS), *(tuple(cells_of(body).values()) for body in bodies)]
        seats = sorted((profile.seat for profile in people.seats(db)), key=lambda seat: seat.number)
        known = known_rights(db)
        told = (
            (seat.number, seat.name, seat.department.zh, *(known[seat.seat_id][name] for name in rights.FIELDS))
            for seat in seats
            if seat.seat_id == f"seat-{seat.number}"
        )
        return [tuple(rights.HEADS.values()), *told]


def known_rights(db: Connection) -> dict[str, rights.Row]:
    """Of every official."""
    return {row["seat_id"]: rights.normal(row) for row in duties.every(db)}


def _base_of(known: Mapping[str, rights.Row]) -> str:
    return hashlib.sha256(canonical(dict(known))).hexdigest()


def put_rights(db: Connection, put: Mapping[str, rights.Row | None], actor: str) -> None:
    """With every word that came or went in the audit."""
    before = known_rights(db)
    rows = {seat_id: wanted or dict.fromkeys(rights.FIELDS, "") for seat_id, wanted in put.items()}
    duties.put(db, rows)
    abouts = [about for seat_id, row in rows.items() for about in _abouts(seat_id, before.get(seat_id, {}), row)]
    audit.note_all(db, actor=actor, what="rights_changed", abouts=abouts)


def _abouts(seat_id: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """As many rows as it takes."""
    about = f"{seat_id}:"
    for word in _moved(before, after):
        if len(about) + len(word) >= audit.ABOUT and not about.endswith(":"):
            yield about
            about = f"{seat_id}:"
        about += f" {word}"
    yield about


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in rights.FIELDS:
        old, new = before.get(name, "").split(), after[name].split()
        yield from (f"{name} +{word}" for word in new if word not in old)
        yield from (f"{name} -{word}" for word in old if word not in new)


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
