"""Shell: Chromium, the real hub, the desk, the booth; any unexpected word on the console fails the test."""

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, expect, sync_playwright

from cloud_seat.contract import totp
from tests.cloud_seat.hub.running import PASSWORD, RunningHub
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.relayed import WHY_NOT, relayed_hub, trust

CHROMIUM = shutil.which("chromium") or ""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
FAKE_CAMERA = "--use-fake-device-for-media-stream"
UNHURRIED = ("ring_s=300", "resume_s=120", "reconnect_s=300", "pong_within_s=60", "page_silent_s=120")
"""However busy the machine is: a ring goes on until it is answered, and who is slow to answer is not given up."""
SIZES = {"small": (1366, 768), "large": (1920, 1080)}

expect.set_options(timeout=40_000)  # what does not come by then never comes; how soon it comes is measured elsewhere
_numbers = itertools.count(1)


class Desk:
    """The official's page."""

    def __init__(self, page: Page, hub: RunningHub) -> None:
        self.page, self.hub = page, hub
        self.user = hub.add_seat(f"{next(_numbers):04d}")  # each desk its own: none inherits a status
        self.needs_factor = False
        self._expected: list[str] = []
        self.said: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))

    def at(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    def open(self) -> None:
        self.page.goto(f"{self.hub.url}/seat")

    def sign_in(self, look: Callable[[str], None] = lambda _: None) -> None:
        """`look` at each step of it."""
        self.open()
        self.at("sign-in-user").fill(self.user)
        self.at("sign-in-password").fill(PASSWORD)
        if self.needs_factor:
            self.expect_console("401")  # before it is heard
        self.at("sign-in-go").click()
        if self.needs_factor:
            self._take_up(look)
        expect(self.at("who")).to_contain_text(f"测试员{self.user} {self.user}")

    def _take_up(self, look: Callable[[str], None]) -> None:
        """As somebody with an authenticator app does at the first sign-in."""
        expect(self.at("sign-in-code")).to_be_focused()
        look("take-up")
        secret = totp.secret_of(self.at("sign-in-secret").inner_text())
        self.at("sign-in-code").fill(totp.code_at(secret, int(time.time() // totp.STEP_S)))
        self.at("sign-in-go").click()
        expect(self.at("sign-in-codes").locator("li")).to_have_count(10)
        look("recovery-codes")
        self.at("sign-in-codes-done").click()

    def ready(self, look: Callable[[str], None] = lambda _: None) -> None:
        self.sign_in(look)
        self.at("status-ready").click()
        expect(self.at("presence")).to_contain_text("就绪 1")

    def expect_console(self, words: str) -> None:
        """This complaint of the browser belongs to the test."""
        self._expected.append(words)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in self._expected):
            self.said.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """For this room: while it runs, no other test of this process can run a loop of its own."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, FAKE_CAMERA, *trust()])
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def bare_browser(playwright: Playwright) -> Iterator[Browser]:
    """A computer without camera and microphone."""
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *UNHURRIED) as running:
        yield running


@pytest.fixture(scope="package")
def relayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with relays, that both ends of a call can reach."""
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with relayed_hub(tmp_path_factory.mktemp("relayed"), *UNHURRIED) as hub:
        yield hub


@pytest.fixture
def fragile_hub(tmp_path: Path) -> Iterator[RunningHub]:
    """A hub that the test may kill."""
    with RunningHub.start(tmp_path, *UNHURRIED) as running:
        yield running


@pytest.fixture
def open_desk(browser: Browser) -> Iterator[Callable[..., Desk]]:
    """`open_desk(hub)` in Chromium with a fake camera; `on`: another browser; `size`: small or large."""
    opened: list[Desk] = []

    def opening(hub: RunningHub, *, on: Browser = browser, size: str = "small") -> Desk:
        width, height = SIZES[size]
        desk = Desk(on.new_page(viewport={"width": width, "height": height}), hub)
        opened.append(desk)
        return desk

    yield opening
    for desk in opened:
        desk.page.close()
        assert not desk.said, desk.said


@pytest.fixture
def desk(open_desk: Callable[..., Desk], hub: RunningHub) -> Desk:
    return open_desk(hub)


@pytest.fixture
def open_booth(hub: RunningHub) -> Iterator[Callable[..., Booth]]:
    opened: list[Booth] = []

    def opening(at: RunningHub = hub, **how: Any) -> Booth:
        opened.append(Booth(at, **how))
        return opened[-1]

    yield opening
    for booth in opened:
        booth.close()


@pytest.fixture(scope="module")
def desk_page(browser: Browser, hub: RunningHub) -> Iterator[Page]:
    """The page before sign-in, for looking into its modules."""
    page = browser.new_page()
    page.goto(f"{hub.url}/seat")
    yield page
    page.close()
