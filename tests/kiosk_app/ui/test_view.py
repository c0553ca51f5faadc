"""Shell: the maps between Python and QML."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk_app.ui.rows import RowsModel
from kiosk_app.ui.shown import LongRows, Rows
from kiosk_app.ui.view import ViewTree, blank

FIRST = {
    "frame": {"page": "welcome", "steps": [{"text": "选事项"}], "linkUp": True},
    "form": {"title": "", "page": 0, "fields": Rows(("name", "value"), "name")},
}


def test_only_changes_are_set(qapp: QGuiApplication) -> None:
    tree = ViewTree(FIRST)
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(
        b"import QtQml; QtObject { required property var views; property string page: views.frame.page;"
        b"property int told: 0; property int steps: { told += 1; return views.frame.steps.length } }",
        QUrl(),
    )
    seen = component.createWithInitialProperties({"views": tree.root})
    assert (seen.property("page"), seen.property("steps"), seen.property("told")) == ("welcome", 1, 1)
    tree.apply({**FIRST, "frame": {**FIRST["frame"], "page": "find"}})
    assert (seen.property("page"), seen.property("told")) == ("find", 1)


def test_qml_cannot_write(qapp: QGuiApplication) -> None:
    tree = ViewTree(FIRST)
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(
        b"import QtQml; QtObject { required property var views; Component.onCompleted: views.frame.page = 'find' }",
        QUrl(),
    )
    seen = component.createWithInitialProperties({"views": tree.root})
    assert seen is not None
    assert tree.view("frame").value("page") == "welcome"


def test_rows_keep_their_model(qapp: QGuiApplication) -> None:
    tree = ViewTree(FIRST)
    model = tree.view("form").value("fields")
    assert isinstance(model, RowsModel)
    tree.apply({"form": {"title": "一", "fields": Rows(("name", "value"), "name", ({"name": "a", "value": "甲"},))}})
    assert tree.view("form").value("fields") is model
    assert model.rowCount() == 1


def test_another_long_list_is_another_model_and_the_one_before_forgets(qapp: QGuiApplication) -> None:
    def found(*names: str) -> LongRows:
        return LongRows(("name",), names, names, lambda at: {"name": names[at]})

    tree = ViewTree({"find": {"results": found("甲", "乙")}})
    first = tree.view("find").value("results")
    tree.apply({"find": {"results": found("甲")}})
    second = tree.view("find").value("results")
    assert (second.rowCount(), first.rowCount(), first is second) == (1, 0, False)
    tree.apply({})
    assert (tree.view("find").value("results") is first, first.rowCount(), second.rowCount()) == (True, 0, 0)


def test_an_empty_presentation_leaves_nothing(qapp: QGuiApplication) -> None:
    tree = ViewTree(FIRST)
    tree.apply(
        {
            "form": {
                "title": "陈测试",
                "page": 2,
                "fields": Rows(("name", "value"), "name", ({"name": "a", "value": "甲"},)),
            }
        }
    )
    tree.apply({})
    assert tree.view("form").value("title") == ""
    assert tree.view("form").value("fields").rowCount() == 0
    assert tree.view("frame").value("linkUp") is False
    held = [value for view in tree._shown.values() for value in view.values()]
    assert "陈测试" not in repr(held) and "甲" not in repr(held)


def test_a_key_that_came_later_is_blanked_too(qapp: QGuiApplication) -> None:
    tree = ViewTree(FIRST)
    tree.apply({"form": {"note": "陈测试"}})
    tree.apply({})
    assert tree.view("form").value("note") == ""


def test_blank_keeps_the_kind() -> None:
    assert blank({"a": "x", "b": 3, "c": True, "d": [1], "e": {"f": 1.5}, "g": None}) == {
        "a": "", "b": 0, "c": False, "d": [], "e": {"f": 0}, "g": None,
    }  # fmt: skip
