"""Shell: makes the booth's Debian package and the tar of its version; twice the same bytes."""

import os
import shutil
import stat
import subprocess
import tarfile
import tempfile
from pathlib import Path

from installer.slots import manifest
from installer.slots.manifest import Manifest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OWN = ("__init__.py", "slots", "supervisor", "doctor")
"""Of `installer/`, beside the version: what needs nothing but Python."""
EPOCH = 1_700_000_000
"""Time of every file: when it was built tells nothing."""
FOR_BUILDING = frozenset({"gcc", "libpcsclite-dev"})
DEPENDS = (
    *("python3 (>= 3.11)", "python3 (<< 3.12)", "python3-tk", "systemd", "nftables", "cage", "xwayland"),
    *("systemd-timesyncd | time-daemon", "libpcsclite1", "libwayland-cursor0", "fontconfig", "fonts-dejavu-core"),
)
"""Tk and cage's xwayland: the page with the keeper's telephone. The interpreter is the one that the wheels are for."""


class LocalPackageError(Exception):
    """Nothing was built; the words say why."""


def build_package(tree: Path, out: Path, *, compression: str = "xz") -> Path:
    """The .deb of a whole version. Raises BrokenTreeError, ManifestError, LocalPackageError."""
    version = manifest.verify(tree)
    target = out / f"xiaowu-booth_{version.version}_amd64.deb"
    with tempfile.TemporaryDirectory(prefix="xiaowu-") as folder:
        stage = Path(folder) / "stage"
        _lay_out(tree, version, stage)
        command = ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", str(stage), str(target)]
        env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)}
        done = subprocess.run(command, env=env, check=False, capture_output=True, text=True, timeout=3600)
    if done.returncode:
        raise LocalPackageError(f"dpkg-deb: {done.stderr.strip()}")
    return target


def build_tar(tree: Path, out: Path) -> Path:
    """The version alone, as it stands in `versions/`."""
    version = manifest.verify(tree).version
    target = out / f"xiaowu-booth-{version}.tar"
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(tree.rglob("*")):
            _put(tar, path, f"{version}/{path.relative_to(tree)}")
    return target


def _put(tar: tarfile.TarFile, path: Path, name: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.mtime, entry.mode = EPOCH, stat.S_IMODE(path.lstat().st_mode)
    if path.is_symlink():
        entry.type, entry.linkname = tarfile.SYMTYPE, str(path.readlink())
    elif path.is_dir():
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
    else:
        entry.size = path.stat().st_size
        with path.open("rb") as file:
            tar.addfile(entry, file)
        return
    tar.addfile(entry)


def _lay_out(tree: Path, version: Manifest, stage: Path) -> None:
    shutil.copytree(HERE / "disk", stage, symlinks=True)
    home = stage / "usr/lib/xiaowu"
    for name in OWN:
        source = HERE.parent / name
        if source.is_dir():
            shutil.copytree(source, home / "installer" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (home / "installer").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, home / "installer" / name)
    (home / "installer/debian-packages.txt").write_text("\n".join(needed()) + "\n", "utf-8")
    shutil.copytree(tree, home / "factory" / version.version, symlinks=True)
    shutil.copyfile(HERE.parent / "cupsd-booth.conf", home / "cupsd-booth.conf")
    _lay_fonts(tree, Path("/usr/lib/xiaowu/factory") / version.version, stage)
    papers = stage / "usr/share/doc/xiaowu-booth"
    papers.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", papers / "copyright")
    shutil.copyfile(ROOT / "docs/operations.md", papers / "operations.md")
    _tidy(stage)
    _write_control(stage, version.version)
    _set_times(stage)


def _lay_fonts(tree: Path, factory: Path, stage: Path) -> None:
    """For all programs, such as the page with the keeper's telephone; they lie in the version."""
    fonts = stage / "usr/share/fonts/opentype/xiaowu"
    fonts.mkdir(parents=True)
    for font in sorted(tree.glob("assets/fonts/*.otf")):
        (fonts / font.name).symlink_to(factory / font.relative_to(tree))


def _tidy(stage: Path) -> None:
    """Modes as git keeps them, whatever the umask."""
    for path in [stage, *stage.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
        elif not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)


def _write_control(stage: Path, version: str) -> None:
    size_kib = sum(path.stat().st_size for path in stage.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    words = {"@VERSION@": version, "@SIZE@": str(size_kib), "@DEPENDS@": ", ".join([*needed(), *DEPENDS])}
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN").chmod(0o755)
    for source in sorted((HERE / "control").iterdir()):
        text = source.read_text("utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        target = stage / "DEBIAN" / source.name
        target.write_text(text, "utf-8")
        target.chmod(0o755 if text.startswith("#!") else 0o644)


def needed() -> list[str]:
    """Packages that the programs need; what only builds wheels is not among them."""
    listed = (HERE.parent / "debian-packages.txt").read_text("utf-8").splitlines()
    return sorted({line for line in listed if line and not line.startswith("#")} - FOR_BUILDING)


def _set_times(stage: Path) -> None:
    for path in [stage, *stage.rglob("*")]:
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)
