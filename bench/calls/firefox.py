"""Shell: the official's end of a measured call in a real Firefox ESR, whose own camera and microphone are drawn."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.calls.browser import SCRIPT, PageEnd, cpu_below
from bench.stopwatch import scratch
from tests.cloud_seat.web.firefox import PROGRAM as PROGRAM
from tests.cloud_seat.web.firefox import Firefox


class FirefoxEnd(PageEnd):
    """One page."""

    name = "Firefox"

    def __init__(self, firefox: Firefox) -> None:
        self._firefox = firefox

    def cpu_s(self) -> float:
        """CPU seconds so far of all its processes."""
        return cpu_below(self._firefox.pid)

    async def _evaluate(self, script: str, words: object = None) -> Any:
        call = script if words is None else f"({script})({json.dumps(words)})"
        told = await asyncio.to_thread(self._firefox.evaluate, f"Promise.resolve({call}).then(JSON.stringify)")
        return None if told is None else json.loads(told)


class _Blank(BaseHTTPRequestHandler):
    """A page without anything: from an address of our own a camera may be opened."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>call</title><body>")

    def log_message(self, *args: object) -> None:
        """Nothing: the table is what is printed."""


@asynccontextmanager
async def firefox_page() -> AsyncIterator[FirefoxEnd]:
    """One page of a browser of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with scratch() as folder, server, Firefox(Path(folder) / "profile") as firefox:
        with firefox.prepared(SCRIPT.read_text()):
            await asyncio.to_thread(firefox.go, f"http://127.0.0.1:{server.server_port}/")
        yield FirefoxEnd(firefox)
        server.shutdown()
