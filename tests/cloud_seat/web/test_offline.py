"""The hub goes away and comes back; the desk says so in words and loses nothing."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import connect
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]


def test_a_killed_hub_is_told_and_the_desk_comes_back(open_desk: Opening, fragile_hub: RunningHub) -> None:
    desk = open_desk(fragile_hub)
    desk.expect_console("ERR_CONNECTION_RE")  # refused, or reset in the middle of an answer
    desk.expect_console("closed before the connection is established")  # a hub that is slow to come up is asked again
    desk.ready()
    fragile_hub.kill()
    expect(desk.at("offline")).to_contain_text(re.compile(r"恢复前不会有来电。(\d 秒后自动重试|正在重试)（第 \d+ 次）"))
    fragile_hub.start_again()
    expect(desk.at("offline")).to_be_hidden(timeout=15_000)
    expect(desk.at("presence")).to_have_text("在线坐席 1 · 就绪 1")


def test_the_form_stays_while_the_hub_is_away(open_desk: Opening, fragile_hub: RunningHub, open_booth: Opening) -> None:
    desk = open_desk(fragile_hub)
    desk.expect_console("ERR_CONNECTION_RE")  # refused, or reset in the middle of an answer
    desk.expect_console("closed before the connection is established")  # a hub that is slow to come up is asked again
    desk.ready()
    booth, matter = open_booth(fragile_hub, media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form())
    expect(desk.at("field-applicant_name")).to_contain_text("测试甲")
    fragile_hub.kill()
    expect(desk.at("offline")).to_contain_text("通话会自动接回")
    Album(desk.page, "large").look("offline")
    expect(desk.at("field-applicant_name")).to_contain_text("测试甲")
    desk.at("caption-input").fill("网络断了，请稍等")
    desk.at("caption-send").click()
    expect(desk.at("captions")).to_contain_text("网络断了，请稍等")
    fragile_hub.start_again()
    expect(desk.at("offline")).to_be_hidden(timeout=15_000)
    expect(desk.at("field-applicant_name")).to_contain_text("测试甲")
