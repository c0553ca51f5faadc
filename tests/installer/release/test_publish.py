"""What is signed, who may sign it, and what a booth then finds in the folder."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard

from cloud_seat.contract.releases import is_release_file, patch_of
from installer.release import signing
from installer.release.errors import LocalReleaseError
from installer.release.folder import ReleaseFolder
from installer.release.keys import find_keys, make_key, open_key
from installer.release.publishing import check, publish
from installer.release.signing import Signers
from installer.release.tree import build
from installer.slots.manifest import File, load
from tests.installer.release.conftest import LONG, NOW, WORDS, Checkout, new_keys


@pytest.fixture
def tree(tmp_path: Path, checkout: Checkout) -> Path:
    """Version 0.1.0."""
    build(checkout("0.1.0"), tmp_path / "0.1.0", site=None)
    return tmp_path / "0.1.0"


def _next(tmp_path: Path, checkout: Checkout, version: str = "0.2.0") -> Path:
    changed = LONG.replace("line_7 = 7\n", "line_7 = 8\n")
    build(checkout(version, long=changed), tmp_path / version, site=None)
    return tmp_path / version


def test_a_release_is_its_signed_manifest_and_its_files(folder: ReleaseFolder, signers: Signers, tree: Path) -> None:
    manifest, _ = publish(folder, tree, signers, NOW, last=3)
    signed = signing.releases(folder)
    assert load(folder.read_blob(signed["0.1.0"])) == manifest
    for path, entry in manifest.files.items():
        assert folder.read_blob(entry.sha256) == (tree / path).read_bytes()
    names = [str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file()]
    assert all(map(is_release_file, names))


def test_files_that_are_alike_are_packed_once(
    folder: ReleaseFolder, signers: Signers, tmp_path: Path, checkout: Checkout
) -> None:
    """Half the files of a package are empty; packed by threads side by side."""
    build(checkout("0.1.0", **{f"empty_{number}": "" for number in range(60)}), tmp_path / "0.1.0", site=None)
    manifest, _ = publish(folder, tmp_path / "0.1.0", signers, NOW, last=3)
    hashes = {entry.sha256 for entry in manifest.files.values()}
    assert len(hashes) + 59 <= len(manifest.files)
    assert {path.name for path in (folder.path / "blobs").iterdir()} == hashes | {signing.releases(folder)["0.1.0"]}


def test_one_changed_line_is_few_kilobytes(
    folder: ReleaseFolder, signers: Signers, tree: Path, tmp_path: Path, checkout: Checkout
) -> None:
    old, _ = publish(folder, tree, signers, NOW, last=3)
    new, (difference,) = publish(folder, _next(tmp_path, checkout), signers, NOW, last=3)
    assert difference.old == "0.1.0" and difference.size_bytes < 6000
    before, after = (one.files["kiosk_app/long.py"] for one in (old, new))
    assert _patched(folder, before, after) == (tmp_path / "0.2.0" / "kiosk_app" / "long.py").read_bytes()


def _patched(folder: ReleaseFolder, old: File, new: File) -> bytes:
    """As a booth applies it: by the binding, not by the program."""
    raw = zstandard.ZstdCompressionDict(folder.read_blob(old.sha256), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    patch = (folder.path / patch_of(old.sha256, new.sha256)).read_bytes()
    return zstandard.ZstdDecompressor(dict_data=raw, max_window_size=2**31).decompress(patch, max_output_size=new.size)


def test_patches_are_made_from_the_last_releases_only(
    folder: ReleaseFolder, signers: Signers, tree: Path, tmp_path: Path, checkout: Checkout
) -> None:
    publish(folder, tree, signers, NOW, last=2)
    for version in ("0.2.0", "0.3.0"):
        publish(folder, _next(tmp_path, checkout, version), signers, NOW, last=2)
    _, differences = publish(folder, _next(tmp_path, checkout, "0.4.0"), signers, NOW, last=2)
    assert [one.old for one in differences] == ["0.2.0", "0.3.0"]


@pytest.mark.parametrize("role", ["targets", "snapshot", "timestamp"])
def test_without_enough_keys_nothing_is_signed(folder: ReleaseFolder, signers: Signers, tree: Path, role: str) -> None:
    few = {**signers, role: signers[role][:1] if role == "targets" else []}
    before = sorted((folder.path / "metadata").iterdir())
    with pytest.raises(LocalReleaseError, match="unsigned"):
        publish(folder, tree, few, NOW, last=3)
    assert sorted((folder.path / "metadata").iterdir()) == before
    assert not signing.releases(folder)


def test_the_same_key_twice_is_one_key(folder: ReleaseFolder, signers: Signers, tree: Path) -> None:
    with pytest.raises(LocalReleaseError, match="unsigned"):
        publish(folder, tree, {**signers, "targets": [signers["targets"][0]] * 2}, NOW, last=3)


def test_what_must_not_be_published_is_refused(
    folder: ReleaseFolder, signers: Signers, tree: Path, tmp_path: Path, checkout: Checkout
) -> None:
    publish(folder, tree, signers, NOW, last=3)
    with pytest.raises(LocalReleaseError, match="not newer"):
        check(folder, tree)
    later = _next(tmp_path, checkout)
    (later / "kiosk_app" / "long.py").write_text("line_1 = 1\n")
    with pytest.raises(LocalReleaseError, match="not whole"):
        check(folder, later)


def test_a_broken_bill_is_refused(folder: ReleaseFolder, tmp_path: Path, checkout: Checkout) -> None:
    tree = _next(tmp_path, checkout)
    manifest = json.loads((tree / "manifest.json").read_text())
    manifest["sbom_sha256"] = "0" * 64
    (tree / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(LocalReleaseError, match="bill"):
        check(folder, tree)


def test_a_withdrawn_release_is_signed_no_more(folder: ReleaseFolder, signers: Signers, tree: Path) -> None:
    publish(folder, tree, signers, NOW, last=3)
    signing.change_targets(folder, signers, NOW, signing.drop_releases(["0.1.0"]))
    assert not signing.releases(folder)


def test_renewing_needs_only_the_keys_that_are_online(folder: ReleaseFolder, signers: Signers) -> None:
    online = {"timestamp": signers["timestamp"]}
    done = signing.renew(folder, online, NOW + timedelta(days=6))
    assert done.versions == {"root": 1, "targets": 1, "snapshot": 1, "timestamp": 2}
    assert (folder.newest("timestamp").signed.expires - NOW).days == 13


def test_a_lost_key_is_replaced_with_two_others(
    folder: ReleaseFolder, signers: Signers, tmp_path: Path, tree: Path
) -> None:
    """The drill: one root key and one targets key are gone; the rest is enough, and the old ones count for nothing."""
    left = {**signers, "root": signers["root"][1:], "targets": signers["targets"][1:]}
    fresh = new_keys(tmp_path / "fresh", "root", "targets")
    signing.rotate(folder, left, fresh, NOW)
    assert folder.newest("root").signed.version == 2
    publish(folder, tree, {**left, **fresh}, NOW, last=3)
    with pytest.raises(LocalReleaseError, match="unsigned"):
        signing.rotate(folder, signers, new_keys(tmp_path / "again", "timestamp"), NOW)


def test_one_root_key_changes_nothing(folder: ReleaseFolder, signers: Signers, tmp_path: Path) -> None:
    with pytest.raises(LocalReleaseError, match="unsigned"):
        signing.rotate(folder, {**signers, "root": signers["root"][:1]}, new_keys(tmp_path / "fresh", "targets"), NOW)
    assert folder.versions("root") == [1]


def test_a_key_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    made = make_key(tmp_path, "root-1", WORDS, cost=2**10)
    path = tmp_path / "root-1.key"
    assert open_key(path, lambda _: WORDS).public_key.keyid == made.public_key.keyid
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert find_keys([tmp_path], "root") == [path]
    with pytest.raises(LocalReleaseError, match="wrong passphrase"):
        open_key(path, lambda _: WORDS + "!")
    with pytest.raises(LocalReleaseError, match="not overwritten"):
        make_key(tmp_path, "root-1", WORDS)
    with pytest.raises(LocalReleaseError, match="12 characters"):
        make_key(tmp_path, "root-2", "short")
