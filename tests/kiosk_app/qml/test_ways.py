"""Shell: every way of writing on the glass: by touch, and under the ruler in every look."""

import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, QPointF
from PySide6.QtTest import QTest

from kiosk_app.ui.shown import Presentation, Rows
from tests.kiosk_app.qml.fingers import tap, touch, type_keys
from tests.kiosk_app.qml.measure import find_item
from tests.kiosk_app.qml.sample_views import FIELD_ROLES, field, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_pages import DEEP, EVERYDAY, Look, faults, name_of

WANG = [[(0.2, 0.2), (0.8, 0.2)], [(0.25, 0.5), (0.75, 0.5)], [(0.5, 0.2), (0.5, 0.85)], [(0.1, 0.85), (0.9, 0.85)]]
DA = [[(0.2, 0.4), (0.8, 0.4)], [(0.48, 0.1), (0.45, 0.5), (0.15, 0.9)], [(0.48, 0.45), (0.65, 0.7), (0.92, 0.9)]]
LAYERS = {
    "zh": "shi",
    "nine": "64426",
    "rare": "longtian",
    "code": "20BB7",
    "en": "",
    "123": "",
    "hand": "",
    "stroke": "1324",
}
_WAIT_MS = 5000


def form_of(*fields: dict[str, object]) -> Presentation:
    """A form page with exactly these fields."""
    shown = presentation("form")
    return {**shown, "form": {**shown["form"], "fields": Rows(FIELD_ROLES, "name", fields)}}


def edits(stage: Stage, name: str) -> list[object]:
    """What the page said about a field, in order."""
    return [intent[2] for intent in stage.intents.heard if intent[:2] == ("editField", name)]


@pytest.fixture
def writing(stage: Stage) -> Stage:
    """A page with the finger in a name, and every way of writing."""
    offered = list(stage.keyboard.property("offered"))
    if offered != ["zh", "nine", "hand", "stroke", "rare"]:
        pytest.skip("install libgooglepinyin0, libzinnia0 and tegaki-zinnia-simplified-chinese to test Chinese input")
    stage.keyboard.forget()
    stage.show(form_of(field("name", "text", "姓名"), field("address", "text", "现住址")))
    tap(stage, "field-name")
    stage.settle()
    return stage


def draw(stage: Stage, box: str, strokes: list[list[tuple[float, float]]]) -> None:
    """Writes into a box with one finger."""
    item = find_item(stage.window, box)
    corner = item.mapToScene(QPointF(0, 0)).toPoint()
    for stroke in strokes:
        touch(stage, [corner + QPoint(int(x * item.width()), int(y * item.height())) for x, y in stroke])


def wait_for_word(stage: Stage, word: str) -> int:
    """Its place among the candidates."""
    clock = QElapsedTimer()
    clock.start()
    while word not in list(stage.keyboard.property("candidates")) and clock.elapsed() < _WAIT_MS:
        QTest.qWait(5)
    stage.settle()
    return list(stage.keyboard.property("candidates")).index(word)


@pytest.mark.parametrize("look", [*EVERYDAY, *DEEP], ids=name_of)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_stands(writing: Stage, layer: str, look: Look) -> None:
    size, mode, language = look
    writing.resize(size)
    writing.show(presentation("form", mode=mode, language=language))
    next(
        e for e in writing.editors() if not e.property("readOnly") and e.property("keyLayout") == "zh"
    ).forceActiveFocus()
    writing.settle()
    writing.keyboard.switchTo(layer)
    writing.settle()
    assert faults(writing, look) == []
    for key in LAYERS[layer]:
        writing.keyboard.typeKey(key)
    writing.settle()
    assert faults(writing, look) == []
    bar = find_item(writing.window, "candidates")
    assert bar.height() >= 80 * min(size) / 1080


@pytest.mark.parametrize("look", [*EVERYDAY, *DEEP], ids=name_of)
@pytest.mark.parametrize("widget", ["text", "phone"])
def test_words_about_a_full_field_stand(writing: Stage, widget: str, look: Look) -> None:
    size, mode, language = look
    writing.resize(size)
    shown = presentation("form", mode=mode, language=language)
    full = field("full", widget, "姓名", value="1" * 11, maxLength=11)
    writing.show({**shown, "form": {**shown["form"], "fields": Rows(FIELD_ROLES, "name", (full,))}})
    tap(writing, "field-full")
    writing.keyboard.write("2")
    writing.settle()
    assert find_item(writing.window, "candidates").property("trouble") != ""
    assert faults(writing, look) == []


def test_nine_keys_by_touch(writing: Stage) -> None:
    tap(writing, "way-nine")
    writing.settle()
    type_keys(writing, "64426")
    assert writing.keyboard.property("composing") == "ni hao"
    tap(writing, "choice-mi")
    assert writing.keyboard.property("composing").startswith("mi ")
    tap(writing, "key-again")
    type_keys(writing, "64426")
    tap(writing, "candidate-0")
    assert edits(writing, "name") == ["你好"]
    tap(writing, "choice-·")
    assert edits(writing, "name")[-1] == "你好·"


def test_two_characters_by_hand(writing: Stage) -> None:
    tap(writing, "way-hand")
    writing.settle()
    draw(writing, "hand-0", WANG)
    wait_for_word(writing, "王")
    draw(writing, "hand-1", DA)
    assert edits(writing, "name") == ["王"]
    tap(writing, f"candidate-{wait_for_word(writing, '大')}")
    assert edits(writing, "name")[-1] == "王大"
    assert list(writing.keyboard.property("candidates")) == []
    assert not any(item.property("empty") is False for item in writing.items())


def test_a_stroke_is_taken_back(writing: Stage) -> None:
    tap(writing, "way-hand")
    writing.settle()
    draw(writing, "hand-0", [*WANG, [(0.7, 0.6), (0.75, 0.7)]])
    wait_for_word(writing, "玉")
    tap(writing, "key-undo")
    assert wait_for_word(writing, "王") == 0
    for _ in WANG:
        tap(writing, "key-undo")
    assert list(writing.keyboard.property("candidates")) == []
    assert edits(writing, "name") == []


def test_leaving_the_field_drops_the_ink(writing: Stage) -> None:
    tap(writing, "way-hand")
    writing.settle()
    draw(writing, "hand-0", WANG)
    wait_for_word(writing, "王")
    tap(writing, "field-address")
    writing.settle()
    assert list(writing.keyboard.property("candidates")) == []
    assert not any(item.property("empty") is False for item in writing.items())
    assert find_item(writing.window, "hand-0").isVisible()
    assert edits(writing, "name") == edits(writing, "address") == []


@pytest.mark.parametrize(
    ("letters", "char"), [("longtian", "䶮"), ("tukou", "𠮷"), ("qiqiqi", "㐂"), ("longlonglong", "龘")]
)
def test_rare_characters_by_touch(writing: Stage, letters: str, char: str) -> None:
    tap(writing, "way-rare")
    writing.settle()
    type_keys(writing, letters)
    place = list(writing.keyboard.property("candidates")).index(char)
    tap(writing, f"candidate-{place}")
    assert edits(writing, "name") == [char]
    tap(writing, "key-backspace")
    assert edits(writing, "name")[-1] == ""


def test_rare_characters_by_code(writing: Stage) -> None:
    tap(writing, "way-rare")
    writing.settle()
    tap(writing, "key-mode-code")
    writing.settle()
    for key in ("2", "0", "B", "B", "7"):
        tap(writing, f"key-{key}")
    tap(writing, "candidate-0")
    assert edits(writing, "name") == ["𠮷"]
    tap(writing, "key-mode-rare")
    writing.settle()
    type_keys(writing, "longt")
    tap(writing, "field-address")
    writing.settle()
    assert edits(writing, "name")[-1] == "𠮷"
    assert edits(writing, "address") == []


def test_strokes_by_touch(writing: Stage) -> None:
    tap(writing, "way-stroke")
    writing.settle()
    type_keys(writing, "25")
    tap(writing, "key-backspace")
    type_keys(writing, "512")
    assert writing.keyboard.property("composing") == "丨乛一丨"
    assert next(iter(writing.keyboard.property("candidates"))) == "中"
    tap(writing, "candidate-0")
    assert edits(writing, "name") == ["中"]


def test_all_words_at_once(writing: Stage) -> None:
    type_keys(writing, "shi")
    tap(writing, "key-more")
    writing.settle()
    words = list(writing.keyboard.property("candidates"))
    grid = find_item(writing.window, "allCandidates")
    assert grid.property("count") == len(words) > 20
    tap(writing, "key-more")
    writing.settle()
    type_keys(writing, "x")


def test_who_puts_the_keyboard_away_with_all_words_open_finds_keys_again(writing: Stage) -> None:
    type_keys(writing, "shi")
    tap(writing, "key-more")
    writing.settle()
    tap(writing, "key-hide")
    writing.settle()
    tap(writing, "field-address")
    writing.settle()
    type_keys(writing, "shi")
    assert list(writing.keyboard.property("candidates"))


def test_the_way_of_writing_is_kept_for_this_session_only(writing: Stage) -> None:
    tap(writing, "way-nine")
    tap(writing, "field-address")
    writing.settle()
    assert writing.keyboard.property("language") == "nine"
    tap(writing, "way-rare")
    tap(writing, "field-name")
    writing.settle()
    assert writing.keyboard.property("language") == "nine"
    writing.keyboard.forget()
    writing.settle()
    tap(writing, "field-address")
    writing.settle()
    assert writing.keyboard.property("language") == "zh"


def test_signs_that_addresses_need(writing: Stage) -> None:
    tap(writing, "key-mode-123")
    writing.settle()
    signs = ["号", "栋", "单元", "室", "楼", "#", "-", "（", "）", "、", "，", "。", "·", "/", "@", "."]
    for sign in signs:
        tap(writing, f"key-{sign}")
    assert edits(writing, "name")[-1] == "".join(signs)
