"""Shell: a list model that changes no more than what changed."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex

from kiosk_app.ui.rows import LongRowsModel, RowsModel, plain
from kiosk_app.ui.shown import LongRows, Rows


def rows(*pairs: tuple[str, object]) -> Rows:
    """Rows with a key and a value."""
    return Rows(("name", "value"), "name", tuple({"name": name, "value": value} for name, value in pairs))


def content(model: RowsModel | LongRowsModel) -> list[tuple[object, ...]]:
    """What QML would read."""
    roles = sorted(model.roleNames())
    return [tuple(model.data(model.index(row), role) for role in roles) for row in range(model.rowCount())]


class Heard:
    """The model's signals in order."""

    def __init__(self, model: RowsModel | LongRowsModel) -> None:
        self.said: list[tuple[object, ...]] = []
        model.dataChanged.connect(lambda a, b, roles: self.said.append(("changed", a.row(), b.row(), len(roles))))
        model.rowsInserted.connect(lambda _, first, last: self.said.append(("inserted", first, last)))
        model.rowsRemoved.connect(lambda _, first, last: self.said.append(("removed", first, last)))
        model.modelReset.connect(lambda: self.said.append(("reset",)))


def test_a_changed_value_changes_one_role_of_one_row() -> None:
    model = RowsModel(rows(("a", 1), ("b", 2)))
    heard = Heard(model)
    model.replace(rows(("a", 1), ("b", 3)))
    assert heard.said == [("changed", 1, 1, 1)]
    assert content(model) == [("a", 1), ("b", 3)]


def test_the_same_rows_say_nothing() -> None:
    model = RowsModel(rows(("a", ({"x": 1},)), ("b", 2)))
    heard = Heard(model)
    model.replace(rows(("a", ({"x": 1},)), ("b", 2)))
    assert heard.said == []


def test_rows_come_and_go_in_runs() -> None:
    model = RowsModel(rows(("a", 1), ("b", 2), ("c", 3), ("d", 4)))
    heard = Heard(model)
    model.replace(rows(("a", 1), ("d", 4), ("e", 5)))
    assert heard.said == [("removed", 1, 2), ("inserted", 2, 2)]


def test_another_order_resets() -> None:
    model = RowsModel(rows(("a", 1), ("b", 2)))
    heard = Heard(model)
    model.replace(rows(("b", 2), ("a", 1)))
    assert heard.said == [("reset",)]


def test_outside_the_list_there_is_nothing() -> None:
    model = RowsModel(rows(("a", 1)))
    assert model.data(QModelIndex(), 257) is None
    assert model.data(model.index(0), 1) is None
    assert model.rowCount(model.index(0)) == 0


def test_plain_turns_tuples_and_mappings_into_what_qt_knows() -> None:
    assert plain(({"a": ("b", {"c": ()})},)) == [{"a": ["b", {"c": []}]}]


KEYS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 2)), max_size=8)


@settings(max_examples=60)
@given(st.lists(KEYS, max_size=5))
def test_whatever_is_shown_the_model_holds_exactly_that(steps: list[list[tuple[str, int]]]) -> None:
    model = RowsModel(rows())
    for step in steps:
        model.replace(rows(*step))
        assert content(model) == step


def long_rows(*pairs: tuple[str, object], asked: list[int] | None = None) -> LongRows:
    """The same as a long list; `asked` notes which rows were made."""

    def row(at: int) -> dict[str, object]:
        if asked is not None:
            asked.append(at)
        return {"name": pairs[at][0], "value": pairs[at][1]}

    return LongRows(("name", "value"), tuple(name for name, _ in pairs), repr(pairs), row)


def test_rows_of_a_long_list_are_made_once_when_they_come_into_sight() -> None:
    asked: list[int] = []
    model = LongRowsModel(long_rows(*((str(i), i) for i in range(5000)), asked=asked))
    assert (model.rowCount(), asked) == (5000, [])
    assert [model.data(model.index(4711), role) for role in sorted(model.roleNames())] == ["4711", 4711]
    assert asked == [4711]
    assert model.data(model.index(5000), min(model.roleNames())) is None


def test_a_long_list_keeps_its_place_while_its_keys_stay() -> None:
    model = LongRowsModel(long_rows(("a", 1), ("b", 2)))
    heard = Heard(model)
    model.replace(long_rows(("a", 1), ("b", 3)))
    assert [said[:3] for said in heard.said] == [("changed", 0, 1)]
    model.replace(long_rows(("b", 3)))
    assert heard.said[1:] == [("reset",)]
    assert content(model) == [("b", 3)]
