"""Shell: real files of every earlier version open with this one, and lose nothing; steps are only ever added."""

import base64
import hashlib
import inspect
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from offline_cache import Change, Feed, asked, migrations, open_catalogue, ratings
from offline_cache.asked import Asked
from offline_cache.case_states import CaseState
from offline_cache.ratings import Ratings
from offline_cache.settings import read_setting, write_setting
from offline_cache.store import Migrations, Store
from offline_cache.vault import derive
from tests.offline_cache.intake_peer import HubKeyPair, IntakePeer, serve
from tests.offline_cache.kiosk_end import DEVICE_KEY, MARKER, Kiosk

OLD = Path(__file__).parent / "old"
SETS: dict[str, Migrations] = {
    "cases": migrations.cases,
    "catalogue": migrations.catalogue,
    "ratings": ratings._tables,
    "asked": asked._tables,
}
FROZEN = {
    "cases": "f75138d1 9e374177 31ecc976 938909a5",
    "catalogue": "082611c2 9b406129 1f113313 8f85bbff 1240bd44",
    "ratings": "9091f073 1f80648a",
    "asked": "731ab817",
}
"""SHA-256 of the source of each step, shortened. A new step adds a word; nothing here ever changes."""


def sources(steps: Migrations) -> str:
    return " ".join(hashlib.sha256(inspect.getsource(one.fn).encode()).hexdigest()[:8] for one in steps._migrations)


@pytest.mark.parametrize("name", SETS)
def test_a_released_step_never_changes(name: str) -> None:
    assert sources(SETS[name]) == FROZEN[name]


@pytest.mark.parametrize("name", SETS)
def test_a_real_file_of_every_version_is_kept(name: str) -> None:
    """A new step needs one: see old/README.md."""
    kept = {int(path.stem.rpartition("-")[2]) for path in OLD.glob(f"{name}-*")}
    assert kept == set(range(1, len(SETS[name]._migrations) + 1))


def old_hub(folder: Path) -> tuple[IntakePeer, dict[str, Any]]:
    """The hub that the old booth had sealed to, and what the booth had then."""
    said = json.loads((folder / "test-hub.json").read_bytes())

    def raw(text: str) -> bytes:
        return base64.b64decode(text)

    pairs = tuple(
        HubKeyPair(
            name, MLKEM768PrivateKey.from_seed_bytes(raw(mlkem)), X25519PrivateKey.from_private_bytes(raw(x25519))
        )
        for name, (mlkem, x25519) in said["pairs"].items()
    )
    root, receipts = (Ed25519PrivateKey.from_private_bytes(raw(said[name])) for name in ("root", "receipts"))
    return IntakePeer(root=root, receipts=receipts, pairs=pairs), said


@pytest.fixture(params=range(1, len(migrations.cases._migrations) + 1))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a booth's folder as that version left it."""
    return shutil.copytree(OLD / f"cases-{request.param}", tmp_path / "cache")


def test_an_old_booth_goes_on_with_all_its_cases(old: Path) -> None:
    peer, said = old_hub(old)
    with serve(peer):
        kiosk = Kiosk(old, peer)
        assert kiosk.cache.receipt(said["committed"]) is not None
        assert [case.case_id for case in kiosk.cache.pending()] == [said["waiting"]]
        assert [draft.case_id for draft in kiosk.cache.drafts()] == [said["draft"]]
        assert MARKER.encode() in kiosk.cache.read_part(said["draft"], "material/hukou/1")
        kiosk.cache.add_part(said["draft"], "application.pdf", "application/pdf", b"%PDF", is_signed=True)
        assert kiosk.submit(said["draft"]).sequence == 3
        assert kiosk.drain() == 2
        assert MARKER.encode() in peer.accepted[said["waiting"]].plaintexts["form.json"]
        assert kiosk.cache.outbox.state(said["draft"]) is CaseState.WIPED
        kiosk.cache.close()
    assert not peer.problems


def test_a_booth_that_was_put_back_to_this_version_goes_on(old: Path) -> None:
    """A newer release was here and has added columns; the supervisor brought the older one back."""
    peer, said = old_hub(old)
    with serve(peer):
        Kiosk(old, peer).cache.close()
        store = Store(old / "cases.sqlite", derive(DEVICE_KEY, "database"), migrations.cases)
        with store.transaction():
            for table in ("cases", "parts", "submissions", "settings"):
                store.run(f"ALTER TABLE {table} ADD COLUMN of_a_later_year TEXT")
        store.close()
        kiosk = Kiosk(old, peer)
        kiosk.submit(said["draft"])
        kiosk.submit(kiosk.draft())
        assert kiosk.drain() == 3
        kiosk.cache.close()


def test_a_migration_that_is_cut_off_is_done_again(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peer, said = old_hub(old)
    interrupted = Migrations(migrations.cases.name)
    for one in migrations.cases._migrations:
        interrupted(name=one.name)(one.fn)
    interrupted(name="m999_cut_off")(cut_off)
    monkeypatch.setattr(migrations, "cases", interrupted)
    with serve(peer):
        with pytest.raises(KeyboardInterrupt):
            Kiosk(old, peer)
        monkeypatch.undo()
        kiosk = Kiosk(old, peer)
        assert [case.case_id for case in kiosk.cache.pending()] == [said["waiting"]]
        assert not kiosk.cache.outbox._store.rows("SELECT name FROM sqlite_master WHERE name = 'half'")
        kiosk.cache.close()


def cut_off(db: Any) -> None:
    """The power goes after the first of two changes."""
    db.conn.execute("CREATE TABLE half (word TEXT)")
    raise KeyboardInterrupt


@pytest.mark.parametrize("version", range(1, len(migrations.catalogue._migrations) + 1))
def test_an_old_catalogue_is_searched(tmp_path: Path, version: int) -> None:
    shutil.copy(OLD / f"catalogue-{version}.sqlite", tmp_path / "catalogue.sqlite")
    catalogue = open_catalogue(tmp_path)
    assert catalogue.version() == "7"
    for words in ("长寿", "changshou", "cslr", "港澳"):
        assert catalogue.search(words), words
    catalogue.close()


def test_a_release_that_was_back_for_a_while_leaves_nothing_unfound(tmp_path: Path) -> None:
    """It writes items and names, and no table of this release; the chain is hidden from it, so it takes the whole."""
    catalogue = open_catalogue(tmp_path)
    catalogue.take(Feed("1", "chain-1", (Change("a", {"id": "a", "name": {"zh": "户口迁移"}}),), (), True), {})
    catalogue.close()
    store = Store(tmp_path / "catalogue.sqlite", None, migrations.catalogue)
    with store.transaction():
        assert read_setting(store, "chain") == b""
        store.run("UPDATE items SET body = replace(body, '户口迁移', '生育登记')")
        write_setting(store, "version", b"2")
        write_setting(store, "chain", b"chain-2")
    store.close()
    again = open_catalogue(tmp_path)
    assert (again.version(), again.chain()) == ("2", "chain-2")
    assert [hit.item_id for words in ("生育", "sydj", "户口") for hit in again.search(words)] == ["a", "a"]
    again.close()


@pytest.mark.parametrize("version", range(1, len(ratings._tables._migrations) + 1))
def test_old_ratings_wait(tmp_path: Path, version: int) -> None:
    shutil.copy(OLD / f"ratings-{version}.sqlite", tmp_path / "ratings.sqlite")
    words = {1: 0, 2: 3}[version]
    kept = Ratings(tmp_path / "ratings.sqlite")
    assert kept.waiting() == [("case-1", 5, words), ("case-2", 0, words)]
    kept.close()


def test_what_was_asked_is_kept(tmp_path: Path) -> None:
    shutil.copy(OLD / "asked-1.sqlite", tmp_path / "asked.sqlite")
    kept = Asked(tmp_path / "asked.sqlite")
    assert (kept.often(3), list(kept.missed().values())) == (["longevity-allowance"], ["测试词"])
    kept.close()
