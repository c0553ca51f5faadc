"""Shell: a private cupsd on loopback: all that it keeps lies in one folder of its own."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

MISSING = tuple(tool for tool in ("cupsd", "lpadmin", "gs") if shutil.which(tool) is None)
_LIMIT_S = 30.0
_BOOTH = Path(__file__).resolve().parents[3] / "installer" / "cupsd-booth.conf"
_CUPS_FILES = """\
ServerRoot {folder}/etc
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
SystemGroup root
User {user}
Group {group}
"""


class Spooler:
    """`folder` must have a short path that any user may enter: filters run as another user when this runs as root."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        files, main = self._write_configuration()
        command = ["cupsd", "-f", "-c", str(main), "-s", str(files)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_port()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_LIMIT_S)
            self._process = None

    def attach(self, printer_address: str, *, driver: str = "everywhere") -> str:
        """The address of a queue for this printer. `raw`: one whose driver was forgotten."""
        self._run("lpadmin", "-U", "root", "-p", driver, "-E", "-v", printer_address, "-m", driver)
        return f"ipp://127.0.0.1:{self._port}/printers/{driver}"

    def _write_configuration(self) -> tuple[Path, Path]:
        user, group = ("lp", "lp") if os.getuid() == 0 else (str(os.getuid()), str(os.getgid()))
        for name in ("etc", "cache", "state", "spool", "spool/tmp"):
            (self._folder / name).mkdir(exist_ok=True)
        files, main = self._folder / "cups-files.conf", self._folder / "cupsd.conf"
        files.write_text(_CUPS_FILES.format(folder=self._folder, user=user, group=group))
        main.write_text(self._main_configuration())
        return files, main

    def _main_configuration(self) -> str:
        """The booth's, with a port of its own. Nobody has a password here."""
        lines = [line for line in _BOOTH.read_text().splitlines() if not line.startswith(("Listen", "DefaultAuthType"))]
        return "\n".join((f"Listen 127.0.0.1:{self._port}", "DefaultAuthType None", *lines, ""))

    def _run(self, *command: str) -> None:
        environment = os.environ | {"CUPS_SERVER": f"127.0.0.1:{self._port}"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_S, env=environment, check=False)
        assert done.returncode == 0, done.stderr

    def _await_port(self) -> None:
        until_s = time.monotonic() + _LIMIT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1.0).close()
            except ConnectionRefusedError:
                assert self._process is not None
                assert self._process.poll() is None, "cupsd ended; `cupsd -t` says why"
                assert time.monotonic() < until_s
                time.sleep(0.02)
            else:
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
