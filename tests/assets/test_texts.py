"""Shell: every sentence for people stands in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest

ASSETS = Path(__file__).parents[2] / "assets"
FILES = sorted([*ASSETS.glob("forms/*/*.json"), *ASSETS.glob("catalogue/*.json"), *ASSETS.glob("samples/*.json")])


def text_pairs(node: Any) -> list[dict[str, str]]:
    """Every {"zh", "en"} in a tree."""
    if isinstance(node, dict) and "zh" in node:
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [pair for child in children for pair in text_pairs(child)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_text_speaks_both_languages(path: Path) -> None:
    pairs = text_pairs(json.loads(path.read_text(encoding="utf-8")))
    assert pairs
    assert [pair for pair in pairs if set(pair) != {"zh", "en"} or not all(v.strip() for v in pair.values())] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_english_is_english_and_chinese_uses_full_width_marks(path: Path) -> None:
    pairs = text_pairs(json.loads(path.read_text(encoding="utf-8")))
    assert [p["zh"] for p in pairs if any(mark in p["zh"] for mark in ",;?!")] == []
    assert [p["en"] for p in pairs if any(mark in p["en"] for mark in "，。；？！：")] == []
