"""Core: maps and lines that never change hold what plain ones hold, and old ones stay as they were."""

from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.hub.matching.kept import Line, Shelf

keys = st.integers(0, 900)


@given(st.lists(st.tuples(keys, st.one_of(st.none(), st.integers())), max_size=200))
def test_a_shelf_is_a_map(changes: list[tuple[int, int | None]]) -> None:
    shelf, plain = Shelf[int, int](), dict[int, int]()
    for key, value in changes:
        before, was = shelf, dict(plain)
        if value is not None:
            shelf, plain[key] = shelf.put(key, value), value
        elif key in plain:
            shelf = shelf.without(key)
            del plain[key]
        assert dict(before) == was
    assert dict(shelf.items()) == plain and len(shelf) == len(plain)
    assert shelf == Shelf(plain) and all(shelf.get(key) == plain.get(key) for key in range(901))


@given(st.lists(st.tuples(keys, keys), max_size=900))
def test_a_line_is_in_order(changes: list[tuple[int, int]]) -> None:
    line, plain = Line(), set[tuple[int, int]]()
    for entry in changes:
        line = line.remove(entry) if entry in plain else line.add(entry)
        plain ^= {entry}
    assert list(line) == sorted(plain) and len(line) == len(plain)
    assert line == Line(plain)
    assert line.first == min(plain, default=None)
    assert line.up_to((450, 0)) == sorted(entry for entry in plain if entry <= (450, 0))
