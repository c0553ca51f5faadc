"""Shell: the thermometer on a pseudo-terminal: `warm` (`celsius`), `fault` (`mute`, `noise`), `unplug`, `replug`."""

from pathlib import Path

from devices.emulated_port import PtyPort
from devices.one_fault import OneFault
from tests.docs.thermometer.protocol import ASK, encode_answer

FAULTS = ("mute", "noise")


class ThermometerEmulator:
    """`link`: a path that points to the terminal while plugged in, like /dev/serial/by-id."""

    def __init__(self, link: Path) -> None:
        self._port = PtyPort(link, self._feed)
        self._fault = OneFault(FAULTS)
        self._asked = b""
        self.celsius = 21.5

    @property
    def address(self) -> str:
        return self._port.address

    @property
    def options(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        self._port.open()

    def stop(self) -> None:
        self._port.close()

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One order; KeyError for an unknown one."""
        match action:
            case "warm":
                self.celsius = float(str(arguments["celsius"]))
            case "fault":
                self._fault.set_from(arguments)
            case "unplug":
                self._port.close()
            case "replug":
                self._port.open()
            case _:
                raise KeyError(action)
        return {}

    def _feed(self, data: bytes | None) -> bytes:
        """Called by the port: bytes in, answer out; None when somebody connects."""
        self._asked = b"" if data is None else (self._asked + data)[-len(ASK) :]
        if self._asked != ASK:
            return b""
        self._asked = b""
        return {"mute": b"", "noise": b"\xff\x00\r\n"}.get(self._fault.take() or "", encode_answer(self.celsius))
