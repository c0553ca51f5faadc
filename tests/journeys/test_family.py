"""Shell: the family comes to the booth by telephone: kiosk, hub, desk and the helper's page, all of them real."""

import queue
import threading

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kiosk_app.demo.fingers import Steps
from kiosk_app.demo.official import CHROMIUM as ARGUMENTS
from tests.cloud_seat.hub.running import PASSWORD, RunningHub
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.phone import CHROMIUM, WAIT_MS, scanned

pytestmark = [
    pytest.mark.journey,
    pytest.mark.deep,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: apt-get install chromium"),
]
USER = "8805"


class Elsewhere:
    """The official's desk, and a daughter at her own computer who is told a number."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub, self.said = hub, list[str]()
        self.told: queue.Queue[str] = queue.Queue()
        self._faults: list[BaseException] = []
        self._thread = threading.Thread(target=self._hold, name="aside elsewhere", daemon=True)
        hub.add_seat(USER)
        self._thread.start()

    def end(self) -> Steps:
        """What went wrong there goes wrong here."""
        while self._thread.is_alive():
            yield
        if self._faults:
            raise self._faults[0]

    def _hold(self) -> None:
        try:
            with sync_playwright() as running:
                browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                self._live(browser)
                browser.close()
        except (AssertionError, Exception) as fault:  # noqa: BLE001 - told by `end`
            self._faults.append(fault)

    def _live(self, browser: Browser) -> None:
        desk, daughter = browser.new_page(), browser.new_page(locale="zh-CN")
        self._answer(desk)
        daughter.goto(f"{self.hub.url}/with")
        daughter.get_by_test_id("number").fill(self.told.get(timeout=WAIT_MS / 1000))
        daughter.get_by_test_id("number-go").click()
        daughter.get_by_test_id("name").fill("女儿")
        daughter.get_by_test_id("way-both").click()
        expect(daughter.get_by_test_id("state")).to_have_text("您在通话里了", timeout=WAIT_MS)
        self.said.append("in the call")
        expect(daughter.get_by_test_id("title")).to_have_text("通话已结束", timeout=WAIT_MS)

    def _answer(self, desk: Page) -> None:
        desk.goto(f"{self.hub.url}/seat")
        desk.get_by_test_id("sign-in-user").fill(USER)
        desk.get_by_test_id("sign-in-password").fill(PASSWORD)
        desk.get_by_test_id("sign-in-go").click()
        desk.get_by_test_id("status-ready").click()
        expect(desk.get_by_test_id("incoming")).to_be_visible(timeout=WAIT_MS)
        desk.get_by_test_id("answer").click()


def _invite(booth: Booth) -> Steps:
    """By the resident's own wish; the glass shows a code, and the same as an address and a number."""
    yield from booth.fingers.tap("helper")
    yield from booth.until(lambda: booth.session.overlay == "callHelper", "what it means")
    yield from booth.fingers.tap("overlayYes")
    yield from booth.until(lambda: booth.session.overlay == "callHelperCode", "the code")
    yield from booth.until(lambda: scanned(booth.kiosk.window), "a code that can be read on the glass")


def test_a_number_on_the_telephone_brings_the_family_in(open_booth: Open) -> None:
    booth = open_booth(phone_url="to the hub")
    elsewhere = Elsewhere(booth.hub)
    booth.walk(booth.resident.welcome(), booth.resident.call(), _invite(booth))
    assert scanned(booth.kiosk.window).startswith(f"{booth.hub.url}/with#")
    _, number = (fact["value"] for fact in booth.shown("frame", "overlayFacts"))
    elsewhere.told.put(number)
    booth.walk(booth.until(lambda: elsewhere.said, "the daughter in the call"))
    (line,) = booth.shown("frame", "company")
    assert line["text"] == "家人 女儿 一起通话" and booth.session.overlay == ""
    booth.walk(booth.fingers.tap("hangUp"), elsewhere.end())
