"""Shell: the booth's package as dpkg installs, upgrades, removes and purges it, by its real scripts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.debian.build import build_package
from tests.installer.debian.thrown_away import Machine, machine
from tests.installer.slots.trees import files_of, manifest_of, plant

OLD, NEW = "1.0.0", "1.1.0"
KEY, CASE = "/etc/xiaowu/keys/device-key", "/var/lib/xiaowu/kiosk/cache/waybills/case.json"
INFO = "/var/lib/dpkg/info/xiaowu-booth"
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="another disk over this one needs root: run as root")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By version."""
    place = tmp_path_factory.mktemp("packages")
    trees = [plant(place / version, manifest_of(version), files_of(version)) for version in (OLD, NEW)]
    return {tree.name: build_package(tree, place, compression="none") for tree in trees}


@pytest.fixture
def booth(tmp_path: Path, packages: dict[str, Path]) -> Iterator[Machine]:
    """With the old version, without what it depends on: that is apt's matter."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with machine(disk) as made:
        made.tell("dpkg", "--force-depends", "-i", packages[OLD])
        yield made


def _write(booth: Machine, path: str, text: str = "x") -> None:
    booth.tell("sh", "-ec", 'mkdir -p "${1%/*}"; printf %s "$2" >"$1"', "sh", path, text)


def _owners(booth: Machine) -> dict[str, str]:
    """Owner, group and mode of what the scripts make."""
    told = booth.tell("stat", "-c", "%n %U:%G %a", "/etc/xiaowu", "/etc/xiaowu/keys", "/var/lib/xiaowu/slots")
    files = booth.tell("find", "/var/lib/xiaowu", "-not", "-user", "xiaowu")
    assert files == ""
    return dict(line.split(" ", 1) for line in told.splitlines())


def test_installed_and_its_scripts_run_twice_it_is_the_same(booth: Machine) -> None:
    owners = _owners(booth)
    assert owners == {
        "/etc/xiaowu": "root:root 755",
        "/etc/xiaowu/keys": "xiaowu:xiaowu 700",
        "/var/lib/xiaowu/slots": "xiaowu:xiaowu 700",
    }
    assert booth.tell("getent", "passwd", "xiaowu").strip().endswith(":/var/lib/xiaowu:/usr/sbin/nologin")
    groups = set(booth.tell("id", "-nG", "xiaowu").split())
    assert groups == {"xiaowu", "dialout", "video", "audio", "input", "lp", "plugdev"}
    assert booth.tell("dpkg", "--verify", "xiaowu-booth") == ""
    conffiles = booth.tell("dpkg-query", "-W", "-f", "${Conffiles}", "xiaowu-booth").split()
    assert [word for word in conffiles if word.startswith("/")] == [
        *("/etc/xiaowu/screen.conf", "/etc/systemd/timesyncd.conf.d/xiaowu.conf"),
    ]
    state = booth.tell("cat", "/var/lib/xiaowu/slots/state.json")
    for _ in range(2):
        booth.tell(f"{INFO}.postinst", "configure", OLD)
    assert _owners(booth) == owners and booth.tell("cat", "/var/lib/xiaowu/slots/state.json") == state
    assert booth.tell("xiaowu", "slots", "verify").startswith("好了")


def test_every_unit_that_the_scripts_name_is_in_the_package(booth: Machine) -> None:
    scripts = "".join(booth.tell("cat", f"{INFO}.{name}") for name in ("postinst", "prerm"))
    named = {word for word in scripts.split() if word.startswith("xiaowu-") and word.endswith((".service", ".timer"))}
    listed = booth.tell("dpkg", "-L", "xiaowu-booth").split()
    units = {Path(path).name for path in listed if path.startswith("/usr/lib/systemd/system/xiaowu-")}
    assert named and named <= units


def test_an_upgrade_keeps_what_was_set_by_hand_and_the_version_that_runs(
    booth: Machine, packages: dict[str, Path]
) -> None:
    _write(booth, "/etc/xiaowu/screen.conf", "ROTATE=90\n")
    _write(booth, KEY)
    booth.tell("dpkg", "--force-depends", "--force-confdef", "--force-confold", "-i", packages[NEW])
    assert booth.tell("cat", "/etc/xiaowu/screen.conf") == "ROTATE=90\n" and booth.has(KEY)
    assert not booth.has(f"/usr/lib/xiaowu/factory/{OLD}") and booth.has(f"/usr/lib/xiaowu/factory/{NEW}")
    assert "1.1.0" in booth.tell("xiaowu", "slots", "status")
    booth.tell("dpkg", "--force-depends", "--force-downgrade", "-i", packages[OLD])
    assert "1.1.0" in booth.tell("xiaowu", "slots", "status"), "a package never takes a booth back"


def test_removed_it_leaves_the_data_and_installed_again_it_goes_on(booth: Machine, packages: dict[str, Path]) -> None:
    for path in (KEY, CASE, "/etc/xiaowu/kiosk.toml"):
        _write(booth, path)
    booth.tell("chown", "-R", "xiaowu:", "/var/lib/xiaowu")
    removed = booth.run("dpkg", "-r", "xiaowu-booth")
    assert removed.returncode == 0 and "they stay on this machine" in removed.stderr
    assert not booth.has("/usr/lib/xiaowu") and not booth.has("/usr/bin/xiaowu")
    assert not booth.has("/usr/share/fonts/opentype/xiaowu")
    assert all(map(booth.has, (KEY, CASE, "/etc/xiaowu/kiosk.toml", "/etc/xiaowu/screen.conf")))
    booth.tell(f"{INFO}.postrm", "remove")
    booth.tell("dpkg", "--force-depends", "-i", packages[OLD])
    assert booth.tell("cat", KEY) == "x" and _owners(booth)["/etc/xiaowu/keys"] == "xiaowu:xiaowu 700"


def test_purged_nothing_is_left_but_not_while_cases_wait(booth: Machine) -> None:
    _write(booth, KEY)
    _write(booth, CASE)
    refused = booth.run("dpkg", "-P", "xiaowu-booth")
    assert refused.returncode != 0 and "cases still wait" in refused.stderr
    assert booth.has(KEY) and booth.has(CASE)
    booth.tell("rm", CASE)
    booth.tell("dpkg", "-P", "xiaowu-booth")
    assert not any(map(booth.has, ("/etc/xiaowu", "/var/lib/xiaowu", "/usr/lib/xiaowu", INFO + ".postrm")))
    assert booth.run("getent", "passwd", "xiaowu").returncode == 2
