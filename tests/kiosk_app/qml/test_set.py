"""Shell: how words and tiles are set: no syllable alone on a line, no tile alone in a row, edges that meet."""

from PySide6.QtGui import QFontMetricsF
from PySide6.QtQuick import QQuickItem

from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.fingers import tap
from tests.kiosk_app.qml.sample_states import state
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_in_sight import whole
from tests.kiosk_app.qml.test_pages import TALL


def says(stage: Stage, words: str) -> QQuickItem:
    """The drawn text that says exactly this."""
    return next(s.item for s in measure.seen_items(stage.window) if s.item.property("text") == words)


def right(item: QQuickItem) -> float:
    """Its right edge on the glass."""
    return item.mapToScene(item.boundingRect().topRight()).x()


def test_a_word_is_not_broken_for_one_syllable(stage: Stage) -> None:
    stage.show(state("guide-counter", mode="elder"))
    stage.settle()
    words = says(stage, "承诺 15 个工作日")
    advance = QFontMetricsF(words.property("font")).horizontalAdvance
    assert words.property("lineCount") == 2
    assert words.property("contentWidth") < advance("承诺 15 个工")


def test_who_speaks_breaks_between_two_facts(stage: Stage) -> None:
    shown = presentation("call")
    stage.open(shown, TALL)
    words = says(stage, str(shown["call"]["seatText"]))
    advance = QFontMetricsF(words.property("font")).horizontalAdvance
    assert words.property("lineCount") == 2
    assert words.property("contentWidth") < advance("番禺区民政局 · 云坐席 0217 · 工")


def test_often_asked_is_one_line_in_big_english_letters(stage: Stage) -> None:
    stage.open(state("find-start", mode="elder", language="en"))
    chips = [s.rect for s in measure.seen_items(stage.window) if s.item.objectName().startswith("short-")]
    assert len(chips) == 5
    assert len({rect.y() for rect in chips}) == 1


def test_four_ways_stand_two_and_two(stage: Stage) -> None:
    stage.show(presentation("identify", mode="elder"))
    ways = [s.rect for s in measure.seen_items(stage.window) if s.item.objectName().startswith("way-")]
    assert len(ways) == 4
    assert len({rect.x() for rect in ways}) == len({rect.y() for rect in ways}) == 2


def test_the_list_of_answers_ends_where_its_search_line_ends(stage: Stage) -> None:
    stage.resize(TALL)
    stage.show(state("form-places"))
    options = [s.item for s in measure.seen_items(stage.window) if s.item.objectName().startswith("option-")]
    line = measure.find_item(stage.window, "field-search").parentItem().parentItem()
    assert abs(max(map(right, options)) - right(line)) <= 4


def test_what_was_not_sent_goes_again_also_where_its_line_has_no_room(stage: Stage) -> None:
    stage.show(state("call-chat-unsent", mode="elder"))
    measure.find_item(stage.window, "field-line").forceActiveFocus()
    stage.settle()
    assert whole(stage, "sendAgain")
    tap(stage, "sendAgain")
    assert ("writeLine", "听不见，请打字。") in stage.intents.heard


def test_two_companions_leave_room_for_where_to_sign(stage: Stage) -> None:
    stage.resize(TALL)
    stage.show(state("sign-company", mode="elder", language="en"))
    hint = says(stage, "Tick these, then sign here")
    bar = measure.find_item(stage.window, "link-help").mapToScene(hint.boundingRect().topLeft()).y()
    assert hint.mapToScene(hint.boundingRect().bottomLeft()).y() < bar


def test_big_letters_over_a_rating_hide_nothing(stage: Stage) -> None:
    stage.resize(TALL)
    stage.show(state("progress-ready", mode="elder"))
    stage.settle()
    assert whole(stage, "takeNotice")
    assert not any(s.item.objectName() == "fade" for s in measure.seen_items(stage.window))


def test_the_paper_asked_for_never_lies_under_the_fade(stage: Stage) -> None:
    stage.show(presentation("material", language="en"))
    stage.settle()
    row = measure.find_item(stage.window, "material-authorisation")
    fades = [s.rect.top() for s in measure.seen_items(stage.window) if s.item.objectName() == "fade"]
    assert all(row.mapToScene(row.boundingRect().bottomLeft()).y() <= top + 8 for top in fades)
