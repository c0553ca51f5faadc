"""Shell: how the hub answers over HTTP: JSON, never cached, refusals with a stable code and words for people."""

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cloud_seat.hub.texts import text_of

_CODES = {404: "not_found", 405: "method", 413: "too_large"}


class RemoteRequestError(Exception):
    """The client asked for something that it may not have. Answered as JSON with `status`, `code` and `more`."""

    def __init__(self, status: int, code: str, *, retry_after_s: int = 0, **more: str) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after_s, self.more = status, code, retry_after_s, more


def reply(value: Any, status: int = 200) -> Response:
    """`value` as JSON."""
    return raw_reply(msgspec.json.encode(value), "application/json", status)


def raw_reply(body: bytes, media_type: str, status: int = 200) -> Response:
    """Bytes as they are, never cached."""
    return Response(body, status, headers={"Cache-Control": "no-store"}, media_type=media_type)


def refusal(status: int, code: str, *, retry_after_s: int = 0, **more: Any) -> Response:
    """{"code", "text": {"zh", "en"}} and what else the client needs."""
    response = reply({"code": code, "text": text_of(code), **more}, status)
    if retry_after_s:
        response.headers["Retry-After"] = str(retry_after_s)
    return response


async def on_refused(_request: Request, error: Exception) -> Response:
    """Answer for RemoteRequestError."""
    assert isinstance(error, RemoteRequestError)
    return refusal(error.status, error.code, retry_after_s=error.retry_after_s, **error.more)


async def on_http_error(_request: Request, error: Exception) -> Response:
    """Answer for the framework's own errors (no such page, wrong method)."""
    assert isinstance(error, HTTPException)
    response = refusal(error.status_code, _CODES.get(error.status_code, "bad_request"))
    response.headers.update(error.headers or {})
    return response


async def on_bug(_request: Request, _error: Exception) -> Response:
    """Answer for anything unforeseen; the server logs it."""
    return refusal(500, "internal")


async def body_of(request: Request, limit_bytes: int) -> bytes:
    """The whole body. Raises RemoteRequestError 413 as soon as it is longer than allowed."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit():
        raise RemoteRequestError(400, "bad_request")
    if int(declared) > limit_bytes:
        raise RemoteRequestError(413, "too_large")
    parts, size_bytes = list[bytes](), 0
    async for part in request.stream():
        size_bytes += len(part)
        if size_bytes > limit_bytes:
            raise RemoteRequestError(413, "too_large")
        parts.append(part)
    return b"".join(parts)


async def json_of(request: Request, kind: type[Any], limit_bytes: int) -> Any:
    """The body as a value of `kind`. Raises RemoteRequestError 400."""
    body = await body_of(request, limit_bytes)
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RemoteRequestError(400, "bad_request") from error
