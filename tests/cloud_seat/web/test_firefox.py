"""The desk in Firefox ESR: sign in, take a call of the real engine, see it, a helper by link, hang up; and by relay."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cloud_seat.contract.companions import CompanionLink, ConsentAnswered, ConsentAsked
from cloud_seat.contract.signalling import CallConnected, CallEnded
from tests.cloud_seat.hub.running import PASSWORD, RunningHub
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.firefox import PROGRAM, Firefox
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.relayed import ONLY, WAYS

USER = "8801"


def _at(test_id: str) -> str:
    return f"document.querySelector('[data-testid={test_id}]')"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if not PROGRAM:
        pytest.skip("Firefox is not installed: apt-get install firefox-esr")
    with Firefox(tmp_path_factory.mktemp("firefox") / "profile") as opened:
        yield opened


def test_a_call_in_firefox(page: Firefox, hub: RunningHub, open_booth: Callable[..., Any]) -> None:
    booth, matter = _call(page, hub, open_booth)
    booth.say(matter.form())
    page.until(f"{_at('field-applicant_name')}?.textContent.includes('测试甲')")
    page.until(f"{_at('resident-video')}.videoWidth === 640 && {_at('resident-video')}.currentTime > 0.5")
    page.until("Number(document.documentElement.dataset.framesDecoded) > 10")
    assert booth.frames > 5, "the official's own picture arrives, too"
    _a_helper_comes(page, hub, booth, matter)
    _end(page, booth)


@pytest.mark.deep  # as in test_relay.py
def test_by_the_relay_alone(page: Firefox, relayed: RunningHub, open_booth: Callable[..., Any]) -> None:
    page.prepare(ONLY % "turn:")
    booth, _ = _call(page, relayed, open_booth)
    page.until("Number(document.documentElement.dataset.framesDecoded) > 5")
    assert booth.frames > 1
    assert page.evaluate(WAYS) == "relay udp"
    _end(page, booth)


def _call(page: Firefox, hub: RunningHub, open_booth: Callable[..., Any]) -> tuple[Booth, Matter]:
    """Signed in, and in a call with a booth."""
    hub.add_seat(USER)
    page.go(f"{hub.url}/seat")
    page.evaluate(f"{_at('sign-in-user')}.value = '{USER}'; {_at('sign-in-password')}.value = '{PASSWORD}'")
    page.evaluate(f"{_at('sign-in-go')}.click()")
    page.until(f"{_at('who')}.textContent.includes('{USER}')")
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


def _a_helper_comes(page: Firefox, hub: RunningHub, booth: Booth, matter: Matter) -> None:
    """By the link, in another tab: sees the resident through the official's page, and is seen there.

    Without a sound card Firefox runs no AudioContext, so that who hears whom is measured in Chromium alone."""
    page.evaluate(f"{_at('consult')}.click(); {_at('way-family')}.click(); {_at('passing-send')}.click()")
    asked = booth.hear(ConsentAsked)
    booth.say(ConsentAnswered(call_id=matter.call_id, companion_id=asked.companion_id, answer="yes"))
    token = booth.hear(CompanionLink).token
    back = page.tab()
    page.go(f"{hub.url}/with#{token}")
    page.until(f"{_at('name')}.offsetParent")
    page.evaluate(f"{_at('name')}.value = '女儿'; {_at('way-both')}.click()")
    page.until(f"{_at('state')}.textContent === 'You are in the call' && {_at('resident')}.videoWidth > 2")
    back()
    page.until("document.querySelector('.company-tile')?.videoWidth > 2")
