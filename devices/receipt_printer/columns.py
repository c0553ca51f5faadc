"""Core: how text fills the columns of a receipt: GB18030 widths, cleaning, wrapping."""

import unicodedata
from collections.abc import Iterator

HALF_PX = 12  # a Latin character of font A is 12×24 dots, a Chinese one 24×24
LINE_PX = 24


def clean(text: str) -> str:
    """Text without control and unassigned characters: what a resident types must never steer the printer."""
    kept = (" " if char == "\t" else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char) not in _UNPRINTABLE)


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def column_count(char: str) -> int:
    """1 for a single-byte character, else 2: the printer's font knows only half and full width."""
    return 1 if char < "\x80" else 2


def width_of(text: str) -> int:
    return sum(column_count(char) for char in text)


def is_rare(char: str) -> bool:
    """True for characters of four GB18030 bytes: no printer font has them, they must be drawn."""
    return len(char.encode("gb18030")) == 4


def wrap(text: str, columns: int) -> Iterator[str]:
    """Lines of at most `columns`; breaks anywhere in Chinese, before a Latin word when that helps."""
    line = ""
    for char in text:
        if width_of(line) + column_count(char) > columns:
            head, tail = _break_before_word(line, char)
            yield head
            line = tail
            if char == " " and not line:
                continue
        line += char
    yield line


def _break_before_word(line: str, following: str) -> tuple[str, str]:
    start = len(line.rstrip(_WORD)) if following in _WORD else len(line)
    if start == 0 or width_of(line[start:]) > width_of(line) // 2:  # a word longer than half a line is cut
        return line, ""
    return line[:start].rstrip(" "), line[start:]


_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@"
