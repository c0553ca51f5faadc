"""Core: the little of Markdown that the tests read: links, headings as GitHub names them, rows of tables."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITTEN_BY_HAND = ("README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md")
PAGES = sorted([*(ROOT / name for name in WRITTEN_BY_HAND), *(ROOT / "docs").rglob("*.md")])

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def name(path: Path) -> str:
    """How a test names a page."""
    return str(path.relative_to(ROOT))


def links(text: str) -> list[str]:
    """Targets of all links and pictures outside code blocks."""
    return _LINK.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """What `#…` may name: headings in lower case, punctuation gone, blanks as dashes."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def table_after(text: str, mark: str) -> list[list[str]]:
    """Cells of the first table behind `mark`, without head and rule."""
    lines = text[text.index(mark) + len(mark) :].lstrip("\n").split("\n")
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows[2:]
