"""Shell: the emulated devices of the demo: each a process on its real port, steered by its control socket."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from devices.control import send_order
from devices.id_card.nations import CODE_BY_NATION
from kiosk_app.demo.processes import ProgramError, Programs


class Emulator:
    """One `devices.emulate` process. It starts at once; who asks it for anything waits until it is ready."""

    def __init__(self, programs: Programs, name: str, kind: str, *arguments: str) -> None:
        self._programs, self._name = programs, name
        self._process = programs.elsewhere(name, "devices.emulate", kind, *arguments, talk=True)

    @cached_property
    def ready(self) -> dict[str, Any]:
        """What it says of itself. Raises ProgramError when it ended instead."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ProgramError(f"{self._name} is not ready: {self._programs.log_of(self._name)}")
        said: dict[str, Any] = json.loads(line)
        return said

    @property
    def address(self) -> str:
        """What a device configuration names."""
        return str(self.ready["address"])

    @property
    def options(self) -> dict[str, str]:
        """Further options of the device configuration."""
        return {str(key): str(value) for key, value in self.ready.get("options", {}).items()}

    def act(self, action: str, **arguments: object) -> dict[str, object]:
        """One word on the control socket, one answer. Raises ProgramError when the emulator refuses."""
        try:
            return send_order(str(self.ready["control"]), action, arguments)
        except ValueError as error:
            raise ProgramError(f"{action}: {error}") from error


class Emulators:
    """Reader, receipt printer, both cameras."""

    def __init__(self, programs: Programs, samples: Path, font: Path) -> None:
        self._samples = samples
        self.reader = Emulator(programs, "id-card", "id-card")
        self.printer = Emulator(programs, "receipt-printer", "receipt-printer", "--font", str(font))
        self.document = Emulator(programs, "document-camera", "camera", "--role", "document", "--font", str(font))
        self.face = Emulator(programs, "face-camera", "camera", "--role", "face", "--font", str(font))

    def device_settings(self) -> list[dict[str, Any]]:
        """The [[devices]] of kiosk.toml."""
        wires = (
            ("id_card", "sam", self.reader),
            ("receipt_printer", "escpos", self.printer),
            ("document_camera", "camera", self.document),
            ("face_camera", "camera", self.face),
        )
        return [
            {"role": role, "kind": kind, "address": emulator.address, "options": emulator.options}
            for role, kind, emulator in wires
        ]

    def insert_card(self) -> None:
        """The invented resident's card on the glass."""
        people = json.loads((self._samples / "people.json").read_text())
        card = next(person["card"] for person in people if person["id"] == "resident")
        self.reader.act("insert", **as_on_the_card(card))

    def put_paper(self) -> None:
        """The sample copy under the camera."""
        self.document.act("put_paper", path=str(self._samples / "social-card-copy.png"))


def as_on_the_card(card: dict[str, str]) -> dict[str, str]:
    """A person of people.json in GA/T 467 codes: sex 1 or 2, nation 01 = 汉 (GB 3304), dates without dashes."""
    return {
        "name": card["name"],
        "sex": {"男": "1", "女": "2"}[card["sex"]],
        "nation": CODE_BY_NATION[card["nation"]],
        "birth": card["birth"].replace("-", ""),
        "address": card["address"],
        "number": card["number"],
        "authority": card["issued_by"],
        "valid_from": card["valid_from"].replace("-", ""),
        "valid_until": card["valid_until"].replace("-", ""),
    }
