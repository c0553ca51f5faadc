"""Shell: a resident's phone: Chromium as a phone, which scans the booth's glass and sends pictures."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickWindow

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth

CHROMIUM = shutil.which("chromium") or ""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WAIT_MS = 30_000


def scanned(window: QQuickWindow) -> str:
    """What a phone in front of the glass reads there; empty without a code."""
    seen = window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(seen.constBits(), np.uint8).reshape(seen.height(), seen.bytesPerLine())[:, : seen.width()]
    return next((code.text for code in zxingcpp.read_barcodes(rows)), "")


def photographed(paper: Path) -> bytes:
    """The paper on a dark table, a little askew, as a phone takes it; with the place in its EXIF."""
    sheet = Image.open(paper).convert("RGB").resize((1200, 1697)).point(lambda level: level * 0.85)
    table = Image.new("RGB", (1800, 2300), "#3b2f26")
    mask = Image.new("L", sheet.size, 255).rotate(3, expand=True)
    table.paste(sheet.rotate(3, expand=True, resample=Image.Resampling.BICUBIC), (260, 260), mask)
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "PLANTED-MAKER"
    table.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def with_phone(booth: Booth, address: str, work: Callable[[Page], None], *, expected: str = "nothing") -> Steps:
    """Opens the address in a phone's browser; `work` does with the page what a thumb would, in a thread of its own.

    `expected`: words of the browser's console that belong to the test.
    """
    faults: list[BaseException] = []

    def hold() -> None:
        try:
            _with_page(address, work, expected)
        except (AssertionError, Exception) as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    yield from booth.aside(hold)
    if faults:
        raise faults[0]


def _with_page(address: str, work: Callable[[Page], None], expected: str) -> None:
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(**running.devices["Pixel 5"], locale="zh-CN")
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        work(page)
        browser.close()
        assert not [words for words in said if expected not in words], said


def send(page: Page, *pictures: bytes) -> None:
    """Chosen from the album; ends when the booth has them."""
    expect(page.get_by_test_id("title")).to_contain_text("传“", timeout=WAIT_MS)
    files = [{"name": f"{at}.jpg", "mimeType": "image/jpeg", "buffer": picture} for at, picture in enumerate(pictures)]
    page.get_by_test_id("album").set_input_files(files)  # type: ignore[arg-type]  # a list of payloads is one
    for at in range(len(pictures)):
        line = page.get_by_test_id("sent").locator("li").nth(at)
        expect(line).to_contain_text("晓屋收到了", timeout=WAIT_MS)
