"""Calls whose pages reach nobody but through the relay: the resident, and a helper who comes by link.

Every day the way that no firewall closes, for the desk; deep, with the helper's page beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from cloud_seat.contract.companions import CompanionLink, ConsentAnswered, ConsentAsked
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.relayed import ONLY, WAYS
from tests.cloud_seat.web.test_call import connect, expect_frames

Opening = Callable[..., Any]


def test_the_desk_by_tls_alone(open_desk: Opening, open_booth: Opening, relayed: RunningHub) -> None:
    desk, booth = open_desk(relayed), open_booth(relayed)
    desk.page.add_init_script(ONLY % "turns:")
    desk.ready()
    connect(desk, booth, Matter())
    expect_frames(desk, 5)
    assert booth.frames > 1
    assert desk.page.evaluate(WAYS) == "relay tls"
    booth.hang_up()


@pytest.mark.deep
def test_desk_and_helper_by_tls_alone(
    open_desk: Opening, open_booth: Opening, relayed: RunningHub, browser: Browser
) -> None:
    desk, booth, matter = open_desk(relayed), open_booth(relayed), Matter()
    desk.page.add_init_script(ONLY % "turns:")
    desk.ready()
    connect(desk, booth, matter)
    expect_frames(desk, 5)
    assert booth.frames > 1
    assert desk.page.evaluate(WAYS) == "relay tls"

    for press in ("c", "4", "Control+Enter"):
        desk.page.keyboard.press(press)
    asked = booth.hear(ConsentAsked)
    booth.say(ConsentAnswered(call_id=matter.call_id, companion_id=asked.companion_id, answer="yes"))
    family = browser.new_page(locale="zh-CN")
    family.add_init_script(ONLY % "turns:")
    family.goto(f"{relayed.url}/with#{booth.hear(CompanionLink).token}")
    family.get_by_test_id("name").fill("女儿")
    family.get_by_test_id("way-both").click()
    expect(family.get_by_test_id("state")).to_have_text("您在通话里了")
    assert family.evaluate(WAYS) == "relay tls"
    assert desk.page.evaluate(WAYS) == "relay tls, relay tls"
    booth.hang_up()
    family.close()
