"""Shell: how the hub answers over HTTP: JSON, never cached, refusals with a stable code and words for people."""

import asyncio
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cloud_seat.hub.log import say
from cloud_seat.hub.texts import text_of

PATIENCE = "xiaowu.body_s"
"""In the scope: how long a body may take."""
_BODY_S = 120.0
_JSON = "application/json"
_LOGGED = (400, 405, 413, 415, 422)
"""What a client of ours never sends: somebody tries, or something is broken."""
_CODES = {404: "not_found", 405: "method", 413: "too_large"}


class RemoteRequestError(Exception):
    """The client asked for something that it may not have. Answered as JSON with `status`, `code` and `more`."""

    def __init__(
        self, status: int, code: str, *, retry_after_s: int = 0, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.more = status, code, more
        self.headers = {**(headers or {}), **({"Retry-After": str(retry_after_s)} if retry_after_s else {})}


STORE_AWAY = RemoteRequestError(503, "store_away", retry_after_s=2)


def reply(value: Any, status: int = 200) -> Response:
    """`value` as JSON, which no browser shows as a page."""
    response = raw_reply(msgspec.json.encode(value), "application/json", status)
    response.headers["Content-Disposition"] = 'attachment; filename="answer.json"'
    return response


def raw_reply(body: bytes, media_type: str, status: int = 200) -> Response:
    """Bytes as they are, never cached."""
    return Response(body, status, headers={"Cache-Control": "no-store"}, media_type=media_type)


def refusal(status: int, code: str, **more: Any) -> Response:
    """{"code", "text": {"zh", "en"}} and what else the client needs."""
    return reply({"code": code, "text": text_of(code), **more}, status)


def refused(error: RemoteRequestError) -> Response:
    """The same of an error, with its headers."""
    response = refusal(error.status, error.code, **error.more)
    response.headers.update(error.headers)
    return response


async def on_refused(_request: Request, error: Exception) -> Response:
    """Answer for RemoteRequestError."""
    assert isinstance(error, RemoteRequestError)
    if error.status in _LOGGED:
        say("hub.answers", "input was refused", status=error.status, code=error.code)
    return refused(error)


async def on_http_error(_request: Request, error: Exception) -> Response:
    """Answer for the framework's own errors (no such page, wrong method)."""
    assert isinstance(error, HTTPException)
    if error.status_code in _LOGGED:
        say("hub.answers", "input was refused", status=error.status_code)
    response = refusal(error.status_code, _CODES.get(error.status_code, "bad_request"))
    response.headers.update(error.headers or {})
    return response


async def on_store_away(_request: Request, _error: Exception) -> Response:
    """Answer for RemoteStoreAwayError: nobody's fault who asks."""
    return refused(STORE_AWAY)


async def on_bug(_request: Request, _error: Exception) -> Response:
    """Answer for anything unforeseen; the server logs it."""
    return refusal(500, "internal")


async def body_of(request: Request, limit_bytes: int) -> bytes:
    """The whole body. Raises RemoteRequestError 413 as soon as it is longer than allowed."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit():
        raise RemoteRequestError(400, "bad_request")
    if int(declared) > limit_bytes:
        raise _too_large()
    try:
        async with asyncio.timeout(request.scope.get(PATIENCE, _BODY_S)):
            return await _whole(request, limit_bytes)
    except TimeoutError as error:
        raise RemoteRequestError(408, "too_slow", headers={"Connection": "close"}) from error


async def _whole(request: Request, limit_bytes: int) -> bytes:
    parts, size_bytes = list[bytes](), 0
    async for part in request.stream():
        size_bytes += len(part)
        if size_bytes > limit_bytes:
            raise _too_large()
        parts.append(part)
    return b"".join(parts)


def _too_large() -> RemoteRequestError:
    """The rest is not read: the connection ends with the answer."""
    return RemoteRequestError(413, "too_large", headers={"Connection": "close"})


async def json_of(request: Request, kind: type[Any], limit_bytes: int) -> Any:
    """The body as a value of `kind`. Raises RemoteRequestError 400; 415 when it says that it is something else."""
    told = request.headers.get("content-type", _JSON).partition(";")[0].strip().lower()
    if told != _JSON:
        raise RemoteRequestError(415, "not_json", headers={"Connection": "close"})
    body = await body_of(request, limit_bytes)
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RemoteRequestError(400, "bad_request") from error
