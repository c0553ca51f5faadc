"""The tree of a version: the same bytes whoever builds it, and nothing in it that a booth should not have."""

import json
import re
import sys
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path

import pytest

from installer.release.errors import LocalReleaseError
from installer.release.shipped import NEVER, is_needed, is_shipped
from installer.release.tree import BOOTH, build, version_of
from installer.slots.manifest import NAME, verify
from kiosk_app.config import VERSION
from offline_cache import migrations
from tests.installer.release.conftest import Checkout, write_checkout

ROOT = Path(__file__).resolve().parents[3]
SITE = Path(str(distribution("msgspec").locate_file("")))


def _files(tree: Path) -> dict[str, bytes]:
    return {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def test_two_builds_in_two_places_are_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for place in ("here", "quite/another/place"):
        checkout = write_checkout(tmp_path / place / "checkout", "0.2.0")
        trees.append(tmp_path / place / "tree")
        build(checkout, trees[-1], site=SITE)
    one, other = map(_files, trees)
    assert one == other
    assert "lib/msgspec/__init__.py" in one
    assert any(name.endswith(".pyc") and name.startswith("lib/") for name in one)
    assert not [name for name, body in one.items() if str(tmp_path).encode() in body or str(ROOT).encode() in body]


def test_the_manifest_names_every_file_and_the_bill_every_package(tmp_path: Path, checkout: Checkout) -> None:
    manifest = build(checkout("0.2.0"), tmp_path / "tree", site=SITE, kind=replace(BOOTH, min_from="0.1.0"))
    assert verify(tmp_path / "tree") == manifest
    assert (manifest.version, manifest.min_from, manifest.schema.writes) == ("0.2.0", "0.1.0", 4)
    bill = json.loads((tmp_path / "tree" / "sbom.json").read_text())
    assert [one["name"] for one in bill["components"]] == ["msgspec"]
    assert "BSD" in bill["components"][0]["licenses"][0]["license"]["name"]


def test_test_gear_stays_at_home(tmp_path: Path, checkout: Checkout) -> None:
    build(checkout("0.2.0"), tmp_path / "tree", site=None)
    names = _files(tmp_path / "tree")
    assert not [name for name in names if re.search(r"emulator|demo|tests", name)]
    assert {"kiosk_app/long.py", "LICENSE", "CHANGELOG.md", NAME} <= names.keys()


def test_what_lies_around_in_the_checkout_is_not_shipped(tmp_path: Path, checkout: Checkout) -> None:
    place = checkout("0.2.0")
    (place / "kiosk_app" / "my_secret.py").write_text("token = 1\n")
    build(place, tmp_path / "tree", site=None)
    assert not (tmp_path / "tree" / "kiosk_app" / "my_secret.py").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"key": "-----BEGIN PRIVATE KEY-----\n"}, "BEGIN PRIVATE KEY"),
        ({"cards": "port = 'vpcd'\n"}, "vpcd"),
        ({"broken": "def (\n"}, "does not compile"),
        ({"config": 'VERSION = "0.9.9"\n'}, "make them one"),
    ],
)
def test_refusals_say_what_to_do_and_leave_no_tree(
    tmp_path: Path, checkout: Checkout, files: dict[str, str], words: str
) -> None:
    with pytest.raises(LocalReleaseError, match=words):
        build(checkout("0.2.0", **files), tmp_path / "tree", site=None)
    assert not list(tmp_path.glob("*tree*"))


def test_a_version_without_its_section_in_the_changelog_is_not_built(tmp_path: Path, checkout: Checkout) -> None:
    place = checkout("0.2.0")
    (place / "CHANGELOG.md").write_text("# Changelog\n\n## [0.2.0]\n\n## [0.1.0]\n\n- Begun.\n")
    with pytest.raises(LocalReleaseError, match=r"no section \[0\.2\.0\]"):
        build(place, tmp_path / "tree", site=None)


def test_this_checkout_can_be_built_as_the_version_that_it_calls_itself() -> None:
    assert version_of(ROOT) == VERSION


def test_our_own_sources_may_all_be_shipped() -> None:
    """Nothing of this repository that a booth gets says a word that a build would stop at."""
    rooms = ("kiosk_app", "devices", "offline_cache", "cloud_seat", "installer", "assets")
    paths = [path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    shipped = [path for path in paths if is_shipped(str(path.relative_to(ROOT)))]
    assert len(shipped) > 500
    assert not [str(path) for path in shipped if NEVER.search(path.read_bytes())]
    names = {str(path.relative_to(ROOT)) for path in shipped}
    wanted = {f"{name}.py" for name in ("kiosk_app/app", "devices/registry", "cloud_seat/call/peer")}
    assert wanted <= names
    assert not [name for name in names if name.startswith(("cloud_seat/hub", "cloud_seat/seat", "cloud_seat/web"))]


def test_a_shipped_module_needs_none_that_stays_at_home() -> None:
    imported = re.compile(
        r"^\s*(?:from|import) ((?:kiosk_app|devices|offline_cache|cloud_seat|installer)[\w.]*)", re.MULTILINE
    )
    wanting = []
    for room in ("kiosk_app", "devices", "offline_cache", "cloud_seat", "installer"):
        for path in (ROOT / room).rglob("*.py"):
            if is_shipped(str(path.relative_to(ROOT))):
                for name in imported.findall(path.read_text()):
                    file = name.replace(".", "/")
                    there = (
                        is_shipped(f"{file}.py")
                        if (ROOT / f"{file}.py").is_file()
                        else is_shipped(f"{file}/__init__.py")
                    )
                    wanting += [] if there else [f"{path.relative_to(ROOT)} → {name}"]
    assert not wanting


def test_packages_are_trimmed_of_what_no_booth_loads() -> None:
    for name in (
        "PySide6/designer",
        "PySide6/QtCore.pyi",
        "numpy/core/tests/test_a.py",
        "../../bin/pip",
        "a.dist-info/RECORD",
        "PySide6/Qt/qml/QtQuick/VirtualKeyboard/Plugins/Pinyin/libqtvkbpinyinplugin.so",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
    ):
        assert not is_needed(name)
    for name in ("PySide6/QtCore.abi3.so", "PySide6/Qt/lib/libQt6Quick.so.6", "a.dist-info/METADATA"):
        assert is_needed(name)


def test_every_part_of_qt_that_the_booth_names_is_shipped() -> None:
    shipped = [path for path in ROOT.glob("kiosk_app/**/*.[qp][my]*") if is_shipped(str(path.relative_to(ROOT)))]
    code = "\n".join(path.read_text() for path in shipped if path.suffix in (".qml", ".py"))
    modules = set(re.findall(r"^import (Qt[\w.]*)", code, re.MULTILINE))
    bindings = set(re.findall(r"^\s*from PySide6\.(\w+) import", code, re.MULTILINE))
    assert {"QtQuick", "QtQuick.Templates"} <= modules and {"QtCore", "QtQuick"} <= bindings
    assert all(is_needed(f"PySide6/Qt/qml/{module.replace('.', '/')}/qmldir") for module in modules)
    assert all(is_needed(f"PySide6/{module}.abi3.so") for module in bindings)


def test_the_steps_of_the_data_are_those_of_the_cases() -> None:
    """A release works with what the next one leaves: else going back would lose cases. One step a release, at most."""
    steps = json.loads((ROOT / "offline_cache" / "data_steps.json").read_text())
    count = len(migrations.cases._migrations)
    assert steps == {"reads": [1, count + 1], "writes": count}


def test_this_interpreter_is_the_booths() -> None:
    assert sys.version_info[:2] == (3, 11)
