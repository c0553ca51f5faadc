"""Wiring: runs one emulated device as a program: opens its port, says where, then obeys orders until told to quit.

./xiaowu emulate id-card --link .xiaowu/run/reader
./xiaowu emulate receipt-printer --port 9100
./xiaowu emulate camera --role document --port 8090
./xiaowu emulate scanner --link .xiaowu/run/scanner
./xiaowu emulate document-printer --port 8631
./xiaowu emulate booth-board --port 1502
"""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from devices.booth_board import emulator as booth_board
from devices.booth_board.emulator import BoardEmulator
from devices.camera import emulator as camera
from devices.camera.emulator import CameraEmulator
from devices.camera.scene import DESKS
from devices.control import Act, ControlServer, obey
from devices.document_printer import emulator as document_printer
from devices.document_printer.emulator import DocumentPrinterEmulator
from devices.document_printer.printer_attributes import USUAL, Abilities
from devices.errors import LocalConfigError
from devices.id_card import emulator as id_card
from devices.id_card.emulator import IdCardEmulator
from devices.receipt_printer import emulator as receipt_printer
from devices.receipt_printer.builder import PaperWidth
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.scanner import emulator as scanner
from devices.scanner.emulator import ScannerEmulator
from devices.scenario import Scenario, parse_scenario, scenario_path

FONT = Path(__file__).resolve().parent.parent / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"
_PARENT_PERIOD_S = 1.0

_ORDERS = "orders are JSON lines on the control port: "
_EPILOGS = {
    "id-card": f"{_ORDERS}insert (optional name, number, … and kind, later_address, fingerprints, beside), remove "
    f"(one, during), find_again (on), fault (name one of {', '.join(id_card.FAULTS)} or null; count; for status its "
    "status in hex, at and halts), unplug, replug, quit.\n"
    "example: ./xiaowu emulate id-card --link run/reader",
    "receipt-printer": f"{_ORDERS}paper (level ok, near_end or out), cover (open true or false), fault (name one of "
    f"{', '.join(receipt_printer.FAULTS)} or null), each with after_lines for the middle of a receipt, paper_image "
    "(path), count, unplug, replug, quit.\n"
    "example: ./xiaowu emulate receipt-printer --port 9100",
    "camera": f"{_ORDERS}put_paper (optional path), take_paper, shake (on), look (blur_px, glare), fault (name one "
    f"of {', '.join(camera.FAULTS)} or null), unplug, replug, quit.\n"
    "example: ./xiaowu emulate camera --role document --port 8090",
    "scanner": f"{_ORDERS}scan (text or hex; end, a carriage return by default), fault (name one of "
    f"{', '.join(scanner.FAULTS)} or null; count), unplug, replug, quit.\n"
    "example: ./xiaowu emulate scanner --link run/scanner",
    "document-printer": f"{_ORDERS}paper (level ok, low or out; after_pages), toner (level ok, low or out), "
    "waste (level ok, nearly_full or full), jam (on), "
    f"cover (open), speed (page_s), fault (name one of {', '.join(document_printer.FAULTS)} or null; count), "
    "save_document (path), count, unplug, replug, lose_jobs, quit.\n"
    "example: ./xiaowu emulate document-printer --port 8631",
    "booth-board": f"{_ORDERS}presence (on), door (open), handset (lifted), lights (which are on), cut_power, fault "
    f"(name one of {', '.join(booth_board.FAULTS)} or null; count), unplug, replug, quit.\n"
    "example: ./xiaowu emulate booth-board --port 1502",
}


class Emulator(Protocol):
    """What this program needs of any emulator."""

    @property
    def address(self) -> str: ...

    @property
    def options(self) -> dict[str, str]: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until `quit`, SIGTERM, SIGINT, or (with --with-parent) the end of the process that started it."""
    wanted = _parser().parse_args(arguments)
    quitting = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: quitting.set())
    build: Callable[[argparse.Namespace], Emulator] = wanted.build
    emulator = build(wanted)
    emulator.start()
    act = _with_quit(emulator, quitting)
    control = ControlServer(act, wanted.control_port)
    try:
        _announce(wanted, emulator, control)
        if wanted.scenario is not None:
            play = (wanted.scenario, act, quitting)
            threading.Thread(target=_play, args=play, name="emulator-play", daemon=True).start()
        if wanted.stdin:
            threading.Thread(target=_obey_stdin, args=(act,), name="emulator-stdin", daemon=True).start()
        _wait(quitting, with_parent=wanted.with_parent)
    finally:
        control.close()
        emulator.stop()
    return 0


def _wait(quitting: threading.Event, *, with_parent: bool) -> None:
    parent = os.getppid()
    while not quitting.wait(_PARENT_PERIOD_S):
        if with_parent and os.getppid() != parent:
            return


def _announce(wanted: argparse.Namespace, emulator: Emulator, control: ControlServer) -> None:
    role, kind = wanted.serves if wanted.device != "camera" else (f"{wanted.role}_camera", "camera")
    line = {"role": role, "kind": kind, "address": emulator.address, "options": emulator.options}
    print(json.dumps(line | {"control": control.address}), flush=True)


def _with_quit(emulator: Emulator, quitting: threading.Event) -> Act:
    def act(action: str, arguments: dict[str, object]) -> dict[str, object]:
        if action == "quit":
            quitting.set()
            return {}
        return emulator.act(action, arguments)

    return act


def _obey_stdin(act: Act) -> None:
    for line in sys.stdin.buffer:
        if line.strip():
            print(json.dumps(obey(line, act), ensure_ascii=False), flush=True)


def _play(scenario: Scenario, act: Act, quitting: threading.Event) -> None:
    """Only what is done to the device, in the pace of a person; the program runs on afterwards."""
    for step in scenario.steps:
        if step.do and quitting.wait(step.pause_s):
            return
        for order in step.do:
            print(json.dumps(order | obey(json.dumps(order).encode(), act), ensure_ascii=False), flush=True)


def _scenario(name: str) -> Scenario:
    try:
        return parse_scenario(scenario_path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, LocalConfigError) as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiaowu emulate",
        description="One emulated device on a real port; prints one JSON line that says where.",
        epilog="example: ./xiaowu emulate id-card --help",
    )
    devices = parser.add_subparsers(dest="device", required=True, metavar="DEVICE")
    _add_id_card(devices)
    _add_receipt_printer(devices)
    _add_camera(devices)
    _add_scanner(devices)
    _add_document_printer(devices)
    _add_booth_board(devices)
    return parser


_Devices = argparse._SubParsersAction  # argparse has no public name for it


def _add(devices: "_Devices[argparse.ArgumentParser]", name: str, about: str) -> argparse.ArgumentParser:
    parser = devices.add_parser(
        name, help=about, description=about, epilog=_EPILOGS[name], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--control-port", type=int, default=0, help="port for orders on 127.0.0.1 (default: any)")
    parser.add_argument("--stdin", action="store_true", help="take orders from standard input too")
    parser.add_argument("--scenario", type=_scenario, metavar="FILE", help="do by itself what a scenario says")
    parser.add_argument("--with-parent", action="store_true", help="end when the starting process ends")
    return parser


def _add_id_card(devices: "_Devices[argparse.ArgumentParser]") -> None:
    parser = _add(devices, "id-card", "an ID card reader (SAM, GA/T 467) on a pseudo-terminal or a TCP port")
    parser.add_argument("--link", type=Path, help="path that points to the terminal while plugged in")
    parser.add_argument("--port", type=int, help="serve TCP on 127.0.0.1 instead (0: any port)")
    parser.add_argument("--pace", type=float, default=1.0, help="1.0: true radio and wire times, 0: none")
    parser.set_defaults(build=lambda w: IdCardEmulator(w.link, port=w.port, pace=w.pace), serves=("id_card", "sam"))


def _add_receipt_printer(devices: "_Devices[argparse.ArgumentParser]") -> None:
    parser = _add(devices, "receipt-printer", "a receipt printer (ESC/POS) on a TCP port or a pseudo-terminal")
    parser.add_argument("--port", type=int, default=0, help="TCP port on 127.0.0.1 (default: any)")
    parser.add_argument("--link", type=Path, help="serve a pseudo-terminal at this path instead of TCP")
    parser.add_argument("--paper-mm", type=int, choices=(58, 80), default=80)
    parser.add_argument("--font", type=Path, default=FONT, help="a Chinese font file")
    parser.set_defaults(build=_build_receipt_printer, serves=("receipt_printer", "escpos"))


def _build_receipt_printer(wanted: argparse.Namespace) -> ReceiptPrinterEmulator:
    paper = PaperWidth.MM58 if wanted.paper_mm == 58 else PaperWidth.MM80
    return ReceiptPrinterEmulator(wanted.font, paper=paper, port=wanted.port, link=wanted.link)


def _add_camera(devices: "_Devices[argparse.ArgumentParser]") -> None:
    parser = _add(devices, "camera", "a network camera (motion JPEG over HTTP)")
    parser.add_argument("--role", choices=camera.ROLES, default="document")
    parser.add_argument("--port", type=int, default=0, help="HTTP port on 127.0.0.1 (default: any)")
    parser.add_argument("--desk", choices=DESKS, default="wood")
    parser.add_argument("--paper", type=Path, help="picture of the sheet (default: a sample letter)")
    parser.add_argument("--font", type=Path, default=FONT, help="a Chinese font file")
    parser.set_defaults(build=_build_camera)


def _add_scanner(devices: "_Devices[argparse.ArgumentParser]") -> None:
    parser = _add(devices, "scanner", "a barcode scanner on a pseudo-terminal, or as a keyboard")
    parser.add_argument("--link", type=Path, help="path that points to the terminal while plugged in")
    parser.add_argument("--keys", action="store_true", help="type key events into a pipe at --link instead")
    parser.set_defaults(build=lambda w: ScannerEmulator(w.link, keys=w.keys), serves=("scanner", "scanner"))


def _build_camera(wanted: argparse.Namespace) -> CameraEmulator:
    return CameraEmulator(wanted.role, font_path=wanted.font, paper=wanted.paper, desk=wanted.desk, port=wanted.port)


def _add_document_printer(devices: "_Devices[argparse.ArgumentParser]") -> None:
    parser = _add(devices, "document-printer", "an A4 printer (IPP over HTTP)")
    parser.add_argument("--port", type=int, default=0, help="TCP port on 127.0.0.1 (default: any)")
    parser.add_argument("--page-s", type=float, default=2.0, help="seconds a page takes (default: 2)")
    parser.add_argument("--formats", default=",".join(USUAL.formats), help="media types it understands")
    parser.add_argument("--one-sided", action="store_true", help="it cannot print both sides")
    parser.add_argument("--copies-most", type=int, default=USUAL.copies_most, help="copies of one job (default: 99)")
    parser.set_defaults(build=_build_document_printer, serves=("document_printer", "ipp"))


def _build_document_printer(wanted: argparse.Namespace) -> DocumentPrinterEmulator:
    able = Abilities(tuple(wanted.formats.split(",")), not wanted.one_sided, wanted.copies_most)
    return DocumentPrinterEmulator(port=wanted.port, page_s=wanted.page_s, able=able)


def _add_booth_board(devices: "_Devices[argparse.ArgumentParser]") -> None:
    parser = _add(devices, "booth-board", "an input and output board (Modbus) on a TCP port or a pseudo-terminal")
    parser.add_argument("--port", type=int, default=0, help="TCP port on 127.0.0.1 (default: any)")
    parser.add_argument("--link", type=Path, help="serve Modbus RTU on a pseudo-terminal at this path instead of TCP")
    parser.add_argument("--unit", type=int, default=1, help="its number on the line (default: 1)")
    parser.set_defaults(
        build=lambda w: BoardEmulator(port=w.port, link=w.link, unit=w.unit), serves=("booth_board", "modbus")
    )


if __name__ == "__main__":
    sys.exit(main())
