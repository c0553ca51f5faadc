"""Shell: the gate before every request and socket: tells who may pass there, by the rows of `acts.py`."""

import logging

from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from cloud_seat.hub import acts
from cloud_seat.hub.answers import PATIENCE, RemoteRequestError
from cloud_seat.hub.described import description_of
from cloud_seat.hub.log import say

_MAY = "xiaowu.may"


def gated(routes: list[BaseRoute], *, body_s: float) -> list[BaseRoute]:
    """The same, each behind its row; a body may take `body_s`. Raises LocalNoRowError, LocalNotDescribedError."""
    for route in routes:
        if isinstance(route, Route | WebSocketRoute):
            _require_words(route)
            rows = {verb: acts.may_send(f"{verb} {route.path}") for verb in _verbs(route)}
            route.app = _Gate(route.app, rows, body_s)
        elif isinstance(route, Mount):
            acts.may_send(f"FILES {route.path}")
    return routes


def require(connection: HTTPConnection, roles: acts.Whos, **who: str) -> None:
    """Raises RemoteRequestError when nobody with these roles may be here, and notes in the log who tried."""
    if not roles & connection.scope.get(_MAY, acts.NOBODY):
        say("hub.gate", "not for this role", level=logging.WARNING, **who)
        raise RemoteRequestError(403, "not_your_role")


def _require_words(route: Route | WebSocketRoute) -> None:
    if isinstance(route, Route):
        description_of(route.endpoint, f"{' '.join(sorted(_verbs(route)))} {route.path}")


def _verbs(route: Route | WebSocketRoute) -> set[str]:
    return {"SOCKET"} if isinstance(route, WebSocketRoute) else set(route.methods or ()) - {"HEAD"}


class _Gate:
    def __init__(self, app: ASGIApp, rows: dict[str, acts.Whos], body_s: float) -> None:
        self._app, self._rows, self._body_s = app, rows, body_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = [part.partition(b"=")[0] for part in scope["query_string"].split(b"&")]
        if len(set(asked)) < len(asked):
            raise RemoteRequestError(400, "repeated")
        verb = "SOCKET" if scope["type"] == "websocket" else scope["method"].replace("HEAD", "GET")
        told = {_MAY: self._rows.get(verb, acts.NOBODY), PATIENCE: self._body_s}
        await self._app({**scope, **told}, receive, send)
