"""Small versions for the tests: a few files, a folder, a link."""

import hashlib
from pathlib import Path

from installer.slots.manifest import NAME, File, Manifest, Schema, dump


def files_of(version: str) -> dict[str, bytes]:
    """What changes from version to version, and what does not."""
    return {"app/__main__.py": f"print({version!r})\n".encode(), "app/same.py": b"SAME = 1\n" * 200, "sbom.json": b"{}"}


def manifest_of(
    version: str, files: dict[str, bytes] | None = None, *, schema: Schema | None = None, min_from: str = ""
) -> Manifest:
    """Of these files, and a link."""
    files = files_of(version) if files is None else files
    return Manifest(
        version=version,
        files={p: File(hashlib.sha256(data).hexdigest(), len(data), 0o644) for p, data in files.items()},
        links={"app/alias.py": "same.py"} if "app/same.py" in files else {},
        min_from=min_from,
        schema=schema or Schema((1, 4), 4),
        sbom_sha256=hashlib.sha256(b"{}").hexdigest(),
    )


def plant(tree: Path, manifest: Manifest, files: dict[str, bytes]) -> Path:
    """Writes the tree."""
    for path, data in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_bytes(data)
        (tree / path).chmod(manifest.files[path].mode)
    for path, target in manifest.links.items():
        (tree / path).symlink_to(target)
    (tree / NAME).write_bytes(dump(manifest))
    return tree


def plant_version(base: Path, version: str, **how: object) -> Path:
    """As a download leaves it: `.stage-<version>`."""
    return plant(base / "versions" / f".stage-{version}", manifest_of(version, **how), files_of(version))  # type: ignore[arg-type]
