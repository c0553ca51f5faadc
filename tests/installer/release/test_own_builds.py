"""Shell: what this machine compiled is shipped without its places, loads, and is the same wherever it was made."""

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest

from installer.release.errors import LocalReleaseError
from installer.release.own_builds import cleaned, is_own_build
from installer.release.packages import bill_of, files_of
from installer.release.tree import build
from tests.installer.release.conftest import Checkout

SITE = Path(str(distribution("msgspec").locate_file("")))


def _compiled(folder: Path, rpath: str) -> bytes:
    folder.mkdir(parents=True)
    (folder / "answer.c").write_text("int answer(void) { return 42; }\n")
    words = ["-g", "-O2", "-shared", "-fPIC", f"-Wl,-rpath,{rpath}", "-o", "answer.so", str(folder / "answer.c")]
    subprocess.run(["gcc", *words], cwd=folder, check=True, timeout=60)
    return (folder / "answer.so").read_bytes()


def test_compiled_in_two_places_it_is_the_same_and_loads(tmp_path: Path) -> None:
    made = [_compiled(tmp_path / name, f"/nowhere/{name[:4]}") for name in ("here", "quite/another/place")]
    assert str(tmp_path).encode() in made[0] and b"/nowhere/" in made[0] and made[0] != made[1]
    one, other = map(cleaned, made)
    assert one == other and str(tmp_path).encode() not in one and b"/nowhere" not in one
    (tmp_path / "cleaned.so").write_bytes(one)
    assert ctypes.CDLL(str(tmp_path / "cleaned.so")).answer() == 42
    assert cleaned(one) == one


def test_what_is_no_library_is_refused() -> None:
    with pytest.raises(LocalReleaseError, match="strip failed"):
        cleaned(b"not a library")


def _own() -> Iterator[Distribution]:
    return (package for package in distributions(path=[str(SITE)]) if is_own_build(package))


def test_no_file_that_was_built_here_names_a_place_of_this_machine() -> None:
    """A build goes by temporary folders, and links against this interpreter."""
    packages = list(_own())
    assert [package.metadata["Name"] for package in packages] == ["pyscard"]
    bodies = {path: body for package in packages for path, body, _ in files_of(package)}
    places = [b"/tmp/", str(Path.home()).encode() + b"/", sys.prefix.encode()]
    places += [sys.base_prefix.encode()] if not sys.base_prefix.startswith("/usr") else []
    assert any(path.endswith(".so") for path in bodies)
    assert not [path for path, body in bodies.items() if any(place in body for place in places)]


def test_the_bill_does_not_depend_on_where_it_was_built(tmp_path: Path) -> None:
    (package,) = _own()
    folder = tmp_path / "pyscard-2.3.1.dist-info"
    folder.mkdir()
    for name in ("METADATA", "WHEEL"):
        (folder / name).write_text(package.read_text(name) or "")
    lines = (package.read_text("RECORD") or "").splitlines()
    elsewhere = [line if ".so," not in line else f"{line.split(',')[0]},sha256=other,1" for line in lines]
    assert elsewhere != lines
    (folder / "RECORD").write_text("\n".join(elsewhere))
    assert bill_of("1.0.0", [Distribution.at(folder)]) == bill_of("1.0.0", [package])


def test_a_package_that_names_this_environment_is_not_shipped(tmp_path: Path, checkout: Checkout) -> None:
    site = tmp_path / "site"
    folder = site / "msgspec-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Name: msgspec\nVersion: 1.0\n")
    (site / "msgspec.py").write_text(f"HOME = {sys.prefix!r}\n")
    (folder / "RECORD").write_text("msgspec.py,,\n")
    with pytest.raises(LocalReleaseError, match="names a place of this machine"):
        build(checkout("0.2.0"), tmp_path / "tree", site=site)
