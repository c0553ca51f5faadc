"""Shell: the resident goes, or only changes how the screen speaks: what must vanish vanishes, what must stay stays."""

from collections.abc import Callable

import pytest

from kiosk_app.demo.fingers import Steps
from kiosk_app.ui.intents import Intents
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.gear import someone

pytestmark = pytest.mark.journey

PHONE = someone()["phone"]


def _leave(booth: Booth) -> Steps:
    """Asked once, then gone; the question says what it means."""
    yield from booth.fingers.tap("leave")
    yield from booth.until(lambda: booth.shown("frame", "overlay") == "leave", "the question")
    assert booth.shown("frame", "overlayTitle") == "要退出并清除吗？"
    assert booth.shown("frame", "overlayText") == "还没提交的内容会从这台机器上全部清除，找不回来。"
    yield from booth.fingers.tap("overlayYes")


def _to_find(booth: Booth) -> Steps:
    yield from booth.fingers.tap("search")
    yield from booth.fingers.type_keys("lnr")
    yield from booth.resident.close_keyboard()


def _is_gone(booth: Booth) -> Steps:
    yield from booth.resident.on_page("welcome")
    yield from booth.until(lambda: booth.shown("welcome", "cleared"), "the proof of the wipe")
    cache = booth.kiosk.engine.cache
    assert (cache.drafts(), cache.pending(), booth.sealed_files(), booth.leftovers()) == ([], [], [], [])
    assert booth.session.person is None
    assert not booth.session.values
    assert (booth.session.query, booth.shown("find", "query")) == ("", "")
    assert booth.shown("material", "items") == booth.shown("check", "rows") == []


def test_leaving_from_every_stage(booth: Booth) -> None:
    resident = booth.resident
    roads: list[tuple[Callable[[], Steps], bool]] = [
        (lambda: _to_find(booth), False),
        (booth.to_identify, False),
        (booth.to_form, True),
        (booth.to_material, True),
        (booth.to_review, True),
    ]
    for road, has_read_a_card in roads:
        booth.walk(road(), _leave(booth))
        if has_read_a_card:
            booth.walk(resident.on_page("takeCard"))
            assert booth.shown("takeCard", "text") == "您的信息已从这台机器上清除。"
            booth.gear.reader.remove()
        booth.gear.document.take_paper()
        booth.walk(_is_gone(booth))
    assert booth.archive.cases_of(booth.kiosk_id) == []
    assert booth.slips == 0


def _intents(booth: Booth) -> Intents:
    intents = booth.kiosk.parts.intents
    assert isinstance(intents, Intents)
    return intents


def test_nothing_half_written_outlives_the_visit(booth: Booth) -> None:
    booth.walk(booth.until(lambda: booth.shown("frame", "linkUp"), "the hub"))
    keyboard, fingers = booth.kiosk.keyboard, booth.fingers
    if "nine" not in list(keyboard.property("offered")):
        pytest.skip("install libgooglepinyin0 to test Chinese input")
    booth.walk(fingers.tap("search"), fingers.tap("way-nine"), fingers.type_keys("64426"))
    assert keyboard.property("composing") == "ni hao"
    _intents(booth).goBack()
    booth.walk(_is_gone(booth))
    booth.walk(booth.until(lambda: keyboard.property("language") == "zh", "the usual keys"))
    assert (keyboard.property("composing"), list(keyboard.property("candidates"))) == ("", [])


def test_staying_after_all(booth: Booth) -> None:
    booth.walk(booth.to_form(), booth.fingers.tap("field-phone"), booth.fingers.type_keys(PHONE))
    booth.walk(booth.resident.close_keyboard(), booth.fingers.tap("leave"), booth.fingers.tap("overlayNo"))
    booth.walk(booth.until(lambda: not booth.shown("frame", "overlay"), "the form again"))
    assert booth.session.values["phone"] == PHONE


def test_nobody_there_any_more(open_booth: Open) -> None:
    booth = open_booth(idle_warn_s=1.5, idle_countdown_s=2.0)
    booth.walk(booth.to_form(), booth.fingers.tap("field-phone"), booth.fingers.type_keys(PHONE))
    booth.walk(booth.until(lambda: booth.shown("frame", "overlay") == "idle", "the question"))
    assert booth.shown("frame", "overlayTitle") == "您还在吗？"
    assert booth.shown("frame", "overlaySeconds") in (1, 2)
    booth.walk(booth.fingers.tap("overlayYes"))
    booth.walk(booth.until(lambda: not booth.shown("frame", "overlay"), "the form again"))
    assert booth.session.values["phone"] == PHONE
    booth.walk(booth.resident.on_page("takeCard"))
    booth.gear.reader.remove()
    booth.walk(_is_gone(booth))


def test_the_screen_speaks_otherwise(booth: Booth) -> None:
    fingers = booth.fingers
    booth.walk(booth.to_form(), fingers.tap("field-phone"), fingers.type_keys(PHONE[:5]))
    booth.walk(fingers.tap("language"))
    booth.walk(booth.until(lambda: booth.shown("form", "title") == "How to reach you", "English"))
    booth.walk(fingers.tap("mode-elder"), booth.until(lambda: booth.shown("frame", "mode") == "elder", "big letters"))
    if fingers.seen("key-hide") is None:
        booth.walk(fingers.tap("field-phone"))
    booth.walk(fingers.type_keys(PHONE[5:]))
    booth.walk(booth.until(lambda: booth.session.values.get("phone") == PHONE, "the whole number"))
    booth.walk(booth.resident.close_keyboard(), fingers.tap("choice-relation-self"), fingers.tap("language"))
    booth.walk(booth.until(lambda: booth.shown("form", "title") == "联系方式", "Chinese"))
    booth.walk(fingers.tap("mode-contrast"), fingers.tap("goOn"))
    booth.walk(booth.until(lambda: booth.session.page == 2, "the third page"))
    assert (booth.session.values["phone"], booth.session.values["relation"]) == (PHONE, "self")
