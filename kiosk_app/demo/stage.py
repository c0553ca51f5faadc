"""Shell: sets the stage: a fresh hub with one official and one booth, emulated devices, the booth's settings."""

import json
import os
import secrets
from pathlib import Path

import msgspec

from kiosk_app.config import ASSETS, DeviceSetting, Settings
from kiosk_app.demo.emulators import Emulators
from kiosk_app.demo.processes import Programs
from kiosk_app.demo.screen import open_screen
from kiosk_app.enrolment import enrol

USER = "0217"
KIOSK = "PY-0417"
HUB_START_S = 25.0


class Stage:
    """Everything but the booth's window and the official."""

    def __init__(self, programs: Programs, data: Path, *, port: int, size: str) -> None:
        self.programs, self.data = programs, data
        self.password = secrets.token_urlsafe(12)
        self._port = port
        self.devices = Emulators(programs, ASSETS / "samples", ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf")
        self.url = self._open_hub()
        self.screen = open_screen(programs)
        self.config = self._write_settings(size)

    def cut_network(self) -> None:
        """The hub is gone without a word."""
        self.programs.end("hub", kill=True)

    def restore_network(self) -> None:
        """The hub is back on the same port with what it had on disk."""
        self._start_hub()

    def _open_hub(self) -> str:
        hub = self.data / "hub"
        hub.mkdir(parents=True)
        secret = _write_secret(self.data / "password", self.password.encode())
        department = {"zh": "番禺区民政局", "en": "Panyu Civil Affairs Bureau"}
        self.programs.run(
            "cloud_seat.hub", "add-seat", "--data-dir", str(hub), "--name", "测试坐席", "--number", USER,
            "--department", department["zh"], "--rights", "*", "--password-file", str(secret),
        )  # fmt: skip
        self._enrolment = self.programs.run(
            "cloud_seat.hub", "enrol-kiosk", "--data-dir", str(hub), "--kiosk-id", KIOSK, "--name", "市桥街晓屋"
        )
        return self._start_hub()

    def _start_hub(self) -> str:
        ready = self.data / "hub.json"
        ready.unlink(missing_ok=True)
        self.programs.elsewhere(
            "hub", "cloud_seat.hub", "--data-dir", str(self.data / "hub"), "--port", str(self._port),
            "--ready-file", str(ready),
        )  # fmt: skip
        url = str(json.loads(self.programs.wait_for_file("hub", ready, HUB_START_S))["url"])
        self._port = int(url.rsplit(":", 1)[1])
        return url

    def _write_settings(self, size: str) -> Path:
        width, _, height = size.partition("x")
        keys = self.data / "keys"
        settings = Settings(
            hub_url=self.url,
            kiosk_id=KIOSK,
            root_key_file=str(keys / "root-key"),
            device_key_file=str(_write_secret(keys / "device-key", secrets.token_bytes(32))),
            devices=tuple(msgspec.convert(device, DeviceSetting) for device in self.devices.device_settings()),
            microphone="lavfi:sine=frequency=330",
            width_px=int(width),
            height_px=int(height),
        )
        path = self.data / "kiosk.toml"
        path.write_bytes(msgspec.toml.encode(settings))
        paper = _write_secret(self.data / "paper.json", msgspec.json.encode(self._enrolment))
        enrol(settings, paper)
        paper.unlink()
        return path


def _write_secret(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path
