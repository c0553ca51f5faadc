"""Shell: signs what booths trust, by The Update Framework (specification 1.0): metadata in, new metadata out."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from cloud_seat.contract.releases import target_of, version_of
from installer.release.errors import refuse
from installer.release.folder import ReleaseFolder
from installer.release.keys import THRESHOLDS

LIVES_DAYS = {"root": 730, "targets": 365, "snapshot": 90, "timestamp": 7}
"""A booth that is off for a long weekend must not find everything expired; `renew` keeps the last two fresh."""
Signers = dict[str, list[CryptoSigner]]
"""Role → keys that were opened for it."""
Kind = TypeVar("Kind", Root, Snapshot, Targets, Timestamp)
Change = Callable[[Targets], None]


@dataclass(frozen=True, slots=True)
class Publication:
    """What changed with one publication, by version of each role."""

    versions: dict[str, int]


def begin(folder: ReleaseFolder, signers: Signers, now: datetime) -> Publication:
    """The first metadata: keys and thresholds, and no release yet. Raises LocalReleaseError."""
    if folder.versions("root"):
        raise refuse(f"{folder.path} 已经有密钥", f"{folder.path} has keys already: use rotate")
    root = Root(version=1, expires=_until("root", now), consistent_snapshot=True)
    for role, keys in signers.items():
        for signer in keys:
            root.add_key(signer.public_key, role)
        root.roles[role].threshold = THRESHOLDS[role]
    signed = {role: counting(root, role, signers.get(role, [])) for role in THRESHOLDS}
    folder.put_metadata("root", _signed(root, "root", root, signed["root"]))
    return _publish(folder, Targets(), signed, now)


def change_targets(folder: ReleaseFolder, signers: Signers, now: datetime, change: Change) -> Publication:
    """New targets, snapshot and timestamp. Raises LocalReleaseError before anything is written."""
    targets = folder.newest("targets").signed
    assert isinstance(targets, Targets)
    change(targets)
    return _publish(folder, targets, signers, now)


def renew(folder: ReleaseFolder, signers: Signers, now: datetime) -> Publication:
    """The same releases for a while longer: a new timestamp, and a new snapshot where its key is at hand."""
    snapshot = folder.newest("snapshot").signed
    assert isinstance(snapshot, Snapshot)
    if signers.get("snapshot"):
        snapshot = _numbered(snapshot, "snapshot", folder, now)
        folder.put_metadata("snapshot", _signed(root_of(folder), "snapshot", snapshot, signers["snapshot"]))
    return _publish_timestamp(folder, snapshot, signers, now)


def rotate(folder: ReleaseFolder, old: Signers, new: Signers, now: datetime) -> Publication:
    """New keys in place of all old ones of these roles. `old`: root keys of before; `new`: whole sets, of any roles.
    What the replaced keys signed last is signed anew, so `old` needs the other roles' keys, too."""
    root, targets = root_of(folder), folder.newest("targets").signed
    assert isinstance(targets, Targets)
    for role in THRESHOLDS:
        if role == "root" or role not in new:
            counting(root, role, old.get(role, []))
    for role, keys in new.items():
        for keyid in list(root.roles[role].keyids):
            root.revoke_key(keyid, role)
        for signer in keys:
            root.add_key(signer.public_key, role)
    metadata: Metadata[Any] = Metadata(_numbered(root, "root", folder, now))
    for signer in [*old["root"], *new.get("root", [])]:
        metadata.sign(signer, append=True)
    folder.put_metadata("root", metadata)
    return _publish(folder, targets, {**old, **new}, now)


def root_of(folder: ReleaseFolder) -> Root:
    """Which keys count now. Raises LocalReleaseError when there are none yet."""
    root = folder.newest("root").signed
    assert isinstance(root, Root)
    return root


def counting(root: Root, role: str, signers: Iterable[CryptoSigner]) -> list[CryptoSigner]:
    """Those whose word counts for this role, each once. Raises LocalReleaseError when they are too few."""
    mine = {one.public_key.keyid: one for one in signers if one.public_key.keyid in root.roles[role].keyids}
    if len(mine) < root.roles[role].threshold:
        raise refuse(
            f"没有签名：{role} 要 {root.roles[role].threshold} 把有效的密钥，现在只有 {len(mine)} 把，请再带来密钥",
            f"unsigned: {role} needs {root.roles[role].threshold} keys that count, {len(mine)} are here; bring another",
        )
    return list(mine.values())


def add_release(version: str, manifest: bytes) -> Change:
    """The release among the targets."""

    def change(targets: Targets) -> None:
        sha256 = hashlib.sha256(manifest).hexdigest()
        name = target_of(version)
        targets.targets[name] = TargetFile(len(manifest), {"sha256": sha256}, name)

    return change


def drop_releases(versions: Iterable[str]) -> Change:
    """They are signed no more: no booth takes them, and one that runs one may go back."""

    def change(targets: Targets) -> None:
        for version in versions:
            targets.targets.pop(target_of(version), None)

    return change


def releases(folder: ReleaseFolder) -> dict[str, str]:
    """Version → SHA-256 of its manifest, as signed last."""
    targets = folder.newest("targets").signed
    assert isinstance(targets, Targets)
    return {version_of(name): target.hashes["sha256"] for name, target in targets.targets.items()}


def _publish(folder: ReleaseFolder, targets: Targets, signers: Signers, now: datetime) -> Publication:
    """Nothing is written before every role could be signed."""
    root, targets = root_of(folder), _numbered(targets, "targets", folder, now)
    signed = _signed(root, "targets", targets, signers.get("targets", []))
    body = signed.to_bytes()
    meta = {"targets.json": MetaFile(targets.version, len(body), {"sha256": hashlib.sha256(body).hexdigest()})}
    snapshot = _numbered(Snapshot(meta=meta), "snapshot", folder, now)
    signed_snapshot = _signed(root, "snapshot", snapshot, signers.get("snapshot", []))
    counting(root, "timestamp", signers.get("timestamp", []))
    folder.put_metadata("targets", signed)
    folder.put_metadata("snapshot", signed_snapshot)
    return _publish_timestamp(folder, snapshot, signers, now)


def _publish_timestamp(folder: ReleaseFolder, snapshot: Snapshot, signers: Signers, now: datetime) -> Publication:
    stamp = _numbered(Timestamp(snapshot_meta=MetaFile(snapshot.version)), "timestamp", folder, now)
    signed = _signed(root_of(folder), "timestamp", stamp, signers.get("timestamp", []))
    folder.put_metadata("timestamp", signed)
    return Publication({role: folder.newest(role).signed.version for role in THRESHOLDS})


def _numbered(signed: Kind, role: str, folder: ReleaseFolder, now: datetime) -> Kind:
    """The next of its role."""
    signed.version = folder.newest(role).signed.version + 1 if folder.versions(role) else 1
    signed.expires = _until(role, now)
    return signed


def _until(role: str, now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0) + timedelta(days=LIVES_DAYS[role])


def _signed(root: Root, role: str, signed: Kind, signers: Iterable[CryptoSigner]) -> "Metadata[Any]":
    metadata: Metadata[Any] = Metadata(signed)
    for signer in counting(root, role, signers):
        metadata.sign(signer, append=True)
    return metadata
