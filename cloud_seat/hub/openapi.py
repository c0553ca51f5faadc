"""Core: the OpenAPI document of the hub, from its routes, their descriptions and who may send what (`acts.py`)."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from starlette.routing import BaseRoute, Mount, Route

from cloud_seat.contract.text import Text
from cloud_seat.hub import acts
from cloud_seat.hub.described import Described, description_of

Schema = dict[str, Any]

_REFS = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"\{(\w+):(str|int|path)\}")
_WORDS = {
    304: "unchanged",
    400: "not understood",
    401: "not known, or not signed in",
    403: "not for this role, or from another site",
    404: "not there, or not for the one who asks",
    405: "no such method",
    408: "came too slowly",
    409: "does not fit what is here",
    413: "too large",
    415: "another kind of file",
    422: "whole, but cannot be taken",
    429: "too often, or too many",
    503: "not now: try again",
    502: "kept, but cannot be opened: a person must look",
}
_SECURITY = {
    "kiosk": {"type": "http", "scheme": "bearer", "description": "a booth's proof (Xiaowu …) or token: protocol.md"},
    "session": {"type": "apiKey", "in": "cookie", "name": "xiaowu_session", "description": "__Host-… under TLS"},
    "link": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Phone … or With …"},
}


class Refusal(msgspec.Struct, frozen=True):
    """Why not: a stable word for programs, a sentence for people; some carry more beside."""

    code: str
    text: Text


def document(routes: Iterable[BaseRoute]) -> Schema:
    """OpenAPI 3.1. Raises LocalNotDescribedError."""
    requests = [one for route in routes if isinstance(route, Route) for one in _requests(route)]
    kinds = list({id(kind): kind for _, _, told in requests for kind in _kinds(told)}.values())
    shapes, components = msgspec.json.schema_components([Refusal, *kinds], ref_template=_REFS)
    shape_of = {id(kind): shape for kind, shape in zip([Refusal, *kinds], shapes, strict=True)}
    paths: Schema = {}
    for verb, route, told in requests:
        spot = paths.setdefault(_PARAMETER.sub(r"{\1}", route.path), {})
        spot[verb.lower()] = _operation(verb, route, told, shape_of)
    for mount in [route for route in routes if isinstance(route, Mount)]:
        paths[f"{mount.path}/{{path}}"] = {"get": _files(mount, shape_of[id(Refusal)])}
    return {
        "openapi": "3.1.0",
        "info": {"title": "政务晓屋 hub", "version": "1", "description": "Sockets and proofs: docs/protocol.md"},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SECURITY},
    }


def _requests(route: Route) -> list[tuple[str, Route, Described]]:
    verbs = sorted(set(route.methods or ()) - {"HEAD"})
    return [(verb, route, description_of(route.endpoint, f"{verb} {route.path}")) for verb in verbs]


def _kinds(told: Described) -> list[Any]:
    spoken = (told.takes, told.answers, *told.asks.values())
    return [kind for kind in spoken if kind is not None and not isinstance(kind, str | tuple)]


def _operation(verb: str, route: Route, told: Described, shape_of: dict[int, Schema]) -> Schema:
    whos = acts.may_send(f"{verb} {route.path}")
    answers = {str(told.done): {"description": "as asked", **_content(told.answers, shape_of)}}
    for status in _refusals(whos, route.path, told):
        answers[str(status)] = _refused(status, shape_of[id(Refusal)])
    operation: Schema = {
        "operationId": _name_of(verb, route.path),
        "summary": " ".join((route.endpoint.__doc__ or "").split()),
        "parameters": _parameters(route.path, told, shape_of),
        "responses": answers,
        "security": _security(whos),
        "x-may": sorted(whos),
    }
    if told.takes is not None:
        operation["requestBody"] = {"required": True, **_content(told.takes, shape_of)}
    return operation


def _name_of(verb: str, path: str) -> str:
    return verb.lower() + re.sub(r"[^a-zA-Z0-9]+", "_", _PARAMETER.sub(r"by_\1", path))


def _refusals(whos: acts.Whos, path: str, told: Described) -> list[int]:
    known = set(told.refuses)
    known |= {401, 403} if not whos & acts.ANYONE else set()
    known |= {400, 408, 413} if told.takes is not None else set()
    known |= {415} if told.takes is not None and not isinstance(told.takes, str) else set()
    known |= {400} if told.asks else set()
    known |= {404} if "{" in path else set()
    return sorted(known)


def _refused(status: int, shape: Schema) -> Schema:
    return {"description": _WORDS[status], "content": {"application/json": {"schema": shape}}}


def _content(kind: Any, shape_of: dict[int, Schema]) -> Schema:
    if kind is None:
        return {}
    if isinstance(kind, str | tuple):
        return {"content": {media: {} for media in ((kind,) if isinstance(kind, str) else kind)}}
    return {"content": {"application/json": {"schema": shape_of[id(kind)]}}}


def _parameters(path: str, told: Described, shape_of: dict[int, Schema]) -> list[Schema]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": _KINDS[kind]}
        for name, kind in _PARAMETER.findall(path)
    ]
    asked = [
        {"name": name, "in": "query", "required": False, "schema": shape_of[id(kind)]}
        for name, kind in told.asks.items()
    ]
    headed = [{"name": name, "in": "header", "required": False, "schema": {"type": "string"}} for name in told.headers]
    return [*in_path, *asked, *headed]


_KINDS: dict[str, Schema] = {
    "str": {"type": "string", "minLength": 1},
    "path": {"type": "string", "minLength": 1},
    "int": {"type": "integer", "minimum": 0},
}


def _security(whos: acts.Whos) -> list[Schema]:
    if whos & acts.ANYONE:
        return []
    names = {"kiosk": whos & acts.KIOSK, "link": whos & acts.LINK, "session": whos & acts.STAFF}
    return [{name: []} for name, held in names.items() if held]


def _files(route: Mount, refused: Schema) -> Schema:
    name = {"name": "path", "in": "path", "required": True, "schema": _KINDS["path"]}
    return {
        "operationId": _name_of("FILES", route.path),
        "summary": f"A file of {route.path}.",
        "parameters": [name],
        "responses": {
            "200": {"description": "the file", "content": {"*/*": {}}},
            "304": {"description": _WORDS[304]},
            "404": _refused(404, refused),
            "405": _refused(405, refused),
        },
        "security": [],
        "x-may": sorted(acts.may_send(f"FILES {route.path}")),
    }
