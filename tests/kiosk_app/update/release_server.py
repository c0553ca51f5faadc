"""Shell: a release folder over HTTP on loopback, which can be told to misbehave as lines and thieves do."""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Lines that were cut, by the booth or by us."""


class ReleaseServer:
    """`url` while it runs. `twist`: name → body, in place of the file; `cut_after`: name → bytes, once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.twist: dict[str, Callable[[bytes], bytes]] = {}
        self.cut_after: dict[str, int] = {}
        self.endless: set[str] = set()
        self.drip_s = 0.0
        self.asked: list[tuple[str, str]] = []
        self.sent_bytes = 0
        self.stopping = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                owner._answer(self)

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextlib.contextmanager
    def running(self) -> Iterator["ReleaseServer"]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.stopping.set()
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.path.lstrip("/")
        asked = request.headers.get("Range", "")
        self.asked.append((name, asked))
        path = self.folder / name
        if not path.is_file():
            request.send_error(404)
            return
        body = self.twist.get(name, bytes)(path.read_bytes())
        start = int(found[1]) if (found := re.fullmatch(r"bytes=(\d+)-", asked)) else 0
        if start and start >= len(body):
            request.send_error(416)
            return
        if name in self.endless:
            self._send_for_ever(request)
            return
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        request.send_header("Content-Length", str(len(body) - start))
        request.end_headers()
        self._send(request, body[start:], self.cut_after.pop(name, None))

    def _send(self, request: BaseHTTPRequestHandler, body: bytes, cut_after: int | None) -> None:
        step = 64 if self.drip_s else 65536
        for at in range(0, len(body), step):
            piece = body[at : at + step]
            if cut_after is not None and at + len(piece) > cut_after:
                request.wfile.write(body[at:cut_after])
                request.close_connection = True
                request.connection.close()
                return
            request.wfile.write(piece)
            self.sent_bytes += len(piece)
            if self.drip_s and self.stopping.wait(self.drip_s):
                return

    def _send_for_ever(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        with contextlib.suppress(OSError):
            while not self.stopping.is_set():
                request.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
