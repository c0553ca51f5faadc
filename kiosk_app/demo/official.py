"""Shell: the official at the seat page in a headless Chromium: answers, marks a field, accepts, ends."""

import argparse
import json
import os
import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
WAIT_MS = 60_000
CALL_WAIT_MS = 120_000
LOOK_MS = 2_000
"""A person reads before marking."""


def tell(event: str, **what: object) -> None:
    """One line to the conductor."""
    print(json.dumps({"event": event, **what}, ensure_ascii=False), flush=True)


class Official:
    """One browser page."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self._page, self._pictures, self._taken = page, pictures, 0

    def sign_in(self, url: str, user: str, password: str) -> None:
        """To the desk, ready."""
        self._page.goto(f"{url}/seat")
        self._at("sign-in-user").fill(user)
        self._at("sign-in-password").fill(password)
        self.picture("sign-in")
        self._at("sign-in-go").click()
        self._at("status-ready").click()
        tell("ready")

    def serve(self, *, offline: bool, save: Path) -> None:
        """One call from ring to end."""
        expect(self._at("incoming")).to_be_visible(timeout=CALL_WAIT_MS)
        self.picture("ringing")
        self._at("answer").click()
        expect(self._at("field-phone")).to_be_visible(timeout=WAIT_MS)
        expect(self._page.locator("html")).to_have_attribute(
            "data-frames-decoded", re.compile(r"^[1-9]\d+$"), timeout=WAIT_MS
        )
        expect(self._at("scan-1")).to_be_visible(timeout=WAIT_MS)
        self._page.wait_for_timeout(LOOK_MS)
        self.picture("call")
        self._at("mark-phone").click()
        self._at("mark-note").fill("请再核对一下最后一位")
        self.picture("mark")
        self._at("mark-send").click()
        expect(self._at("field-phone")).to_contain_text("138 0013 8000", timeout=CALL_WAIT_MS)
        self.picture("mended")
        tell("frames", decoded=self.frames())
        if not offline:
            self.accept(save)
        self._at("end-call").click()
        self._at("end-confirm").click()
        self.picture("ended")
        self._at("clear").click()

    def accept(self, save: Path) -> None:
        """After the case has arrived: read the application, accept."""
        expect(self._at("acceptance-number")).to_contain_text("PY-", timeout=CALL_WAIT_MS)
        address = self._page.get_by_test_id("application-pdf").get_attribute("href", timeout=WAIT_MS)
        answer = self._page.request.get(str(address))
        save.write_bytes(answer.body())
        tell("application", status=answer.status, size_bytes=len(answer.body()))
        self.picture("submitted")
        self._at("accept").click()
        self._at("accept-confirm").click()
        self.picture("accepted")
        tell("frames", decoded=self.frames())
        self._page.wait_for_timeout(1500)

    def frames(self) -> int:
        """Frames of the resident that this browser decoded."""
        return int(self._page.locator("html").get_attribute("data-frames-decoded") or 0)

    def picture(self, name: str) -> None:
        """What the official sees, numbered."""
        self._taken += 1
        self._page.screenshot(path=self._pictures / f"{self._taken:02d}-seat-{name}.png")

    def _at(self, test_id: str):  # type: ignore[no-untyped-def]  # playwright's Locator
        return self._page.get_by_test_id(test_id)


def main() -> int:
    """Ends with the call."""
    parser = argparse.ArgumentParser("demo official")
    parser.add_argument("--url", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--application", type=Path, required=True)
    parser.add_argument("--chromium", required=True)
    parser.add_argument("--camera", type=Path, required=True, help="the official's picture, MJPEG")
    parser.add_argument("--offline", action="store_true")
    options = parser.parse_args()
    password = os.environ["XIAOWU_DEMO_PASSWORD"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=[*CHROMIUM, f"--use-file-for-fake-video-capture={options.camera}"]
        )
        context = browser.new_context(
            viewport={"width": 1600, "height": 900}, base_url=options.url, permissions=["camera", "microphone"]
        )
        page = context.new_page()
        page.on("console", lambda message: print(f"{message.type}: {message.text}", file=sys.stderr, flush=True))
        official = Official(page, options.pictures)
        official.sign_in(options.url, options.user, password)
        official.serve(offline=options.offline, save=options.application)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
