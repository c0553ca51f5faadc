"""Shell: the places of an address, one level at a time, for the official who proposes one."""

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.regions import Regions
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.described import described


class Places:
    """`/api/v1/places?in=<code>`. The file is read when the first official asks."""

    def __init__(self, assets_dir: Path, doorkeeper: Doorkeeper) -> None:
        path = assets_dir / "regions" / "regions.txt"
        self._doorkeeper, self._regions = doorkeeper, Regions(lambda: path.read_text("utf-8").splitlines())

    def routes(self) -> list[Route]:
        """One question."""
        return [Route("/api/v1/places", self.below)]

    @described(answers=list[shapes.PlaceTold], asks={"in": str})
    async def below(self, request: Request) -> Response:
        """The places one level below that code; of none: the provinces. An unknown place has none."""
        await self._doorkeeper.seat(request)
        code = request.query_params.get("in", "")[:12]
        found = await asyncio.to_thread(self._regions.children, code)
        return reply([{"code": place.code, "name": place.name} for place in found])
