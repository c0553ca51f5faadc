"""Wiring: every device that talks over a stream, behind a wire that can fail, with one true use of each."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.camera.driver import TakePage
from devices.camera.emulator import CameraEmulator
from devices.document_printer.driver import PrintDocument
from devices.document_printer.emulator import PATH, DocumentPrinterEmulator
from devices.id_card.driver import ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.model import DeviceConfig
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.scanner.driver import ReadCode
from devices.scanner.emulator import ScannerEmulator
from tests.faults.faulty_wire import FaultyWire

FONT = Path(__file__).resolve().parents[2] / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"
MARKER = "测试標記𠮷"  # nobody's name: found again, it was not forgotten
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """`ready`: makes the emulator fit for one more use. `act`: what happens once the command waits for it. `is_right`:
    whether what a success says is what really happened."""

    config: DeviceConfig
    wire: FaultyWire
    command: Callable[[], object]
    deadline_s: float
    is_right: Callable[[Any], bool]
    ready: Callable[[], None] = lambda: None
    act: Callable[[], None] | None = None
    answers: bool = True  # False: a device that is only listened to; its silence says nothing


def _config(role: str, kind: str, address: str, **options: str) -> DeviceConfig:
    return DeviceConfig(role=role, kind=kind, address=address, options=options)


def _wire(stack: ExitStack, upstream: str) -> FaultyWire:
    wire = FaultyWire(upstream)
    stack.callback(wire.close)
    return wire


def id_card(stack: ExitStack) -> Wired:
    emulator = IdCardEmulator(pace=0.1)
    emulator.start()
    stack.callback(emulator.stop)
    wire = _wire(stack, emulator.address)

    def lay() -> None:
        emulator.remove()
        emulator.act("insert", {"name": MARKER})

    return Wired(
        config=_config("id_card", "sam", f"tcp:{wire.authority}"),
        wire=wire,
        command=ReadCard,
        deadline_s=6.0,
        is_right=lambda card: bool(card.name == MARKER),
        ready=lay,
    )


def receipt_printer(stack: ExitStack) -> Wired:
    emulator = ReceiptPrinterEmulator(FONT)
    emulator.start()
    stack.callback(emulator.stop)
    wire = _wire(stack, emulator.address)
    before = 0

    def count() -> None:
        nonlocal before
        before = len(emulator.slips)

    return Wired(
        config=_config("receipt_printer", "escpos", f"tcp:{wire.authority}"),
        wire=wire,
        command=lambda: PrintReceipt(ReceiptBuilder().text(MARKER).text("一" * 2000).feed(2).cut().build()),
        deadline_s=6.0,
        is_right=lambda _: len(emulator.slips) == before + 1,
        ready=count,
    )


def document_printer(stack: ExitStack) -> Wired:
    emulator = DocumentPrinterEmulator(page_s=0.1)
    emulator.start()
    stack.callback(emulator.stop)
    wire = _wire(stack, "tcp:" + emulator.address.removeprefix("ipp://").removesuffix(PATH))
    before = 0

    def count() -> None:
        nonlocal before
        before = len(emulator.documents)

    return Wired(
        config=_config("document_printer", "ipp", f"ipp://{wire.authority}{PATH}", **emulator.options),
        wire=wire,
        command=lambda: PrintDocument(PDF + MARKER.encode()),
        deadline_s=8.0,
        is_right=lambda _: len(emulator.documents) == before + 1,
        ready=count,
    )


def document_camera(stack: ExitStack) -> Wired:
    emulator = CameraEmulator("document", font_path=FONT)
    emulator.start()
    stack.callback(emulator.stop)
    wire = _wire(stack, "tcp:" + emulator.address.removeprefix("http://").partition("/")[0])
    still = emulator.options["still"].rpartition("/")[2]
    return Wired(
        config=_config(
            "document_camera", "camera", f"http://{wire.authority}/mjpeg", still=f"http://{wire.authority}/{still}"
        ),
        wire=wire,
        command=TakePage,
        deadline_s=8.0,
        is_right=lambda frame: min(frame.rgb.shape[:2]) > 1000,
    )


def scanner(stack: ExitStack) -> Wired:
    emulator = ScannerEmulator()
    emulator.start()
    stack.callback(emulator.stop)
    wire = _wire(stack, emulator.address)
    return Wired(
        config=_config("scanner", "scanner", f"tcp:{wire.authority}"),
        wire=wire,
        command=ReadCode,
        deadline_s=3.0,
        is_right=lambda code: bool(code.text == MARKER),
        act=lambda: emulator.scan(MARKER),
        answers=False,
    )


ALL: dict[str, Callable[[ExitStack], Wired]] = {
    build.__name__: build for build in (id_card, receipt_printer, document_printer, document_camera, scanner)
}
