"""Shell: the real hub as its own process on a free loopback port, and raw clients that speak to it. For any test.

    with RunningHub.start(tmp_path) as hub:
        kiosk = hub.enrol("PY-9001")                       # {"kiosk_id", "token", "root_key"}
        cookie = hub.sign_in(hub.add_seat("9001", rights=("*",)))

`hub.kill()` is kill -9 of this one process; `hub.start_again()` comes back on the same port and data.
"""

import contextlib
import functools
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from cloud_seat.contract import totp
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.contract.workdays import read_workdays
from cloud_seat.hub import accounts, booth_papers
from cloud_seat.hub.config import Settings
from cloud_seat.hub.passwords import hash_password
from cloud_seat.hub.store import people
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile

ROOT = Path(__file__).resolve().parents[3]
TABLE = read_workdays((ROOT / "assets" / "calendar" / "workdays.json").read_bytes())
PASSWORD = "correct horse 2026"
START_S = 60.0
"""A hub that hangs is given up then; how fast one starts is measured elsewhere."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body as a value."""
        return json.loads(self.body)


@dataclass
class RunningHub:
    """One hub process. `settings` are `--setting NAME=VALUE`, `options` further words of its command line.
    `inside`: what puts a command into another network; then `ask` does not reach it. `database`: of PostgreSQL.
    `name`: of its log, where several have one data directory."""

    data_dir: Path
    settings: tuple[str, ...] = ()
    assets_dir: Path = ROOT / "assets"
    port: int = 0
    options: tuple[str, ...] = ()
    inside: Sequence[str] = ()
    database: str = ""
    name: str = "hub"
    url: str = ""
    process: subprocess.Popen[bytes] | None = None
    log_path: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.log_path = self.data_dir / f"{self.name}.log"

    @classmethod
    def start(cls, data_dir: Path, *settings: str, assets_dir: Path = ROOT / "assets", **more: Any) -> "RunningHub":
        """Running and answering. `more`: options, database."""
        hub = cls(data_dir, settings, assets_dir, **more)
        hub.start_again()
        return hub

    def start_again(self) -> None:
        """The same data, and the same port as before if there was one."""
        ready = self.data_dir / f"{self.name}-ready.json"
        ready.unlink(missing_ok=True)
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(self._command(ready), cwd=ROOT, stdout=log, stderr=log, env=_environment())
        deadline = time.monotonic() + START_S
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"hub did not start:\n{self.log_path.read_text()}")
            time.sleep(0.02)
        self.url = json.loads(ready.read_text())["url"]
        self.port = urlsplit(self.url).port or 0

    def _command(self, ready: Path) -> list[str]:
        changed = [part for setting in self.settings for part in ("--setting", setting)]
        place = ["--data-dir", str(self.data_dir), "--assets-dir", str(self.assets_dir), "--database", self.database]
        run = [*self.inside, sys.executable, "-m", "cloud_seat.hub", *place]
        return [*run, "--port", str(self.port), "--ready-file", str(ready), *changed, *self.options]

    def kill(self) -> None:
        """kill -9: nothing is tidied up."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """SIGTERM and wait; the exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(15)

    def __enter__(self) -> "RunningHub":
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        if self.process and self.process.poll() is None:
            self.stop()

    # --- people ---
    def places(self) -> Settings:
        """Where it keeps things, for programs beside it."""
        web_dir = ROOT / "cloud_seat" / "web"
        return Settings(self.data_dir, assets_dir=self.assets_dir, web_dir=web_dir, database=self.database)

    def add_seat(self, number: str, *, rights: tuple[str, ...] = ("*",), password: str = PASSWORD) -> str:
        """An invented official; returns the sign-in name."""
        department = Text(zh="测试局", en="Test office")
        seat = Seat(seat_id=f"seat-{number}", name=f"测试员{number}", department=department, number=number)
        db = Database(self.places().dsn(), checkpoint=False)
        profile = SeatProfile(seat, rights, number, _hash_of(password))
        db.run_now(lambda connection: people.put_seat(connection, profile))
        db.close()
        return number

    def make_supervisor(self, number: str, *, on: bool = True) -> None:
        """This official may listen to calls of others, or not any more."""
        self.set_role(number, "supervisor", on=on)

    def set_role(self, number: str, role: str, *, on: bool = True) -> None:
        """Give or take a role."""
        accounts.set_role(self.places(), f"seat-{number}", role, on=on)

    def enrol(self, kiosk_id: str) -> dict[str, str]:
        """A booth; returns {"kiosk_id", "token", "root_key"}."""
        return booth_papers.enrol_kiosk(self.places(), kiosk_id, Text(zh=f"测试村{kiosk_id}", en="Test village"))

    def sign_in(self, user: str, password: str = PASSWORD) -> str:
        """The cookie header of a signed-in official."""
        said = {"user": user, "password": password}
        answer = self.ask("POST", "/api/v1/session", json_body=said, own_origin=True)
        if answer.status == 401:
            answer = self.ask("POST", "/api/v1/session", json_body={**said, "code": self.code(answer)}, own_origin=True)
        assert answer.status == 200, answer.body
        return answer.headers["set-cookie"].split(";")[0]

    def code(self, asked: Answer) -> str:
        """What the telephone shows for the secret that this answer to a first sign-in brings."""
        return totp.code_at(totp.secret_of(asked.json()["secret"]), int(time.time() // totp.STEP_S))

    # --- HTTP ---
    def ask(self, method: str, path: str, *, own_origin: bool = False, json_body: Any = None, **how: Any) -> Answer:
        """One request. `how`: token, cookie, body, headers."""
        headers = dict(how.get("headers", {}))
        if how.get("token"):
            headers["Authorization"] = f"Bearer {how['token']}"
        if how.get("cookie"):
            headers["Cookie"] = how["cookie"]
        if own_origin:
            headers["Origin"] = self.url
        body = json.dumps(json_body).encode() if json_body is not None else how.get("body")
        with _connection(self.port) as connection:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            return Answer(got.status, got.read(), {name.lower(): value for name, value in got.getheaders()})

    def at(self, **changes: Any) -> "RunningHub":
        """A copy with other settings, not started."""
        return replace(self, **changes)


@contextlib.contextmanager
def _connection(port: int) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


@functools.cache
def _hash_of(password: str) -> str:
    return hash_password(password)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
