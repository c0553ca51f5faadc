"""Shell: ratings that wait for the hub: case, level, version of the words. One voice a case; the last one counts."""

from collections.abc import Callable
from pathlib import Path

from offline_cache.store import Database, Migrations, Store

_tables = Migrations("offline_cache.ratings")


@_tables()
def m001_ratings(db: Database) -> None:
    """Level 5 (best) to 1; 0 is "not rated", a value of its own."""
    db.conn.execute("CREATE TABLE ratings (case_id TEXT PRIMARY KEY, level INTEGER NOT NULL) STRICT")


@_tables()
def m002_words(db: Database) -> None:
    """By which version of the words; 0: of an older booth."""
    db.conn.execute("ALTER TABLE ratings ADD COLUMN words INTEGER NOT NULL DEFAULT 0")


class Ratings:
    """Any thread may call; each call is durable when it returns."""

    def __init__(self, path: Path, *, make_way: Callable[[int], None] = lambda needed_bytes: None) -> None:
        self._store = Store(path, None, _tables, make_way=make_way)

    def put(self, case_id: str, level: int, *, words: int) -> None:
        """Keeps a rating until it is dropped. `words`: version of the levels' words that were shown."""
        with self._store.transaction():
            sql = "INSERT OR REPLACE INTO ratings (case_id, level, words) VALUES (?, ?, ?)"
            self._store.run(sql, case_id, level, words)

    def waiting(self) -> list[tuple[str, int, int]]:
        """What the hub does not have yet: case, level, version of the words."""
        rows = self._store.rows("SELECT * FROM ratings")
        return [(str(row["case_id"]), int(row["level"]), int(row["words"])) for row in rows]

    def drop(self, case_id: str) -> None:
        """The hub has it."""
        with self._store.transaction():
            self._store.run("DELETE FROM ratings WHERE case_id = ?", case_id)

    def close(self) -> None:
        """Closes the file."""
        self._store.close()
