"""Shell: ratings that wait for the hub: a case id and a level, nothing else. One voice a case; the last one counts."""

from pathlib import Path

from offline_cache.store import Database, Migrations, Store

_tables = Migrations("offline_cache.ratings")


@_tables()
def m001_ratings(db: Database) -> None:
    """Level 5 (best) to 1; 0 is "not rated", a value of its own."""
    db.conn.execute("CREATE TABLE ratings (case_id TEXT PRIMARY KEY, level INTEGER NOT NULL) STRICT")


class Ratings:
    """Any thread may call; each call is durable when it returns."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, None, _tables)

    def put(self, case_id: str, level: int) -> None:
        """Keeps a rating until it is dropped."""
        with self._store.transaction():
            self._store.run("INSERT OR REPLACE INTO ratings (case_id, level) VALUES (?, ?)", case_id, level)

    def waiting(self) -> list[tuple[str, int]]:
        """What the hub does not have yet."""
        return [(str(row["case_id"]), int(row["level"])) for row in self._store.rows("SELECT * FROM ratings")]

    def drop(self, case_id: str) -> None:
        """The hub has it."""
        with self._store.transaction():
            self._store.run("DELETE FROM ratings WHERE case_id = ?", case_id)

    def close(self) -> None:
        """Closes the file."""
        self._store.close()
