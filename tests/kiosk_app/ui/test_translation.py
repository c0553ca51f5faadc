"""Shell: labels in another language, at once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk_app.ui.translation import CATALOGUE_DIR, Translation, TranslationError, compiled, prepare
from tests.conftest import ExpectedLogs

ONE_LABEL = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en"><context><name>Here</name>
<message><source>挂断</source><translation>Hang up</translation></message>
</context></TS>
"""


@pytest.fixture
def engine(qapp: QGuiApplication) -> Iterator[QQmlEngine]:
    engine = QQmlEngine()
    yield engine
    engine.deleteLater()


def test_labels_change_at_once_and_back(engine: QQmlEngine, tmp_path: Path) -> None:
    """In a catalogue of its own: a window of another test may stand in the real English."""
    (tmp_path / "kiosk_en.ts").write_text(ONE_LABEL)
    component = QQmlComponent(engine)
    component.setData(
        "import QtQml; QtObject { property string word: qsTr('挂断') }".encode(), QUrl("file:///Here.qml")
    )
    label = component.create()
    translation = Translation(engine, tmp_path / "compiled", tmp_path)
    assert label.property("word") == "挂断"
    translation.switch("en")
    assert label.property("word") == "Hang up"
    translation.switch("zh")
    assert label.property("word") == "挂断"
    with pytest.raises(TranslationError):
        translation.switch("xx")
    assert label.property("word") == "挂断"


def test_compiled_again_only_when_older(tmp_path: Path) -> None:
    target = compiled("en", CATALOGUE_DIR, tmp_path)
    made = target.stat().st_mtime_ns
    assert compiled("en", CATALOGUE_DIR, tmp_path).stat().st_mtime_ns == made
    os.utime(target, (1, 1))
    assert compiled("en", CATALOGUE_DIR, tmp_path).stat().st_mtime > 1


def test_no_press_waits_for_a_compiler_once_all_is_prepared(engine: QQmlEngine, tmp_path: Path) -> None:
    prepare(tmp_path)
    made = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert [path.name for path in sorted(made)] == ["kiosk_en.qm", "kiosk_zh-Hant.qm"]
    translation = Translation(engine, tmp_path)
    for language in ("en", "zh-Hant", "zh"):
        translation.switch(language)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made


def test_a_catalogue_that_cannot_be_prepared_is_said_and_harms_no_other(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("kiosk_app.ui.translation", "labels in aa")
    (tmp_path / "kiosk_aa.ts").write_text("not xml")
    shutil.copy(CATALOGUE_DIR / "kiosk_en.ts", tmp_path)
    prepare(tmp_path / "cache", tmp_path)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["kiosk_en.qm"]


def test_a_broken_catalogue_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "kiosk_en.ts").write_text("not xml")
    with pytest.raises(TranslationError):
        compiled("en", tmp_path, tmp_path / "cache")
