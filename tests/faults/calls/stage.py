"""Shell: a hub, an official's page in a real Chromium, one call after the other from a booth; each on its own line."""

import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.cloud_seat.hub.running import PASSWORD, ROOT, RunningHub
from tests.cloud_seat.web.matter import Matter
from tests.faults.calls.booth import BoothProgram
from tests.faults.calls.coturn import SECRET, Coturn
from tests.faults.calls.lines import HOUSE, Lines

CHROMIUM = shutil.which("chromium") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
SETTINGS = ("same_seat_hold_s=20", "resume_s=20")
RELAY_PORTS = (3478, 3480)
"""In the house nobody else has them."""
LOOK_S = 0.05
PROBE = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1).close()"
LINES = """
    const Real = RTCPeerConnection;
    globalThis.lines = [];
    globalThis.RTCPeerConnection = class extends Real {
        constructor(options) { super(options); lines.push(this); }
    };
"""
"""For the desk's page, before its own scripts: its connections can be looked at."""
RELAYED_PORTS = """async () => {
    const stats = [...(await lines.at(-1).getStats()).values()];
    const pairs = stats.filter((one) => one.type === "transport").map((one) => one.selectedCandidatePairId);
    const used = stats.filter((one) => pairs.includes(one.id));
    const ends = used.flatMap(({ localCandidateId, remoteCandidateId }) => [localCandidateId, remoteCandidateId]);
    return stats.filter((one) => ends.includes(one.id) && one.candidateType === "relay").map((one) => one.port);
}"""
KIOSK = "PY-7001"
PHONE = "138 0013 8000"


class Stage:
    """`call()` connects booth and desk; the scenarios break it. `user` is the one official."""

    def __init__(self, hub: RunningHub, lines: Lines, page: Page, *, token: str, user: str) -> None:
        self.hub, self.lines, self.page, self.user = hub, lines, page, user
        self.desk_url = ""
        self.relays: list[Coturn] = []
        self._token = token
        self._booths: list[BoothProgram] = []

    def call(self, matter: Matter | None = None) -> tuple[Matter, BoothProgram]:
        """A booth whose call this desk has answered, with voice."""
        matter = matter or Matter()
        booth = self.ring(matter)
        self.answer()
        self.until(lambda: booth.all("voice") and self.phase == "connected", "the call")
        return matter, booth

    def ring(self, matter: Matter) -> BoothProgram:
        """A booth that asks for the official."""
        url = f"ws://{HOUSE}:{self.hub.port}/ws/kiosk"
        self._booths.append(BoothProgram(self.lines.inside("booth"), url, self._token, matter))
        return self._booths[-1]

    def close(self) -> None:
        """No booth outlives its stage, whatever happened."""
        for booth in self._booths:
            booth.kill()

    def answer(self) -> None:
        """The official takes what rings."""
        self.until(lambda: self.page.get_by_test_id("incoming").is_visible(), "the ring")
        self.page.keyboard.press("Enter")

    def clear(self, booth: BoothProgram) -> None:
        """The call ends and the desk is ready for the next."""
        booth.hang_up()
        self.until(lambda: self.phase in ("ended", "idle"), "the end")
        if self.phase == "ended":
            self.page.get_by_test_id("clear").click()

    @property
    def phase(self) -> str:
        """Where the call stands on the desk."""
        return str(self.page.evaluate("() => document.getElementById('desk')?.dataset.phase || ''"))

    def relay_in_use(self) -> Coturn | None:
        """The one by which the call goes, when only one end has a relay; none at the moment of a change."""
        ports = self.page.evaluate(RELAYED_PORTS)
        return next((relay for relay in self.relays if any(relay.holds(port) for port in ports)), None)

    def shows_form(self) -> bool:
        """The resident's form stands on the desk."""
        return "138 0013 800" in (self.page.get_by_test_id("field-phone").text_content() or "")

    def until(self, true: Callable[[], object], what: str, wait_s: float = 30.0) -> float:
        """Wait for it; returns the moment."""
        until_s = time.monotonic() + wait_s
        while not true():
            assert time.monotonic() < until_s, f"waited {wait_s} s for {what}; the desk says {self.phase}"
            self.page.wait_for_timeout(LOOK_S * 1000)
        return time.monotonic()

    def rest(self, seconds: float) -> None:
        """Time passes, the page lives on."""
        self.page.wait_for_timeout(seconds * 1000)


@contextmanager
def stage(folder: Path, *relays: str) -> Iterator[Stage]:
    """Everything up, the official signed in and ready. Nothing is left afterwards.

    `relays`: "udp" or "tcp" for each relay; then booth and desk cannot reach each other but through them.
    """
    with ExitStack() as stack:
        lines = stack.enter_context(Lines())
        coturns = [_coturn(stack, folder, lines, port) for port, _ in zip(RELAY_PORTS, relays, strict=False)]
        if coturns:
            lines.apart()
        (folder / "secret").write_text(SECRET)
        urls = [f"--turn-url={coturn.url(way)}" for coturn, way in zip(coturns, relays, strict=True)]
        options = (*urls, "--turn-secret-file", str(folder / "secret"))
        hub = RunningHub(folder / "hub", SETTINGS, options=options, inside=lines.inside("house"))
        hub.start_again()
        stack.enter_context(hub)
        user, token = hub.add_seat("0217"), hub.enrol(KIOSK)["token"]
        local = f"127.0.0.1:{hub.port}"
        house = f"{HOUSE}:{hub.port}"
        _relay(stack, lines.inside("house"), house, local)
        _relay(stack, lines.inside("desk"), local, house)
        running = stack.enter_context(sync_playwright())
        browser = running.chromium.launch(executable_path=_inside(folder, lines), args=ARGUMENTS)
        stack.callback(browser.close)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(LINES)
        opened = Stage(hub, lines, page, token=token, user=user)
        opened.relays = coturns
        opened.desk_url = f"http://{local}/seat"
        stack.callback(opened.close)
        _sign_in(opened)
        yield opened


def _sign_in(opened: Stage) -> None:
    page = opened.page
    page.goto(opened.desk_url)
    page.get_by_test_id("sign-in-user").fill(opened.user)
    page.get_by_test_id("sign-in-password").fill(PASSWORD)
    page.get_by_test_id("sign-in-go").click()
    page.get_by_test_id("status-ready").click()
    opened.until(lambda: "就绪 1" in (page.get_by_test_id("presence").text_content() or ""), "the desk to be ready")


def _coturn(stack: ExitStack, folder: Path, lines: Lines, port: int) -> Coturn:
    coturn = Coturn(folder, HOUSE, port, inside=lines.inside("house"))
    stack.callback(coturn.kill)
    return coturn.start()


def _inside(folder: Path, lines: Lines) -> Path:
    """Chromium on the desk's line."""
    script = folder / "chromium-at-the-desk"
    script.write_text(f'#!/bin/sh\nexec {" ".join(lines.inside("desk"))} {CHROMIUM} "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


def _relay(stack: ExitStack, inside: list[str], listen: str, target: str) -> None:
    command = [*inside, sys.executable, "-m", "tests.faults.calls.relay", listen, target]
    process = subprocess.Popen(command, cwd=ROOT)
    stack.callback(process.wait, 10)
    stack.callback(process.kill)
    host, port = listen.split(":")
    probe = [*inside, sys.executable, "-c", PROBE, host, port]
    until_s = time.monotonic() + 10
    while subprocess.run(probe, capture_output=True, check=False).returncode:
        assert time.monotonic() < until_s, f"no relay at {listen}"
