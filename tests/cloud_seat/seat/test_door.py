"""Shell: signing in, against a real HTTP server that welcomes, refuses, is busy, or is no hub."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cloud_seat.seat.door import Pass, RefusedAtDoorError, RemoteDoorError, sign_in


@contextmanager
def server(status: int, *cookies: str) -> Iterator[tuple[str, list[tuple[str, str, object]]]]:
    asked: list[tuple[str, str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, self.headers["Origin"], body))
            self.send_response(status)
            for cookie in cookies:
                self.send_header("Set-Cookie", cookie)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the parent's name
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}", asked
        finally:
            http.shutdown()
            thread.join(3)


def test_a_right_password_opens_the_socket() -> None:
    with server(200, "xiaowu_session=word; HttpOnly; Path=/", "other=1") as (url, asked):
        entry = sign_in(f"{url}/seat", "seat-1", "secret")
    assert asked == [("/api/v1/session", url, {"user": "seat-1", "password": "secret"})]
    headers = {"Origin": url, "Cookie": "xiaowu_session=word; other=1"}
    assert entry == Pass(url.replace("http", "ws") + "/ws/seat", headers)


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, RefusedAtDoorError), (404, RefusedAtDoorError), (429, RemoteDoorError), (503, RemoteDoorError)],
)
def test_refusals(status: int, error: type[Exception]) -> None:
    with server(status) as (url, _), pytest.raises(error):
        sign_in(url, "seat-1", "wrong")


def test_no_hub_behind_the_address() -> None:
    with server(200) as (url, _), pytest.raises(RefusedAtDoorError):
        sign_in(url, "seat-1", "secret")
    with pytest.raises(RemoteDoorError):
        sign_in(url, "seat-1", "secret")
    for address in ("", "hub", "ftp://hub", "http://"):
        with pytest.raises(RefusedAtDoorError):
            sign_in(address, "seat-1", "secret")
