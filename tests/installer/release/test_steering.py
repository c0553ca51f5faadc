"""A maintainer steers a roll-out: the plan, the pause, the way back, and what they read of it."""

import functools
import time
from pathlib import Path

import pytest

from cloud_seat.contract.releases import ReleaseTold
from cloud_seat.contract.text import Text
from cloud_seat.hub.booth_papers import enrol_kiosk
from cloud_seat.hub.config import Settings
from cloud_seat.hub.releases import read_plan
from cloud_seat.hub.store import audit, duties
from cloud_seat.hub.store import releases as store
from cloud_seat.hub.store.database import Database
from installer.release import __main__ as tool
from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.keys import key_names
from installer.release.patches import read_manifest
from installer.release.publishing import publish
from installer.release.tree import build
from tests.installer.release.conftest import NOW, WORDS, new_keys, write_checkout

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def hub(tmp_path: Path) -> Settings:
    """With eight booths in two towns, and two releases; not running."""
    settings = Settings(data_dir=tmp_path / "hub", assets_dir=ROOT / "assets", web_dir=ROOT / "cloud_seat" / "web")
    for number in range(8):
        enrol_kiosk(settings, f"PY-{number}", Text(zh=f"测试村{number}", en="Test village"))
    db = Database(settings.dsn())
    for number in range(8):
        place = functools.partial(duties.put_place, kiosk_id=f"PY-{number}", place=f"44011300{number % 2}")
        db.run_now(place)
    db.close()
    folder = ReleaseFolder(settings.data_dir / "releases")
    signers = new_keys(tmp_path / "keys", "root", "targets", "snapshot", "timestamp")
    signing.begin(folder, signers, NOW)
    for version in ("0.1.0", "0.2.0"):
        build(write_checkout(tmp_path / f"checkout-{version}", version), tmp_path / version, site=None)
        publish(folder, tmp_path / version, signers, NOW, last=3)
    (tmp_path / "words").write_text("".join(f"{name} {WORDS}\n" for name in key_names()))
    return settings


def test_a_plan_a_failure_a_pause_and_the_way_back(
    hub: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = hub.data_dir / "releases"

    def run(*arguments: str, says: str, code: int = 0) -> str:
        assert tool.main([arguments[0], "--folder", str(place), *arguments[1:]]) == code
        said = capsys.readouterr()
        assert says in said.out + said.err
        return said.out

    run("show", says="no plan")
    run("pause", says="release plan", code=1)
    run("plan", "0.9.0", says="not signed", code=1)
    run("plan", "0.2.0", "--canary", "PY-99", says="no booth PY-99", code=1)
    run("plan", "0.2.0", "--canary", "PY-5", "--dry-run", says="ring 1: 1  PY-5")
    assert read_plan(place) is None
    run("plan", "0.2.0", "--canary", "PY-5", "--wait-h", "2", says="ring 1: 1  PY-5")
    plan = read_plan(place)
    assert plan is not None and (plan.before, plan.wait_s) == ("0.1.0", 7200.0)
    db = Database(hub.dsn())
    told = ReleaseTold(version="0.1.0", failed={"0.2.0": "hangs"})
    db.run_now(lambda connection: store.put(connection, "PY-5", told, time.time()))
    assert "PY-5 测试村5 0.1.0: 0.2.0: hangs" in run("show", says="stopped by itself")
    run("resume", says="goes on")
    run("pause", says="paused by a person")
    keys = ["--keys", str(tmp_path / "keys"), "--passphrases", str(tmp_path / "words")]
    run("roll-back", *keys, says="0.2.0 → 0.1.0")
    assert set(signing.releases(ReleaseFolder(place))) == {"0.1.0"}
    run("show", says="going back")
    acts = [row["what"] for row in db.run_now(lambda connection: list(audit.rows(connection)))]
    assert acts[-4:] == ["release_planned", "release_resumed", "release_paused", "release_rolled_back"]
    db.close()


def test_a_stick_has_all_of_one_release(hub: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ReleaseFolder(hub.data_dir / "releases")
    usb = ["usb", "--folder", str(folder.path), "0.2.0", str(tmp_path / "stick")]
    assert tool.main([*usb, "--dry-run"]) == 0 and not (tmp_path / "stick").exists()
    assert tool.main(usb) == 0
    assert "0.2.0" in capsys.readouterr().out
    stick = ReleaseFolder(tmp_path / "stick")
    manifest = read_manifest(stick, "0.2.0")
    for entry in manifest.files.values():
        stick.read_blob(entry.sha256)
    assert not stick.has("rollout.json")
    assert tool.main(usb) == 1
