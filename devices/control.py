"""Shell: orders to an emulator in another process: one JSON object a line over loopback TCP, one answer a line.

{"do": "insert", "name": "测试乙"} → {"ok": true}; trouble → {"ok": false, "error": "…"}.
"""

import contextlib
import json
import logging
import select
import socket
import threading
from collections.abc import Callable, Mapping

LOG = logging.getLogger("devices.emulator.control")

Act = Callable[[str, dict[str, object]], dict[str, object]]

LINE_LIMIT_BYTES = 65_536
_CLIENTS_LIMIT = 4
_POLL_S = 0.1
_JOIN_LIMIT_S = 5.0
_ANSWER_LIMIT_S = 10.0


def obey(line: bytes, act: Act) -> dict[str, object]:
    """Carry out one order; trouble becomes an answer, never an exception."""
    try:
        order = json.loads(line)
        if not isinstance(order, dict) or not isinstance(order.get("do"), str):
            return {"ok": False, "error": 'an order looks like {"do": "insert"}'}
        action = order.pop("do")
        return {"ok": True} | act(action, order)
    except (KeyError, ValueError, OSError, RecursionError) as error:
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}


class ControlServer:
    """Listens on 127.0.0.1:`port` (0: any); a few clients at once, each order answered in turn."""

    def __init__(self, act: Act, port: int = 0) -> None:
        self._act = act
        self._lock = threading.Lock()  # one order at a time
        self._listener = socket.create_server(("127.0.0.1", port), backlog=_CLIENTS_LIMIT)
        self._stopping = threading.Event()
        self._clients: list[threading.Thread] = []  # grows only on the server's thread
        self._thread = threading.Thread(target=self._accept, name="emulator-control", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._stopping.set()
        self._thread.join(_JOIN_LIMIT_S)
        for client in self._clients:
            client.join(_JOIN_LIMIT_S)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            if not select.select([self._listener], [], [], _POLL_S)[0]:
                continue
            client, _ = self._listener.accept()
            self._clients = [old for old in self._clients if old.is_alive()]
            if len(self._clients) >= _CLIENTS_LIMIT:
                client.close()
                continue
            thread = threading.Thread(target=self._serve, args=(client,), name="emulator-order", daemon=True)
            self._clients.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_ANSWER_LIMIT_S)
        buffer = b""
        with client, contextlib.suppress(OSError):  # clients come and go
            while not self._stopping.is_set() and len(buffer) <= LINE_LIMIT_BYTES:
                if not select.select([client], [], [], _POLL_S)[0]:
                    continue
                data = client.recv(4096)
                if not data:
                    return
                *lines, buffer = (buffer + data).split(b"\n")
                for line in filter(None, lines):
                    client.sendall(self._answer(line))

    def _answer(self, line: bytes) -> bytes:
        with self._lock:
            answer = obey(line, self._act)
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"


def send_order(control: str, action: str, arguments: Mapping[str, object] | None = None) -> dict[str, object]:
    """Send one order to `127.0.0.1:PORT` and return the answer. Raises OSError when nobody listens, ValueError for
    an order that was refused."""
    host, _, port = control.rpartition(":")
    line = json.dumps({"do": action, **(arguments or {})}, ensure_ascii=False).encode() + b"\n"
    with socket.create_connection((host, int(port)), timeout=_ANSWER_LIMIT_S) as server:
        server.sendall(line)
        with server.makefile("rb") as answers:
            answer = json.loads(answers.readline(LINE_LIMIT_BYTES))
    if not isinstance(answer, dict) or not answer.pop("ok", False):
        raise ValueError(answer.get("error", "refused") if isinstance(answer, dict) else "no answer")
    return answer
