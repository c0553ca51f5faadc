"""Shell: an ESC/POS printer on a TCP port or a pseudo-terminal: parses every byte, prints on a picture, tells the truth
about its paper at once, and can be told to misbehave."""

import threading
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFont

from devices.emulated_port import Port, PtyPort, TcpPort
from devices.receipt_printer.builder import PaperWidth
from devices.receipt_printer.paper import FontShelf
from devices.receipt_printer.printer_model import PrinterModel, Strike
from devices.receipt_printer.status import PrinterStatus

GLYPH_PX = 22  # in a cell of 24 dots
FAULTS = ("mute", "noise", "slow", "cut", "offline", "error", "cutter", "hot")
_PAPER = {
    "ok": {"is_paper_out": False, "is_paper_near_end": False},
    "near_end": {"is_paper_out": False, "is_paper_near_end": True},
    "out": {"is_paper_out": True},
}


class ReceiptPrinterEmulator:
    """`link`: None for TCP on 127.0.0.1:`port` (0: any), else a path for a pseudo-terminal.
    `font_path`: a Chinese font."""

    def __init__(
        self, font_path: Path, *, paper: PaperWidth = PaperWidth.MM80, port: int = 0, link: Path | None = None
    ) -> None:
        fonts = FontShelf(ImageFont.truetype(str(font_path), GLYPH_PX))
        self._model = PrinterModel(fonts, paper.dots)
        self._lock = threading.Lock()  # guards the model and the next one
        self._is_cut = False  # the line breaks at the next byte
        self._port: Port = TcpPort(port, self._feed) if link is None else PtyPort(link, self._feed)

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

    def paper(self, level: str, after_lines: int | None = None) -> None:
        """`ok`, `near_end` or `out`. `after_lines`, here and below: not now, but after so many lines of a receipt
        (a cut counts as one); an order without it drops one that is still to come."""
        changes = _PAPER[level]
        self._order(lambda: self._change(**changes), after_lines)

    def cover(self, *, is_open: bool, after_lines: int | None = None) -> None:
        self._order(lambda: self._change(is_cover_open=is_open), after_lines)

    def fault(self, name: str | None, after_lines: int | None = None) -> None:
        """One of FAULTS until told otherwise (`cut`: once; a serial line stays away until `replug`); None: behave."""
        if name is not None and name not in FAULTS:
            raise ValueError(f"unknown fault {name!r}, known are {', '.join(FAULTS)}")
        self._order(lambda: self._misbehave(name), after_lines)

    def unplug(self) -> None:
        self._port.close()

    def replug(self) -> None:
        self._port.open()

    def picture(self) -> Image.Image:
        """The last slip as a grey picture, one pixel a dot."""
        with self._lock:
            return self._model.picture()

    @property
    def slips(self) -> tuple[Image.Image, ...]:
        with self._lock:
            return self._model.paper.slips

    def tear_off(self) -> None:
        """Somebody takes the finished slips."""
        with self._lock:
            self._model.paper.tear_off()

    @property
    def unknown_bytes(self) -> int:
        """How many bytes no printer of this kind would understand."""
        with self._lock:
            return self._model.paper.unknown_bytes

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "paper":
                self.paper(str(arguments.get("level", "ok")), _lines_in(arguments))
            case "cover":
                self.cover(is_open=bool(arguments.get("open", True)), after_lines=_lines_in(arguments))
            case "fault":
                name = arguments.get("name")
                self.fault(None if name is None else str(name), _lines_in(arguments))
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case "paper_image":
                return self._save(Path(str(arguments["path"])))
            case "count":
                return {"slips": len(self.slips), "unknown_bytes": self.unknown_bytes}
            case _:
                raise KeyError(action)
        return {}

    def _save(self, path: Path) -> dict[str, object]:
        self.picture().save(path, "PNG")
        return {"path": str(path), "slips": len(self.slips), "unknown_bytes": self.unknown_bytes}

    def _order(self, strike: Strike, after_lines: int | None) -> None:
        with self._lock:
            self._model.strike_after = None if after_lines is None else (after_lines, strike)
            if after_lines is None:
                strike()

    def _misbehave(self, name: str | None) -> None:
        self._model.is_mute = name == "mute"
        self._model.is_noisy = name == "noise"
        self._model.is_slow = name == "slow"
        self._is_cut = name == "cut"
        self._change(
            is_offline=name == "offline",
            has_fatal_error=name == "error",
            has_cutter_error=name == "cutter",
            has_passing_error=name == "hot",
        )

    def _change(self, **changes: bool) -> None:
        status: PrinterStatus = replace(self._model.status, **changes)
        self._model.status = status

    def _feed(self, data: bytes | None) -> bytes:
        """Called by the port: bytes, b"" now and then, None when a connection begins."""
        with self._lock:
            if data is None:
                self._model.restart()
                return b""
            answer = self._model.feed(data) if data else self._model.go_on()
            if self._is_cut:
                self._is_cut = False
                raise ConnectionAbortedError("the line was cut, as ordered")
            return answer


def _lines_in(arguments: dict[str, object]) -> int | None:
    lines = arguments.get("after_lines")
    return lines if isinstance(lines, int) else None
