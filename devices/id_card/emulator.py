"""Shell: a SAM reader on a pseudo-terminal: real bytes at the speed of the wire, and every fault a wire can have."""

import contextlib
import logging
import os
import select
import tempfile
import threading
import tty
from pathlib import Path

from devices.id_card import protocol
from devices.id_card.layouts import CardKind
from devices.id_card.protocol import Framer, Payload, Request
from devices.id_card.sam_model import EmulatedCard, SamModel, sample_card
from devices.one_fault import OneFault

LOG = logging.getLogger("devices.emulator.id_card")

FAULTS = ("mute", "noise", "bad_checksum", "cut", "slow")
_NOISE = bytes.fromhex("00FFAAAAAA96AAAAAA13377F55AAAA")  # holds beginnings of a preamble
_PIECE_BYTES = 64
_SLOW_FACTOR = 6.0
_POLL_S = 0.05


class IdCardEmulator:
    """`link`: a path that points to the terminal while plugged in, like /dev/serial/by-id (made when not given).

    `pace`: 1.0 keeps radio and wire times true, 0.0 answers at once.
    """

    def __init__(self, link: Path | None = None, *, baud: int = 115200, pace: float = 1.0) -> None:
        self._folder = None if link else tempfile.TemporaryDirectory(prefix="id-card-")
        self._link = link or Path(self._folder.name if self._folder else "") / "reader"
        self._second_per_byte = pace * 10 / baud  # 8N1: ten bits for a byte
        self._pace = pace
        self._model = SamModel()
        self._fault = OneFault(FAULTS)
        self._lock = threading.Lock()  # guards the model
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"serial:{self._link}"

    @property
    def options(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        self.replug()

    def stop(self) -> None:
        self.unplug()
        if self._folder is not None:
            self._folder.cleanup()

    def insert(self, card: EmulatedCard | None = None) -> None:
        """Lay a card on the reader (the sample person's when none is given)."""
        with self._lock:
            self._model.insert(card or sample_card())

    def remove(self) -> None:
        with self._lock:
            self._model.remove()

    def fault(self, name: str | None, count: int | None = None) -> None:
        """Misbehave: one of FAULTS for the next `count` answers (None: until told otherwise; name None: behave)."""
        self._fault.set(name, count)

    def unplug(self) -> None:
        """Pull the cable: the terminal vanishes under whoever has it open."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._link.unlink(missing_ok=True)
        self._stopping.set()
        thread.join(5.0)

    def replug(self) -> None:
        """Plug in again: a new terminal, the same link."""
        if self._thread is not None:
            return
        self._stopping.clear()
        near, far = os.openpty()
        for fd in (near, far):
            tty.setraw(fd)
        os.set_blocking(near, False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(far))
        self._thread = threading.Thread(target=self._serve, args=(near, far), name="emulated-id-card", daemon=True)
        self._thread.start()

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "insert":
                fields = {key: str(value) for key, value in arguments.items() if key != "kind"}
                self.insert(sample_card(CardKind(str(arguments.get("kind", CardKind.RESIDENT))), **fields))
            case "remove":
                self.remove()
            case "fault":
                self._fault.set_from(arguments)
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case _:
                raise KeyError(action)
        return {}

    # --- the emulator's own thread ----------------------------------------------------------------------------

    def _serve(self, near: int, far: int) -> None:
        framer = Framer()
        try:
            while not self._stopping.is_set():
                if not select.select([near], [], [], _POLL_S)[0]:
                    continue
                for found in framer.feed(os.read(near, 4096)):
                    if isinstance(found, Payload) and len(found.content) >= 2:
                        self._reply(near, protocol.parse_request(found.content))
        finally:
            os.close(far)
            os.close(near)

    def _reply(self, near: int, request: Request) -> None:
        fault = self._fault.take()
        factor = _SLOW_FACTOR if fault == "slow" else 1.0
        self._stopping.wait(SamModel.radio_s(request) * self._pace * factor)
        with self._lock:
            frame = protocol.encode_answer(self._model.answer(request))
        for start in range(0, len(frame := _spoil(frame, fault)), _PIECE_BYTES):
            piece = frame[start : start + _PIECE_BYTES]
            if self._stopping.wait(len(piece) * self._second_per_byte):
                return
            with contextlib.suppress(BlockingIOError):  # nobody reads: a wire does not wait either
                os.write(near, piece)


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
