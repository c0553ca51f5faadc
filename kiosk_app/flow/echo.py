"""Core: a typed key in words, for the handset: what was written, or what was taken away. Personal."""

from collections.abc import Mapping

from cloud_seat.contract.text import Text

SIGNS: Mapping[str, Text] = {
    " ": Text(zh="空格", en="space"),
    "，": Text(zh="逗号", en="comma"),
    ",": Text(zh="逗号", en="comma"),
    "。": Text(zh="句号", en="full stop"),
    ".": Text(zh="点", en="point"),
    "、": Text(zh="顿号", en="list comma"),
    "·": Text(zh="间隔号", en="middle dot"),
    "-": Text(zh="横杠", en="dash"),
    "/": Text(zh="斜杠", en="slash"),
    "#": Text(zh="井号", en="number sign"),
    "@": Text(zh="圈 a", en="at sign"),
    "（": Text(zh="左括号", en="opening bracket"),
    "）": Text(zh="右括号", en="closing bracket"),
    "(": Text(zh="左括号", en="opening bracket"),
    ")": Text(zh="右括号", en="closing bracket"),
    "？": Text(zh="问号", en="question mark"),
    "?": Text(zh="问号", en="question mark"),
    "：": Text(zh="冒号", en="colon"),
    ":": Text(zh="冒号", en="colon"),
    "；": Text(zh="分号", en="semicolon"),
    ";": Text(zh="分号", en="semicolon"),
    "!": Text(zh="感叹号", en="exclamation mark"),
    "'": Text(zh="分开", en="apostrophe"),
}
"""Signs that a voice passes over in silence."""
STROKES = {"1": "横", "2": "竖", "3": "撇", "4": "点", "5": "折"}
NINE = dict(zip("23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True))
SPELLED: Mapping[str, Mapping[str, str]] = {"stroke": STROKES, "nine": NINE}
"""Keys that gather and do not mean what they are: way of writing → key → what it stands for."""
GONE, EMPTY = Text(zh="删掉 {gone}", en="deleted {gone}"), Text(zh="空了", en="empty")
CAPITAL = Text(zh="大写 {letter}", en="capital {letter}")


def echo(piece: str, language: str, *, way: str = "", gone: bool = False) -> str:
    """`piece`: a key, or the word that was chosen; empty: nothing is left to delete. `way`: how it gathers, empty once
    it is written. `gone`: it was deleted."""
    if not piece:
        return EMPTY.in_language(language)
    meant = SPELLED.get(way, {}).get(piece, piece)
    named = " ".join(meant) if way == "nine" else _named(meant, language)
    return GONE.in_language(language).replace("{gone}", named) if gone else named


def _named(piece: str, language: str) -> str:
    sign = SIGNS.get(piece)
    if sign is not None:
        return sign.in_language(language)
    if len(piece) == 1 and piece.isascii() and piece.isupper():
        return CAPITAL.in_language(language).replace("{letter}", piece)
    return piece
