"""Shell: every control says what it should, once."""

import json
import time

import pytest
from PySide6.QtCore import QPoint, QPointF

from tests.kiosk_app.qml.fingers import tap, tap_item, touch
from tests.kiosk_app.qml.measure import find_item, middle
from tests.kiosk_app.qml.sample_states import state
from tests.kiosk_app.qml.sample_views import PAGES, presentation
from tests.kiosk_app.qml.stage import Stage


@pytest.mark.parametrize(
    ("page", "name", "intent"),
    [
        ("welcome", "search", ("openSearch",)),
        ("welcome", "door-life", ("openDoor", "life")),
        ("welcome", "favourite-sole-trader", ("chooseItem", "sole-trader")),
        ("welcome", "askCall", ("askCall",)),
        ("welcome", "language", ("changeLanguage", "en")),
        ("welcome", "hant", ("changeLanguage", "zh-Hant")),
        ("welcome", "mode-elder", ("changeMode", "elder")),
        ("welcome", "mode-contrast", ("changeMode", "contrast")),
        ("find", "result-elder-privilege-card", ("chooseItem", "elder-privilege-card")),
        ("find", "startMatter", ("startMatter",)),
        ("find", "askCall", ("askCall",)),
        ("guide", "goBack", ("goBack",)),
        ("guide", "goOn", ("goOn",)),
        ("identify", "way-typed", ("chooseOtherWay", "typed")),
        ("form", "choice-relation-child", ("editField", "relation", "child")),
        ("form", "leave", ("leave",)),
        ("material", "takePage", ("takePage",)),
        ("material", "doSecondary", ("doSecondary",)),
        ("material-taken", "retakePage", ("retakePage",)),
        ("material-taken", "dropPage", ("dropPage",)),
        ("material-taken", "addPage", ("addPage",)),
        ("material-pages", "page-12", ("showPage", 12)),
        ("material-offer", "reusePaper", ("reusePaper",)),
        ("material", "usePhone", ("usePhone",)),
        ("material-phone", "leavePhone", ("leavePhone",)),
        ("material-offer", "takeAnew", ("takeAnew",)),
        ("material", "material-social-card", ("chooseMaterial", "social-card")),
        ("check", "edit-3", ("editPage", 1)),
        ("call", "mute", ("muteMicrophone", True)),
        ("call", "cameraOff", ("switchCamera", True)),
        ("call-stalled", "cameraOff", ("switchCamera", False)),
        ("call", "cannotHear", ("cannotHear",)),
        ("call", "softBackground", ("softenBackground", True)),
        ("call-marked", "markYes", ("answerMark", True)),
        ("call-marked", "markNo", ("answerMark", False)),
        ("call", "hangUp", ("hangUp",)),
        ("sign", "promise-share", ("tickPromise", "share", True)),
        ("review", "goOn", ("goOn",)),
        ("review", "doSecondary", ("doSecondary",)),
        ("done", "rate-4", ("rate", 4)),
        ("done", "skipRating", ("skipRating",)),
        ("progress-rate", "rate-2", ("rate", 2)),
        ("progress-rate", "skipRating", ("skipRating",)),
        ("done", "finish", ("finish",)),
        ("stored", "goOn", ("goOn",)),
        ("takeCard", "goOn", ("goOn",)),
        ("apology", "goOn", ("goOn",)),
    ],
)
def test_touch_speaks(stage: Stage, page: str, name: str, intent: tuple[object, ...]) -> None:
    stage.show(presentation(page) if page in PAGES else state(page))
    stage.window.contentItem().forceActiveFocus()
    tap(stage, name)
    assert intent in stage.intents.heard
    assert ("touched",) in stage.intents.heard


def test_second_press_is_ignored(stage: Stage) -> None:
    stage.show(presentation("guide"))
    with stage.steady():
        tap(stage, "goOn")
        tap_item(stage, find_item(stage.window, "goOn"))
    assert stage.intents.names() == ["goOn"]


def test_second_press_does_not_land_on_the_next_page(stage: Stage) -> None:
    stage.show(presentation("guide"))
    with stage.steady():
        tap(stage, "goOn")
        stage.show(presentation("form"))
        tap_item(stage, find_item(stage.window, "goOn"))
    assert stage.intents.names() == ["goOn"]
    stage.show(presentation("check"))
    tap(stage, "goOn")
    assert stage.intents.names() == ["goOn", "goOn"]


def test_a_finger_on_the_glass_stops_a_voice_at_once(stage: Stage) -> None:
    shown = presentation("guide")
    touch(stage, [QPoint(900, 500)])
    assert ("touchGlass",) not in stage.intents.heard
    stage.show({**shown, "voice": {**shown["voice"], "yields": True}})
    tap(stage, "goOn")
    assert stage.intents.names() == ["touchGlass", "goOn"]


@pytest.mark.parametrize(("name", "intent"), [("overlayYes", "overlayYes"), ("overlayNo", "overlayNo")])
def test_question_takes_all_touches(stage: Stage, name: str, intent: str) -> None:
    stage.show(presentation("guide", overlay="leave"))
    touch(stage, [middle(find_item(stage.window, "goOn")).toPoint()])
    assert stage.intents.names() == []
    tap(stage, name)
    assert stage.intents.names() == [intent]


def test_notice_goes_by_a_tap(stage: Stage) -> None:
    shown = presentation("form")
    stage.show(
        {**shown, "frame": {**shown["frame"], "noticeText": "读卡器没连上，请先手工填写。", "noticeTone": "warn"}}
    )
    tap(stage, "dismissNotice")
    assert stage.intents.names() == ["dismissNotice"]


def test_signing_by_finger(stage: Stage) -> None:
    stage.show(presentation("sign"))
    assert find_item(stage.window, "goOn").isEnabled() is False
    pad = find_item(stage.window, "ink")
    corner = pad.mapToScene(QPointF(0, 0)).toPoint()
    touch(stage, [corner + QPoint(100 + 8 * i, 120 + i) for i in range(40)])
    touch(stage, [corner + QPoint(500, 100), corner + QPoint(520, 220)])
    stage.settle()
    ink = stage.window.grabWindow()
    assert ink.pixelColor(corner + QPoint(100 + 8 * 20, 120 + 20)).lightness() < 120
    tap(stage, "goOn")
    name, strokes = next(intent for intent in stage.intents.heard if intent[0] == "sign")
    assert name == "sign"
    written = json.loads(str(strokes))
    assert [len(stroke) for stroke in written] == [40, 2]
    assert all(0 <= point[axis] <= 1 for stroke in written for point in stroke for axis in "xy")
    times = [point["t"] for stroke in written for point in stroke]
    assert times == sorted(times)
    tap(stage, "doSecondary")
    stage.settle()
    assert find_item(stage.window, "goOn").isEnabled() is False
    assert "doSecondary" not in stage.intents.names()


def test_paper_can_be_read_large(stage: Stage) -> None:
    stage.show(presentation("sign"))
    tap(stage, "paper-0")
    tap(stage, "closePaper")
    stage.settle()
    with pytest.raises(LookupError):
        find_item(stage.window, "closePaper")


@pytest.mark.parametrize("page", ["check", "sign", "review"])
def test_numbers_are_opened_by_one_touch(stage: Stage, page: str) -> None:
    stage.show(presentation(page))
    tap(stage, "showNumbers")
    assert stage.intents.heard[-1] == ("showNumbers",)


def test_language_changes_at_once(stage: Stage) -> None:
    stage.show(presentation("material", language="en"))
    assert find_item(stage.window, "takePage").property("text") == "Take it now"
    stage.show(presentation("material", language="zh"))
    assert find_item(stage.window, "takePage").property("text") == "现在拍"


def test_clock_counts_the_call(stage: Stage) -> None:
    shown = presentation("call")
    began_ms = int(time.time() * 1000) - 161_000
    stage.show({**shown, "frame": {**shown["frame"], "callSinceMs": began_ms}})
    stage.settle()
    texts = [str(item.property("text")) for item in stage.items() if item.property("text")]
    assert any(text in ("通话 02:41", "通话 02:42") for text in texts)


def test_blank_views_show_nothing_of_the_last_one(stage: Stage) -> None:
    for page in ("form", "check", "done", "sign"):
        stage.show(presentation(page))
        stage.views.apply({"frame": presentation(page)["frame"]})
        stage.settle()
        texts = " ".join(str(item.property("text")) for item in stage.items() if item.property("text"))
        assert "测试" not in texts and "1990000" not in texts and "PY-" not in texts
