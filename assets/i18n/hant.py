"""Shell: writes kiosk_zh-Hant.ts, every label of the screens in traditional characters.

Run after labels change: `PYTHONPATH=. .venv/bin/python -m assets.i18n.hant`.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from kiosk_app.ui.presenters.hant import HANT, in_hant

QML_DIR = Path(__file__).resolve().parents[2] / "kiosk_app" / "qml"
TARGET = Path(__file__).with_name(f"kiosk_{HANT}.ts")
LABEL = re.compile(r'qsTr\("([^"]*)"\)')


def catalogue() -> str:
    """The whole file; a context is a QML file."""
    root = ET.Element("TS", version="2.1", language="zh_HK", sourcelanguage="zh_CN")
    for name, labels in _labels():
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for label in labels:
            message = ET.SubElement(context, "message")
            ET.SubElement(message, "source").text = label
            ET.SubElement(message, "translation").text = in_hant(label)
    ET.indent(root, "    ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ET.tostring(root, encoding="unicode")}\n'


def _labels() -> Iterator[tuple[str, list[str]]]:
    for path in sorted(QML_DIR.rglob("*.qml"), key=lambda path: path.stem):
        if labels := sorted(set(LABEL.findall(path.read_text("utf-8")))):
            yield path.stem, labels


if __name__ == "__main__":
    TARGET.write_text(catalogue(), "utf-8")
