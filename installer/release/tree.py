"""Shell: builds the tree of one version: our files, packages, bytecode, bill, manifest. Twice the same bytes."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from installer.release.errors import refuse
from installer.release.packages import bill_of, closure, files_of
from installer.release.shipped import HUB_ROOTS, NEVER, ROOTS, changes_of, is_shipped
from installer.slots.manifest import NAME, File, Manifest, Schema, dump

BILL = "sbom.json"
DATA_STEPS = "offline_cache/data_steps.json"
PACKAGES = "lib"
_VERSION = re.compile(r'^VERSION = "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a tree is for. `extra`: packages, as the project names them; `steps`: the file of what data it reads;
    `min_from`: the oldest version that may be replaced by it."""

    roots: tuple[str, ...]
    extra: str
    steps: str = ""
    min_from: str = ""


BOOTH = Kind(ROOTS, "kiosk", DATA_STEPS)
HUB = Kind(HUB_ROOTS, "hub")
"""Its data are put back when a version goes back (`installer/hub_versions`): any may follow any."""


def build(checkout: Path, tree: Path, *, site: Path | None, kind: Kind = BOOTH) -> Manifest:
    """`tree`: a new folder. `site`: the packages to ship, None: none. Raises LocalReleaseError and leaves no tree."""
    return assemble(checkout, tree, version_of(checkout), site=site, kind=kind)


def assemble(checkout: Path, tree: Path, version: str, *, site: Path | None, kind: Kind = BOOTH) -> Manifest:
    """The same under another name, for those who measure."""
    if tree.exists():
        raise refuse(f"{tree} 已经存在，请换一个文件夹", f"{tree} exists: name a new folder")
    beside = tree.with_name(f".{tree.name}.building")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        _copy_own(checkout, beside, kind)
        bill = _copy_packages(checkout, beside, version, site, kind)
        _compile(beside)
        _put(beside / BILL, bill, 0o644)
        manifest = Manifest(
            version=version,
            files=files_in(beside),
            links={},
            min_from=kind.min_from,
            schema=_data_of(checkout, kind),
            sbom_sha256=hashlib.sha256(bill).hexdigest(),
        )
        _put(beside / NAME, dump(manifest), 0o644)
        beside.rename(tree)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def version_of(checkout: Path) -> str:
    """What the program calls itself. Raises LocalReleaseError when the project or the changelog says otherwise."""
    found = _VERSION.search((checkout / "kiosk_app" / "config.py").read_text())
    version = found[1] if found else ""
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["version"]
    if version != project:
        raise refuse(
            f"版本号不一致：kiosk_app/config.py 是 {version}，pyproject.toml 是 {project}",
            f"kiosk_app/config.py says {version}, pyproject.toml {project}: make them one",
        )
    if not changes_of((checkout / "CHANGELOG.md").read_text(), version):
        raise refuse(
            f"CHANGELOG.md 里没有 {version} 一节，请先写清变化",
            f"CHANGELOG.md has no section [{version}]: write down what changes first",
        )
    return version


def files_in(tree: Path) -> dict[str, File]:
    """Every file but the manifest."""
    found = {}
    for path in sorted(tree.rglob("*")):
        if path.is_file() and path != tree / NAME:
            body = path.read_bytes()
            name = str(path.relative_to(tree))
            found[name] = File(hashlib.sha256(body).hexdigest(), len(body), path.stat().st_mode & 0o755)
    return found


def _data_of(checkout: Path, kind: Kind) -> Schema:
    if not kind.steps:
        return Schema((1, 1), 1)
    steps = json.loads((checkout / kind.steps).read_text())
    low, high = steps["reads"]
    return Schema((low, high), steps["writes"])


def _copy_own(checkout: Path, tree: Path, kind: Kind) -> None:
    """What git knows, so that nothing that merely lies around is shipped."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=checkout, check=True, capture_output=True, timeout=60).stdout
    for path in (path for path in listed.decode().split("\0") if is_shipped(path, kind.roots)):
        source = checkout / path
        if source.is_file():
            body = source.read_bytes()
            if found := NEVER.search(body):
                word = found[0].decode(errors="replace")
                raise refuse(f"{path} 里有不该发给晓屋的内容：{word}", f"{path} must not be shipped: it says {word}")
            _put(tree / path, body, 0o755 if source.stat().st_mode & 0o100 else 0o644)


def _copy_packages(checkout: Path, tree: Path, version: str, site: Path | None, kind: Kind) -> bytes:
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    wanted = [*project.get("dependencies", []), *project.get("optional-dependencies", {}).get(kind.extra, [])]
    packages = closure(site, wanted) if site else []
    here = [place.encode() for place in {str(checkout), sys.prefix, sys.base_prefix} if not place.startswith("/usr")]
    for package in packages:
        for path, body, mode in files_of(package):
            if any(place in body for place in here):
                raise refuse(f"{path} 里有本机路径", f"{path} names a place of this machine")
            _put(tree / PACKAGES / path, body, mode)
    return json.dumps(bill_of(version, packages), ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def _compile(tree: Path) -> None:
    """The same bytes in whatever folder and at whatever time: paths relative, no time stamps."""
    how = ["-q", "-j1", "--invalidation-mode", "unchecked-hash", "-s", str(tree)]
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", "compileall", *how, str(tree)], env=env, check=False, capture_output=True, timeout=900
    )
    if done.returncode:
        raise refuse("有文件编译不过：" + done.stdout.decode()[:400], "a file does not compile, see above")
    for path in tree.rglob("*.pyc"):
        path.chmod(0o644)


def _put(path: Path, body: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    path.chmod(mode)
