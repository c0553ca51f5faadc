"""A manifest takes only paths inside its tree, and a tree that differs in anything is not taken for it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installer.slots.manifest import BrokenTreeError, ManifestError, Schema, dump, load, may_follow, verify, version_key
from tests.installer.slots.trees import files_of, manifest_of, plant


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "1.0.0", manifest_of("1.0.0"), files_of("1.0.0"))


def test_it_comes_back_as_it_was() -> None:
    manifest = manifest_of("1.0.0", min_from="0.9")
    assert load(dump(manifest)) == manifest
    assert dump(load(dump(manifest))) == dump(manifest)


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with pytest.raises(ManifestError):
        load(data)


PLACES = [
    (),
    ("version",),
    ("files",),
    ("links",),
    ("min_from",),
    ("schema",),
    ("schema", "reads"),
    ("schema", "writes"),
]


@pytest.mark.parametrize("place", [*PLACES, ("files", "sbom.json"), ("files", "sbom.json", "mode")])
@pytest.mark.parametrize("value", [None, 1.5, True, "x", [], {}, -1, [[]], {"../a": 1}], ids=repr)
def test_a_field_of_another_kind_is_refused(place: tuple[str, ...], value: object) -> None:
    body = json.loads(dump(manifest_of("1.0.0")))
    if not place:
        body = value
    else:
        inner = body
        for name in place[:-1]:
            inner = inner[name]
        inner[place[-1]] = value
    if place in (("links",), ("files",)) and value == {}:
        load(json.dumps(body).encode())
        return
    with pytest.raises(ManifestError):
        load(json.dumps(body).encode())


BAD_PATHS = ["../a", "/a", "a//b", "a/../b", "./a", "a/.", "", "manifest.json", "a\\b", "a\nb", "a\0b", "app"]


@pytest.mark.parametrize("path", BAD_PATHS, ids=repr)
def test_no_path_leads_out(path: str) -> None:
    body = json.loads(dump(manifest_of("1.0.0")))
    body["files"][path] = body["files"]["sbom.json"]
    with pytest.raises(ManifestError):
        load(json.dumps(body).encode())


@pytest.mark.parametrize(
    "target", ["../../x", "/etc/passwd", "", "..", "../..", "/usr/bin/python3x", "a/../../../b", "a/../same.py"]
)
def test_no_link_leads_out(target: str) -> None:
    body = json.loads(dump(manifest_of("1.0.0")))
    body["links"]["app/alias.py"] = target
    with pytest.raises(ManifestError):
        load(json.dumps(body).encode())


@pytest.mark.parametrize("target", ["/usr/bin/python3.11", "../sbom.json", "same.py"])
def test_links_inside_and_to_the_systems_python_are_good(target: str) -> None:
    body = json.loads(dump(manifest_of("1.0.0")))
    body["links"]["app/alias.py"] = target
    load(json.dumps(body).encode())


@pytest.mark.parametrize("mode", [0o4755, 0o666, 0o000, 0o777, 0o2644])
def test_no_file_is_open_to_others_or_runs_as_its_owner(mode: int) -> None:
    body = json.loads(dump(manifest_of("1.0.0")))
    body["files"]["sbom.json"]["mode"] = mode
    with pytest.raises(ManifestError):
        load(json.dumps(body).encode())


def test_a_whole_tree_is_whole(tree: Path) -> None:
    assert verify(tree) == manifest_of("1.0.0")
    assert verify(tree, hashes=False) == manifest_of("1.0.0")


def _other_bytes(tree: Path) -> None:
    (tree / "sbom.json").write_bytes(b"[]")


def _longer(tree: Path) -> None:
    (tree / "sbom.json").write_bytes(b"{} ")


def _folder_for_file(tree: Path) -> None:
    (tree / "sbom.json").unlink()
    (tree / "sbom.json").mkdir()


def _link_for_file(tree: Path) -> None:
    (tree / "sbom.json").rename(tree.parent / "elsewhere")
    (tree / "sbom.json").symlink_to("../elsewhere")


def _link_elsewhere(tree: Path) -> None:
    (tree / "app/alias.py").unlink()
    (tree / "app/alias.py").symlink_to("__main__.py")


HARM: dict[str, tuple[Callable[[Path], Any], str]] = {
    "other bytes": (_other_bytes, "other bytes"),
    "longer": (_longer, "3 bytes, not 2"),
    "missing": (lambda tree: (tree / "sbom.json").unlink(), "missing"),
    "more": (lambda tree: (tree / "app/more.py").touch(), "not of this version"),
    "a folder more": (lambda tree: (tree / "lib").mkdir(), "not of this version"),
    "mode": (lambda tree: (tree / "sbom.json").chmod(0o755), "mode 755, not 644"),
    "folder for file": (_folder_for_file, "another kind"),
    "link for file": (_link_for_file, "another kind"),
    "link elsewhere": (_link_elsewhere, "leads elsewhere"),
    "no manifest": (lambda tree: (tree / "manifest.json").unlink(), "manifest.json"),
}


@pytest.mark.parametrize("harm", HARM)
def test_any_difference_is_named(tree: Path, harm: str) -> None:
    do, words = HARM[harm]
    do(tree)
    with pytest.raises(BrokenTreeError, match=words):
        verify(tree)


def test_without_hashes_only_other_bytes_of_the_same_length_pass(tree: Path) -> None:
    _other_bytes(tree)
    verify(tree, hashes=False)
    _longer(tree)
    with pytest.raises(BrokenTreeError):
        verify(tree, hashes=False)


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["1.10", "1.9.1", "1.9", "0.99.9.9"], key=version_key) == ["0.99.9.9", "1.9", "1.9.1", "1.10"]
    assert version_key("1.2") == version_key("1.2.0")
    for text in ("1", "1.", "v1.0", "1.02", "1.0-a", "../1.0", "1.0.0.0.0", "١.٢"):
        with pytest.raises(ManifestError):
            version_key(text)


def test_a_version_follows_only_where_there_is_a_way_back() -> None:
    old = manifest_of("1.0.0", schema=Schema((1, 5), 4))
    assert may_follow(manifest_of("1.1.0", schema=Schema((4, 6), 5)), old) == ""
    assert "no way back" in may_follow(manifest_of("1.1.0", schema=Schema((4, 6), 6)), old)
    assert "cannot read" in may_follow(manifest_of("1.1.0", schema=Schema((5, 6), 5)), old)
    assert "1.0.1 or newer" in may_follow(manifest_of("1.1.0", min_from="1.0.1", schema=Schema((1, 5), 4)), old)
