"""Shell: the folder of compiled pages is the booth's own, or it is not used."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.compiled import keep_compiled
from tests.conftest import ExpectedLogs

NAMES = ("QML_DISK_CACHE_PATH", "QML_DISABLE_DISK_CACHE")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as changed:
        for name in NAMES:
            changed.setenv(name, "")  # so that it is put back
            changed.delenv(name)
        yield


def test_it_is_made_for_nobody_else_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "kiosk" / "compiled"
    for _ in range(2):
        keep_compiled(folder)
        (folder / "page.qmlc").touch()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert [os.environ.get(name) for name in NAMES] == [str(folder), None]
    assert (folder / "page.qmlc").exists()


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_what_others_could_have_put_there_is_thrown_away(
    tmp_path: Path, mode: int, expected_logs: ExpectedLogs
) -> None:
    folder = tmp_path / "compiled"
    folder.mkdir()
    (folder / "page.qmlc").touch()
    folder.chmod(mode)
    expected_logs.allow("kiosk_app.compiled", "made anew")
    keep_compiled(folder)
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_link_to_somewhere_else_is_cut_and_what_it_points_to_left_alone(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "page.qmlc").touch()
    (tmp_path / "compiled").symlink_to(tmp_path / "elsewhere")
    expected_logs.allow("kiosk_app.compiled", "made anew")
    keep_compiled(tmp_path / "compiled")
    assert list((tmp_path / "compiled").iterdir()) == []
    assert (tmp_path / "elsewhere" / "page.qmlc").exists()


def test_without_a_folder_of_its_own_nothing_is_kept(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    (tmp_path / "file").touch()
    expected_logs.allow("kiosk_app.compiled", "cannot be kept")
    keep_compiled(tmp_path / "file" / "compiled")
    assert [os.environ.get(name) for name in NAMES] == [None, "1"]
