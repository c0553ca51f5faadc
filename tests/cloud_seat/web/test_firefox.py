"""The desk in Firefox ESR: sign in, take a call of the real engine, see it, a helper by link, hang up; and by relay.

Without a sound card Firefox runs no AudioContext. Who hears whom is therefore measured with a PulseAudio of the test's
own that plays to nobody; its package is not in our lists, for it would take PipeWire's place on a developer's desktop.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench.calls.relay import own_address
from cloud_seat.contract import totp
from cloud_seat.contract.companions import CompanionLink, ConsentAnswered, ConsentAsked
from cloud_seat.contract.signalling import CallConnected, CallEnded, HealthReported
from tests.cloud_seat.hub.running import PASSWORD, RunningHub
from tests.cloud_seat.web.booth import KIOSK, Booth
from tests.cloud_seat.web.firefox import PROGRAM, Firefox
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.relayed import ONLY, WAYS
from tests.cloud_seat.web.tones import LISTEN, SPEAK, TONES

USER = "8801"
PULSEAUDIO = shutil.which("pulseaudio")
PULSE = [
    "-n",
    "--daemonize=no",
    "--exit-idle-time=-1",
    "--use-pid-file=no",
    "--disable-shm=yes",
    "--load=module-null-sink",
]
SOUND_S = BOOTH_S = 20.0
BY_PAGE = "if (location.pathname === '/with') { %s } else { %s }"
SPEAKERS = BY_PAGE % (SPEAK % TONES["family"], SPEAK % TONES["official"])
PARTIES = f"{SPEAKERS}; {LISTEN % json.dumps(TONES)}"
"""For both pages: each speaks with its own tone, and is listened to."""


def _at(test_id: str) -> str:
    return f"document.querySelector('[data-testid={test_id}]')"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if not PROGRAM:
        pytest.skip("Firefox is not installed: apt-get install firefox-esr")
    folder = tmp_path_factory.mktemp("firefox")
    with ExitStack() as stack:
        sound = stack.enter_context(_sound_server(folder)) if PULSEAUDIO else ""
        yield stack.enter_context(Firefox(folder / "profile", address=own_address(), sound=sound))


@contextmanager
def _sound_server(folder: Path) -> Iterator[str]:
    """A sound card that plays to nobody; its address."""
    socket = folder / "sound"
    unix = f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1"
    home = os.environ | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    server = subprocess.Popen(
        ["pulseaudio", *PULSE, "--load=module-null-sink", unix], env=home, stderr=subprocess.DEVNULL
    )
    try:
        until_s = time.monotonic() + SOUND_S
        while not socket.exists():
            assert server.poll() is None and time.monotonic() < until_s, "PulseAudio did not start"
            time.sleep(0.05)
        yield f"unix:{socket}"
    finally:
        server.terminate()
        server.wait(SOUND_S)


def test_a_call_in_firefox(page: Firefox, hub: RunningHub, open_booth: Callable[..., Any]) -> None:
    booth, matter = _call(page, hub, open_booth)
    booth.say(matter.form())
    page.until(f"{_at('field-applicant_name')}?.textContent.includes('测试甲')")
    page.until(f"{_at('resident-video')}.videoWidth === 640 && {_at('resident-video')}.currentTime > 0.5")
    page.until("Number(document.documentElement.dataset.framesDecoded) > 10")
    _until(lambda: booth.frames > 5)
    back = _a_helper_comes(page, hub, booth, matter)
    back()
    page.until("document.querySelector('.company-tile')?.videoWidth > 2")
    _end(page, booth)


@pytest.mark.deep  # as in test_relay.py
@pytest.mark.parametrize(
    ("servers", "way"),
    [("^turn:.*udp$", "relay udp"), ("^turn:.*tcp$", "relay tcp"), ("^turns:", "relay tls")],
)
def test_by_the_relay_alone(
    page: Firefox, relayed: RunningHub, open_booth: Callable[..., Any], *, servers: str, way: str
) -> None:
    with page.prepared(ONLY % servers):
        booth, _ = _call(page, relayed, open_booth)
        page.until("Number(document.documentElement.dataset.framesDecoded) > 5")
        _until(lambda: booth.frames > 1)
        assert page.evaluate(WAYS) == way
        _end(page, booth)


@pytest.mark.deep
@pytest.mark.skipif(not PULSEAUDIO, reason="needs a sound card: apt-get install --no-install-recommends pulseaudio")
def test_who_hears_whom(page: Firefox, hub: RunningHub, open_booth: Callable[..., Any]) -> None:
    with page.prepared(PARTIES):
        booth, matter = _call(page, hub, open_booth)
        _hears(page, "booth")
        back = _a_helper_comes(page, hub, booth, matter)
        _hears(page, "booth", "official")
        back()
        _hears(page, "booth", "family")
        _until(lambda: booth.ear.hears() == {"family", "official"})
        _end(page, booth)


@pytest.mark.deep
def test_the_board_in_firefox(page: Firefox, hub: RunningHub, open_booth: Callable[..., Any]) -> None:
    user, booth = hub.add_seat("8802", rights=()), open_booth(media=False)
    hub.set_role(user, "operator")
    back = page.tab()
    page.go(f"{hub.url}/board")
    page.evaluate(f"{_at('sign-in-user')}.value = '{user}'; {_at('sign-in-password')}.value = '{PASSWORD}'")
    page.evaluate(f"{_at('sign-in-go')}.click()")
    page.until(f"{_at('sign-in-secret')}?.textContent.length > 10")
    secret = totp.secret_of(page.evaluate(f"{_at('sign-in-secret')}.textContent"))
    code = totp.code_at(secret, int(time.time() // totp.STEP_S))
    page.evaluate(f"{_at('sign-in-code')}.value = '{code}'; {_at('sign-in-go')}.click()")
    page.until(f"{_at('sign-in-codes-done')}.getClientRects().length")
    page.evaluate(f"{_at('sign-in-codes-done')}.click()")
    page.until(f"{_at(f'tile-{KIOSK}')}?.textContent.includes('空闲')")
    booth.say(HealthReported(in_use=True))
    page.until(f"{_at(f'tile-{KIOSK}')}.textContent.includes('有人在用')")
    page.evaluate(f"{_at(f'tile-{KIOSK}')}.click()")
    page.until(f"{_at('booth-ways')}.textContent.includes('能办')")
    page.evaluate(f"{_at('sign-out')}.click()")
    page.until(f"{_at('sign-in-user')}.getClientRects().length")
    back()


def _until(true: Callable[[], bool]) -> None:
    """At the booth; its ear keeps a fifth of a second."""
    until_s = time.monotonic() + BOOTH_S
    while not true():
        assert time.monotonic() < until_s
        time.sleep(0.2)


def _hears(page: Firefox, *names: str) -> None:
    """These and nobody else."""
    page.until(f"[...heardNow].sort().join() === '{','.join(sorted(names))}'")


def _call(page: Firefox, hub: RunningHub, open_booth: Callable[..., Any]) -> tuple[Booth, Matter]:
    """Signed in, and in a call with a booth."""
    hub.add_seat(USER)
    page.go(f"{hub.url}/seat")
    at_door, inside = f"{_at('sign-in-go')}.offsetParent", f"{_at('who')}.textContent.includes('{USER}')"
    page.until(f"{at_door} || {inside}")
    if page.evaluate(f"Boolean({at_door})"):
        page.evaluate(f"{_at('sign-in-user')}.value = '{USER}'; {_at('sign-in-password')}.value = '{PASSWORD}'")
        page.evaluate(f"{_at('sign-in-go')}.click()")
    page.until(inside)
    page.evaluate(f"{_at('status-ready')}.click()")
    page.until(f"{_at('presence')}.textContent.includes('就绪 1')")
    booth, matter = open_booth(hub), Matter()
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id)
    page.until(f"{_at('incoming')}.open")
    page.evaluate(f"{_at('answer')}.click()")
    booth.hear(CallConnected)
    page.until(f"{_at('call-timer')}.textContent.includes('通话中')")
    return booth, matter


def _end(page: Firefox, booth: Booth) -> None:
    page.evaluate(f"{_at('end-call')}.click(); {_at('end-confirm')}.click()")
    assert booth.hear(CallEnded).reason == "seat"


def _a_helper_comes(page: Firefox, hub: RunningHub, booth: Booth, matter: Matter) -> Callable[[], None]:
    """By the link, in another tab: sees the resident through the official's page. The answer leads back to that."""
    page.evaluate(f"{_at('consult')}.click(); {_at('way-family')}.click(); {_at('passing-send')}.click()")
    asked = booth.hear(ConsentAsked)
    booth.say(ConsentAnswered(call_id=matter.call_id, companion_id=asked.companion_id, answer="yes"))
    token = booth.hear(CompanionLink).token
    back = page.tab()
    page.go(f"{hub.url}/with#{token}")
    page.until(f"{_at('name')}.offsetParent")
    page.evaluate(f"{_at('name')}.value = '女儿'; {_at('way-both')}.click()")
    page.until(f"{_at('state')}.textContent === 'You are in the call' && {_at('resident')}.videoWidth > 2")
    return back
