"""Shell: for machines that watch this hub: alive, ready, and numbers for Prometheus. Of people: only how many."""

import ipaddress
from collections import Counter
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.board import WallMoved, WallTold
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import STORE_AWAY, raw_reply, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.board.desk import BoardDesk
from cloud_seat.hub.described import described
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.store.database import Database

KIOSK_STATES = ("offline", "idle", "in_use", "waiting", "in_call")
SEAT_STATES = ("ready", "busy", "away", "after", "online", "hidden", "in_call")
PROMETHEUS = "text/plain; version=0.0.4"


class Watching:
    """`/health/…` for balancers and supervisors, `/metrics`."""

    def __init__(
        self, db: Database, lanes: Lanes, doorkeeper: Doorkeeper, *, board: BoardDesk, behind_proxy: bool
    ) -> None:
        self._db, self._dispatch, self._doorkeeper, self._board = db, lanes.dispatch, doorkeeper, board
        self._behind_proxy = behind_proxy

    def routes(self) -> list[Route]:
        """Three questions."""
        return [
            Route("/health/live", self.live, methods=["GET"]),
            Route("/health/ready", self.ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    @described(answers=shapes.Alive)
    async def live(self, _request: Request) -> Response:
        """Whether the process answers: a supervisor starts it anew when it does not."""
        return reply({"ok": True})

    @described(answers=shapes.Alive, refuses=(503,))
    async def ready(self, _request: Request) -> Response:
        """Whether residents may be sent here: matching runs, the database answers, nobody is stopping it."""
        if not self._dispatch.serves:
            raise STORE_AWAY
        await self._db.run(lambda db: db.execute(text("SELECT 1")).scalar_one())
        return reply({"ok": True})

    @described(answers=PROMETHEUS)
    async def metrics(self, request: Request) -> Response:
        """Numbers, to whoever asks from this machine, else to operators."""
        if not self._is_local(request):
            await self._doorkeeper.seat(request)
        registry = CollectorRegistry()
        registry.register(_Numbers(*await self._board.look()))
        return raw_reply(generate_latest(registry), PROMETHEUS)

    def _is_local(self, request: Request) -> bool:
        """Behind a proxy everybody seems to."""
        host = request.client.host if request.client else ""
        try:
            is_loopback = ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False
        return is_loopback and not self._behind_proxy and "x-forwarded-for" not in request.headers


class _Numbers(Collector):
    def __init__(self, moved: WallMoved, told: WallTold) -> None:
        self._moved, self._told = moved, told

    def collect(self) -> Iterator[GaugeMetricFamily]:
        moved, told = self._moved, self._told
        waits_s = [(moved.now_ms - wait.since_ms) / 1000 for wait in moved.waits]
        yield _by_state("xiaowu_kiosks", "Booths by state.", KIOSK_STATES, [one.state for one in moved.kiosks])
        yield _by_state("xiaowu_seats", "Officials by state.", SEAT_STATES, [one.state for one in moved.seats])
        plain = {
            "xiaowu_seats_known": ("Officials that there are.", moved.seats_known),
            "xiaowu_kiosks_without_paper": ("Booths.", sum(one.paper == "out" for one in moved.kiosks)),
            "xiaowu_kiosks_broken": (
                "Booths with a device that does not work.",
                sum(bool(k.broken) for k in moved.kiosks),
            ),
            "xiaowu_kiosks_not_ready": ("Booths that may not open.", sum(not one.is_ready for one in told.mornings)),
            "xiaowu_outbox_cases": ("Cases that wait in booths.", sum(one.outbox for one in told.mornings)),
            "xiaowu_outbox_oldest_seconds": ("The oldest.", max((one.oldest_s for one in told.mornings), default=0)),
            "xiaowu_waiting": ("Residents who wait for an official.", len(waits_s)),
            "xiaowu_waiting_longest_seconds": ("Of these.", max(waits_s, default=0)),
            "xiaowu_items_nobody": ("Items with nobody within reach.", sum(not one.reachable for one in told.thin)),
            "xiaowu_calls_asked_today": ("Answered, or given up after 15 s.", told.served.asked),
            "xiaowu_calls_answered_today": ("Calls.", told.served.answered),
            "xiaowu_calls_within_15s_today": ("Calls answered within 15 s.", told.served.within),
            "xiaowu_cases_today": ("Cases received.", told.served.cases),
            "xiaowu_work_orders_open": ("Letters, complaints, bad ratings.", told.served.orders),
        }
        for name, (words, value) in plain.items():
            yield GaugeMetricFamily(name, words, value)


def _by_state(name: str, words: str, states: tuple[str, ...], found: list[str]) -> GaugeMetricFamily:
    """Also the states that nobody is in: a number that vanishes raises no alarm."""
    counted, family = Counter(found), GaugeMetricFamily(name, words, labels=["state"])
    for state in states:
        family.add_metric([state], counted[state])
    return family
