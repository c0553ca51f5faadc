"""Shell: the real coturn from Debian, with the configuration that we ship, on ports of its own."""

import contextlib
import datetime
import functools
import ipaddress
import re
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.cloud_seat.hub.running import ROOT

TURNSERVER = shutil.which("turnserver") or ""
SHIPPED = ROOT / "installer" / "turnserver.conf"
SCHEMA = Path("/usr/share/coturn/schema.sql")
"""Of the accounts, that Debian makes beforehand: where there are none, the second of two who ask at once is refused."""
SECRET = "a word for tests only"
RELAY_NAME = "relay.test"
"""RFC 6761: nobody's. In every certificate beside the address."""
START_S = 10.0


class Coturn:
    """One relay. `kill` and `start` as often as you like; the port stays. `tls`: a port and its certificate with key.
    `inside`: what puts a command on its line; see `lines.py`."""

    def __init__(
        self,
        folder: Path,
        address: str,
        port: int,
        *,
        tls: tuple[int, Path] | None = None,
        inside: Sequence[str] = (),
    ) -> None:
        self.address, self.port, self._inside = address, port, inside
        self.tls_port: int = tls[0] if tls else 0
        self.certificate: Path | None = tls[1] if tls else None
        self._config = folder / f"turnserver-{port}.conf"
        self._config.write_text(_changed(SHIPPED.read_text(), self._changes(folder)))
        with contextlib.closing(sqlite3.connect(folder / f"turndb-{port}")) as accounts:
            accounts.executescript(SCHEMA.read_text())
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, transport: str) -> str:
        """As the hub tells it."""
        return f"turn:{self.address}:{self.port}?transport={transport}"

    def start(self) -> "Coturn":
        """Running and listening."""
        command = [*self._inside, TURNSERVER, "-c", str(self._config)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until_s = time.monotonic() + START_S
        while not all(map(self._listens, filter(None, (self.port, self.tls_port)))):
            assert self._process.poll() is None and time.monotonic() < until_s, "coturn did not start"
            time.sleep(0.05)
        return self

    def holds(self, port: int) -> bool:
        """Whether it relays at this UDP port; by its own files (proc_net_udp, proc(5))."""
        assert self._process
        if self._process.poll() is not None:
            return False
        here = Path(f"/proc/{self._process.pid}")
        lines = [line.split() for line in (here / "net" / "udp").read_text().splitlines()[1:]]
        there = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(f":{port:04X}")}
        return any(str(file.readlink()) in there for file in (here / "fd").iterdir())

    def kill(self) -> None:
        """kill -9."""
        if self._process:
            self._process.kill()
            self._process.wait(10)

    def _changes(self, folder: Path) -> dict[str, str]:
        tls = dict.fromkeys(("cert", "pkey"), str(self.certificate)) if self.certificate else {}
        return {
            **tls,
            "listening-ip": self.address,
            "relay-ip": self.address,
            "allowed-peer-ip": "" if self.address.startswith("127.") else self.address,  # a test's may be for examples
            "listening-port": str(self.port),
            "tls-listening-port": str(self.tls_port or self.port + 1),
            "static-auth-secret": SECRET,
            "pidfile": str(folder / f"turnserver-{self.port}.pid"),
            "userdb": str(folder / f"turndb-{self.port}"),
            "log-file": "/dev/null",
            "proc-user": "",
            "proc-group": "",
            "syslog": "",
        }

    def _listens(self, port: int) -> bool:
        """By the sockets of its own network; 0A: it listens (proc_net_tcp)."""
        assert self._process
        sockets = Path(f"/proc/{self._process.pid}/net/tcp").read_text()
        return f":{port:04X} 00000000:0000 0A" in sockets


def free_port(address: str) -> int:
    """A port that nobody has there, at the moment."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _changed(text: str, changes: dict[str, str]) -> str:
    """The shipped lines with other values; an empty one takes the line away."""
    for name, value in changes.items():
        line = f"{name}={value}" if value else ""
        text, found = re.subn(rf"(?m)^#?{name}(=.*)?$", line, text)
        text += "" if found or not line else f"\n{line}\n"
    return text


@functools.cache
def key() -> ec.EllipticCurvePrivateKey:
    """Of every relay's certificate in this process, so that a browser can be told to trust it before there is one."""
    return ec.generate_private_key(ec.SECP256R1())


def certificate(folder: Path, address: str) -> Path:
    """A certificate and its key in one file, for an hour, of nobody."""
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay of a test")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address)), x509.DNSName(RELAY_NAME)])
    built = x509.CertificateBuilder(name, name, key().public_key(), x509.random_serial_number())
    built = built.not_valid_before(now).not_valid_after(now + datetime.timedelta(hours=1))
    signed = built.add_extension(names, critical=True).sign(key(), hashes.SHA256())
    plain = serialization.NoEncryption()
    private = key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "relay.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path
