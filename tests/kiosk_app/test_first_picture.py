"""Shell: the first picture, kept between two starts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk_app.config import ASSETS, Settings
from kiosk_app.doors import Doors
from kiosk_app.first_picture import first_picture
from kiosk_app.opening import opening
from kiosk_app.ui.shown import LongRows, Presentation
from tests.conftest import ExpectedLogs

SETTINGS = Settings(kiosk_name_zh="石楼镇晓屋", kiosk_name_en="Shilou booth")
OTHER_NAME = msgspec.structs.replace(SETTINGS, kiosk_name_zh="化龙镇晓屋")


def _drawn(settings: Settings = SETTINGS) -> Presentation:
    return _comparable(opening(settings, Doors(ASSETS), date.today()))


def _comparable(picture: Presentation) -> Presentation:
    """A list of thousands has a stamp of its session; what a kept one shows is its roles and that it is empty."""
    return {
        name: {key: replace(value, stamp=None) if isinstance(value, LongRows) else value for key, value in view.items()}
        for name, view in picture.items()
    }


def test_what_is_kept_is_what_would_be_drawn(tmp_path: Path) -> None:
    kept = tmp_path / "kiosk" / "first-picture.json"
    assert _comparable(first_picture(SETTINGS, kept)) == _drawn()
    written = kept.stat().st_mtime_ns
    assert _comparable(first_picture(SETTINGS, kept)) == _drawn()
    assert kept.stat().st_mtime_ns == written


def test_no_day_changes_it() -> None:
    assert opening(SETTINGS, Doors(ASSETS), date(2026, 2, 28)) == opening(SETTINGS, Doors(ASSETS), date(2027, 3, 1))


def test_other_settings_or_another_program_draw_it_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "first-picture.json"
    first_picture(SETTINGS, kept)
    before = kept.read_bytes()
    assert _comparable(first_picture(OTHER_NAME, kept)) == _drawn(OTHER_NAME)
    assert kept.read_bytes() != before
    source = tmp_path / "kiosk_app" / "session" / "moves" / "home.py"
    source.parent.mkdir(parents=True)
    for words in ("a change", "another one"):
        source.write_text(words)
        before = kept.read_bytes()
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr("kiosk_app.first_picture._PROGRAM", tmp_path)
            elsewhere.setattr("kiosk_app.first_picture._FILES", ())
            first_picture(OTHER_NAME, kept)
        assert kept.read_bytes() != before


@pytest.mark.parametrize("torn", [b"", b'{"stamp": "', b"{}", b"\xff\x00"])
def test_a_torn_file_is_none(tmp_path: Path, torn: bytes) -> None:
    kept = tmp_path / "first-picture.json"
    kept.write_bytes(torn)
    assert _comparable(first_picture(SETTINGS, kept)) == _drawn()
    assert len(kept.read_bytes()) > len(torn)


def test_where_nothing_can_be_kept_it_is_shown_all_the_same(
    tmp_path: Path, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "full").write_text("no folder")
    expected_logs.allow("kiosk_app.first_picture", "cannot be kept")
    assert _comparable(first_picture(SETTINGS, tmp_path / "full" / "first-picture.json")) == _drawn()
    assert "cannot be kept" in caplog.text
