"""Shell: of the packages of this environment a version gets what its programs load: no less, nothing large more."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path

import pytest

from installer.release.packages import closure, paths_of
from installer.release.shipped import is_shipped
from installer.release.tree import BOOTH, HUB, Kind

ROOT = Path(__file__).resolve().parents[3]
SITE = Path(str(distribution("msgspec").locate_file("")))
AT_HUB = replace(HUB, roots=("cloud_seat/hub", "cloud_seat/contract"))
LARGE_BYTES = 1_000_000
LINKED = (".libs", "PySide6")
"""What extensions are linked to, beside the packages."""
LATER = re.compile(r"^ +(?:from|import) ([\w.]+)|(?:import_module\(|loop=)\"([\w.]+)\"", re.MULTILINE)
ENDINGS = ("__main__.py", "store/steps/env.py")
"""Are run, and not imported."""
LOADS = """
import importlib, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
later = set(sys.argv[2].split())
for name in sys.argv[1].split():
    importlib.import_module(name)
for name in later:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name.split(".")[0] in sys.argv[3].split():
            raise
places = (getattr(module, "__file__", None) or "" for module in list(sys.modules.values()))
print(*sorted({place.split("/lib-shipped/")[1].split("/")[0] for place in places if "/lib-shipped/" in place}))
"""


@pytest.mark.parametrize(
    "kind", [BOOTH, replace(HUB, roots=("cloud_seat/hub", "cloud_seat/contract"))], ids=["booth", "hub"]
)
def test_programs_load_what_is_shipped_and_it_is_nearly_all(kind: Kind, tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    sizes = Counter[str]()
    for package in closure(SITE, [*project["dependencies"], *project["optional-dependencies"][kind.extra]]):
        for listed in paths_of(package):
            target = tmp_path / "lib-shipped" / listed
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(str(listed.locate()))
            sizes[listed.parts[0]] += target.stat().st_size
    loaded = _loaded(kind, tmp_path / "lib-shipped", sizes)
    large = [name for name, size in sizes.items() if size > LARGE_BYTES and not name.endswith(LINKED)]
    assert len(large) > 2 and [name for name in large if name not in loaded] == []


def _loaded(kind: Kind, lib: Path, names: Counter[str]) -> set[str]:
    """The parts of `lib` that this kind's modules import, those inside functions as well."""
    files = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    ours = [path for path in files.split() if is_shipped(path, kind.roots) and not path.endswith(ENDINGS)]
    modules = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in ours]
    later = {one or other for path in ours for one, other in LATER.findall((ROOT / path).read_text())}
    words = [" ".join(modules), " ".join(later), " ".join(names)]
    env = {"PYTHONPATH": f"{ROOT}:{lib}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = [sys.executable, "-S", "-s", "-B", "-c", LOADS, *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, cwd="/")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())
