"""Shell: the booth's devices as emulators on real ports, in this process."""

import json
from typing import Any

from devices.camera.emulator import CameraEmulator
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind
from devices.id_card.sam_model import sample_card
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from kiosk_app.config import ASSETS, DeviceSetting
from kiosk_app.demo.emulators import as_on_the_card

FONT = ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf"
SAMPLES = ASSETS / "samples"
NOBODY_THERE = "http://127.0.0.1:9/mjpeg"
"""Port 9 (discard): nobody listens on it."""


def someone(person: str = "resident") -> dict[str, Any]:
    """An invented person of assets/samples/people.json."""
    people: list[dict[str, Any]] = json.loads((SAMPLES / "people.json").read_text())
    return next(one for one in people if one["id"] == person)


class Gear:
    """Reader, receipt printer, document camera, face camera."""

    def __init__(self) -> None:
        self.reader = IdCardEmulator(pace=0.2)
        self.printer = ReceiptPrinterEmulator(FONT)
        self.document = CameraEmulator("document", font_path=FONT, paper=SAMPLES / "social-card-copy.png")
        self.face = CameraEmulator("face", font_path=FONT)

    def start(self) -> None:
        """Ports open."""
        for device in (self.reader, self.printer, self.document, self.face):
            device.start()

    def stop(self) -> None:
        """Ports closed."""
        for device in (self.reader, self.printer, self.document, self.face):
            device.stop()

    def tidy(self) -> None:
        """As a keeper leaves it in the morning: plugged in, well-behaved, nothing on the glass or the desk."""
        for device in (self.reader, self.printer, self.document, self.face):
            device.act("replug", {})
            device.act("fault", {"name": None})
        self.reader.remove()
        self.printer.paper("ok")
        self.printer.cover(is_open=False)
        self.document.take_paper()

    def settings(self, addresses: dict[str, str]) -> tuple[DeviceSetting, ...]:
        """The [[devices]] of kiosk.toml; `addresses` replaces some, by role."""
        wires = (
            ("id_card", "sam", self.reader.address, self.reader.options),
            ("receipt_printer", "escpos", self.printer.address, self.printer.options),
            ("document_camera", "camera", self.document.address, self.document.options),
            ("face_camera", "camera", self.face.address, self.face.options),
        )
        return tuple(
            DeviceSetting(role=role, kind=kind, address=addresses.get(role, at), options=options)
            for role, kind, at, options in wires
        )

    def insert_card(self, person: str = "resident") -> None:
        """An invented person's card on the glass."""
        self.reader.insert(sample_card(CardKind.RESIDENT, **as_on_the_card(someone(person)["card"])))
