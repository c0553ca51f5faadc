"""Core: a typed key in words."""

import pytest

from kiosk_app.flow.echo import echo


@pytest.mark.parametrize(
    ("piece", "way", "gone", "zh", "en"),
    [
        ("n", "zh", False, "n", "n"),
        ("你好", "", False, "你好", "你好"),
        ("7", "", False, "7", "7"),
        ("2", "nine", False, "a b c", "a b c"),
        ("4", "stroke", False, "点", "点"),
        ("X", "", False, "大写 X", "capital X"),
        ("，", "", False, "逗号", "comma"),
        (" ", "", True, "删掉 空格", "deleted space"),
        ("好", "", True, "删掉 好", "deleted 好"),
        ("", "", True, "空了", "empty"),
    ],
)
def test_each_key_has_its_words(piece: str, way: str, gone: bool, zh: str, en: str) -> None:
    assert (echo(piece, "zh", way=way, gone=gone), echo(piece, "en", way=way, gone=gone)) == (zh, en)
