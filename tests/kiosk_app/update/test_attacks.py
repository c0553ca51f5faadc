"""Whoever stands between makers and booth, or has one of their keys: nothing of theirs is believed, always in words."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import MetaFile

from cloud_seat.contract.release_words import REFUSALS, refusal_text
from installer.release import signing
from kiosk_app.update import wire as wires
from kiosk_app.update.pace import Pace
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.trust import FLOORS, Trust
from kiosk_app.update.wire import Wire
from tests.installer.release.conftest import new_keys
from tests.kiosk_app.update.conftest import NOW, Makers
from tests.kiosk_app.update.release_server import ReleaseServer


def _refused(trust: Trust, url: str, **how: Any) -> str:
    with pytest.raises(RemoteRefusedError) as caught:
        trust.refresh(f"{url}/metadata", how.get("now", NOW))
    assert caught.value.text.zh and caught.value.text.en
    return caught.value.code


def _edited(**changes: object) -> Callable[[bytes], bytes]:
    def edit(body: bytes) -> bytes:
        metadata = json.loads(body)
        metadata["signed"].update(changes)
        return json.dumps(metadata).encode()

    return edit


def test_a_signed_release_is_believed(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    sha256 = makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    signed = trust.release("0.2.0")
    assert signed is not None and signed.sha256 == sha256
    assert trust.releases() == {"0.2.0"}
    assert trust.wire.got_bytes < 4000


def test_without_news_one_small_file_is_fetched(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    before = trust.wire.got_bytes
    trust.refresh(f"{server.url}/metadata", NOW)
    assert trust.wire.got_bytes - before < 500
    assert trust.releases() == {"0.2.0"}


@pytest.mark.parametrize(
    ("name", "twist", "code"),
    [
        ("metadata/timestamp.json", _edited(version=9), "unsigned"),
        ("metadata/2.targets.json", _edited(targets={}), "damaged"),
        ("metadata/2.snapshot.json", _edited(version=3), "unsigned"),
        ("metadata/timestamp.json", lambda body: body[:100], "malformed"),
        ("metadata/timestamp.json", lambda _: b"", "malformed"),
    ],
)
def test_forged(
    trust: Trust, makers: Makers, server: ReleaseServer, name: str, twist: Callable[[bytes], bytes], code: str
) -> None:
    makers.publish("0.2.0")
    server.twist[name] = twist
    assert _refused(trust, server.url) == code
    assert not trust.releases()


def test_foreign_keys(trust: Trust, tmp_path: Path, makers: Makers) -> None:
    """A whole folder of somebody else, made by the same tool."""
    strangers = Makers(tmp_path / "strangers")
    strangers.publish("9.9.9")
    assert _refused(trust, strangers.folder.path.as_uri()) == "unsigned"
    assert makers.root != strangers.root


def test_a_thief_of_the_online_keys_injects_nothing(trust: Trust, tmp_path: Path, makers: Makers) -> None:
    """Snapshot and timestamp are the makers', the targets are the thief's."""
    folder, own = makers.folder, new_keys(tmp_path / "thief", "targets")["targets"]
    targets, snapshot, stamp = (folder.newest(role) for role in ("targets", "snapshot", "timestamp"))
    signing.add_release("9.9.9", b"anything")(targets.signed)
    for metadata in (targets, snapshot, stamp):
        metadata.signed.version += 1
        metadata.signatures.clear()
    for signer in own:
        targets.sign(signer, append=True)
    snapshot.signed.meta["targets.json"] = MetaFile(targets.signed.version)
    snapshot.sign(makers.signers["snapshot"][0])
    stamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
    stamp.sign(makers.signers["timestamp"][0])
    for role, metadata in (("targets", targets), ("snapshot", snapshot), ("timestamp", stamp)):
        folder.put_metadata(role, metadata)
    assert _refused(trust, folder.path.as_uri()) == "unsigned"


@pytest.mark.parametrize(("days", "code"), [(8, "expired"), (100, "expired")])
def test_expired(trust: Trust, makers: Makers, server: ReleaseServer, days: int, code: str) -> None:
    """Also a frozen one: the old state shown for ever."""
    makers.publish("0.2.0")
    assert _refused(trust, server.url, now=NOW + timedelta(days=days)) == code


def test_rolled_back(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    old = makers.copy("old")
    makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    assert _refused(trust, old.as_uri()) == "rolled_back"


def test_rolled_back_after_tufs_own_memory_was_lost(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    """A power cut took timestamp and snapshot: our floor still knows."""
    old = makers.copy("old")
    makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    for name in ("timestamp.json", "snapshot.json", "targets.json"):
        (trust.folder / name).unlink()
    assert _refused(trust, old.as_uri()) == "rolled_back"
    trust.refresh(f"{server.url}/metadata", NOW)


def test_mixed(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    """The newest timestamp, with a snapshot of before under the new one's name."""
    makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    makers.publish("0.3.0")
    old = (makers.folder.path / "metadata" / "2.snapshot.json").read_bytes()
    server.twist["metadata/3.snapshot.json"] = lambda _: old
    assert _refused(trust, server.url) in ("rolled_back", "damaged")


def test_endless(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    server.endless.add("metadata/timestamp.json")
    assert _refused(trust, server.url) == "oversize"


def test_slow(trust: Trust, makers: Makers, server: ReleaseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "GRACE_S", 0.1)
    monkeypatch.setattr(wires, "LEAST_BYTES_PER_S", 10_000_000.0)
    monkeypatch.setattr(wires, "CHUNK_BYTES", 64)
    server.drip_s = 0.05
    assert _refused(trust, server.url) == "slow"


def test_nobody_there(trust: Trust) -> None:
    assert _refused(trust, "http://127.0.0.1:9") == "unreachable"


def test_a_clock_that_went_back_makes_nothing_valid_again(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    """Seen once in December; what expired meanwhile stays expired, whatever the clock says now."""
    frozen = makers.copy("frozen")
    later = NOW + timedelta(days=30)
    makers.publish("0.2.0", now=later)
    trust.refresh(f"{server.url}/metadata", later)
    (trust.folder / "timestamp.json").unlink()
    assert trust.believed(NOW) == later
    assert _refused(trust, frozen.as_uri(), now=NOW) in ("expired", "rolled_back")


def test_a_booth_that_slept_through_rotations_catches_up(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    """Off for a month, three sets of keys later, by a stick."""
    trust.refresh(f"{server.url}/metadata", NOW)
    month = NOW + timedelta(days=30)
    for roles in (("timestamp",), ("root",), ("targets", "snapshot", "root")):
        makers.rotate(*roles, now=month)
    makers.publish("0.2.0", now=month)
    trust.refresh(f"{makers.copy('stick').as_uri()}/metadata", month)
    assert trust.releases() == {"0.2.0"}


def test_a_revoked_key_signs_nothing_any_more(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    stolen = dict(makers.signers)
    makers.rotate("timestamp")
    trust.refresh(f"{server.url}/metadata", NOW)
    stamp = makers.folder.newest("timestamp")
    stamp.signed.version += 5
    stamp.signatures.clear()
    stamp.sign(stolen["timestamp"][0])
    makers.folder.put_metadata("timestamp", stamp)
    assert _refused(trust, server.url) == "unsigned"


def test_who_counted_ahead_with_a_stolen_key_stops_nothing_for_good(
    trust: Trust, makers: Makers, server: ReleaseServer
) -> None:
    """Fast-forward: with the key replaced the count may begin anew."""
    stamp = makers.folder.newest("timestamp")
    before = stamp.to_bytes()
    stamp.signed.version = 1_000_000
    stamp.signatures.clear()
    stamp.sign(makers.signers["timestamp"][0])
    server.twist["metadata/timestamp.json"] = lambda _: stamp.to_bytes()
    trust.refresh(f"{server.url}/metadata", NOW)
    server.twist["metadata/timestamp.json"] = lambda _: before
    assert _refused(trust, server.url) == "rolled_back"
    server.twist.clear()
    makers.rotate("timestamp")
    trust.refresh(f"{server.url}/metadata", NOW)


def test_a_withdrawn_release_is_gone(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    makers.withdraw("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    assert trust.release("0.2.0") is None


def test_two_updaters_do_not_meet(trust: Trust, makers: Makers, server: ReleaseServer) -> None:
    with trust._alone():
        assert _refused(Trust(trust.folder, makers.root, trust.wire), server.url) == "busy"


@pytest.mark.parametrize("name", ["timestamp.json", "snapshot.json", "targets.json", "root.json"])
def test_torn_memory_heals(trust: Trust, makers: Makers, server: ReleaseServer, name: str) -> None:
    """What a power cut leaves of tuf's own files."""
    makers.publish("0.2.0")
    trust.refresh(f"{server.url}/metadata", NOW)
    path = trust.folder / name
    path.unlink()
    path.write_bytes(b"")
    trust.refresh(f"{server.url}/metadata", NOW)
    assert trust.releases() == {"0.2.0"}
    assert (trust.folder / FLOORS).stat().st_size > 50


def test_a_cut_download_goes_on(tmp_path: Path, makers: Makers, server: ReleaseServer, wire: Wire) -> None:
    big = bytes(range(256)) * 4096
    makers.folder.put("blobs/" + "a" * 64, big)
    part, name = tmp_path / "part", "blobs/" + "a" * 64
    server.cut_after[name] = 600_000
    with pytest.raises(Exception, match=r"ConnectionError|ChunkedEncodingError|ProtocolError"):
        wire.fetch_to(f"{server.url}/{name}", part, len(big))
    have = part.stat().st_size
    assert 0 < have <= 600_000
    wire.fetch_to(f"{server.url}/{name}", part, len(big))
    assert part.read_bytes() == big
    assert server.asked[-1] == (name, f"bytes={have}-")


def test_a_file_larger_than_said_is_thrown_away(
    tmp_path: Path, makers: Makers, server: ReleaseServer, wire: Wire
) -> None:
    name = "blobs/" + "b" * 64
    makers.folder.put(name, bytes(100_000))
    with pytest.raises(Exception, match="more than"):
        wire.fetch_to(f"{server.url}/{name}", tmp_path / "part", 50_000)
    assert not (tmp_path / "part").exists()


def test_the_rate_is_kept_and_a_call_stops_it() -> None:
    pace = Pace(rate_kbps=8000)
    for _ in range(40):
        pace.spend(16 * 1024)
    waited_s = pace.spend(500_000)
    assert waited_s > 0.2
    pace.hold(held=True)
    pace.limit(0)
    assert pace._is_held
    pace.hold(held=False)
    assert pace.spend(10_000_000) < 1.0


def test_every_refusal_is_said_in_words() -> None:
    assert all(text.zh.endswith("。") and text.en.endswith(".") for text in REFUSALS.values())
    assert refusal_text("of_tomorrow").zh == "原因 of_tomorrow"
