"""Shell: brings a built tree into a release folder, signed; looks at it before anything is written."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from installer.release.errors import refuse
from installer.release.folder import ReleaseFolder
from installer.release.packages import plain_name
from installer.release.patches import Difference, make_patches
from installer.release.shipped import changes_of
from installer.release.signing import Signers, add_release, change_targets, releases
from installer.release.tree import BILL, PACKAGES
from installer.slots.manifest import BrokenTreeError, Manifest, ManifestError, dump, verify, version_key


def check(folder: ReleaseFolder, tree: Path) -> Manifest:
    """Whether this tree may be published next. Raises LocalReleaseError."""
    try:
        manifest = verify(tree)
    except (BrokenTreeError, ManifestError) as error:
        raise refuse(
            f"{tree} 不完整，请重新 build：{error}", f"{tree} is not whole, build it again: {error}"
        ) from error
    _check_bill(tree, manifest)
    if not changes_of((tree / "CHANGELOG.md").read_text(), manifest.version):
        raise refuse(
            f"CHANGELOG.md 里没有 {manifest.version} 一节",
            f"CHANGELOG.md has no section [{manifest.version}]: write down what changes, then build",
        )
    newest = max(releases(folder), key=version_key, default="")
    if newest and version_key(manifest.version) <= version_key(newest):
        raise refuse(
            f"{manifest.version} 不比已发布的 {newest} 新，请提高版本号",
            f"{manifest.version} is not newer than {newest}: raise the version",
        )
    return manifest


def publish(
    folder: ReleaseFolder, tree: Path, signers: Signers, now: datetime, *, last: int
) -> tuple[Manifest, list[Difference]]:
    """Files, patches, then the signature that makes it a release. Raises LocalReleaseError."""
    manifest = check(folder, tree)
    put_files(folder, tree, manifest)
    differences = make_patches(folder, manifest, last=last)
    change_targets(folder, signers, now, add_release(manifest.version, dump(manifest)))
    return manifest, differences


def put_files(folder: ReleaseFolder, tree: Path, manifest: Manifest) -> None:
    """Every file and the manifest, packed; what is there already stays."""
    folder.put_blob(dump(manifest))
    once = {entry.sha256: path for path, entry in manifest.files.items()}  # two threads must not write one file
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(lambda path: folder.put_blob((tree / path).read_bytes()), once.values()):
            pass


def _check_bill(tree: Path, manifest: Manifest) -> None:
    """The bill is the one that the manifest names, and every package in the tree stands in it with its licence."""
    try:
        raw = (tree / BILL).read_bytes()
        bill: dict[str, Any] = json.loads(raw)
        listed = {one["name"]: one["version"] for one in bill["components"] if one["licenses"][0]["license"]["name"]}
        sound = bill["bomFormat"] == "CycloneDX" and hashlib.sha256(raw).hexdigest() == manifest.sbom_sha256
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise _broken_bill(type(error).__name__) from error
    there = [path.name.removesuffix(".dist-info") for path in (tree / PACKAGES).glob("*.dist-info")]
    parts = {name: name.rpartition("-") for name in there}
    missing = [name for name, (own, _, version) in parts.items() if listed.get(plain_name(own)) != version]
    if not sound or missing:
        raise _broken_bill(", ".join(missing) or "SHA-256")


def _broken_bill(what: str) -> Exception:
    return refuse(f"物料清单 {BILL} 不对（{what}），请重新 build", f"the bill {BILL} is broken ({what}): build again")
