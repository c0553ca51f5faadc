"""Shell: a network camera on loopback: motion JPEG over HTTP and a full-size still, like a document camera's own."""

import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageFont

from devices.camera.frame import Rgb
from devices.camera.picture_bank import DocumentBank, FaceBank, PictureBank, encode
from devices.one_fault import OneFault

FAULTS = ("freeze", "garbage", "noise", "slow", "cut", "dark")
ROLES = ("document", "face")
STREAM_PATH, STILL_PATH = "/mjpeg", "/still.jpg"
_POLL_S = 0.05
_SLOW_S = 1.0
_DARK_SHARE = 0.12  # of the light
_JOIN_LIMIT_S = 5.0
_CLIENTS_LIMIT = 8
_HEAD_LIMIT_BYTES = 8192
_BOUNDARY = "frame"
_STREAM_HEAD = f"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={_BOUNDARY}\r\n\r\n".encode()
_EMPTY_OK = b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
_NOT_FOUND = b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class CameraEmulator:
    """`role`: document or face. `paper`: a picture file for the sheet; without it a sample letter is drawn."""

    def __init__(
        self,
        role: str = "document",
        *,
        font_path: Path | None = None,
        paper: Path | None = None,
        desk: str = "wood",
        port: int = 0,
    ) -> None:
        font = ImageFont.truetype(str(font_path), 40 if role == "document" else 24) if font_path else None
        self._document = DocumentBank(_load(paper) if paper else None, font, desk) if role == "document" else None
        self._bank: PictureBank = self._document or FaceBank(font)
        self._port = port
        self._lock = threading.Lock()  # guards the bank
        self._loop: tuple[bytes, ...] = ()
        self._fault = OneFault(FAULTS)
        self._stopping = threading.Event()
        self._server: threading.Thread | None = None
        self._viewers: list[threading.Thread] = []  # grows only on the server's thread

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}{STREAM_PATH}"

    @property
    def options(self) -> dict[str, str]:
        """What a DeviceConfig for this camera needs."""
        return {"still": f"http://127.0.0.1:{self._port}{STILL_PATH}"}

    def start(self) -> None:
        with self._lock:
            self._loop = self._bank.loop()  # drawn before the first viewer comes
        self.replug()

    def stop(self) -> None:
        self.unplug()

    def put_paper(self, path: Path | None = None) -> None:
        """Lay a sheet on the desk: the picture in this file, or the one from the start."""
        with self._changing() as desk:
            if path is not None:
                desk.put(_load(path))
            desk.change(has_sheet=True)

    def take_paper(self) -> None:
        with self._changing() as desk:
            desk.change(has_sheet=False)

    def shake(self, *, is_on: bool = True) -> None:
        """Let the sheet move from frame to frame."""
        with self._changing() as desk:
            desk.change(is_shaking=is_on)

    def look(self, *, blur_px: float = 0.0, glare: bool = False) -> None:
        """Spoil (or mend) the picture."""
        with self._changing() as desk:
            desk.change_look(blur_px=blur_px, glare=glare)

    def fault(self, name: str | None) -> None:
        """None: behave. All but `noise` show in the still, too.

        `freeze`: connected, but no more frames; `garbage`: frames that are no pictures; `noise`: every other one is
        none; `slow`: one a second; `cut`: the connection ends in the middle of one; `dark`: exposed too little.
        """
        self._fault.set(name)

    def unplug(self) -> None:
        """Close the port and cut all viewers."""
        self._stopping.set()
        server, self._server = self._server, None
        if server is None:
            return
        server.join(_JOIN_LIMIT_S)
        for viewer in self._viewers:
            viewer.join(_JOIN_LIMIT_S)
        self._viewers = []

    def replug(self) -> None:
        """Serve again on the same port."""
        if self._server is not None:
            return
        listener = socket.create_server(("127.0.0.1", self._port), backlog=_CLIENTS_LIMIT)
        self._port = int(listener.getsockname()[1])
        self._stopping.clear()
        self._server = _start_thread(self._accept, listener)

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "put_paper":
                path = arguments.get("path")
                self.put_paper(Path(str(path)) if path else None)
            case "take_paper":
                self.take_paper()
            case "shake":
                self.shake(is_on=bool(arguments.get("on", True)))
            case "look":
                blur_px = arguments.get("blur_px", 0.0)
                self.look(blur_px=float(str(blur_px)), glare=bool(arguments.get("glare", False)))
            case "fault":
                self._fault.set_from(arguments)
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case _:
                raise KeyError(action)
        return {}

    @contextlib.contextmanager
    def _changing(self) -> Iterator[DocumentBank]:
        """The desk. Viewers see it as it was until the change is drawn: no camera stops for that."""
        if self._document is None:
            raise ValueError("a face camera has no desk")
        with self._lock:
            yield self._document
            self._loop = self._document.loop()

    # --- the emulator's own threads ---------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while not self._stopping.is_set():
                if not select.select([listener], [], [], _POLL_S)[0]:
                    continue
                viewer, _ = listener.accept()
                self._viewers = [old for old in self._viewers if old.is_alive()]
                if len(self._viewers) >= _CLIENTS_LIMIT:
                    viewer.close()
                else:
                    self._viewers.append(_start_thread(self._answer, viewer))

    def _answer(self, viewer: socket.socket) -> None:
        viewer.settimeout(2.0)
        with viewer, contextlib.suppress(OSError):  # viewers come and go
            method, path = _read_request(viewer)
            if path not in (STREAM_PATH, STILL_PATH):
                viewer.sendall(_NOT_FOUND)
            elif method == "HEAD":
                viewer.sendall(_EMPTY_OK)
            elif path == STILL_PATH:
                self._send_still(viewer)
            else:
                self._send_stream(viewer)

    def _send_still(self, viewer: socket.socket) -> None:
        with self._lock:
            jpeg = self._bank.still()
        self._send(viewer, "HTTP/1.0 200 OK", jpeg, is_odd=False)

    def _send_stream(self, viewer: socket.socket) -> None:
        viewer.sendall(_STREAM_HEAD)
        period_s = 1.0 / self._bank.rate_hz
        start_s = time.monotonic()
        while not self._stopping.wait(period_s - (time.monotonic() - start_s) % period_s):
            loop = self._loop
            number = int((time.monotonic() - start_s) / period_s)
            if not self._send(viewer, f"--{_BOUNDARY}", loop[number % len(loop)], is_odd=number % 2 == 1):
                return

    def _send(self, viewer: socket.socket, first_line: str, jpeg: bytes, *, is_odd: bool) -> bool:
        """One picture, as the fault of this moment spoils it. False: this viewer gets no more."""
        while (fault := self._fault.take()) == "freeze":
            if self._stopping.wait(_POLL_S):
                return False
        if fault == "slow" and self._stopping.wait(_SLOW_S):
            return False
        if fault == "garbage" or (fault == "noise" and is_odd):
            jpeg = bytes(reversed(jpeg))
        if fault == "dark":
            jpeg = _darkened(jpeg)
        head = f"{first_line}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
        viewer.sendall(head.encode() + (jpeg[: len(jpeg) // 2] if fault == "cut" else jpeg + b"\r\n"))
        return fault != "cut"


def _start_thread(work: Callable[[socket.socket], None], sock: socket.socket) -> threading.Thread:
    thread = threading.Thread(target=work, args=(sock,), name="emulated-camera", daemon=True)
    thread.start()
    return thread


def _read_request(viewer: socket.socket) -> tuple[str, str]:
    received = b""
    while b"\r\n\r\n" not in received and len(received) < _HEAD_LIMIT_BYTES:
        data = viewer.recv(1024)
        if not data:
            break
        received += data
    words = received.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    return (words[0], words[1].partition("?")[0]) if len(words) >= 2 else ("", "")


def _darkened(jpeg: bytes) -> bytes:
    rgb = cv2.imdecode(np.frombuffer(jpeg, dtype=np.uint8), cv2.IMREAD_COLOR_RGB)
    assert rgb is not None
    return encode((rgb * _DARK_SHARE).astype(np.uint8))


def _load(path: Path) -> Rgb:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), dtype=np.uint8)
