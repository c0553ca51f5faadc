"""What import-linter cannot count: sizes, docstrings, forbidden words, QML manners."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("kiosk_app", "devices", "cloud_seat", "offline_cache", "installer", "bench")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
QML = sorted((ROOT / "kiosk_app" / "qml").rglob("*.qml"))
BANNED_NAMES = {"utils", "helpers", "manager", "common", "base", "misc"}
CORE_IMPORTS = re.compile(r"^(PySide6|asyncio|threading|socket|requests|aiortc|serial|sqlite3|sqlcipher3|subprocess)\b")


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_modules_stay_below_400_lines() -> None:
    assert not [_name(p) for p in SOURCES if len(p.read_text().splitlines()) > 400]


def test_no_function_above_50_lines_and_nine_of_ten_below_30() -> None:
    lengths = {f"{_name(p)}:{f.name}": _lines(f) for p in SOURCES for f in _functions(p)}
    assert not {name: n for name, n in lengths.items() if n > 50}
    assert sum(n < 30 for n in lengths.values()) >= 0.9 * len(lengths)
    assert statistics.median(lengths.values()) <= 10


def test_qml_files_stay_below_200_lines() -> None:
    assert QML
    assert not [_name(p) for p in QML if len(p.read_text().splitlines()) > 200]


def test_every_module_says_its_kind() -> None:
    """Core decides, shell moves bytes, wiring builds: the first word of the docstring."""
    kinds = {_name(p): (ast.get_docstring(ast.parse(p.read_text())) or "").split(":")[0] for p in SOURCES}
    assert not {name: kind for name, kind in kinds.items() if kind not in ("Core", "Shell", "Wiring")}


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_core_has_no_shell_in_it(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if not (ast.get_docstring(tree) or "").startswith("Core"):
        return
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not [name for name in names if CORE_IMPORTS.match(name)]


def test_modules_have_honest_names() -> None:
    assert not [_name(p) for p in SOURCES if p.stem in BANNED_NAMES or p.parent.name in BANNED_NAMES]


def test_qml_decides_nothing() -> None:
    forbidden = re.compile(r"XMLHttpRequest|LocalStorage|openDatabaseSync|createQmlObject|WebSocket")
    assert not [_name(p) for p in QML if forbidden.search(p.read_text())]


def test_only_one_module_imports_what_must_be_kept_apart() -> None:
    found = {
        word: {_name(p) for p in SOURCES if re.search(rf"^(from|import) {word}\b", p.read_text(), re.MULTILINE)}
        for word in ("aiortc", "sqlcipher3", "typst")
    }
    assert found["sqlcipher3"] == {"offline_cache/store.py"}
    assert found["aiortc"] == {"cloud_seat/call/peer.py", "cloud_seat/call/inside.py"}
    peer = (ROOT / "cloud_seat/call/peer.py").read_text()
    assert not re.search(r"(?<!\bself)\._[a-z]|\bvars\(|_RTC", peer), "aiortc's private side is inside.py's alone"
    bound = {name for name in found["typst"] if name.startswith("kiosk_app/")}
    assert bound == {"kiosk_app/hands/press.py"}, "it never forgets: only in a process of its own"


def test_nothing_of_one_machine_is_committed() -> None:
    places = re.compile(r"/(root|home/\w+|tmp/bash_jobs)/|pythonhosted|files\.pypi")
    text = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".lock", ".qml", ".js"} and _ours(p)]
    assert not [_name(p) for p in text if places.search(p.read_text(errors="replace")) and p != Path(__file__)]


def _ours(path: Path) -> bool:
    return not {".venv", ".xiaowu", "demo-output", ".git", "node_modules"} & set(path.relative_to(ROOT).parts)


def test_top_level_is_the_customers() -> None:
    allowed = {
        "kiosk_app", "devices", "cloud_seat", "offline_cache", "assets", "tests", "installer", "docs", "bench",
        "pyproject.toml", "xiaowu", "README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    }  # fmt: skip
    seen = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} - {"demo-output", "bench-output"}
    assert seen <= allowed
