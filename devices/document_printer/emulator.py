"""Shell: an IPP printer on loopback: takes real jobs over HTTP, prints them page by page into memory, can misbehave."""

import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from devices.document_printer.http_message import HttpMessage, HttpParser
from devices.document_printer.operations import Operation
from devices.document_printer.printer_attributes import USUAL, UUID, Abilities
from devices.document_printer.printer_model import PrinterJob, PrinterModel
from devices.document_printer.protocol import decode, encode
from devices.errors import RemoteWireError
from devices.one_fault import OneFault

FAULTS = ("mute", "garbage", "cut", "refuse_cancel", "lose_answer")
_LASTING = ("refuse_cancel", "lose_answer")  # they concern one operation: the others are answered as usual
PATH = "/ipp/print"
_LEVELS = ("ok", "low", "out")
_WASTE_LEVELS = ("ok", "nearly_full", "full")
_POLL_S = 0.02
_JOIN_LIMIT_S = 5.0
_CLIENTS_LIMIT = 8
_BODY_LIMIT_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One job: what was asked for, and the printed sides and sheets of paper that came out so far."""

    state: str
    copies: int
    sides: str
    colour: str
    pages: int
    sheets: int


class DocumentPrinterEmulator:
    """Listens on 127.0.0.1:`port` (0: any). `page_s`: seconds a page takes."""

    def __init__(self, *, port: int = 0, page_s: float = 0.05, able: Abilities = USUAL) -> None:
        self._port = port
        self._lock = threading.Lock()  # guards the model
        self._model = PrinterModel("", time.monotonic(), able)
        self._model.page_s = page_s
        self._fault = OneFault(FAULTS)
        self._loses_answers = False  # a document is taken, and the answer to it never arrives
        self._is_on = True
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []  # the first one listens

    @property
    def address(self) -> str:
        return f"ipp://127.0.0.1:{self._port}{PATH}"

    @property
    def options(self) -> dict[str, str]:
        return {"uuid": UUID}

    def start(self) -> None:
        self.replug()

    def stop(self) -> None:
        self.unplug()

    def paper(self, level: str, after_pages: int | None = None) -> None:
        """`ok`, `low` or `out`; `out` with `after_pages` lets it end in the middle of a document."""
        with self._lock:
            if level == "out" and after_pages is not None:
                self._model.pages_left = after_pages
            else:
                self._model.paper = _level(level)

    def toner(self, level: str) -> None:
        """`ok`, `low` or `out`."""
        with self._lock:
            self._model.toner = _level(level)

    def waste(self, level: str) -> None:
        """The box for used toner: `ok`, `nearly_full` or `full`."""
        with self._lock:
            self._model.waste = _level(level, _WASTE_LEVELS)

    def jam(self, *, is_on: bool = True) -> None:
        with self._lock:
            self._model.is_jammed = is_on

    def cover(self, *, is_open: bool) -> None:
        with self._lock:
            self._model.is_cover_open = is_open

    def speed(self, page_s: float) -> None:
        with self._lock:
            self._model.set_speed(page_s)

    def fault(self, name: str | None, count: int | None = None) -> None:
        """One of FAULTS for `count` answers or until told otherwise; None: behave."""
        self._fault.set(None if name in _LASTING else name, count)
        with self._lock:
            self._model.refuses_cancel = name == "refuse_cancel"
            self._loses_answers = name == "lose_answer"

    def unplug(self) -> None:
        """Switch off: the port is closed, printing stops, jobs stay in memory."""
        self._is_on = False
        self._stopping.set()
        threads, self._threads = self._threads, []
        for thread in threads:
            thread.join(_JOIN_LIMIT_S)

    def replug(self) -> None:
        """Switch on, on the same port: what was in memory is printed on."""
        if self._threads:
            return
        listener = socket.create_server(("127.0.0.1", self._port), backlog=_CLIENTS_LIMIT)
        self._port = int(listener.getsockname()[1])
        self._model.uri = self.address
        self._stopping.clear()
        self._advance()  # the time it was off prints nothing
        self._is_on = True
        self._threads = [_start_thread(self._accept, listener)]

    def lose_jobs(self) -> None:
        """What a printer without a disk does when switched off."""
        with self._lock:
            self._model.lose_jobs()

    @property
    def documents(self) -> tuple[bytes, ...]:
        """What came out of the printer to the last page, oldest first."""
        with self._lock:
            jobs = self._model.jobs.values()
            return tuple(job.document or b"" for job in jobs if job.state.name == "COMPLETED")

    @property
    def journal(self) -> tuple["JournalLine", ...]:
        """Every job, oldest first."""
        with self._lock:
            return tuple(_journal_line(job) for job in self._model.jobs.values())

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages that came out, job by job, of unfinished jobs too."""
        return tuple(line.pages for line in self.journal)

    @property
    def jobs(self) -> tuple[str, ...]:
        """The state of every job, oldest first."""
        return tuple(line.state for line in self.journal)

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "paper":
                pages = arguments.get("after_pages")
                self.paper(str(arguments.get("level", "ok")), pages if isinstance(pages, int) else None)
            case "toner":
                self.toner(str(arguments.get("level", "ok")))
            case "waste":
                self.waste(str(arguments.get("level", "ok")))
            case "jam":
                self.jam(is_on=bool(arguments.get("on", True)))
            case "cover":
                self.cover(is_open=bool(arguments.get("open", True)))
            case "speed":
                self.speed(float(str(arguments["page_s"])))
            case "fault":
                name, count = arguments.get("name"), arguments.get("count")
                self.fault(None if name is None else str(name), count if isinstance(count, int) else None)
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case "lose_jobs":
                self.lose_jobs()
            case "save_document":
                return self._save(Path(str(arguments["path"])))
            case "count":
                return self._count()
            case _:
                raise KeyError(action)
        return {}

    def _count(self) -> dict[str, object]:
        journal = self.journal
        sums = {"pages": sum(job.pages for job in journal), "sheets": sum(job.sheets for job in journal)}
        return {"documents": len(self.documents), **sums, "jobs": [asdict(job) for job in journal]}

    def _save(self, path: Path) -> dict[str, object]:
        documents = self.documents
        if not documents:
            raise ValueError("nothing has been printed")
        path.write_bytes(documents[-1])
        return {"path": str(path), "documents": len(documents)}

    # --- the emulator's own threads ---------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        clients: list[threading.Thread] = []
        with listener:
            while not self._stopping.is_set():
                self._advance()
                if not select.select([listener], [], [], _POLL_S)[0]:
                    continue
                client, _ = listener.accept()
                clients = [old for old in clients if old.is_alive()]
                if len(clients) >= _CLIENTS_LIMIT:
                    client.close()
                else:
                    clients.append(_start_thread(self._talk, client))
        for thread in clients:
            thread.join(_JOIN_LIMIT_S)

    def _advance(self) -> None:
        with self._lock:
            self._model.advance(time.monotonic(), is_on=self._is_on)

    def _talk(self, client: socket.socket) -> None:
        client.settimeout(2.0)
        with client, contextlib.suppress(OSError, RemoteWireError):  # clients come and go
            rest = b""
            while not self._stopping.is_set():
                request, rest = self._receive(client, rest)
                if request is None or not self._reply(client, request) or not request.keeps_alive:
                    return

    def _receive(self, client: socket.socket, data: bytes) -> tuple[HttpMessage | None, bytes]:
        parser = HttpParser(_BODY_LIMIT_BYTES, is_answer=False)
        has_continued = False
        while True:
            request = parser.feed(data)
            if request is not None:
                return request, parser.rest
            if parser.wants_continue and not has_continued:
                has_continued = True
                client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            while not select.select([client], [], [], _POLL_S)[0]:
                if self._stopping.is_set():
                    return None, b""
            data = client.recv(65_536)
            if not data:
                return None, b""

    def _reply(self, client: socket.socket, request: HttpMessage) -> bool:
        """False when the connection is of no more use."""
        fault = self._fault.take()
        if fault == "cut":
            return False
        if fault == "mute":
            self._stopping.wait(_JOIN_LIMIT_S)
            return False
        body = self._answer(request)
        if self._loses_answers and request.body[2:4] == Operation.PRINT_JOB.to_bytes(2, "big"):
            return False
        if fault == "garbage":
            body = bytes(reversed(body))
        client.sendall(_head(200 if body else 400, len(body)) + body)
        return True

    def _answer(self, request: HttpMessage) -> bytes:
        try:
            message, document = decode(request.body)
        except RemoteWireError:
            return b""
        with self._lock:
            self._model.advance(time.monotonic(), is_on=self._is_on)
            return encode(self._model.answer(message, document))


def _journal_line(job: PrinterJob) -> JournalLine:
    state = job.state.name.lower()
    return JournalLine(state, job.copies, job.sides.value, job.colour, job.pages_done, job.sheets_done)


def _head(status: int, size_bytes: int) -> bytes:
    word = "OK" if status == 200 else "Bad Request"
    return f"HTTP/1.1 {status} {word}\r\nContent-Type: application/ipp\r\nContent-Length: {size_bytes}\r\n\r\n".encode()


def _level(word: str, known: tuple[str, ...] = _LEVELS) -> str:
    if word not in known:
        raise ValueError(f"unknown level {word!r}, known are {', '.join(known)}")
    return word


def _start_thread(work: Callable[[socket.socket], None], sock: socket.socket) -> threading.Thread:
    thread = threading.Thread(target=work, args=(sock,), name="emulated-document-printer", daemon=True)
    thread.start()
    return thread
