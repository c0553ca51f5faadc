"""Shell: a SAM reader on a pseudo-terminal or a TCP port: real bytes at the speed of the wire, and every fault a wire
and a reader can have."""

import contextlib
import logging
import os
import select
import socket
import tempfile
import threading
import time
import tty
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from devices.id_card import protocol
from devices.id_card.layouts import CardKind, pack_address
from devices.id_card.protocol import Answer, Framer, Payload, Request
from devices.id_card.sam_model import BANK_CARD, EmulatedCard, SamModel, sample_card, sample_fingerprints
from devices.one_fault import OneFault

LOG = logging.getLogger("devices.emulator.id_card")

FAULTS = ("mute", "noise", "bad_checksum", "cut", "slow", "status")
STEPS: Mapping[str, tuple[Request, ...]] = {  # where the fault `status` strikes
    "status": (protocol.ASK_STATUS,),
    "sam_id": (protocol.ASK_SAM_ID,),
    "find": (protocol.FIND_CARD,),
    "select": (protocol.SELECT_CARD,),
    "read": (protocol.READ_TEXT_PHOTO, protocol.READ_TEXT_PHOTO_FINGERPRINTS),
    "fingerprints": (protocol.READ_TEXT_PHOTO_FINGERPRINTS,),
    "address": (protocol.READ_LATER_ADDRESS,),
}
_BANK = "bank"
_NOISE = bytes.fromhex("00FFAAAAAA96AAAAAA13377F55AAAA")  # holds beginnings of a preamble
_PIECE_BYTES = 64
_SLOW_FACTOR = 6.0
_POLL_S = 0.05


class IdCardEmulator:
    """`link`: a path that points to the terminal while plugged in, like /dev/serial/by-id (made when not given).

    `port`: TCP on 127.0.0.1 instead (0: any). `pace`: 1.0 keeps radio and wire times true, 0.0 answers at once.
    """

    def __init__(
        self, link: Path | None = None, *, port: int | None = None, baud: int = 115200, pace: float = 1.0
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="id-card-") if link is None and port is None else None
        self._link = link or Path(self._folder.name if self._folder else "") / "reader"
        self._port = port
        self._second_per_byte = pace * 10 / baud  # 8N1: ten bits for a byte
        self._pace = pace
        self._model = SamModel()
        self._fault = OneFault(FAULTS)
        self._forced = STEPS["read"], 0, False
        self._lifted_at: tuple[Request, ...] = ()
        self._lock = threading.Lock()  # guards the model and the two above
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"serial:{self._link}" if self._port is None else f"tcp:127.0.0.1:{self._port}"

    @property
    def options(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        self.replug()

    def stop(self) -> None:
        self.unplug()
        if self._folder is not None:
            self._folder.cleanup()

    def insert(self, card: EmulatedCard | None = None, *, is_beside: bool = False) -> None:
        """Lay a card on the reader (the sample person's when none is given), in place of others or beside them."""
        with self._lock:
            lay = self._model.insert_beside if is_beside else self._model.insert
            lay(card or sample_card())

    def remove(self, *, only_one: bool = False) -> None:
        with self._lock:
            self._model.remove_one() if only_one else self._model.remove()

    def remove_during(self, step: str) -> None:
        """Lift the cards the next time that the reader is busy with one of STEPS."""
        with self._lock:
            self._lifted_at = STEPS[step]

    @property
    def rf_bytes(self) -> int | None:
        """What the host has told the radio; None: nothing."""
        with self._lock:
            return self._model.rf_bytes

    def find_again(self, *, on: bool) -> None:
        """Whether a card that was read is found again before it is lifted."""
        with self._lock:
            self._model.finds_again = on

    def fault(self, name: str | None, count: int | None = None) -> None:
        """Misbehave: one of FAULTS for the next `count` answers (None: until told otherwise; name None: behave)."""
        self._fault.set(name, count)

    def force(self, status: int, at: str = "read", *, halts: bool = False) -> None:
        """Fault `status` until told otherwise: this SW3 and no data at one of STEPS, all else as usual. `halts`: a card
        that was read so is not found again before it is lifted."""
        with self._lock:
            self._forced = STEPS[at], status, halts
        self._fault.set("status")

    def unplug(self) -> None:
        """Pull the cable: the terminal vanishes under whoever has it open."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if self._port is None:
            self._link.unlink(missing_ok=True)
        self._stopping.set()
        thread.join(5.0)

    def replug(self) -> None:
        """Plug in again: a new terminal, the same link; or the same port. The cable carries the power too."""
        if self._thread is not None:
            return
        with self._lock:
            self._model.restart()
        self._stopping.clear()
        if self._port is None:
            self._start(self._serve_terminal, *self._open_terminal())
            return
        listener = socket.create_server(("127.0.0.1", self._port), backlog=1)
        self._port = int(listener.getsockname()[1])
        self._start(self._serve_port, listener)

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "insert":
                self._insert_as_told(dict(arguments))
            case "remove" if "during" in arguments:
                self.remove_during(str(arguments["during"]))
            case "remove":
                self.remove(only_one=bool(arguments.get("one")))
            case "find_again":
                self.find_again(on=bool(arguments.get("on", True)))
            case "fault" if arguments.get("name") == "status":
                status, at = int(str(arguments["status"]), 16), str(arguments.get("at", "read"))
                self.force(status, at, halts=bool(arguments.get("halts")))
            case "fault":
                self._fault.set_from(arguments)
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case _:
                raise KeyError(action)
        return {}

    def _insert_as_told(self, wanted: dict[str, object]) -> None:
        is_beside = bool(wanted.pop("beside", False))
        kind = str(wanted.pop("kind", CardKind.RESIDENT))
        later, fingerprints = str(wanted.pop("later_address", "")), int(str(wanted.pop("fingerprints", 2)))
        if kind == _BANK:
            self.insert(BANK_CARD, is_beside=is_beside)
            return
        card = sample_card(CardKind(kind), **{name: str(value) for name, value in wanted.items()})
        address = pack_address(later) if later else b""
        self.insert(replace(card, fingerprints=sample_fingerprints(fingerprints), address=address), is_beside=is_beside)

    def _start(self, serve: Callable[..., None], *ends: object) -> None:
        self._thread = threading.Thread(target=serve, args=ends, name="emulated-id-card", daemon=True)
        self._thread.start()

    def _open_terminal(self) -> tuple[int, int]:
        near, far = os.openpty()
        for fd in (near, far):
            tty.setraw(fd)
        os.set_blocking(near, False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(far))
        return near, far

    # --- the emulator's own thread ----------------------------------------------------------------------------

    def _serve_terminal(self, near: int, far: int) -> None:
        try:
            self._talk(near)
        finally:
            os.close(far)
            os.close(near)

    def _serve_port(self, listener: socket.socket) -> None:
        with listener:
            while not self._stopping.is_set():
                if select.select([listener], [], [], _POLL_S)[0]:
                    host, _ = listener.accept()
                    with host, contextlib.suppress(ConnectionError):  # hosts come and go
                        host.setblocking(False)
                        host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                        self._talk(host.fileno())

    def _talk(self, fd: int) -> None:
        framer = Framer()
        while not self._stopping.is_set():
            if not select.select([fd], [], [], _POLL_S)[0]:
                continue
            data = os.read(fd, 4096)
            if not data:
                return
            for found in framer.feed(data):
                if isinstance(found, Payload) and len(found.content) >= 2:
                    self._reply(fd, protocol.parse_request(found.content))

    def _reply(self, fd: int, request: Request) -> None:
        fault = self._fault.take()
        factor = _SLOW_FACTOR if fault == "slow" else 1.0
        asked_s = len(protocol.encode_request(request)) * self._second_per_byte
        due_s = time.monotonic() + asked_s + SamModel.radio_s(request) * self._pace * factor
        self._wait_until(due_s)
        frame = _spoil(protocol.encode_answer(self._answer(request, fault)), fault)
        for start in range(0, len(frame), _PIECE_BYTES):
            piece = frame[start : start + _PIECE_BYTES]
            due_s += len(piece) * self._second_per_byte
            if self._wait_until(due_s):
                return
            with contextlib.suppress(BlockingIOError):  # nobody reads: a wire does not wait either
                os.write(fd, piece)

    def _answer(self, request: Request, fault: str | None) -> Answer:
        with self._lock:
            if request in self._lifted_at:
                self._model.remove()
                self._lifted_at = ()
            steps, status, halts = self._forced
            if fault != "status" or request not in steps:
                return self._model.answer(request)
            if halts:
                self._model.answer(request)
            return Answer(status)

    def _wait_until(self, due_s: float) -> bool:
        """True when the cable was pulled meanwhile."""
        return self._stopping.wait(max(0.0, due_s - time.monotonic()))


def _spoil(frame: bytes, fault: str | None) -> bytes:
    match fault:
        case "mute":
            return b""
        case "noise":
            return _NOISE + frame
        case "bad_checksum":
            return frame[:-1] + bytes([frame[-1] ^ 0x5A])
        case "cut":
            return frame[: len(frame) // 2]
        case _:
            return frame
