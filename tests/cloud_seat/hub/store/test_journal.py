"""Shell: the journal on both databases: numbers given once, a chain that shows harm, an answer that was lost."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.state import Phase
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.journal import Entry, Journal, LocalJournalError, LocalSeatTakenError, SqliteJournal
from cloud_seat.hub.store.pg_journal import PgJournal
from tests.cloud_seat.hub.matching.histories import POLICY
from tests.cloud_seat.hub.matching.test_machine import asked, offers, ready
from tests.cloud_seat.hub.postgres import RunningPostgres

Harm = Callable[[str], None]
Made = tuple[Callable[[], Journal], Harm]


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    """(opens the journal, once more each time; does harm behind its back)."""
    if request.param == "sqlite":
        path = tmp_path / "journal.sqlite"

        def harm(words: str) -> None:
            with sqlite3.connect(path) as other:
                other.execute(words)

        return lambda: SqliteJournal(path), harm
    url = request.getfixturevalue("postgres").new_database()

    def harm_there(words: str) -> None:
        with psycopg.connect(f"{url}&options=-csearch_path%3Dmatching") as other:
            other.execute(words.encode())

    return lambda: PgJournal(url), harm_there


def entry(body: bytes, **more: object) -> Entry:
    return Entry(body, **more)  # type: ignore[arg-type]  # fields of Entry, by name


def test_one_writer_has_each_number(made: Made) -> None:
    first, second = made[0](), made[0]()
    assert first.append(0, entry(b"a", nonce=b"1"))
    assert not second.append(0, entry(b"b"))
    assert not second.append(5, entry(b"gap"))
    assert second.append(1, entry(b"b", nonce=b"2"))
    assert not first.append(1, entry(b"c")), "it knew entry 1 by itself"
    assert list(first.read(0)) == [(1, b"a"), (2, b"b")]
    assert list(first.read(1)) == [(2, b"b")]
    assert first.append(2, entry(b"c"))
    assert (second.wrote(1, b"1"), second.wrote(1, b"2"), second.wrote(9, b"1")) == (True, False, False)
    first.close()
    second.close()


@pytest.mark.parametrize("harm", ["UPDATE journal SET body = hash WHERE seq = 2", "DELETE FROM journal WHERE seq = 2"])
def test_a_changed_journal_is_noticed(made: Made, harm: str) -> None:
    journal = made[0]()
    for seq in range(4):
        assert journal.append(seq, entry(str(seq).encode()))
    made[1](harm)
    again = made[0]()
    with pytest.raises(LocalJournalError):
        list(again.read(0))
    journal.close()
    again.close()


def test_the_newest_snapshot_of_any_hub_is_kept_and_a_changed_one_is_none(made: Made) -> None:
    journal, other = made[0](), made[0]()
    for seq in range(3):
        assert journal.append(seq, entry(b"x"))
    journal.keep(3, b"three")
    assert other.kept() == (3, b"three")
    made[1]("UPDATE snapshot SET seq = 2")
    assert journal.kept() is None
    journal.close()
    other.close()


def test_the_database_itself_refuses_a_second_call_on_an_official(made: Made) -> None:
    journal = made[0]()
    assert journal.append(0, entry(b"a", taken=(("s", "c"),)))
    with pytest.raises(LocalSeatTakenError):
        journal.append(1, entry(b"b", taken=(("s", "d"),)))
    assert list(journal.read(0)) == [(1, b"a")], "nothing of it is written"
    assert journal.append(1, entry(b"b", freed=(("s", "c"),), taken=(("s", "d"), ("t", "d"))))
    assert journal.append(2, entry(b"c", freed=(("s", "d"), ("t", "d"))))
    journal.close()


def test_two_hubs_match_on_one_journal(made: Made) -> None:
    first, second = Replica(made[0](), POLICY), Replica(made[0](), POLICY)
    first.decide([*ready("s", 1), *ready("t", 2)])
    said = second.decide([asked("c", 5)])
    assert offers(said) == [("c", "s", 1)]
    first.decide([ev.OfferAccepted(at_ms=6, seat_id="s", call_id="c", attempt=1)])
    second.decide([asked("d", 7)])
    first.catch_up()
    assert first.state.known() == second.state.known()
    assert first.state.calls["c"].phase is Phase.ACTIVE and first.state.calls["d"].seat_id == "t"
    first.close()
    second.close()


# --- an answer that is lost ---
class _Deaf:
    """A journal whose writer hears no answer once: to what was not written, was, or will be when it is tried again."""

    def __init__(self, inner: Journal, cut: str) -> None:
        self._inner, self._cut = inner, cut
        self._late: tuple[int, Entry] | None = None
        self.wrote, self.read, self.keep, self.kept, self.close = (
            inner.wrote,
            inner.read,
            inner.keep,
            inner.kept,
            inner.close,
        )

    def append(self, expected_seq: int, entry: Entry) -> bool:
        if self._late:
            self._inner.append(*self._late)
            self._late = None
        cut, self._cut = self._cut, ""
        if cut == "written late":
            self._late = (expected_seq, entry)
        done = cut in ("", "written") and self._inner.append(expected_seq, entry)
        if cut:
            raise RemoteStoreAwayError
        return done


@pytest.mark.parametrize("cut", ["not written", "written", "written late"])
@pytest.mark.parametrize("is_second", [False, True])
def test_who_hears_no_answer_to_a_decision_carries_it_out_once(made: Made, cut: str, is_second: bool) -> None:
    journal, waits = made[0](), list[int]()
    other = Replica(made[0](), POLICY)
    other.decide([*ready("s", 1), *ready("t", 2)])
    deaf = Replica(_Deaf(journal, cut), POLICY)
    deaf.waits = lambda: bool([*map(waits.append, [1])])
    if is_second:
        other.decide([asked("d", 4)])
    said = deaf.decide([asked("c", 5)])
    assert len(waits) == 1
    assert [offer for offer in offers(said) if offer[0] == "c"] == [("c", "t" if is_second else "s", 1)]
    other.catch_up()
    assert other.seq == deaf.seq == 2 + is_second, "written down once"
    assert other.state.known() == deaf.state.known()
    journal.close()
    other.close()


def test_who_does_not_wait_for_the_journal_is_told_that_it_is_away(made: Made) -> None:
    hub = Replica(_Deaf(made[0](), "not written"), POLICY)
    with pytest.raises(RemoteStoreAwayError):
        hub.decide([asked("c", 5)])
    assert not hub.state.calls
    hub.close()


def test_a_connection_that_was_ended_is_made_anew(postgres: RunningPostgres) -> None:
    url = postgres.new_database()
    journal = PgJournal(url)
    assert journal.append(0, entry(b"a"))
    with psycopg.connect(url, autocommit=True) as other:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}".encode())
    with pytest.raises(RemoteStoreAwayError):
        journal.append(1, entry(b"b"))
    assert journal.append(1, entry(b"b"))
    journal.close()
