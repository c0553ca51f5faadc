"""Wiring: builds the hub once: stores, matching, sockets, answers; the map of the program."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub import shapes, words
from cloud_seat.hub.answers import RemoteRequestError, on_bug, on_http_error, on_refused, on_store_away, reply
from cloud_seat.hub.asks import Asks
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.board.assigning import Assigning
from cloud_seat.hub.board.booth import BoothView
from cloud_seat.hub.board.booth_closing import BoothClosing
from cloud_seat.hub.board.booth_closings import BoothClosings
from cloud_seat.hub.board.closing import Closing
from cloud_seat.hub.board.desk import BoardDesk
from cloud_seat.hub.board.errands import Errands
from cloud_seat.hub.board.facts import Facts
from cloud_seat.hub.board.forms import FormDesk
from cloud_seat.hub.board.imports import Imports
from cloud_seat.hub.board.officials import Officials
from cloud_seat.hub.board.reports import Reports
from cloud_seat.hub.board.rollout import RolloutDesk
from cloud_seat.hub.booths import Enrolment, drop_revoked
from cloud_seat.hub.call_records import CallRecords
from cloud_seat.hub.call_waits import CallWaits
from cloud_seat.hub.cases import Cases
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.colleagues import Colleagues
from cloud_seat.hub.companions.company import Company
from cloud_seat.hub.companions.door import HelperDoor
from cloud_seat.hub.companions.record import Record
from cloud_seat.hub.companions.talk import CompanionTalk
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.directory import Directory
from cloud_seat.hub.dispatch import Dispatch
from cloud_seat.hub.duties import Duties
from cloud_seat.hub.exchange import Exchange
from cloud_seat.hub.following import Following
from cloud_seat.hub.gate import gated
from cloud_seat.hub.imports.clerk import Clerk
from cloud_seat.hub.inquiries import Inquiries
from cloud_seat.hub.intake import Intake
from cloud_seat.hub.journals import open_journal
from cloud_seat.hub.keepers import Keepers
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.letters import Letters
from cloud_seat.hub.lockout import Lockouts
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.missed_words import MissedWords
from cloud_seat.hub.openapi_door import OpenApiDoor
from cloud_seat.hub.own_cases import OwnCases
from cloud_seat.hub.pages import Pages, SafeHeaders
from cloud_seat.hub.peers import Alone, Peers
from cloud_seat.hub.phones import Phones
from cloud_seat.hub.places import Places
from cloud_seat.hub.ratings import Ratings
from cloud_seat.hub.rehearsal_calls import RehearsalCalls
from cloud_seat.hub.rehearsals import Rehearsals
from cloud_seat.hub.releases import Releases
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.scans import Scans
from cloud_seat.hub.sealed import Sealed
from cloud_seat.hub.second_factor import SecondFactor
from cloud_seat.hub.session_desk import SessionDesk
from cloud_seat.hub.sms import TextLane
from cloud_seat.hub.sockets import Sockets
from cloud_seat.hub.store import audit, companies, people, phone_links, roles
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.blobs import Blobs
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.journal import Journal
from cloud_seat.hub.store.shown import InMemory, InTable
from cloud_seat.hub.turn import IceServers, Relays
from cloud_seat.hub.upkeep import forget_guesses, keep_short
from cloud_seat.hub.waiting import WaitingDoor
from cloud_seat.hub.watching import Watching

_Lasting = Callable[[], Coroutine[None, None, None]]
"""What goes on for as long as the hub runs."""


@dataclass(frozen=True, slots=True)
class _Stores:
    db: Database
    journal: Journal
    blobs: Blobs
    keys: KeyService

    def close(self) -> None:
        """After the last request."""
        self.journal.close()
        self.db.close()


@dataclass(frozen=True, slots=True)
class Hub:
    """The ASGI program, what to call before it is stopped on purpose, and what it can be asked."""

    app: ASGIApp
    before_stop: Callable[[], None]
    routes: list[BaseRoute]


def build_hub(settings: Settings, on_broken: Callable[[], None]) -> Hub:
    """The whole hub. `on_broken` is called when matching stops: the process must end."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    stores = _open_stores(settings)
    stores.db.run_now(lambda db: _begin(db, settings))
    catalogue = Catalogue(settings.assets_dir, stores.db)
    peers = _peers(settings, stores.keys)
    rooms = Rooms(_directory(stores.db, catalogue), policy=settings.policy, relays=_relays(settings), peers=peers)
    replica = Replica(stores.journal, settings.policy)
    dispatch = Dispatch(replica, settings.policy, rooms.carry_out, peers)
    dispatch.on_away, rooms.on_store_away = rooms.tell_store, lambda: dispatch.note_away(True)
    rooms.state_now, rooms.sends_texts = lambda: replica.state, bool(settings.sms_url)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        jobs = [dispatch.run(), drop_revoked(stores.db, rooms, settings.limits.revoked_check_s)]
        jobs += [begin() for begin in lasting]
        jobs += [keep_short(stores.db, settings.limits), forget_guesses(stores.db, settings.limits)]
        if isinstance(peers, Peers):
            await peers.enter()
            peers.tell(words.HubCame())
            jobs += [peers.listen(), peers.speak(), dispatch.watch()]
        if settings.turn_urls:
            jobs.append(_renew_words(rooms, settings.limits.turn_life_s / 2))
        if settings.sms_url:
            jobs.append(TextLane(stores.db, Sealed(stores.keys, stores.blobs), catalogue, settings).run())
        lanes = [asyncio.create_task(_watched(job, on_broken)) for job in jobs]
        yield
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        stores.close()

    routes, lasting = _routes(settings, stores, catalogue, rooms=rooms, dispatch=dispatch)
    app = Starlette(
        routes=gated(routes, body_s=settings.limits.body_s),
        exception_handlers={
            RemoteRequestError: on_refused,
            HTTPException: on_http_error,
            RemoteStoreAwayError: on_store_away,
            Exception: on_bug,
        },
        lifespan=lifespan,
    )
    return Hub(SafeHeaders(app, secure=settings.is_secure), dispatch.close, routes)


def _open_stores(settings: Settings) -> _Stores:
    data_dir, limits = settings.data_dir, settings.limits
    return _Stores(
        db=Database(settings.dsn()),
        journal=open_journal(settings),
        blobs=Blobs(data_dir / "blobs", unfinished_per_kiosk=limits.unfinished_blobs_per_kiosk),
        keys=KeyService(data_dir / "keys"),
    )


def _peers(settings: Settings, keys: KeyService) -> Alone:
    if not settings.on_postgres:
        return Alone()
    return Peers(settings.dsn(), seal=keys.seal_between, unseal=keys.open_between)


def _relays(settings: Settings) -> Callable[[], IceServers]:
    relays = Relays(settings)
    return lambda: relays.words(chance=secrets.token_hex(8), now_s=time.time())


async def _renew_words(rooms: Rooms, every_s: float) -> None:
    """Twice in the life of a word, so that whoever needs one has one with half its life left."""
    while True:
        await asyncio.sleep(every_s)
        rooms.renew_words()


def _begin(db: Connection, settings: Settings) -> None:
    roles.take_over_supervisors(db)
    audit.note_settings(db, settings.changed())
    audit.cut_old(db, keep_days=settings.limits.audit_keep_days, now=datetime.now(UTC), actor="hub")


def _directory(db: Database, catalogue: Catalogue) -> Directory:
    return Directory(*db.run_now(_names), catalogue.items, read=lambda: db.run(_names))


def _names(db: Connection) -> tuple[dict[str, Seat], dict[str, Text]]:
    seats = {profile.seat.seat_id: profile.seat for profile in people.seats(db)}
    return seats, {profile.kiosk_id: profile.name for profile in people.kiosks(db)}


def _routes(
    settings: Settings, stores: _Stores, catalogue: Catalogue, *, rooms: Rooms, dispatch: Dispatch
) -> tuple[list[BaseRoute], tuple[_Lasting, ...]]:
    limits, db = settings.limits, stores.db
    lockouts, factor = Lockouts(db, stores.keys.try_mark), SecondFactor(db, stores.keys, limits)
    doorkeeper = Doorkeeper(db, limits, lockouts=lockouts, secure=settings.is_secure)
    shown = InTable(db, stores.keys, limits) if settings.on_postgres else InMemory(limits)
    scans = Scans(rooms, doorkeeper, shown, limits)
    sealed = Sealed(stores.keys, stores.blobs)
    asks = Asks(db, rooms, catalogue, utc_offset_h=settings.utc_offset_h)
    cases = Cases(db, rooms, doorkeeper, sealed, asks=asks)
    intake = Intake(db, stores.blobs, stores.keys, catalogue=catalogue, settings=settings)

    companions = CompanionTalk(_company(settings, stores, rooms, catalogue), rooms, db)
    duties = Duties(db, rooms, catalogue, utc_offset_h=settings.utc_offset_h)
    rooms.opens, rooms.hour_of = duties.opens, duties.hour_of
    lanes = Lanes(rooms, dispatch, companions, duties, Errands(db, rooms), BoothClosings(db, rooms, settings))
    following = Following(db, catalogue, lanes)
    waits = CallWaits(db, utc_offset_h=settings.utc_offset_h)
    _follow_calls(rooms, waits, cases=cases, scans=scans, company=companions.company)
    rehearsals = RehearsalCalls(rooms, doorkeeper, limits)
    _join(lanes, Exchange(lanes, cases.write_down, rehearsals.others, catalogue.shelf), rehearsals)
    _keep_records(rooms, CallRecords(db, rooms, utc_offset_h=settings.utc_offset_h))
    rooms.on_answered = asks.answered
    routes: list[BaseRoute] = [
        Route("/healthz", _healthz),
        *SessionDesk(db, doorkeeper, rooms, factor=factor, settings=settings).routes(),
        *Sockets(lanes, doorkeeper, limits=limits, write_down=cases.write_down).routes(),
        *HelperDoor(lanes, settings, lockouts).routes(),
        *catalogue.routes(doorkeeper),
        *MissedWords(db, doorkeeper).routes(),
        *scans.routes(),
        *OwnCases(db, doorkeeper, rooms.directory, workdays=catalogue.workdays, settings=settings).routes(),
        *cases.routes(),
        *Colleagues(rooms, doorkeeper).routes(),
        *duties.routes(doorkeeper),
        *_board(lanes, doorkeeper, catalogue, db=db, settings=settings),
        *_tables(catalogue, doorkeeper, following, db=db, settings=settings),
        *Phones(rooms, doorkeeper, _links(db, settings), limits).routes(),
        *intake.routes(doorkeeper, rooms),
        *Ratings(db, doorkeeper, sealed=sealed, catalogue=catalogue, settings=settings).routes(),
        *Letters(db, doorkeeper, rooms.directory, sealed=sealed, catalogue=catalogue).routes(),
        *Inquiries(db, doorkeeper, keys=stores.keys, catalogue=catalogue, settings=settings).routes(),
        *Places(settings.assets_dir, doorkeeper).routes(),
        *_told_by_booths(doorkeeper, stores, settings),
        *rehearsals.routes(),
        *Pages(settings.web_dir, settings.assets_dir).routes(),
    ]
    lasting = (lambda: following.run(limits.changes_check_s), lanes.closings.keep_true)
    return OpenApiDoor(doorkeeper).with_others(routes), lasting


def _company(settings: Settings, stores: _Stores, rooms: Rooms, catalogue: Catalogue) -> Company:
    running = [] if rooms.peers.is_alone else list(rooms.state_now().calls)
    kept = companies.InTable(stores.db, stores.keys) if settings.on_postgres else companies.InMemory()
    record = Record(stores.db, running=running)
    return Company(rooms, record, catalogue, kept=kept, limits=settings.limits)


def _links(db: Database, settings: Settings) -> phone_links.InTable | phone_links.InMemory:
    most_bytes = settings.limits.phone_all_bytes
    return phone_links.InTable(db, most_bytes) if settings.on_postgres else phone_links.InMemory(most_bytes)


def _told_by_booths(doorkeeper: Doorkeeper, stores: _Stores, settings: Settings) -> list[Route]:
    """Its key, what keepers did, what the night found, what waits there, which release runs."""
    db, limits = stores.db, settings.limits
    return [
        *Enrolment(db, limits, doorkeeper.lockouts).routes(),
        *Keepers(db, doorkeeper, limits).routes(),
        *Rehearsals(db, doorkeeper, limits).routes(),
        *WaitingDoor(db, doorkeeper, limits).routes(),
        *Releases(db, settings.data_dir / "releases", stores.keys, limits).routes(doorkeeper),
    ]


def _join(lanes: Lanes, exchange: Exchange, rehearsals: RehearsalCalls) -> None:
    """Hear what other hubs say, if there may be any, and notice when one of them dies."""
    rooms, known = lanes.rooms, (lanes.rooms.booths, lanes.companions.company, rehearsals.others)
    lanes.dispatch.hubs_known = lambda: {hub_id for one in known for hub_id in one.hubs()}

    def lose(hub_ids: tuple[str, ...]) -> None:
        for one in known:
            one.forget(hub_ids)

    rooms.on_hubs_lost = lose
    rooms.read_on = exchange.read_on
    if isinstance(rooms.peers, Peers):
        rooms.peers.hear, rooms.peers.on_gap = exchange.hear, exchange.mend


def _keep_records(rooms: Rooms, records: CallRecords) -> None:
    rooms.on_kiosk_record, rooms.on_seat_record = records.from_kiosk, records.from_seat


def _follow_calls(rooms: Rooms, waits: CallWaits, *, cases: Cases, scans: Scans, company: Company) -> None:
    """Who must know that a call is answered, or over."""

    async def answered(call: CallState) -> None:
        await cases.note_held(call)
        await waits.answered(call)

    async def over(call: CallState) -> None:
        await scans.forget(call)
        company.over(call)
        waits.over(call)

    rooms.on_connect, rooms.on_close = answered, over
    rooms.on_connected, rooms.on_renew = company.connected, company.renew_words


def _board(
    lanes: Lanes, doorkeeper: Doorkeeper, catalogue: Catalogue, *, db: Database, settings: Settings
) -> list[BaseRoute]:
    offset_h = settings.utc_offset_h
    view = BoothView(db, lanes, utc_offset_h=offset_h)
    facts = Facts(db, lanes.duties, utc_offset_h=offset_h)
    board = BoardDesk(lanes, doorkeeper, settings.limits, facts=facts, view=view)
    watching = Watching(db, lanes, doorkeeper, board=board, behind_proxy=settings.behind_proxy)
    reports = Reports(db, doorkeeper, lanes.rooms.directory, settings)
    assigning = Assigning(db, lanes, doorkeeper, settings.limits)
    closing, booth_closing = Closing(db, lanes, doorkeeper, settings), BoothClosing(lanes, doorkeeper, view, settings)
    catalogue.shelf.on_change = lanes.rooms.tell_published
    forms = FormDesk(db, doorkeeper, catalogue, lanes.rooms, utc_offset_h=offset_h)
    rollout = RolloutDesk(db, settings.data_dir / "releases", doorkeeper, settings.limits)
    acting = [*assigning.routes(), *closing.routes(), *booth_closing.routes(), *rollout.routes(), *forms.routes()]
    return [*board.routes(), *acting, *reports.routes(), *watching.routes()]


def _tables(
    catalogue: Catalogue, doorkeeper: Doorkeeper, following: Following, *, db: Database, settings: Settings
) -> list[BaseRoute]:
    """Items and rights, as an operator changes them."""
    clerk = Clerk(catalogue)
    imports = Imports(db, doorkeeper, settings.limits, clerk=clerk, following=following)
    return [*imports.routes(), *Officials(db, doorkeeper, clerk=clerk, following=following).routes()]


@described(answers=shapes.Alive)
async def _healthz(_request: Request) -> Response:
    """Whether the hub answers."""
    return reply({"ok": True})


async def _watched(job: Coroutine[None, None, None], on_broken: Callable[[], None]) -> None:
    """The one catch-all of a lane: without matching residents would wait for nobody, so the hub must end."""
    try:
        await job
    except Exception as error:  # noqa: BLE001
        say("hub.app", "a lane of the hub stopped", level=50, error=type(error).__name__)
        on_broken()
