"""Shell: who may handle which item, looked up and changed by an operator, one official at a time; into the audit with
each word that came or went."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.intake import canonical
from cloud_seat.contract.items import Item
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.described import described
from cloud_seat.hub.following import Following
from cloud_seat.hub.imports import rights
from cloud_seat.hub.imports.clerk import Clerk, known_rights, put_rights
from cloud_seat.hub.imports.sheet import Line
from cloud_seat.hub.matching.standing import ALL_ITEMS
from cloud_seat.hub.store import people
from cloud_seat.hub.store.database import Database

SHOWN = 100
_BODY_BYTES = 1024 * 1024


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """One item, and how many may handle it: whose matter it is, and deputies."""

    id: str
    code: str
    name: Text
    department: Text
    able: int
    deputies: int


class OfficialLine(msgspec.Struct, frozen=True, kw_only=True):
    """One official. `how`: own, all (every item is theirs), deputy; empty where no item is asked about. `items`: how
    many are theirs; -1: all."""

    seat_id: str
    number: str
    name: str
    department: Text
    items: int
    how: str = ""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What fits the words; `count`: all of it, the lists hold the first."""

    count: int
    items: tuple[ItemLine, ...] = ()
    officials: tuple[OfficialLine, ...] = ()


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An item by id; without a name it is not in the catalogue."""

    id: str
    name: Text | None = None


class OfficialTold(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one. `seen`: to be sent back with a change, which is refused when somebody else's came between."""

    seat_id: str
    number: str
    name: str
    department: Text
    rights: tuple[Named, ...]
    deputy_rights: tuple[Named, ...]
    places: str
    languages: str
    hours: str
    seen: str


class RightsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """In place of what was: words separated by spaces, as in the table."""

    rights: str
    deputy_rights: str = ""
    places: str = ""
    languages: str = ""
    hours: str = ""
    seen: str


Held = tuple[frozenset[str], frozenset[str]]
"""Rights and deputy rights of one."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """Officials, and by seat id what they may do."""

    seats: list[people.SeatProfile]
    known: dict[str, rights.Row]
    held: dict[str, Held]


def _everybody(db: Connection) -> Everybody:
    known = known_rights(db)
    held = {
        key: (frozenset(row["rights"].split()), frozenset(row["deputy_rights"].split())) for key, row in known.items()
    }
    return Everybody(people.seats(db), known, held)


class Officials:
    """`/api/v1/board/items` and `/api/v1/board/officials`."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, *, clerk: Clerk, following: Following) -> None:
        self._db, self._doorkeeper = db, doorkeeper
        self._clerk, self._following = clerk, following
        self._items = clerk.catalogue.items

    def routes(self) -> list[Route]:
        """Look, and change."""
        at = "/api/v1/board"
        return [
            Route(f"{at}/items", self.items, methods=["GET"]),
            Route(f"{at}/items/{{item_id:str}}", self.item, methods=["GET"]),
            Route(f"{at}/officials", self.officials, methods=["GET"]),
            Route(f"{at}/officials/{{seat_id:str}}", self.official, methods=["GET"]),
            Route(f"{at}/officials/{{seat_id:str}}", self.change, methods=["PUT"]),
        ]

    @described(answers=Found, asks={"q": str})
    async def items(self, request: Request) -> Response:
        """Items by a part of name, id, code or department, and how many officials each has."""
        await self._doorkeeper.seat(request)
        words = _words(request)
        held = (await self._db.run(_everybody)).held
        fits = [item for item in self._items.values() if _fits(words, _words_of(item))]
        fits.sort(key=lambda item: _rank(words, item))
        shown = [_item_line(item, held.values()) for item in fits[:SHOWN]]
        return reply(Found(count=len(fits), items=tuple(shown)))

    @described(answers=Found)
    async def item(self, request: Request) -> Response:
        """Who may handle one item: whose own matter it is first."""
        await self._doorkeeper.seat(request)
        item_id = request.path_params["item_id"]
        if item_id not in self._items:
            raise RemoteRequestError(404, "not_found")
        everybody = await self._db.run(_everybody)
        able = [line for one in everybody.seats if (line := _line(one, everybody, item_id)).how]
        able.sort(key=lambda line: (("own", "all", "deputy").index(line.how), line.number))
        return reply(Found(count=len(able), officials=tuple(able[:SHOWN])))

    @described(answers=Found, asks={"q": str})
    async def officials(self, request: Request) -> Response:
        """Officials by a part of name, number or department."""
        await self._doorkeeper.seat(request)
        words = _words(request)
        everybody = await self._db.run(_everybody)
        fits = [
            one for one in everybody.seats if _fits(words, (one.seat.name, one.seat.number, one.seat.department.zh))
        ]
        fits.sort(key=lambda one: one.seat.number)
        return reply(Found(count=len(fits), officials=tuple(_line(one, everybody) for one in fits[:SHOWN])))

    @described(answers=OfficialTold)
    async def official(self, request: Request) -> Response:
        """One whole."""
        await self._doorkeeper.seat(request)
        return reply(await self._told(request.path_params["seat_id"]))

    @described(takes=RightsWanted, answers=OfficialTold, refuses=(409, 422))
    async def change(self, request: Request) -> Response:
        """Put this in place of what one may do; matching knows at once."""
        profile = await self._doorkeeper.seat(request)
        wanted: RightsWanted = await json_of(request, RightsWanted, _BODY_BYTES)
        seat_id, actor = request.path_params["seat_id"], f"operator:{profile.seat.seat_id}"
        await self._db.run(lambda db: self._put(db, seat_id, wanted, actor))
        await self._following.look()
        return reply(await self._told(seat_id))

    def _put(self, db: Connection, seat_id: str, wanted: RightsWanted, actor: str) -> None:
        staff = self._clerk.staff(db)
        before = staff.known.get(seat_id)
        if before is None:
            raise RemoteRequestError(404, "not_found")
        if wanted.seen != _seen(before):
            raise RemoteRequestError(409, "rights_stale")
        row, found = rights.tidy(msgspec.structs.asdict(wanted), staff, Line(0, {}))
        if wrong := [one for one in found if one.stops]:
            raise RemoteRequestError(422, "rights_wrong", wrong=wrong)
        if row != before:
            put_rights(db, {seat_id: row}, actor)

    async def _told(self, seat_id: str) -> OfficialTold:
        everybody = await self._db.run(_everybody)
        found = next((one.seat for one in everybody.seats if one.seat.seat_id == seat_id), None)
        if found is None:
            raise RemoteRequestError(404, "not_found")
        row = everybody.known[seat_id]
        return OfficialTold(
            seat_id=seat_id,
            number=found.number,
            name=found.name,
            department=found.department,
            rights=self._named(row["rights"]),
            deputy_rights=self._named(row["deputy_rights"]),
            places=row["places"],
            languages=row["languages"],
            hours=row["hours"],
            seen=_seen(row),
        )

    def _named(self, words: str) -> tuple[Named, ...]:
        found = ((word, self._items.get(word)) for word in words.split())
        return tuple(Named(id=word, name=item.name if item else None) for word, item in found)


def _seen(row: rights.Row) -> str:
    return hashlib.sha256(canonical(row)).hexdigest()


def _words(request: Request) -> list[str]:
    return request.query_params.get("q", "")[:100].casefold().split()


def _words_of(item: Item) -> tuple[str, ...]:
    return (item.id, item.code, item.name.zh, item.name.en, item.department.zh, *item.aliases)


def _fits(words: list[str], told: tuple[str, ...]) -> bool:
    text = "\n".join(told).casefold()
    return all(word in text for word in words)


def _rank(words: list[str], item: Item) -> tuple[bool, int, str]:
    """The words as they were written first, the shorter name before the longer; without words by id."""
    return not _fits([" ".join(words)], _words_of(item)), len(item.name.zh) if words else 0, item.id


def _item_line(item: Item, everybody: Iterable[Held]) -> ItemLine:
    hows = [_how(held, item.id) for held in everybody]
    return ItemLine(
        id=item.id,
        code=item.code,
        name=item.name,
        department=item.department,
        able=sum(how in ("own", "all") for how in hows),
        deputies=hows.count("deputy"),
    )


def _how(held: Held, item_id: str) -> str:
    own, deputy = held
    if item_id in own:
        return "own"
    if ALL_ITEMS in own:
        return "all"
    return "deputy" if item_id in deputy or ALL_ITEMS in deputy else ""


def _line(profile: people.SeatProfile, everybody: Everybody, item_id: str = "") -> OfficialLine:
    seat, held = profile.seat, everybody.held[profile.seat.seat_id]
    own, _ = held
    return OfficialLine(
        seat_id=seat.seat_id,
        number=seat.number,
        name=seat.name,
        department=seat.department,
        items=-1 if ALL_ITEMS in own else len(own),
        how=_how(held, item_id) if item_id else "",
    )
