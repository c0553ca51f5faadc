"""Shell: lists for QML whose rows stay the same objects while their values change, so a text field keeps its focus."""

from collections.abc import Mapping
from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

from kiosk_app.ui.shown import LongRows, Rows

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def plain(value: object) -> object:
    """`value` as Qt converts it faithfully: tuples become lists, mappings become dicts, at every depth."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


class RowsModel(QAbstractListModel):
    """Shows the newest `Rows`; equal keys in equal order change in place, other rows come and go."""

    def __init__(self, rows: Rows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roles = rows.roles
        self._names = {_FIRST_ROLE + i: QByteArray(role.encode()) for i, role in enumerate(rows.roles)}
        self._key = rows.key
        self._rows: list[dict[str, object]] = [self._row(row) for row in rows.rows]

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        """Role number → role name."""
        return self._names

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One value; None outside the list."""
        if not 0 <= index.row() < len(self._rows) or role not in self._names:
            return None
        return self._rows[index.row()][self._roles[role - _FIRST_ROLE]]

    def replace(self, rows: Rows) -> None:
        """Shows `rows` from now on, telling QML no more than what changed."""
        fresh = [self._row(row) for row in rows.rows]
        self._drop_missing({row[self._key] for row in fresh})
        if not self._insert_new(fresh):
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        for i, row in enumerate(fresh):
            self._change(i, row)

    def _row(self, row: Mapping[str, object]) -> dict[str, object]:
        return {role: plain(row[role]) for role in self._roles}

    def _drop_missing(self, kept: set[object]) -> None:
        gone = [i for i, row in enumerate(self._rows) if row[self._key] not in kept]
        runs = [[i for _, i in run] for _, run in groupby(enumerate(gone), lambda pair: pair[1] - pair[0])]
        for run in reversed(runs):
            self.beginRemoveRows(_ROOT, run[0], run[-1])
            del self._rows[run[0] : run[-1] + 1]
            self.endRemoveRows()

    def _insert_new(self, fresh: list[dict[str, object]]) -> bool:
        """Inserts unknown rows; False when the known ones changed places or keys repeat."""
        known = [row[self._key] for row in self._rows]
        keys = [row[self._key] for row in fresh]
        if len(set(keys)) != len(keys) or [key for key in keys if key in known] != known:
            return False
        for i, row in enumerate(fresh):
            if i >= len(self._rows) or self._rows[i][self._key] != row[self._key]:
                self.beginInsertRows(_ROOT, i, i)
                self._rows.insert(i, row)
                self.endInsertRows()
        return True

    def _change(self, at: int, row: dict[str, object]) -> None:
        old = self._rows[at]
        changed = [role for role in self._roles if old[role] != row[role]]
        if not changed:
            return
        self._rows[at] = row
        index = self.index(at)
        self.dataChanged.emit(index, index, [_FIRST_ROLE + self._roles.index(role) for role in changed])


class LongRowsModel(QAbstractListModel):
    """Shows the newest `LongRows`; keeps the rows that were in sight until they change.

    Other keys are for another model (`ViewTree`). While a view waits for a row that Qt builds between frames (in a page
    that is being built, or for a `cacheBuffer`), a model that is reset to fewer rows makes it cancel a row that is no
    longer there ("DelegateModel::cancel: index out range"). Given another model it cancels with the old one intact.
    """

    def __init__(self, rows: LongRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = {_FIRST_ROLE + i: QByteArray(role.encode()) for i, role in enumerate(rows.roles)}
        self._rows = rows
        self._seen: dict[int, Mapping[str, object]] = {}

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows.keys)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        """Role number → role name."""
        return self._names

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One value; None outside the list."""
        at = index.row()
        if not 0 <= at < len(self._rows.keys) or role not in self._names:
            return None
        if at not in self._seen:
            self._seen[at] = self._rows.row(at)
        return plain(self._seen[at][self._rows.roles[role - _FIRST_ROLE]])

    def is_list_of(self, rows: LongRows) -> bool:
        """The same keys: only what stands in the rows may have changed."""
        return rows.keys == self._rows.keys

    def replace(self, rows: LongRows) -> None:
        """Shows `rows` from now on; the same keys keep their place, other ones only while no view looks."""
        is_same_list = self.is_list_of(rows)
        if not is_same_list:
            self.beginResetModel()
        self._rows = rows
        self._seen.clear()
        if not is_same_list:
            self.endResetModel()
        elif rows.keys:
            self.dataChanged.emit(self.index(0), self.index(len(rows.keys) - 1))
