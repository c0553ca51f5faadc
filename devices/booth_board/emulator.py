"""Shell: a board on a TCP port or a pseudo-terminal: real Modbus, whoever asks, and every fault of a line."""

import threading
from pathlib import Path

from devices.booth_board import protocol
from devices.booth_board.board_model import SIZE, BoardModel
from devices.booth_board.framing import Frame, Framing, MbapFraming, RtuFraming, request_length
from devices.booth_board.protocol import Refusal
from devices.booth_board.wiring import Input, wiring_from
from devices.emulated_port import Port, PtyPort, TcpPort
from devices.one_fault import OneFault

FAULTS = ("mute", "noise", "bad_crc", "exception", "slow", "cut")
_NOISE = bytes.fromhex("00FF0102FF0183")  # holds beginnings of frames
_SLOW_S = 0.2


class BoardEmulator:
    """`link`: a path that points to the terminal while plugged in; without it, TCP on `port` (0: any)."""

    def __init__(self, *, port: int = 0, link: Path | None = None, unit: int = 1) -> None:
        self._framing: Framing = MbapFraming() if link is None else RtuFraming(request_length)
        self._port: Port = TcpPort(port, self._feed) if link is None else PtyPort(link, self._feed)
        self._unit = unit
        self._wiring = wiring_from({})
        self._lock = threading.Lock()  # guards the model
        self._model = BoardModel()
        self._fault = OneFault(FAULTS)
        self._stopping = threading.Event()

    @property
    def address(self) -> str:
        return self._port.address

    @property
    def options(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        self.replug()

    def stop(self) -> None:
        self._stopping.set()
        self.unplug()

    def unplug(self) -> None:
        """Pull the cable. The board keeps its power: coils stay as they are."""
        self._port.close()

    def replug(self) -> None:
        self._port.open()

    def set_input(self, one: Input, *, on: bool) -> None:
        """Somebody comes, opens the cabinet, lifts the handset; or the opposite."""
        with self._lock:
            self._model.inputs[self._wiring.inputs[one].number] = on

    def cut_power(self) -> None:
        """A moment without power, or the board's own watchdog: every coil falls."""
        with self._lock:
            self._model.coils[:] = [False] * SIZE

    def fault(self, name: str | None, count: int | None = None) -> None:
        """Misbehave: one of FAULTS for the next `count` answers (None: until told otherwise; name None: behave)."""
        self._fault.set(name, count)

    def lit(self) -> frozenset[str]:
        """The lamps that are on now."""
        with self._lock:
            return frozenset(lamp.value for lamp, number in self._wiring.lamps.items() if self._model.coils[number])

    def coils(self) -> list[int]:
        """The numbers of the coils that are on now."""
        with self._lock:
            return [number for number, on in enumerate(self._model.coils) if on]

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "presence":
                self.set_input(Input.PRESENCE, on=bool(arguments.get("on", True)))
            case "door":
                self.set_input(Input.DOOR, on=bool(arguments.get("open", True)))
            case "handset":
                self.set_input(Input.HANDSET, on=bool(arguments.get("lifted", True)))
            case "lights":
                return {"lit": sorted(self.lit()), "coils": self.coils()}
            case "cut_power":
                self.cut_power()
            case "fault":
                self._fault.set_from(arguments)
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case _:
                raise KeyError(action)
        return {}

    # --- the port's thread --------------------------------------------------------------------------------------

    def _feed(self, data: bytes | None) -> bytes:
        if data is None:  # somebody connected
            self._framing.reset()
            return b""
        return b"".join(self._reply(frame) for frame in self._framing.feed(data) if frame.unit == self._unit)

    def _reply(self, question: Frame) -> bytes:
        fault = self._fault.take()
        if fault == "slow":
            self._stopping.wait(_SLOW_S)
        if fault == "exception":
            answer = protocol.encode_refusal(question.data[0], Refusal.BOARD_FAILED)
        else:
            with self._lock:
                answer = self._model.answer(question.data)
        return _spoil(self._framing.encode(Frame(question.unit, answer, question.transaction)), fault)


def _spoil(frame: bytes, fault: str | None) -> bytes:
    match fault:
        case "mute":
            return b""
        case "noise":
            return _NOISE + frame
        case "bad_crc":  # over TCP nothing is checked but the transaction, which comes first
            return bytes([frame[0] ^ 0x5A]) + frame[1:]
        case "cut":
            return frame[: len(frame) // 2]
        case _:
            return frame
