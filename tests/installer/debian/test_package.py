"""Shell: the booth's package: twice the same, only what belongs there, units that systemd takes, a wipe on purge."""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from installer.debian.build import ROOT, build_package, build_tar
from installer.slots.manifest import BrokenTreeError
from tests.installer.slots.trees import files_of, manifest_of, plant

UNITS = ROOT / "installer/debian/disk/usr/lib/systemd/system"
NEVER = re.compile(rb"v4l2_?shim|LD_PRELOAD|vpcd|vpicc|BEGIN [A-Z ]*PRIVATE KEY|/(home|tmp)/\w+/")
FONT = "assets/fonts/NotoSansCJKsc-Regular.otf"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = files_of("1.0.0") | {FONT: b"a font"}
    return plant(tmp_path_factory.mktemp("built") / "1.0.0", manifest_of("1.0.0", files), files)


@pytest.fixture(scope="module")
def package(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_package(tree, tmp_path_factory.mktemp("out"), compression="none")


def sha256(path: Path) -> str:
    """Of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_two_builds_are_the_same_bytes(tree: Path, package: Path, tmp_path: Path) -> None:
    again = shutil.copytree(tree, tmp_path / "elsewhere", symlinks=True)
    for path in again.rglob("*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    old = os.umask(0o077)
    try:
        assert sha256(build_package(again, tmp_path, compression="none")) == sha256(package)
        assert sha256(build_tar(again, tmp_path)) == sha256(build_tar(tree, package.parent))
    finally:
        os.umask(old)


def test_a_broken_version_is_not_packed(tree: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(tree, tmp_path / "broken", symlinks=True)
    (broken / "sbom.json").write_bytes(b"[]")
    with pytest.raises(BrokenTreeError):
        build_package(broken, tmp_path)


def test_what_lies_where(package: Path, tmp_path: Path) -> None:
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True).stdout.splitlines()
    entries = {line.split()[5].removeprefix("."): (line.split()[0], line.split()[1]) for line in listed}
    assert {owner for _, owner in entries.values()} == {"root/root"}
    tops = {path.split("/")[1] for path in entries if path != "/"}
    assert tops == {"etc", "usr"}
    for path in (
        *("/usr/bin/xiaowu", "/usr/lib/xiaowu/session", "/usr/lib/xiaowu/cupsd-booth.conf"),
        *("/usr/lib/systemd/system/xiaowu-kiosk.service", "/usr/lib/xiaowu/installer/doctor/__main__.py"),
        *("/usr/lib/xiaowu/factory/1.0.0/manifest.json", "/usr/lib/sysusers.d/xiaowu.conf", "/etc/xiaowu/screen.conf"),
    ):
        assert path in entries, path
    writable = [path for path, (mode, _) in entries.items() if mode[0] != "l" and (mode[5] == "w" or mode[8] == "w")]
    assert writable == []
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    text = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and not path.is_symlink() and path.suffix not in (".otf", ".md")
    ]
    assert not [path for path in text if NEVER.search(path.read_bytes())]
    assert not list(tmp_path.rglob("__pycache__"))


def test_the_fonts_are_there_once_and_all_programs_see_them(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    (seen,) = (tmp_path / "usr/share/fonts/opentype/xiaowu").iterdir()
    assert seen.name == Path(FONT).name and seen.is_symlink()
    assert (tmp_path / seen.readlink().relative_to("/")).read_bytes() == b"a font"


def test_the_paper_of_the_package(package: Path) -> None:
    fields = subprocess.run(["dpkg-deb", "-f", package], capture_output=True, text=True, check=True).stdout
    depends = next(line for line in fields.splitlines() if line.startswith("Depends: "))
    assert "Version: 1.0.0" in fields and "python3 (>= 3.11), python3 (<< 3.12)" in depends
    assert " gcc," not in depends and not re.search("@[A-Z]+@", fields)


def test_the_tar_is_the_version_itself(tree: Path, tmp_path: Path) -> None:
    with tarfile.open(build_tar(tree, tmp_path)) as tar:
        tar.extractall(tmp_path, filter="tar")
    from installer.slots.manifest import verify

    assert verify(tmp_path / "1.0.0") == verify(tree)


@pytest.mark.parametrize("script", sorted((ROOT / "installer/debian").rglob("*")), ids=lambda path: path.name)
def test_scripts_can_be_read_by_sh(script: Path) -> None:
    if script.is_file() and script.read_bytes().startswith(b"#!/bin/sh"):
        subprocess.run(["sh", "-n", script], check=True)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd (it need not run)")
def test_systemd_finds_nothing_wrong(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    for program in ("usr/bin/python3", "usr/sbin/nft"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).touch(mode=0o755)
    shutil.copytree("/lib/systemd/system", tmp_path / "lib/systemd/system", symlinks=True)
    for source in sorted(UNITS.glob("xiaowu-*")):
        found = subprocess.run(
            ["systemd-analyze", "verify", f"--root={tmp_path}", "--man=no", source.name], capture_output=True, text=True
        )
        ours = [line for line in found.stderr.splitlines() if "xiaowu" in line]
        assert ours == [], source.name


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd (it need not run)")
def test_the_kiosk_is_shut_in() -> None:
    asked = ["systemd-analyze", "security", "--offline=yes", "--threshold=30", str(UNITS / "xiaowu-kiosk.service")]
    found = subprocess.run(asked, capture_output=True, text=True)
    print(found.stdout.splitlines()[-1])
    assert found.returncode == 0, found.stdout


def test_purge_wipes_but_not_before_every_case_is_away(tmp_path: Path) -> None:
    script = (ROOT / "installer/debian/control/postrm").read_text("utf-8")
    script = script.replace("/etc/xiaowu", f"{tmp_path}/etc").replace("/var/lib/xiaowu", f"{tmp_path}/data")
    waybill = tmp_path / "data/kiosk/cache/waybills/case.json"
    key = tmp_path / "etc/keys/device-key"
    for path in (waybill, key):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x" * 32)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "getent").write_text("#!/bin/sh\nexit 2\n")
    (tools / "getent").chmod(0o755)
    run = ["sh", "-c", script, "postrm", "purge"]
    env = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    removed = subprocess.run([*run[:-1], "remove"], env=env, capture_output=True, text=True, check=True)
    assert "they stay on this machine" in removed.stderr and key.exists() and waybill.exists()
    refused = subprocess.run(run, env=env, capture_output=True, text=True)
    assert refused.returncode == 1 and "cases still wait" in refused.stderr and key.exists() and waybill.exists()
    waybill.unlink()
    subprocess.run(run, env=env, check=True)
    assert not (tmp_path / "etc").exists() and not (tmp_path / "data").exists()
