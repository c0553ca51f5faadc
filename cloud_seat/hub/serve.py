"""Shell: takes the port, runs the server until a signal, and says in two languages why it cannot."""

import errno
import fcntl
import json
import logging
import os
import resource
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import IO

import uvicorn

from cloud_seat.contract.codec import LIMIT_BYTES
from cloud_seat.hub.app import build_hub
from cloud_seat.hub.config import LOOPBACK, Settings
from cloud_seat.hub.log import say
from cloud_seat.hub.patience import patient
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.tls import LocalTlsError, TlsFiles, context_of, load, renew

EXIT_PORT_TAKEN = 3
EXIT_DATA_IN_USE = 4
EXIT_NOT_LOOPBACK = 5
EXIT_BROKEN = 6
EXIT_NO_CERTIFICATE = 7
EXIT_STORE_AWAY = 8
STORE_AWAY_WORDS = (
    "连不上 PostgreSQL；请看它开没开、XIAOWU_DB 写得对不对，再启动一次。 "
    "PostgreSQL does not answer: see that it runs and that XIAOWU_DB is right, then start again."
)
_BACKLOG = 1024
_GOODBYE_S = 3


class LocalStartError(Exception):
    """The hub cannot start. `words` are for the operator, Chinese and English on one line."""

    def __init__(self, exit_code: int, words: str) -> None:
        super().__init__(words)
        self.exit_code, self.words = exit_code, words


class _Server(uvicorn.Server):
    """Writes the ready file once the port answers."""

    def __init__(
        self, config: uvicorn.Config, *, url: str, ready_file: Path | None, before_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._url, self._ready_file, self._before_stop = url, ready_file, before_stop
        self.broken = False
        self.each_hour: Callable[[], None] = lambda: None

    async def on_tick(self, counter: int) -> bool:
        """As uvicorn's, ten times a second; and at the start and each hour what is due then."""
        if counter % 36_000 == 0:
            self.each_hour()
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, then tell whoever waits."""
        await super().startup(sockets)
        if self.started and self._ready_file:
            new = self._ready_file.with_name(self._ready_file.name + ".new")
            new.write_text(json.dumps({"url": self._url, "pid": os.getpid()}))
            new.replace(self._ready_file)
        if self.started:
            print(f"hub 中枢: {self._url}  /seat: {self._url}/seat", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, but calls in progress outlive us."""
        self._before_stop()
        await super().shutdown(sockets)

    def give_up(self) -> None:
        """Matching has stopped: leave, so that whoever supervises us starts us anew."""
        self.broken = True
        self.should_exit = True


def run(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code."""
    try:
        _check_host(settings)
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        with _locked(settings), _bound(settings) as listener:
            return _serve(settings, listener)
    except RemoteStoreAwayError:
        print(STORE_AWAY_WORDS, file=sys.stderr)
        return EXIT_STORE_AWAY
    except LocalStartError as error:
        print(error.words, file=sys.stderr)
        return error.exit_code


def _serve(settings: Settings, listener: socket.socket) -> int:
    host, port = listener.getsockname()[:2]
    scheme = "https" if settings.tls else "http"
    url = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
    files = TlsFiles(settings.data_dir / "tls")
    context = _context(files) if settings.tls else None
    servers = list[_Server]()
    hub = build_hub(settings, on_broken=lambda: servers[0].give_up())
    limits = settings.limits
    config = uvicorn.Config(
        hub.app,
        loop="uvloop",
        http=patient(limits),
        ws="websockets-sansio",
        # Twice the contract's limit: what is just too large is refused in words, what is far too large ends the socket.
        ws_max_size=2 * LIMIT_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=limits.ping_every_s,
        ws_ping_timeout=limits.pong_within_s,
        timeout_graceful_shutdown=_GOODBYE_S,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.behind_proxy,
        ssl_context_factory=(lambda _config, _default: context) if context else None,
    )
    servers.append(_Server(config, url=url, ready_file=settings.ready_file, before_stop=hub.before_stop))
    if context:
        servers[0].each_hour = lambda: _renew(context, files)
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, _already_done)
    servers[0].run(sockets=[listener])
    return EXIT_BROKEN if servers[0].broken else 0


def _already_done(_number: int, _frame: FrameType | None) -> None:
    """The server raises its stop signal once more after a clean stop: being asked to stop is no failure."""


def _check_host(settings: Settings) -> None:
    is_certified = TlsFiles(settings.data_dir / "tls").hub.is_file()
    if settings.host not in LOOPBACK and not settings.behind_proxy and not is_certified:
        raise LocalStartError(
            EXIT_NOT_LOOPBACK,
            f"中枢只在本机开放明文 HTTP；要用 {settings.host}，请先 ./xiaowu hub certify --at 名字（或放 TLS "
            f"代理并加 --behind-proxy）。 Plain HTTP is served on loopback only; for {settings.host} run ./xiaowu hub "
            "certify --at NAME first, or put a TLS proxy in front and add --behind-proxy.",
        )


def _context(files: TlsFiles) -> ssl.SSLContext:
    try:
        renew(files, datetime.now(UTC))
        return context_of(files)
    except (LocalTlsError, OSError) as error:
        raise LocalStartError(
            EXIT_NO_CERTIFICATE,
            "没有可用的证书，请先运行 ./xiaowu hub certify --at 名字。 "
            "There is no certificate that can be used: run ./xiaowu hub certify --at NAME first.",
        ) from error


def _renew(context: ssl.SSLContext, files: TlsFiles) -> None:
    """Sockets that are open stay as they are; the next handshake shows the new one."""
    try:
        if renew(files, datetime.now(UTC)):
            load(context, files)
            say("hub.serve", "certificate renewed")
    except (LocalTlsError, OSError) as error:
        say("hub.serve", "certificate could not be renewed", level=logging.ERROR, error=type(error).__name__)


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        where = f"{settings.host}:{settings.port}"
        raise LocalStartError(
            EXIT_PORT_TAKEN,
            f"端口 {where} 用不了，可能已有程序占用；请换 --port。 "
            f"Port {where} cannot be used ({errno.errorcode[error.errno]}): another program? Choose another --port.",
        ) from error
    return listener


def _locked(settings: Settings) -> IO[str]:
    """One hub a data directory, as SQLite has one writer; on PostgreSQL any number, but none on SQLite beside them."""
    data_dir = settings.data_dir
    lock = (data_dir / "hub.lock").open("w")
    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if settings.on_postgres else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise LocalStartError(
            EXIT_DATA_IN_USE,
            f"数据目录 {data_dir} 正被另一个中枢使用。 The data directory {data_dir} is in use by another hub.",
        ) from error
    return lock
