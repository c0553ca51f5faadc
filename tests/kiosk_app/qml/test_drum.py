"""Shell: the date drum: by touch, by arrow keys, inside the dates that can be meant, always what is written."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from kiosk_app.ui.shown import Rows
from tests.kiosk_app.qml.fingers import tap, touch
from tests.kiosk_app.qml.measure import find_item
from tests.kiosk_app.qml.sample_asking import FIELD_ROLES, field
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_pages import EVERYDAY, Look, faults, name_of
from tests.kiosk_app.qml.test_typing import edits, form_of

RANGE = {"first": "1996-02-10", "last": "2026-11-23", "start": "2026-11-23"}


def show(stage: Stage, value: str) -> None:
    stage.show(form_of(field("since", "date", "日期", value=value, range=RANGE)))


def opened(stage: Stage, value: str) -> None:
    show(stage, value)
    tap(stage, "drum-since")
    stage.settle()


def shown(stage: Stage) -> tuple[int, ...]:
    names = ("year-since", "month-since", "day-since")
    return tuple(int(find_item(stage.window, name).property("value")) for name in names)


def press(stage: Stage, name: str, key: Qt.Key) -> None:
    find_item(stage.window, name).forceActiveFocus()
    QTest.keyClick(stage.window, key)
    QTest.qWait(100)  # a key that may be a scanner's is held for a moment
    stage.settle()


def test_opening_an_empty_one_writes_what_the_drum_shows(stage: Stage) -> None:
    opened(stage, "")
    assert edits(stage, "since") == ["2026-11-23"]
    assert ("focusField", "since") in stage.intents.heard


def test_opening_keeps_what_is_written(stage: Stage) -> None:
    opened(stage, "2020-02-29")
    assert edits(stage, "since") == []
    assert shown(stage) == (2020, 2, 29)


@pytest.mark.parametrize(
    ("value", "column", "key", "wanted"),
    [
        ("2020-02-29", "year-since", Qt.Key.Key_Up, "2019-02-28"),
        ("2020-01-31", "month-since", Qt.Key.Key_Down, "2020-02-29"),
        ("2020-01-31", "day-since", Qt.Key.Key_Up, "2020-01-30"),
        ("2026-10-30", "month-since", Qt.Key.Key_Down, "2026-11-23"),
        ("1996-03-01", "month-since", Qt.Key.Key_Up, "1996-02-10"),
    ],
)
def test_arrow_keys_turn_it_inside_its_range(stage: Stage, value: str, column: str, key: Qt.Key, wanted: str) -> None:
    opened(stage, value)
    press(stage, column, key)
    assert edits(stage, "since")[-1] == wanted
    show(stage, wanted)
    stage.settle()
    assert "-".join(f"{part:02}" for part in shown(stage)) == wanted


def test_keys_lead_from_drum_to_drum_and_the_ends_hold(stage: Stage) -> None:
    opened(stage, "2026-11-23")
    press(stage, "year-since", Qt.Key.Key_Down)
    assert edits(stage, "since") == []
    press(stage, "year-since", Qt.Key.Key_Right)
    assert find_item(stage.window, "month-since").property("activeFocus")


def test_a_touch_on_the_row_above_turns_it_by_one(stage: Stage) -> None:
    opened(stage, "2020-06-15")
    drum = find_item(stage.window, "day-since")
    above = drum.mapToScene(QPointF(drum.width() / 2, drum.height() / 6)).toPoint()
    touch(stage, [above])
    stage.settle()
    assert edits(stage, "since")[-1] == "2020-06-14"


def test_while_the_drum_is_open_no_keyboard_covers_it(stage: Stage) -> None:
    show(stage, "2020-06-15")
    tap(stage, "field-since")
    stage.settle()
    assert find_item(stage.window, "drum-since") is not None
    stage.window.contentItem().forceActiveFocus()
    tap(stage, "drum-since")
    stage.settle()
    assert all(not editor.property("activeFocus") for editor in stage.editors())


@pytest.mark.parametrize("look", EVERYDAY, ids=name_of)
def test_it_stands_in_every_look(stage: Stage, look: Look) -> None:
    size, mode, language = look
    stage.resize(size)
    shown = presentation("form", mode=mode, language=language)
    only = field("since", "date", "日期", value="2020-06-15", range=RANGE, width="full")
    stage.show({**shown, "form": {**shown["form"], "fields": Rows(FIELD_ROLES, "name", (only,))}})
    tap(stage, "drum-since")
    stage.settle()
    assert faults(stage, look) == []
