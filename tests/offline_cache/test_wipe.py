"""Shell: leftovers are found whatever their encoding and wherever they stand."""

from pathlib import Path

import pytest

from offline_cache import LocalUseError, find_leftovers

MARKER = "测试𠮷长寿0"
"""In UTF-16-LE its last byte is a zero, as the room around it."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("before", [0, 7, (1 << 20) - 13, (1 << 20) - 3, (1 << 20) * 2 - 1])
def test_found_in_every_encoding_also_across_block_borders(tmp_path: Path, encoding: str, before: int) -> None:
    path = tmp_path / "deep" / "file.bin"
    path.parent.mkdir()
    path.write_bytes(b"\0" * before + MARKER.encode(encoding) + b"\0" * 10)
    assert find_leftovers(tmp_path, ["无此人", MARKER]) == [path]


def test_nothing_to_find(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"clean")
    (tmp_path / "link").symlink_to("/proc/self/environ")
    assert find_leftovers(tmp_path, ["测试"]) == []
    with pytest.raises(LocalUseError):
        find_leftovers(tmp_path, ["测试", ""])
