"""Shell: several hubs count together: wrong tries, and proofs of booths that were used."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.lockout import Lockout, Lockouts, Waits
from cloud_seat.hub.store import guesses, sign_in_tables
from cloud_seat.hub.store.database import Database

NOW_S = 1_764_000_000.0


@pytest.fixture(params=["sqlite", "postgresql"])
def hubs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Database]]:
    """Two on one PostgreSQL; on SQLite a hub and the same one after a restart."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
        Database(url).close()
        databases = [Database(url)] * 2
    else:
        url = str(request.getfixturevalue("postgres").new_database())
        databases = [Database(url), Database(url)]
    yield databases
    for one in set(databases):
        one.close()


def lockouts(hubs: list[Database], folder: Path) -> list[Lockout]:
    waits, keys = Waits(free=5, first_s=30, longest_s=900), [KeyService(folder / "keys") for _ in hubs]
    return [Lockouts(db, key.try_mark).of("name", waits) for db, key in zip(hubs, keys, strict=True)]


def test_tries_at_one_hub_count_at_the_other(hubs: list[Database], tmp_path: Path) -> None:
    doors, waits = lockouts(hubs, tmp_path), list[float]()

    def wait_s(at: int, name: str, now_s: float) -> float:
        return hubs[at].run_now(lambda db: doors[at].wait_s(db, name, now_s))

    for n in range(7):
        hubs[n % 2].run_now(lambda db, door=doors[n % 2]: door.failed(db, "0217", NOW_S))  # type: ignore[misc]
        waits.append(wait_s((n + 1) % 2, "0217", NOW_S))
    assert waits == [0, 0, 0, 0, 30, 60, 120]
    assert wait_s(0, "0217", NOW_S + 110) == 10 and wait_s(0, "0218", NOW_S) == 0
    assert wait_s(0, "0217", NOW_S - 10**6) == 900, "a clock that was put back locks nobody out for longer"
    hubs[0].run_now(lambda db: doors[0].succeeded(db, "0217"))
    assert wait_s(1, "0217", NOW_S) == 0


def test_what_was_tried_cannot_be_read_from_the_database(hubs: list[Database], tmp_path: Path) -> None:
    door, other = lockouts(hubs, tmp_path)[0], lockouts(hubs, tmp_path / "another district")[0]
    for one in (door, other):
        hubs[0].run_now(lambda db, one=one: one.failed(db, "my-own-passw0rd\0", NOW_S))  # type: ignore[misc]
    marks = hubs[0].run_now(lambda db: db.execute(select(sign_in_tables.failed_tries.c.mark)).scalars().all())
    assert len(set(marks)) == 2, "each district's keys make other marks"


def test_a_proof_is_good_once_whichever_hubs_are_asked_together(hubs: list[Database]) -> None:
    taken, failed = list[tuple[str, bool]](), list[BaseException]()

    def ask(db: Database) -> None:
        try:
            for n in range(10):
                nonce = f"n{n}"
                used = db.run_now(lambda tx, nonce=nonce: guesses.use_proof(tx, "PY-1", nonce, NOW_S))  # type: ignore[misc]
                taken.append((nonce, used))
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(db,)) for db in hubs]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not failed and len(taken) == 20
    assert sorted(nonce for nonce, was_first in taken if was_first) == sorted(f"n{n}" for n in range(10))
    assert hubs[0].run_now(lambda db: guesses.use_proof(db, "PY-2", "n1", NOW_S)), "another booth's own"


def test_what_is_stale_by_itself_is_forgotten(hubs: list[Database]) -> None:
    def rows() -> int:
        count = select(func.count()).select_from(sign_in_tables.proof_used)
        return int(hubs[1].run_now(lambda db: db.execute(count).scalar_one()))

    for at_s in (NOW_S, NOW_S + 601):
        hubs[0].run_now(lambda db, at_s=at_s: guesses.use_proof(db, "PY-1", str(at_s), at_s))  # type: ignore[misc]
        hubs[0].run_now(lambda db, at_s=at_s: guesses.put(db, str(at_s), failures=9, locked_until_s=at_s, now_s=at_s))  # type: ignore[misc]
    hubs[1].run_now(lambda db: guesses.forget_old(db, now_s=NOW_S + 602, proof_s=600))
    assert rows() == 1
    hubs[1].run_now(lambda db: guesses.forget_old(db, now_s=NOW_S + guesses.KEPT_S + 1, proof_s=600))
    assert hubs[0].run_now(lambda db: [guesses.failures(db, str(at)) for at in (NOW_S, NOW_S + 601)]) == [0, 9]
