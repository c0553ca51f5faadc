"""Shell: statistics of some days, for supervisors and operators: JSON for the page, CSV and ODS for spreadsheets."""

from datetime import date, timedelta

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub.answers import RemoteRequestError, raw_reply, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.board import statistics
from cloud_seat.hub.board.ods import ODS, ods_of
from cloud_seat.hub.board.statistics import Table, csv_of
from cloud_seat.hub.clock import start_of_day
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.rooms import Directory
from cloud_seat.hub.store import call_quality, call_waits, ratings
from cloud_seat.hub.store import statistics as store
from cloud_seat.hub.store.database import Database

LONGEST_DAYS = 400
SEARCHES = 500
CSV = "text/csv"


class Reports:
    """`/api/v1/statistics/…`."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, directory: Directory, settings: Settings) -> None:
        self._db, self._doorkeeper, self._directory, self._settings = db, doorkeeper, directory, settings

    def routes(self) -> list[Route]:
        """A table, three times."""
        at = "/api/v1/statistics/{table:str}"
        return [
            Route(at, self.table, methods=["GET"]),
            Route(f"{at}/csv", self.csv, methods=["GET"]),
            Route(f"{at}/ods", self.ods, methods=["GET"]),
        ]

    @described(answers=Table, asks={"since": str, "until": str}, refuses=(400,))
    async def table(self, request: Request) -> Response:
        """One table of these days of the office, both included."""
        return reply(await self._counted(request))

    @described(answers=CSV, asks={"since": str, "until": str}, refuses=(400,))
    async def csv(self, request: Request) -> Response:
        """The same as a file."""
        table = await self._counted(request)
        return _file(request, csv_of(table).encode(), CSV, "csv")

    @described(answers=ODS, asks={"since": str, "until": str}, refuses=(400,))
    async def ods(self, request: Request) -> Response:
        """The same as a spreadsheet, numbers as numbers."""
        table = await self._counted(request)
        return _file(request, ods_of(table, request.path_params["table"]), ODS, "ods")

    async def _counted(self, request: Request) -> Table:
        await self._doorkeeper.seat(request)
        name, days = request.path_params["table"], _days(request)
        if name not in statistics.TABLES:
            raise RemoteRequestError(404, "not_found")
        return await self._db.run(lambda db: self._count(db, name, *days))

    def _count(self, db: Connection, name: str, first: date, last: date) -> Table:
        items, offset_h = self._directory.items, self._settings.utc_offset_h
        since, until = first.isoformat(), last.isoformat()
        begins = start_of_day(since, offset_h)
        ends = start_of_day((last + timedelta(days=1)).isoformat(), offset_h)
        match name:
            case "cases":
                return statistics.cases(store.cases(db, begins=begins, ends=ends, utc_offset_h=offset_h), items)
            case "waits":
                return statistics.waits(call_waits.between(db, since, until), items)
            case "effort":
                item_of = {row["call_id"]: row["item_id"] for row in call_waits.between(db, since, until)}
                return statistics.effort(call_quality.between(db, since, until), item_of, items)
            case "ratings":
                given, silence = ratings.given(db, since=begins, until=ends), self._settings.limits.silence_counts_as
                return statistics.ratings(given, items, silence_counts_as=silence)
            case _:
                return statistics.searches(store.missed(db, since=since, until=until, limit=SEARCHES))


def _file(request: Request, body: bytes, kind: str, ending: str) -> Response:
    response = raw_reply(body, kind)
    name = "-".join([request.path_params["table"], *(day.isoformat() for day in _days(request))])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _days(request: Request) -> tuple[date, date]:
    """Raises RemoteRequestError 400."""
    try:
        first, last = (date.fromisoformat(request.query_params.get(name, "")) for name in ("since", "until"))
        last + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise RemoteRequestError(400, "bad_request") from error
    if not timedelta() <= last - first <= timedelta(days=LONGEST_DAYS):
        raise RemoteRequestError(400, "bad_request")
    return first, last
