"""Shell: a private smart card service (pcscd) with one virtual reader; it can be killed, frozen and started again."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from smartcard import scard  # type: ignore[import-untyped]  # pyscard has no types

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = "Virtual PCD 00 00"
WAIT_LIMIT_S = 10.0
_LOOK_PERIOD_S = 0.01


class SmartCardService:
    """pcscd's socket has a fixed place under /run. In a mount name space of its own, /run is our folder."""

    def __init__(self, folder: Path) -> None:
        self._run = folder / "run"
        self._run.mkdir()
        self.socket_path = self._run / "pcscd" / "pcscd.comm"
        self.card_port = _free_port()
        self._config = folder / "readers"
        self._config.mkdir()
        self._process: subprocess.Popen[bytes] | None = None
        self.plug_in()

    def plug_in(self) -> None:
        """The reader is there when the service starts next."""
        lines = f"DEVICENAME /dev/null:{self.card_port}\nLIBPATH {DRIVER}\nCHANNELID {self.card_port}\n"
        (self._config / "vpcd").write_text(f'FRIENDLYNAME "Virtual PCD"\n{lines}')

    def unplug(self) -> None:
        """No reader is there when the service starts next."""
        (self._config / "vpcd").unlink()

    def start(self) -> None:
        """Returns when the service takes calls."""
        inside = f"mount --bind {self._run} /run && exec pcscd --foreground --config {self._config}"
        self._process = subprocess.Popen(["unshare", "--map-root-user", "--mount", "sh", "-c", inside])
        until_s = time.monotonic() + WAIT_LIMIT_S
        while not self._takes_calls():
            assert self._process.poll() is None, "pcscd ended"
            assert time.monotonic() < until_s, "pcscd does not take calls"
            time.sleep(_LOOK_PERIOD_S)

    def kill(self) -> None:
        """At once, as when it crashes. Idempotent."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def freeze(self) -> None:
        """It stays there and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        self.kill()
        self.start()

    def await_empty(self) -> None:
        """Until no card is in the reader; at once when the service is down."""
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if code != scard.SCARD_S_SUCCESS:
            return
        state = scard.SCARD_STATE_UNAWARE
        while not state & scard.SCARD_STATE_EMPTY:
            code, states = scard.SCardGetStatusChange(context, int(WAIT_LIMIT_S * 1000), [(READER, state)])
            assert code == scard.SCARD_S_SUCCESS, "the reader never became empty"
            state = states[0][1]
        scard.SCardReleaseContext(context)

    def _takes_calls(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(os.fspath(self.socket_path)) == 0


def _free_port() -> int:
    """vpcd takes two neighbouring ports, one for each slot."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("", port + 1))
            except OSError:  # somebody has the next one
                continue
            return port
