"""Shell: the glass by keys alone, in reading order, with a ring that can be seen and words for the handset."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk_app.ui.keypad import is_control, is_drawn_key, reading
from kiosk_app.ui.shown import LongRows
from kiosk_app.ui.wedge import WedgeGuard
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.fingers import await_rest
from tests.kiosk_app.qml.measure import find_item
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.thinned import thinned

Key = Qt.Key
SIZES = ((1920, 1080), (1080, 1920))
TURNS = 300
STILL_LOOKS = 300
MOST_RINGS = 12
"""Of one page; its lists go on in the same way."""


def press(stage: Stage, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(stage.window, key)
    QGuiApplication.processEvents()


def type_slowly(stage: Stage, key: Qt.Key) -> None:
    """As a finger: quicker keys are taken for a scanner's. Until the guard has let the key go."""
    guard = stage.window.findChild(WedgeGuard)
    assert guard is not None
    QTest.qWait(200)
    press(stage, key)
    hold = guard.findChild(QTimer)
    assert hold is not None
    for _ in range(STILL_LOOKS):
        QTest.qWait(10)
        if not hold.isActive():
            return
    raise AssertionError("the key is still held back")


def target(stage: Stage) -> QQuickItem:
    found = stage.window.property("keypad").property("target")
    assert isinstance(found, QQuickItem)
    return found


def name(stage: Stage) -> str:
    return target(stage).objectName()


def tell(stage: Stage) -> str:
    return str([words for intent, *words in stage.intents.heard if intent == "focusControl"][-1][0])


def step_to(stage: Stage, wanted: str) -> None:
    """Next, until the ring is around that control."""
    press(stage, Key.Key_Tab)
    while name(stage) != wanted:
        press(stage, Key.Key_Tab)


def step_on(stage: Stage) -> None:
    """Next. A text of several lines sees the key itself, after the guard against scanners: there a finger's pace."""
    writing = stage.window.property("activeFocusItem")
    if isinstance(writing, QQuickItem) and writing.inherits("QQuickTextEdit"):
        type_slowly(stage, Key.Key_Tab)
    else:
        QTest.keyClick(stage.window, Key.Key_Tab)


def told_by_round(stage: Stage) -> list[str]:
    """The same in words, taken while the ring was there."""
    told: list[str] = []
    for _ in range(TURNS):
        step_on(stage)
        words = _words(target(stage))
        if told and words == told[0]:
            return told
        told.append(words)
    raise AssertionError(f"no end: {told}")


def _words(item: QQuickItem) -> str:
    """Rows of a list lend their items to other rows: only the words tell them apart."""
    return f"{item.objectName()} {item.property('label') or item.property('text')}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("size", SIZES, ids=("landscape", "portrait"))
def test_keys_reach_every_control_of_a_page(glass: Stage, page: str, size: tuple[int, int]) -> None:
    stage = glass
    stage.open(presentation(page), size)
    stage.rest_focus()
    seen = measure.seen_items(stage.window)
    wanted = {_words(s.item) for s in seen if is_control(s.item) and s.item.isEnabled() and not is_drawn_key(s.item)}
    told = told_by_round(stage)
    assert wanted - set(told) == set(), told
    reading_ = reading(stage.window.contentItem())
    assert reading_ is not None
    assert all(item.property("activeFocusOnTab") for item in reading_.things if not is_drawn_key(item))


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("size", SIZES, ids=("landscape", "portrait"))
def test_the_order_of_keys_is_the_order_of_reading(stage: Stage, size: tuple[int, int], mode: str) -> None:
    """Measured on the glass: the next control is to the right or below, never back up in the same column."""
    stage.resize(size)
    for page in PAGES:
        stage.show(presentation(page, mode=mode))
        stage.window.contentItem().forceActiveFocus()
        stage.settle()
        group = reading(stage.window.contentItem())
        assert group is not None
        shown = {s.item: s.visible for s in measure.seen_items(stage.window)}
        rects = [(item.objectName(), shown[item]) for item in group.things if item in shown]
        for (one, a), (other, b) in pairwise(rects):
            is_back = b.bottom() <= a.top() + 1 and b.left() < a.right()
            assert not is_back, f"{page}: {one} → {other}"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_question_holds_the_keys(glass: Stage, overlay: str) -> None:
    stage = glass
    with stage.swift():
        stage.open(presentation("form", overlay=overlay))
        assert {words.split()[0] for words in told_by_round(stage)} <= {"overlayYes", "overlayNo", "overlayOther"}
        press(stage, Key.Key_Escape)
    ways = [item.objectName() for item in stage.items() if item.isVisible()]
    expected = "overlayNo" if "overlayNo" in ways else "overlayYes"  # where there is only "I see"
    assert [one for one in stage.intents.names() if one != "focusControl"] == [expected]


def test_ok_presses_what_the_ring_is_around(stage: Stage) -> None:
    stage.show(presentation("guide"))
    step_to(stage, "goOn")
    await_rest(target(stage))
    press(stage, Key.Key_Return)
    assert "goOn" in stage.intents.names()
    press(stage, Key.Key_Escape)
    assert "goBack" in stage.intents.names()
    assert ("touched",) in stage.intents.heard


def test_choices_and_promises_by_keys(stage: Stage) -> None:
    for page, wanted, intent in (
        ("form", "choice-relation-child", ("editField", "relation", "child")),
        ("sign", "promise-share", ("tickPromise", "share", True)),
        ("done", "rate-4", ("rate", 4)),
        ("check", "edit-3", ("editPage", 1)),
    ):
        stage.show(presentation(page))
        for _ in range(TURNS):
            press(stage, Key.Key_Tab)
            if name(stage) == wanted:
                break
        await_rest(target(stage))
        press(stage, Key.Key_Enter)
        assert intent in stage.intents.heard, page


def test_a_promise_that_was_ticked_keeps_the_keys(stage: Stage) -> None:
    shown = presentation("sign")
    stage.show(shown)
    step_to(stage, "promise-share")
    asked = shown["sign"]["promises"]
    assert isinstance(asked, list)
    promises = [{**one, "ticked": one["ticked"] or one["id"] == "share"} for one in asked]
    stage.show({**shown, "sign": {**shown["sign"], "promises": promises}})
    assert (name(stage), bool(target(stage).property("checked"))) == ("promise-share", True)
    assert target(stage).hasActiveFocus()


def test_a_field_is_written_by_keys_and_by_drawn_keys(stage: Stage) -> None:
    stage.show(presentation("form"))
    while stage.window.property("activeFocusItem").property("label") != "手机号码":
        press(stage, Key.Key_Tab)
    type_slowly(stage, Key.Key_5)
    assert ("editField", "phone", "19900000005") in stage.intents.heard
    type_slowly(stage, Key.Key_Backspace)
    press(stage, Key.Key_Return)
    assert is_drawn_key(target(stage)), "OK goes to the drawn keys"
    while name(stage) != "key-7":
        press(stage, Key.Key_Tab)
    press(stage, Key.Key_Return)
    assert ("editField", "phone", "19900000007") in stage.intents.heard
    press(stage, Key.Key_Escape)
    assert target(stage).property("label") == "手机号码"
    press(stage, Key.Key_Escape)
    assert not stage.window.property("typing")


def test_a_cross_is_a_signature_too(stage: Stage) -> None:
    stage.show(presentation("sign"))
    press(stage, Key.Key_Tab)
    while name(stage) != "ink":
        press(stage, Key.Key_Tab)
    press(stage, Key.Key_Return)
    stage.settle()
    assert find_item(stage.window, "goOn").isEnabled()
    ink = find_item(stage.window, "ink")
    middle = measure.middle(ink).toPoint()
    assert stage.window.grabWindow().pixelColor(middle).lightness() < 120


def test_help_reads_and_volume_keys_turn(stage: Stage) -> None:
    stage.show(presentation("form"))
    press(stage, Key.Key_F1)
    press(stage, Key.Key_VolumeUp)
    press(stage, Key.Key_VolumeDown)
    assert stage.intents.names() == ["openVoice", "turnVolume", "turnVolume"]
    assert ("turnVolume", 1) in stage.intents.heard and ("turnVolume", -1) in stage.intents.heard


def test_a_key_of_the_keypad_struck_twice_by_a_trembling_finger_counts_once(stage: Stage) -> None:
    stage.show(presentation("guide"))
    stage.window.contentItem().forceActiveFocus()
    press(stage, Key.Key_Tab)
    first = name(stage)
    with stage.trembling(3_600_000):
        press(stage, Key.Key_Backtab, 2)
        press(stage, Key.Key_Tab, 2)
    assert name(stage) == first


def test_a_long_list_comes_to_life_row_by_row(stage: Stage) -> None:
    stage.resize((1366, 768))
    stage.show(presentation("find"))
    stage.window.contentItem().forceActiveFocus()
    results = presentation("find")["find"]["results"]
    assert isinstance(results, LongRows)
    reached = {words.split()[0] for words in told_by_round(stage)}
    assert {f"result-{key}" for key in results.keys} <= reached


def test_the_control_is_told_with_name_kind_and_state(stage: Stage) -> None:
    told: set[str] = set()
    for page in ("form", "done"):
        stage.show(presentation(page))
        for _ in told_by_round(stage):
            press(stage, Key.Key_Tab)
            told.add(tell(stage))
        stage.intents.heard = [one for one in stage.intents.heard if one[0] != "focusControl"] + [("focusControl", "—")]
    assert {"我就是本人，单选，已选", "子女，单选，没选", "下一步，按钮"} <= told
    assert any(words.startswith("手机号码，输入框，199") for words in told)
    stage.show(presentation("form", language="en"))
    press(stage, Key.Key_Tab)
    assert "text field" in tell(stage)


WRONG = "还差 1 位。手机号码是 11 位数字。"


def test_an_error_is_told_at_its_field_and_when_it_is_left(stage: Stage) -> None:
    stage.show(presentation("form"))
    press(stage, Key.Key_Tab)
    while target(stage).property("label") != "手机号码":
        assert "还差" not in tell(stage)
        press(stage, Key.Key_Tab)
    assert tell(stage).startswith("手机号码，输入框，") and tell(stage).endswith(f"，{WRONG}")
    press(stage, Key.Key_Tab)
    assert tell(stage).startswith(f"手机号码：{WRONG}\n")
    press(stage, Key.Key_Tab)
    assert "还差" not in tell(stage)


@pytest.mark.parametrize(("field", "control"), [("phone", "手机号码"), ("relation", "我就是本人")])
def test_keys_follow_to_the_field_that_must_be_mended(stage: Stage, field: str, control: str) -> None:
    shown = presentation("form")
    stage.show(shown)
    step_to(stage, "goOn")
    stage.show({**shown, "form": {**shown["form"], "focusField": field}})
    assert control in _words(target(stage))


def test_a_finger_takes_the_ring_away(stage: Stage) -> None:
    from tests.kiosk_app.qml.fingers import tap

    stage.show(presentation("guide"))
    press(stage, Key.Key_Tab)
    assert find_item(stage.window, "focusRing").isVisible()
    tap(stage, "mode-elder")
    stage.settle()
    with pytest.raises(LookupError):
        find_item(stage.window, "focusRing")


def ring_in_sight(stage: Stage) -> tuple[QQuickItem, QImage]:
    """Once lists and keyboard have come to rest: the ring, and the picture it stands still in."""
    ring = stage.window.findChild(QQuickItem, "focusRing")
    assert ring is not None
    for _ in range(STILL_LOOKS):
        stage.window.afterAnimating.emit()  # before each frame the ring goes to where its control is
        QGuiApplication.processEvents()
        place = ring.mapRectToScene(ring.boundingRect())
        picture = stage.window.grabWindow()
        stage.window.afterAnimating.emit()
        is_still = ring.isVisible() and ring.mapRectToScene(ring.boundingRect()) == place
        if is_still and _is_whole(stage, target(stage), place):
            return ring, picture
        QTest.qWait(1)
    raise AssertionError(f"no ring in sight around {name(stage)}")


def _is_whole(stage: Stage, aim: QQuickItem, ring: QRectF) -> bool:
    """The ring is around its control, and the list shows all of it."""
    shown = next((s for s in measure.seen_items(stage.window) if s.item is aim), None)
    if shown is None or shown.visible.height() < shown.rect.height() - 1:
        return False
    return (ring.center() - measure.middle(aim)).manhattanLength() < 4


def _ratio(one: QColor, other: QColor) -> float:
    def luminance(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return float((light + 0.05) / (dark + 0.05))


@pytest.mark.parametrize("mode", thinned(["elder", "standard", "contrast"], 3))
def test_the_ring_stands_out_around_every_control(stage: Stage, mode: str) -> None:
    """From the pixels: outside the ring, the ring's dark line, its bright line, inside. 3:1 somewhere, WCAG 1.4.11."""
    for page in PAGES:
        stage.show(presentation(page, mode=mode))
        stage.window.contentItem().forceActiveFocus()
        told: list[str] = []
        while len(told) < MOST_RINGS:
            step_on(stage)
            words = _words(target(stage))
            if told and words == told[0]:
                break
            told.append(words)
            ring, picture = ring_in_sight(stage)
            at, left = measure.middle(ring), ring.mapToScene(ring.boundingRect().topLeft()).x()
            spots = [
                picture.pixelColor(int(left) + x, int(at.y())) for x in (-2, 2, 7, 12) if 0 <= int(left) + x < 1920
            ]
            best = max(_ratio(a, b) for a, b in pairwise(spots))
            assert best >= 3, (page, name(stage))
        assert told, page


@pytest.mark.parametrize("state_name", thinned(STATES, 3))
def test_every_state_has_a_way_for_keys(glass: Stage, state_name: str) -> None:
    glass.open(state(state_name))
    glass.rest_focus()
    if not reading(glass.window.contentItem()):
        return
    assert told_by_round(glass)
