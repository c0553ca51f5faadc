"""Shell: what an operator does: add officials, booths, bookings; count and list. Works beside a running hub."""

import getpass
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from cloud_seat.contract.ratings import LEVELS
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub import passwords
from cloud_seat.hub.arrivals import Unarrived, told_of
from cloud_seat.hub.clock import local_day, now_utc, start_of_day
from cloud_seat.hub.config import LocalSettingError, Settings
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store import (
    audit,
    call_quality,
    cases,
    catalogue,
    companions,
    first_passwords,
    inquiries,
    letters,
    people,
    places,
    ratings,
    sessions,
)
from cloud_seat.hub.store.database import Database, Found
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.tallies import Rated, mended, tally
from cloud_seat.hub.texts import text_of

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,30}")


class LocalInputError(Exception):
    """The operator gave something that cannot be used; the words say what."""


def add_seat(settings: Settings, seat: Seat, *, user: str, rights: tuple[str, ...], password: str | None) -> str:
    """Add or replace an official. Without a password one is made and returned, to be told; its owner replaces it at the
    first sign-in, within `first_password_s`."""
    for name in (user, seat.seat_id):
        if not NAME.fullmatch(name):
            raise LocalInputError(f"工号只能用字母、数字和 . _ -。 Use letters, digits and . _ - only: {name!r}")
    if password is not None and (code := passwords.unfit(password, user)):
        told = text_of(code)
        raise LocalInputError(f"{told.zh} {told.en}")
    first = passwords.to_be_told() if password is None else ""
    profile = SeatProfile(seat, rights, user, passwords.hash_password(password or first))

    def put(db: Connection) -> None:
        people.put_seat(db, profile)
        first_passwords.forget(db, seat.seat_id)
        if first:
            first_passwords.mark(db, seat.seat_id, time.time() + settings.limits.first_password_s)
        sessions.close_all(db, seat.seat_id)
        audit.note(db, actor=operator(), what="account_changed", about=seat.seat_id)

    changed_now(settings, put)
    return first


@dataclass(frozen=True, slots=True)
class Booked:
    """A time to book. `at`: local, YYYY-MM-DDTHH:MM; `code` empty: a new one is made."""

    item_id: str
    at: str
    seat_id: str = ""
    code: str = ""


def add_booking(settings: Settings, booked: Booked, card: str) -> str:
    """Keeps a booking, for whoever brings this card or the code; returns the code."""
    try:
        at = datetime.strptime(booked.at, "%Y-%m-%dT%H:%M")
    except ValueError as error:
        raise LocalInputError(f"时间写成 2026-11-27T09:30。 Write the time like this: {booked.at!r}") from error
    code = booked.code or f"{secrets.randbelow(10**8):08d}"
    if not re.fullmatch(r"[0-9]{6,12}", code):
        raise LocalInputError(f"预约码是 6 到 12 位数字。 A code has 6 to 12 digits: {code!r}")
    if booked.item_id not in changed_now(settings, lambda db: _items(settings.assets_dir, db)):
        raise LocalInputError(f"没有这个事项。 There is no such item: {booked.item_id!r}")
    mark = KeyService(settings.data_dir / "keys").holder_mark(card) if card else ""
    row = {"code": code, "mark": mark, "item_id": booked.item_id, "seat_id": booked.seat_id}
    row |= {"day": at.date().isoformat(), "time": at.strftime("%H:%M")}
    db = _database(settings)
    db.run_now(lambda connection: inquiries.put_booking(connection, row))
    db.close()
    return code


def tell_result(settings: Settings, number: str, *, kind: str, note: str) -> None:
    """What came of an accepted case: the resident reads it when they ask. `note`: where and when to fetch it."""
    db = _database(settings)

    def tell(tx: Connection) -> str:
        row = cases.find_by_number(tx, number)
        if row is None or row.state != "accepted":
            return "unknown_case"
        return cases.decide(tx, cases.Decision(row.case_id, "office", "accepted", note, kind), now_utc())

    code = db.run_now(tell)
    db.close()
    if code == "unknown_case":
        raise LocalInputError(f"没有这个已受理的号。 There is no accepted case with this number: {number!r}")
    if code:
        raise LocalInputError(f"这件的结果已经告诉过了。 The result of this case was told before: {number!r}")


def count_ratings(settings: Settings, since: str, until: str) -> dict[str, object]:
    """How the cases that came from one day to another, both included, were rated; see tallies.py."""
    counts_as, offset_h = settings.limits.silence_counts_as, settings.utc_offset_h
    if counts_as not in (0, *LEVELS):
        raise LocalSettingError("silence_counts_as")
    try:
        begins = start_of_day(since, offset_h)
        ends = start_of_day((date.fromisoformat(until) + timedelta(days=1)).isoformat(), offset_h)
    except ValueError as error:
        raise LocalInputError(f"日期写成 2026-11-27。 Write a day like 2026-11-27: {since!r} {until!r}") from error
    db = _database(settings)
    rows = db.run_now(lambda connection: ratings.given(connection, since=begins, until=ends))
    orders = db.run_now(lambda connection: letters.follow_ups(connection, since=begins, until=ends))
    seats = {one.seat.seat_id: one.seat.department.zh for one in db.run_now(people.seats)}
    known = db.run_now(lambda connection: _items(settings.assets_dir, connection))
    db.close()
    items = {item_id: item["department"]["zh"] for item_id, item in known.items()}
    rated = [Rated(seats.get(seat_id) or items.get(item_id, ""), seat_id, level) for item_id, level, seat_id in rows]
    told = tally(rated, silence_counts_as=counts_as)
    return {
        "since": since,
        "until": until,
        "silence_counts_as": counts_as,
        "departments": told,
        "follow_ups": mended(orders, today=local_day(now_utc(), offset_h)),
    }


def list_calls(settings: Settings, since: str, until: str) -> list[dict[str, Any]]:
    """How the calls of these days were, as each end measured them, and who else was in them, by role and time."""
    try:
        first, last = date.fromisoformat(since).isoformat(), date.fromisoformat(until).isoformat()
    except ValueError as error:
        raise LocalInputError(f"日期写成 2026-11-27。 Write a day like 2026-11-27: {since!r} {until!r}") from error
    db = _database(settings)
    rows = db.run_now(lambda connection: _calls(connection, first, last))
    db.close()
    return rows


def _calls(db: Connection, first: str, last: str) -> list[dict[str, Any]]:
    rows = call_quality.between(db, first, last)
    return [row | {"companions": companions.of_call(db, row["call_id"])} for row in rows]


def list_arrivals(settings: Settings, now: datetime) -> list[Unarrived]:
    """By booth and number."""
    db = _database(settings)
    found = db.run_now(places.oddities)
    db.close()
    return [told_of(oddity, now) for oddity in found]


def _items(assets_dir: Path, db: Connection) -> dict[str, dict[str, Any]]:
    """As the files have them, and operators in their place."""
    files = {item["id"]: item for item in json.loads((assets_dir / "catalogue" / "items.json").read_bytes())}
    return {item_id: body for item_id, body in {**files, **catalogue.own(db)}.items() if body}


def department(assets_dir: Path, words: str, english: str) -> Text:
    """The department by its Chinese name or its id in the catalogue; else just the words."""
    path = assets_dir / "catalogue" / "departments.json"
    known = json.loads(path.read_bytes()) if path.is_file() else []
    for entry in known:
        if words in (entry["id"], entry["name"]["zh"], entry.get("short", {}).get("zh")):
            return Text(zh=entry["name"]["zh"], en=english or entry["name"].get("en", ""))
    return Text(zh=words, en=english)


def changed_now(settings: Settings, work: Callable[[Connection], Found]) -> Found:
    """`work` in one transaction, beside a hub that may be running."""
    db = _database(settings)
    try:
        return db.run_now(work)
    finally:
        db.close()


def operator() -> str:
    """Who is at the command line, for the audit."""
    return f"operator:{getpass.getuser()}"


def _database(settings: Settings) -> Database:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(settings.dsn(), checkpoint=False)
