"""Shell: the QML sources themselves: linted, small, translated, readable."""

import ast
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6
import pytest

from kiosk_app.ui.icons import ICON_DIR
from kiosk_app.ui.translation import CATALOGUE_DIR

QML_DIR = Path(__file__).resolve().parents[3] / "kiosk_app" / "qml"
TYPES_DIR = Path(__file__).resolve().parent / "types"
SOURCES = sorted(QML_DIR.rglob("*.qml"))
QML_LINES = 200


def test_linter_is_silent() -> None:
    tool = Path(PySide6.__file__).parent / "qmllint"
    command = [str(tool), "-W", "0", "-I", str(QML_DIR), "-I", str(TYPES_DIR), *map(str, SOURCES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr


def test_files_are_short() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines >= QML_LINES} == {}


def test_every_label_has_english() -> None:
    said = {(path.stem, text) for path in SOURCES for text in re.findall(r'qsTr\("([^"]*)"\)', path.read_text("utf-8"))}
    catalogue = ET.parse(CATALOGUE_DIR / "kiosk_en.ts").getroot()
    translated = {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in catalogue.iter("context")
        for message in context.iter("message")
        if message.findtext("translation")
    }
    assert said - translated == set()


def english_words(tree: ast.AST) -> list[str]:
    """What stands in quotes and has no Chinese character, docstrings apart."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    words = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in said
    ]
    return [word for word in words if re.search("[a-z]{2} ?", word) and not re.search("[\u4e00-\u9fff]", word)]


def test_english_has_no_marks_of_chinese() -> None:
    """The face draws them as wide as a character: a hole in the sentence."""
    texts = [
        (path.name, word)
        for path in sorted(QML_DIR.parent.rglob("*.py"))
        for word in english_words(ast.parse(path.read_text()))
    ]
    texts += [("kiosk_en.ts", node.text or "") for node in ET.parse(CATALOGUE_DIR / "kiosk_en.ts").iter("translation")]
    assert len(texts) > 500
    assert [found for found in texts if re.search("[“”‘’（）]", found[1])] == []


def test_every_icon_exists() -> None:
    quoted = re.compile(r"(?:glyph|glyphAfter|name): [^\n]*")
    names = {
        name
        for path in SOURCES
        for line in quoted.findall(path.read_text("utf-8"))
        if path.parent.name in ("controls", "pages") and ("glyph" in line or "LineIcon" in path.read_text("utf-8"))
        for name in re.findall(r'"([a-z][a-z-]+)"', line)
    }
    known = {path.stem for path in ICON_DIR.glob("*.svg")}
    states = {
        "leave",
        "idle",
        "resume",
        "done",
        "ok",
        "info",
        "warn",
        "callLost",
        "callConfirm",
        "no_camera",
        "printed",
    }
    assert names - known - states == set()


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme(contrast: bool) -> dict[str, str]:
    text = (QML_DIR / "Theme.qml").read_text("utf-8")
    found = re.findall(r'readonly property color (\w+): contrast \? "(#\w{6})" : "(#\w{6})"', text)
    return {name: high if contrast else usual for name, high, usual in found}


@pytest.mark.parametrize("contrast", [False, True], ids=["light", "contrast"])
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "paper"), ("ink2", "paper"), ("ink3", "paper"), ("ink3", "card"), ("ink2", "keys"), ("inkOnPri", "pri"),
        ("inkOnAcc", "acc"), ("accText", "accSoft"), ("okText", "okSoft"), ("badText", "badSoft"), ("badText", "card"),
        ("priDark", "priSoft"), ("priDark", "card"), ("accText", "paper"), ("badText", "paper"), ("okText", "card"),
        ("inkOnPri", "bad"), ("inkOff", "off"),
    ],
)  # fmt: skip
def test_words_stand_out(words: str, ground: str, contrast: bool) -> None:
    theme = _theme(contrast)
    light, dark = sorted((_luminance(theme[words]), _luminance(theme[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= (7 if contrast else 4.5)


def test_no_picture_is_read_in_a_thread_of_qt() -> None:
    """Its provider is Python: Qt's reader thread, holding Qt's lock, would wait for Python's, and the GUI for Qt's."""
    for path in QML_DIR.rglob("*.qml"):
        images = re.findall(r"\bImage \{[^}]*\}", path.read_text("utf-8"))
        assert not any("asynchronous: true" in image for image in images), path.name
