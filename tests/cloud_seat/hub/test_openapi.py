"""Shell: what the hub says of its requests is whole and true: schemathesis asks each, as whoever may, for all sorts of
things, some of which are there, and holds every answer against the description."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub import acts, gate
from cloud_seat.hub.__main__ import main
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.described import LocalNotDescribedError, described
from cloud_seat.hub.store import cases
from cloud_seat.hub.store.database import Database
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import SealedCase

_ALWAYS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_ENDS_IT = {("delete", "/api/v1/session"), ("delete", "/api/v1/session/all")}
"""Ends the sign-in that the others are asked with."""
_SLOW = {("post", "/api/v1/session"), ("post", "/api/v1/session/password")}
"""Each is a password to check."""
_OPEN = ("sign_in_failures_address=1000000", "sign_in_failures=1000000", "link_failures=1000000", "phone_wait_s=0.02")


@dataclass(frozen=True)
class Asked:
    """The hub that is asked, what it says of itself, and how each sort of caller asks."""

    hub: RunningHub
    told: dict[str, Any]
    headers: dict[str, dict[str, str]]
    real: dict[str, list[str]]
    """Names by which what is there can be asked for."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with RunningHub.start(tmp_path_factory.mktemp("described"), *_OPEN) as hub:
        user = hub.add_seat("5950")
        for role in acts.ROLES:
            hub.set_role(user, role)
        token, cookie = hub.enrol("PY-5950")["token"], hub.sign_in(user)
        told = hub.ask("GET", "/openapi.json", cookie=cookie).json()
        headers = {"kiosk": {"Authorization": f"Bearer {token}"}, "link": {"Authorization": "With guessed"}}
        real = _some_case(hub, token, f"seat-{user}")
        yield Asked(hub, told, {**headers, "staff": {"Cookie": cookie}}, real)


def _some_case(hub: RunningHub, token: str, seat_id: str) -> dict[str, list[str]]:
    """A case that this official had in a call."""
    case = SealedCase(hub, "PY-5950", token)
    number = case.deliver().json()["receipt"]["acceptance_number"]
    held = cases.Holding("call-1", 1, case.case_id, seat_id, "PY-5950")
    db = Database(f"sqlite:///{hub.data_dir / 'hub.sqlite'}", checkpoint=False)
    db.run_now(lambda connection: cases.note_held(connection, held, now_utc()))
    db.close()
    return {
        "case_id": [case.case_id],
        "item_id": ["longevity-allowance"],
        "form_id": ["longevity-allowance"],
        "version": ["1"],
        "name": ["form.json", "templates/guide.typ"],
        "path": ["seat/main.js"],
        "number": [number],
        "sha256": [*case.blobs],
        "in": ["44"],
    }


def _ask_all(asked: Asked, examples: int, checks: list[Any]) -> dict[str, set[int]]:
    """Every request; which statuses each was answered with."""
    seen: dict[str, set[int]] = {}
    told: Any = schemathesis.openapi.from_dict(asked.told)
    told.config.generation.update(with_security_parameters=False)
    with requests.Session() as session:
        for found in told.get_all_operations():
            request = found.ok().method, found.ok().path
            how = {"base_url": asked.hub.url, "session": session, "headers": _headers(asked, *request)}
            statuses = seen.setdefault(" ".join(request), set())
            count = 1 + examples // 25 if request in _SLOW else examples
            asking = _Asking(how, statuses, asked.real, checks)
            asking.run(found.ok(), count)
    return seen


def _headers(asked: Asked, verb: str, path: str) -> dict[str, str]:
    may = set(asked.told["paths"][path][verb]["x-may"])
    who = "link" if "link" in may else "staff" if may & acts.STAFF else "kiosk"
    return {} if (verb, path) in _ENDS_IT else {**asked.headers[who], "Origin": asked.hub.url}


@dataclass(frozen=True)
class _Asking:
    """One request, `how`, with anything or with what is there; which statuses came."""

    how: dict[str, Any]
    statuses: set[int]
    real: dict[str, list[str]]
    checks: list[Any]

    def run(self, operation: Any, examples: int) -> None:
        """So many times."""

        @settings(
            max_examples=examples,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), which=st.none() | st.integers(0, 3))
        def send(case: Any, which: int | None) -> None:
            if which is not None:
                self._make_real(case, which)
            answer = case.call(**self.how)
            self.statuses.add(answer.status_code)
            case.validate_response(answer, checks=self.checks)

        send()

    def _make_real(self, case: Any, which: int) -> None:
        for asked in (case.path_parameters, case.query):
            for name in asked or ():
                if name in self.real:
                    asked[name] = self.real[name][which % len(self.real[name])]


def test_every_answer_is_as_described(asked: Asked) -> None:
    seen = _ask_all(asked, 2, _ALWAYS)
    assert seen["get /seat"] == {200} and seen["get /api/v1/doors"] == {200}


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_every_answer_is_as_described_at_length(asked: Asked) -> None:
    seen = _ask_all(asked, 100, [*_ALWAYS, unsupported_method])
    for request in ("get /api/v1/cases/{case_id}", "get /api/v1/cases/{case_id}/parts/{name}", "get /web/{path}"):
        assert {200, 404} <= seen[request], request


def test_the_document_holds_every_request_that_somebody_may_send(asked: Asked) -> None:
    written = {f"{verb.upper()} {path}" for path, spot in asked.told["paths"].items() for verb in spot}
    plain = {row.replace(":str}", "}").replace(":int}", "}").replace(":path}", "}") for row in acts.REQUESTS}
    files = {row.replace("FILES", "GET") + "/{path}" for row in plain if row.startswith("FILES")}
    assert written == {row for row in plain if not row.startswith(("SOCKET", "FILES"))} | files


def test_only_operators_read_it(asked: Asked) -> None:
    seat = asked.hub.sign_in(asked.hub.add_seat("5951"))
    assert asked.hub.ask("GET", "/openapi.json", cookie=seat).json()["code"] == "not_your_role"
    assert asked.hub.ask("GET", "/openapi.json").status == 401


def test_it_is_written_without_a_running_hub(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["paths"]["/api/v1/cases/{case_id}/decision"]["post"]["x-may"] == ["seat"]


async def _silent(_request: Request) -> Response:
    return Response()


@described(answers=str)
async def _told(_request: Request) -> Response:
    """Says what it does."""
    return Response()


def test_a_request_without_a_description_keeps_the_hub_from_starting() -> None:
    gate.gated([Route("/healthz", _told)], body_s=1)
    with pytest.raises(LocalNotDescribedError, match="GET /healthz"):
        gate.gated([Route("/healthz", _silent)], body_s=1)
