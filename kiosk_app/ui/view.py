"""Shell: the maps that QML reads. One map per view; only what changed is set; QML cannot write."""

import warnings
from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtQml import QQmlPropertyMap

from kiosk_app.ui.rows import LongRowsModel, RowsModel, plain
from kiosk_app.ui.shown import LongRows, Presentation, Rows

FRAME = "frame"


class ReadOnlyMap(QQmlPropertyMap):
    """A property map whose values only Python changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        with warnings.catch_warnings():
            # Qt 6.11 marks the constructor for subclasses as deprecated; create() cannot make a subclass.
            warnings.simplefilter("ignore", DeprecationWarning)
            super().__init__(parent)

    def updateValue(self, key: str, input: object) -> object:  # noqa: A002, N802 - Qt's names
        """Called when QML assigns: keeps the old value."""
        return self.value(key)


def blank(value: object) -> object:
    """What a value looks like when nothing is known: the empty value of its own kind."""
    match value:
        case Rows():
            return Rows(value.roles, value.key)
        case LongRows():
            return LongRows(value.roles, (), None, value.row)
        case bool():
            return False
        case int() | float():
            return 0
        case str():
            return ""
        case Mapping():
            return {name: blank(inner) for name, inner in value.items()}
        case list() | tuple():
            return []
        case _:
            return None


class ViewTree(QObject):
    """All views of the kiosk. `root` goes to Main.qml as `views`. Lives in the GUI thread."""

    def __init__(self, first: Presentation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.root = ReadOnlyMap(self)
        self._maps: dict[str, ReadOnlyMap] = {}
        self._blank: dict[str, dict[str, object]] = {}
        self._shown: dict[str, dict[str, object]] = {}
        self._models: dict[tuple[str, str], RowsModel | LongRowsModel] = {}
        self._spare: dict[tuple[str, str], LongRowsModel] = {}
        for name, view in first.items():
            self._build(name, view)

    def apply(self, presentation: Presentation) -> None:
        """Shows `presentation`, the whole truth: a view or value that it leaves out goes blank and is forgotten."""
        # The frame names the page: it comes last, so that a page is built once, from its own data.
        for name in sorted(self._blank, key=lambda name: name == FRAME):
            fresh = {**self._blank[name], **presentation.get(name, {})}
            for key, value in fresh.items():
                self._set(name, key, value)

    def view(self, name: str) -> QQmlPropertyMap:
        """The map of one view."""
        return self._maps[name]

    def _build(self, name: str, view: Mapping[str, object]) -> None:
        self._maps[name] = ReadOnlyMap(self)
        self._blank[name] = {key: blank(value) for key, value in view.items()}
        self._shown[name] = {}
        for key, value in view.items():
            self._set(name, key, value)
        self.root.insert(name, self._maps[name])

    def _set(self, name: str, key: str, value: object) -> None:
        shown = self._shown[name]
        if key in shown and shown[key] == value:
            return
        if isinstance(value, Rows | LongRows):
            self._set_rows(name, key, value)
        else:
            self._maps[name].insert(key, plain(value))
        shown[key] = value
        self._blank[name].setdefault(key, blank(value))

    def _set_rows(self, name: str, key: str, rows: Rows | LongRows) -> None:
        match self._models.get((name, key)), rows:
            case None, _:
                model = RowsModel(rows, self) if isinstance(rows, Rows) else LongRowsModel(rows, self)
                self._models[name, key] = model
                self._maps[name].insert(key, model)
            case RowsModel() as short, Rows():
                short.replace(rows)
            case LongRowsModel() as long, LongRows() if long.is_list_of(rows):
                long.replace(rows)
            case LongRowsModel() as long, LongRows():
                self._set_list(name, key, long, rows)
            case _:
                raise TypeError(f"{name}.{key} was another kind of list before")

    def _set_list(self, name: str, key: str, before: LongRowsModel, rows: LongRows) -> None:
        """Two models take turns: nobody looks at the one that changes. Afterwards the other one knows nothing."""
        model = self._spare.pop((name, key), None) or LongRowsModel(rows, self)
        model.replace(rows)
        self._models[name, key] = model
        self._maps[name].insert(key, model)
        nothing = self._blank[name][key]
        assert isinstance(nothing, LongRows)
        before.replace(nothing)
        self._spare[name, key] = before
