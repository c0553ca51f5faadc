"""Shell: one resident's whole matter, from the first touch to the welcome page."""

import gc
import re
from collections.abc import Callable

import pytest

from cloud_seat.call.codecs import Vp8Encoder
from cloud_seat.call.watching import Watching
from kiosk_app.demo.fingers import Steps
from kiosk_app.session.state import CallState
from tests.journeys.booth import Booth
from tests.journeys.gear import someone
from tests.journeys.official import Official

pytestmark = pytest.mark.journey

FILLED = {
    "applicant_name": "测试居民",
    "sex": "女",
    "nation": "汉",
    "birth": "1901-02-03",
    "address": "广东省广州市番禺区样张街测试路0号",
    "id_number": "440113190102030008",
    "phone": "13800138000",
    "relation": "self",
    "bank_name": "icbc",
    "bank_account": "6200000000000000000",
    "account_holder_same": "yes",
}


def hang_up(booth: Booth) -> Steps:
    """The call is ended first, then the rating shows, out of the official's sight."""
    assert not booth.shown("done", "showRating")
    assert booth.shown("frame", "primaryText") == "结束通话，去评价"
    yield from booth.fingers.tap("goOn")
    yield from booth.until(lambda: booth.session.call.state is CallState.NONE, "the end of the call")
    told = "您的申请交好了。刚才说到："
    yield from booth.until(lambda: booth.shown("frame", "overlayText") == told, "what was said")
    yield from booth.fingers.tap("overlayYes")
    yield from booth.until(lambda: booth.shown("done", "showRating"), "the rating")


def coders() -> list[object]:
    """What codes the pictures of a call, and keeps the last ones."""
    return [thing for thing in gc.get_objects() if isinstance(thing, Vp8Encoder | Watching)]


@pytest.mark.usefixtures("uncollected")
def test_with_an_official(booth: Booth, official: Callable[..., Official]) -> None:
    bot, resident = official("--mark", "phone:请再核对一下最后一位"), booth.resident
    booth.walk(resident.welcome(), resident.find(), resident.identify(), resident.form(someone()))
    booth.walk(resident.material(), resident.call(), resident.correct(), resident.sign(), booth.submit())
    booth.walk(booth.until(lambda: booth.shown("done", "title") == "已受理", "the official's decision"))
    assert booth.shown("done", "number") == booth.session.acceptance
    number = booth.session.acceptance
    booth.walk(hang_up(booth), resident.rate(), resident.leave())
    booth.walk(booth.until(lambda: booth.archive.ratings_of(booth.kiosk_id), "the rating at the hub"))

    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert (case["acceptance_number"], case["state"]) == (number, "accepted")
    assert booth.archive.form(case) == FILLED
    assert booth.archive.part(case, "application.pdf").startswith(b"%PDF-1.7")
    assert booth.archive.part(case, "material/social-card/1").startswith(b"\xff\xd8\xff")
    assert booth.archive.ratings_of(booth.kiosk_id) == [{"case_id": case["case_id"], "level": 5}]
    assert booth.slips == 1
    assert booth.page == "welcome"
    assert re.fullmatch(r"上一位的信息已清除（\d\d:\d\d）", booth.shown("welcome", "cleared"))
    assert booth.leftovers() == [] == booth.sealed_files()
    booth.walk(booth.until(lambda: not coders(), "nothing left of the call's pictures"))
    booth.close()
    official_left = [line for line in bot.said("ended") if line["reason"] == "resident"]
    assert official_left and bot.said("decided") and bot.said("mark_answered")
    assert booth.leftovers() == []
