"""Shell: what a screen reader is told of every page, and stillness for who needs it."""

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.keypad import is_drawn_key, reading
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage

ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.Canvas,
}
TICKED = (QAccessible.Role.CheckBox, QAccessible.Role.RadioButton)
QML_DIR = Path(__file__).resolve().parents[3] / "kiosk_app" / "qml"


def views(stage: Stage, mode: str = "standard") -> Iterator[str]:
    """Every page, question and rarer state, one after the other on the glass."""
    for page in PAGES:
        stage.show(presentation(page, mode=mode))
        yield page
    for overlay in OVERLAYS:
        stage.show(presentation("form", mode=mode, overlay=overlay))
        yield overlay
    for name in STATES:
        stage.show(state(name, mode=mode))
        yield name


def test_every_control_has_role_name_and_true_state(stage: Stage) -> None:
    """None lies in another. And nothing moves by itself: the stage is opened with reduced motion."""
    wrong = []
    for view in views(stage):
        wrong += [f"{view}: {moving.metaObject().className()} runs" for moving in moving_in(stage)]
        stage.window.contentItem().forceActiveFocus()
        stage.settle()
        for seen in measure.seen_items(stage.window):
            if seen.item.inherits("QQuickAbstractButton"):
                wrong += [f"{view}: {seen.name()} {fault}" for fault in faults_of(seen.item)]
        group = reading(stage.window.contentItem())
        for item in group.things if group else ():
            wrong += [f"{view}: {item.objectName()} {fault}" for fault in faults_of(item)]
            wrong += [f"{view}: {item.objectName()} holds another" for part in item.childItems() if reading(part)]
    assert sorted(set(wrong)) == []


def moving_in(stage: Stage) -> list[QObject]:
    """Movements that go on."""
    found = [one for one in stage.window.findChildren(QObject) if one.inherits("QQuickAbstractAnimation")]
    return [one for one in found if one.property("running")]


def faults_of(item: QQuickItem) -> list[str]:
    told: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)  # the stub forgets None
    if told is None:
        return ["is not in the tree"]
    found, is_told = [], told.state()
    if not told.text(QAccessible.Text.Name).strip():
        found.append("has no name")
    if told.role() not in ROLES:
        found.append(f"has the role {told.role()}")
    if bool(is_told.disabled) is item.isEnabled():
        found.append("says the wrong thing about being enabled")
    if told.role() in TICKED and bool(is_told.checked) is not bool(item.property("checked")):
        found.append("says the wrong thing about being checked")
    if item.isEnabled() and not is_drawn_key(item) and not is_told.focusable:
        found.append("cannot take the focus")
    return found


def test_a_chosen_answer_is_told_as_chosen(stage: Stage) -> None:
    stage.show(presentation("form"))
    told = {
        name: QAccessible.queryAccessibleInterface(measure.find_item(stage.window, f"choice-relation-{name}")).state()
        for name in ("self", "child")
    }
    assert (bool(told["self"].checked), bool(told["child"].checked)) == (True, False)


def test_what_the_letters_are_now_is_told(stage: Stage) -> None:
    def told(mode: str, *, zoom: bool = False) -> tuple[str, bool]:
        shown = presentation("welcome", mode=mode)
        stage.show({**shown, "frame": {**shown["frame"], "zoom": zoom}})
        item = next(one for one in stage.items() if one.objectName() == "mode-elder")
        chip = QAccessible.queryAccessibleInterface(item)
        assert chip.role() is QAccessible.Role.CheckBox
        return chip.text(QAccessible.Text.Name), bool(chip.state().checked)

    assert told("standard") == ("现在是普通字，点一下换大字", False)
    assert told("contrast") == ("现在是普通字，点一下再大些", False)
    assert told("elder") == ("现在是大字，点一下再大些", True)
    assert told("elder", zoom=True) == told("contrast", zoom=True) == ("现在字最大，点一下回到普通字", True)


def test_every_movement_knows_of_reduced_motion() -> None:
    for path in QML_DIR.rglob("*.qml"):
        text = path.read_text("utf-8")
        fixed = re.findall(r"duration: (?!Theme\.)\S+", text)
        assert not fixed or "!Theme.reducedMotion" in text, path.name
