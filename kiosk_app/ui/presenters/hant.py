"""Core: the glass in traditional Chinese as Hong Kong writes it. What people typed or a card says is not touched."""

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from kiosk_app.session.state import Session
from kiosk_app.ui.shown import LongRows, Presentation, Rows

HANT = "zh-Hant"
_ANSWERS = ("choices",)
"""Lists whose rows carry, beside their words, a `value` that goes back to the form as it is."""


@functools.cache
def _converter() -> Callable[[str], str]:
    # Its dictionaries take a fifth of a second: loaded when somebody asks for them, not before the first frame.
    convert: Callable[[str], str] = import_module("opencc").OpenCC("s2hk").convert
    return convert


def in_hant(text: str) -> str:
    """Phrase by phrase: 发展 → 發展, 头发 → 頭髮."""
    # 户, as Hong Kong's schools write it, looks like a character that was forgotten: its offices write 戶.
    return text if text.isascii() else _converter()(text).replace("户", "戶")


def written_in_hant(shown: Presentation, session: Session) -> Presentation:
    """The same views in traditional characters. Words of the session that stand for themselves are not touched."""
    own = frozenset(_words(session))
    return {name: {key: _written(value, key, own) for key, value in view.items()} for name, view in shown.items()}


def _written(value: object, key: str, own: frozenset[str]) -> object:
    match value:
        case str():
            return value if value in own else in_hant(value)
        case Rows():
            return dataclasses.replace(value, rows=tuple(_row(row, key, own) for row in value.rows))
        case LongRows():
            return dataclasses.replace(value, stamp=(HANT, value.stamp), row=lambda at: _row(value.row(at), key, own))
        case Mapping():
            return _row(value, key, own)
        case list() | tuple():
            return [_written(inner, key, own) for inner in value]
        case _:
            return value


def _row(row: Mapping[str, object], key: str, own: frozenset[str]) -> Mapping[str, object]:
    kept = "value" if key in _ANSWERS else ""
    return {name: value if name == kept else _written(value, name, own) for name, value in row.items()}


def _words(value: object) -> Iterator[str]:
    """Every string in a session but our own sentences (`Text`): those are no dataclasses and are passed over."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _words(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from _words(inner)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for entry in dataclasses.fields(value):
            yield from _words(getattr(value, entry.name))
