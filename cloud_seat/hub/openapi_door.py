"""Shell: `/openapi.json`: what the hub can be asked, for operators. Made when it is first asked for."""

from functools import cached_property
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cloud_seat.hub.answers import reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.described import described
from cloud_seat.hub.openapi import Schema, document


class OpenApiDoor:
    """`described`: every route of the hub, this one among them."""

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        self._doorkeeper = doorkeeper
        self.routes: list[BaseRoute] = [Route("/openapi.json", self.show)]

    def with_others(self, others: list[BaseRoute]) -> list[BaseRoute]:
        """All of them, and the one that tells of all."""
        self.routes = [*self.routes, *others]
        return self.routes

    @cached_property
    def _document(self) -> Schema:
        return document(self.routes)

    @described(answers=dict[str, Any])
    async def show(self, request: Request) -> Response:
        """This document."""
        await self._doorkeeper.seat(request)
        return reply(self._document)
