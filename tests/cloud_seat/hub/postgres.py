"""Shell: a private PostgreSQL for tests: its own data folder, a socket of its own, gone afterwards. For any test.

    with RunningPostgres.start() as server:
        url = server.new_database()

It refuses root: then it runs as the user that Debian's package made. Without `durable` it trusts the disk to keep what
it was told, which is for tests that do not test that.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

PACKAGED = Path("/usr/lib/postgresql")
USER = "postgres"
START_S = 30.0
_LAZY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SMALL = ("listen_addresses=", "max_connections=60", "shared_buffers=32MB", "log_min_messages=fatal")


def programs() -> Path:
    """Where the newest installed server is. Raises LookupError when there is none."""
    found = sorted(PACKAGED.glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise LookupError("apt-get install postgresql")
    return found[-1]


@dataclass
class RunningPostgres:
    """One server. `kill` is kill -9 of it and of nothing else."""

    folder: Path
    durable: bool = False
    process: subprocess.Popen[bytes] | None = None
    _names: "itertools.count[int]" = field(default_factory=itertools.count)

    @classmethod
    def start(cls, *, durable: bool = False) -> "RunningPostgres":
        """Running and answering."""
        folder = Path(tempfile.mkdtemp(prefix="xiaowu-pg-"))  # pytest's own folders let no other user in
        server = cls(folder, durable)
        if who := server._user():
            os.chown(folder, who["user"], who["group"])
        server._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync")
        server.start_again()
        return server

    def standby(self) -> "RunningPostgres":
        """Another server that follows this one; from now on what is acknowledged is on its disk, too."""
        folder = Path(tempfile.mkdtemp(prefix="xiaowu-pg-"))
        other = RunningPostgres(folder, self.durable)
        if who := self._user():
            os.chown(folder, who["user"], who["group"])
        self._run("pg_basebackup", "-D", str(folder / "data"), "-R", "-X", "stream", "-c", "fast", "-d", self.url(USER))
        other.start_again()
        with psycopg.connect(self.url(USER), autocommit=True) as db:
            db.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            db.execute("SELECT pg_reload_conf()")
            while not db.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone():
                time.sleep(0.05)
        return other

    def promote(self) -> None:
        """This standby is the one that is written to."""
        with psycopg.connect(self.url(USER), autocommit=True) as db:
            db.execute("SELECT pg_promote()")

    def start_again(self) -> None:
        """With the same data."""
        settings = [*_SMALL, f"unix_socket_directories={self.folder}", *(() if self.durable else _LAZY)]
        words = [part for setting in settings for part in ("-c", setting)]
        command = [str(programs() / "postgres"), "-D", str(self.folder / "data"), *words]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self._user())
        log.close()
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.02)

    def new_database(self) -> str:
        """The URL of an empty one."""
        name = f"hub{next(self._names)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def kill(self) -> None:
        """As a machine that loses power, for those who are connected."""
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def __enter__(self) -> "RunningPostgres":
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # nothing that it wrote is wanted any more
            self.process.wait(20)
        shutil.rmtree(self.folder)

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url("postgres")):
            return True
        return False

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [str(programs() / program), *words], check=True, capture_output=True, cwd=self.folder, **self._user()
        )

    @staticmethod
    def _user() -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        found = pwd.getpwnam(USER)
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
