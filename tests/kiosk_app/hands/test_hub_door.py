"""Shell: somebody else's page is no answer of the hub: what waits for the hub goes on waiting."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cloud_seat.contract.phone import PhoneAsked
from kiosk_app.hands import hub
from kiosk_app.hands.hub import HubDoor

SIGN_IN = b"<html><body>Please sign in to this network</body></html>"


@contextmanager
def portal(status: int, **headers: str) -> Iterator[str]:
    """A captive network: whatever is asked, it answers with its own page."""

    class Page(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", "Content-Length": str(len(SIGN_IN)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(SIGN_IN)

        do_GET = do_POST = do_PUT = answer  # noqa: N815  names of http.server

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def everything(door: HubDoor) -> tuple[object, ...]:
    return (
        await door.rate("case", 5, words=1),
        await door.tell_missed({"id": "词"}),
        await door.tell_rehearsal(b"{}"),
        await door.put_scan("call", "scan", "image/jpeg", b"x"),
        await door.open_phone_link(PhoneAsked(case_id="c", item_id="i", material_id="m")),
        await door.get("/api/v1/catalogue"),
    )


@pytest.mark.parametrize(("status", "headers"), [(200, {}), (302, {"Location": "/sign-in"}), (511, {})])
def test_a_captive_network_has_heard_nothing(status: int, headers: dict[str, str]) -> None:
    with portal(status, **headers) as url, closing(HubDoor(url, "token", lambda _: False)) as door:
        assert asyncio.run(everything(door)) == (0, False, False, False, None, None)


def test_who_accepts_and_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "READ_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with closing(HubDoor(url, "token", lambda _: False)) as door:
            assert asyncio.run(door.rate("case", 5, words=1)) == 0
