"""Shell: a list may become another one at any moment, also while Qt still builds rows of it between frames."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView

from kiosk_app.ui.shown import LongRows, Presentation, Rows
from kiosk_app.ui.view import ViewTree
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage

LIMIT_MS = 10_000
QML_DIR = Path(__file__).resolve().parents[3] / "kiosk_app" / "qml"
PAGE = b"""
import QtQuick
Loader {
    id: page
    required property var views
    property int built: 0
    readonly property bool building: status === Loader.Loading
    width: 200
    height: 300
    asynchronous: true
    sourceComponent: ListView {
        cacheBuffer: 0
        model: page.views.find.results
        delegate: Item {
            property int busy: { let n = 0; for (let i = 0; i < 2000000; i++) n ^= i; return n }
            width: 200
            height: 30
            Component.onCompleted: page.built++
        }
    }
}
"""
"""A list whose rows take a while, in a page that is built between frames."""


def found(many: int) -> LongRows:
    return LongRows(("name",), tuple(str(at) for at in range(many)), many, lambda at: {"name": str(at)})


@pytest.fixture
def view(qapp: QGuiApplication) -> Iterator[QQuickView]:
    """Its engine builds between frames."""
    view = QQuickView()
    view.show()
    yield view
    view.close()


@pytest.fixture
def warned() -> Iterator[list[str]]:
    """What Qt complains about."""
    said: list[str] = []
    before = qInstallMessageHandler(
        lambda kind, _, text: said.append(text) if kind is not QtMsgType.QtDebugMsg else None
    )
    yield said
    qInstallMessageHandler(before)


def wait_until_built(page: QQuickItem, many: int) -> None:
    clock = QElapsedTimer()
    clock.start()
    while page.property("built") < many and clock.elapsed() < LIMIT_MS:
        QGuiApplication.processEvents()
    assert page.property("built") >= many


def test_a_list_grows_shorter_while_its_page_is_built(view: QQuickView, warned: list[str]) -> None:
    tree = ViewTree({"frame": {}, "find": {"results": found(40)}})
    component = QQmlComponent(view.engine())
    component.setData(PAGE, QUrl())
    page = component.createWithInitialProperties({"views": tree.root})
    assert isinstance(page, QQuickItem), component.errorString()
    page.setParentItem(view.contentItem())
    wait_until_built(page, 2)
    assert page.property("building")
    tree.apply({"find": {"results": found(1)}})
    wait_until_built(page, 3)
    while page.property("building"):
        QGuiApplication.processEvents()
    assert page.property("item").property("count") == 1
    page.deleteLater()
    QGuiApplication.processEvents()
    assert warned == []


def test_a_page_that_is_left_half_built_is_gone_at_once(stage: Stage) -> None:
    host = stage.window.findChild(QQuickItem, "pageHost")
    builder = stage.engine.incubationController()
    assert host is not None
    stage.views.apply(presentation("material"))
    while host.property("building") and builder.incubatingObjectCount() < 2:
        builder.incubateFor(0)  # one object; the second is a row of its list
    assert host.property("building")
    stage.views.apply(presentation("form"))
    assert not [item for item in host.childItems() if item.metaObject().className().startswith("MaterialPage")]


def test_lists_that_scroll_show_long_rows_or_plain_values() -> None:
    """`Rows` come and go one by one: for a `Repeater`, which waits for none of them."""
    shown = presentation("form").values()
    short = {key for view in shown for key, value in view.items() if isinstance(value, Rows)}
    assert "fields" in short
    models = [
        (path.name, model.rpartition(".")[2])
        for path in QML_DIR.rglob("*.qml")
        for model in re.findall(
            r"(?:ListView|GridView) \{.*?\bmodel: (?:\w+\()?([\w.]+)", path.read_text("utf-8"), re.DOTALL
        )
    ]
    assert ("FindPage.qml", "results") in models
    assert [where for where in models if where[1] in short] == []


def test_rows_that_left_sight_stand_in_no_other_list(stage: Stage) -> None:
    """Qt keeps them for a while to use again, and would fill another model's rows with what they showed."""
    many = found_items(*range(12))
    stage.open(many)
    rows = next(item for item in stage.window.findChildren(QQuickItem) if item.property("reuseItems"))
    rows.setProperty("contentY", 500)
    stage.views.apply(found_items(3, 7))
    stage.settle()
    names = {seen.item.objectName() for seen in measure.seen_items(stage.window)}
    assert {name for name in names if name.startswith("result-")} == {"result-3", "result-7"}


def found_items(*places: int) -> Presentation:
    """The page of results with these rows of twelve."""
    shown = presentation("find")
    rows = shown["find"]["results"]
    assert isinstance(rows, LongRows)

    def row(at: int) -> Mapping[str, object]:
        return {**rows.row(0), "itemId": str(places[at])}

    few = LongRows(rows.roles, tuple(map(str, places)), places, row)
    return {**shown, "find": {**shown["find"], "results": few}}
