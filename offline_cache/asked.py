"""Shell: what is asked at this booth, of nobody in particular: item ids without a time, words that found nothing."""

import secrets
from pathlib import Path

from offline_cache.store import Database, Migrations, Store

KEPT_ASKED, KEPT_MISSED = 200, 200
_tables = Migrations("offline_cache.asked")


@_tables()
def m001_asked(db: Database) -> None:
    """`seq` only says which is the oldest. A missed word has an id of its own, so that it counts once."""
    db.conn.execute("CREATE TABLE asked (seq INTEGER PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL) STRICT")
    db.conn.execute("CREATE TABLE missed (id TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT")


class Asked:
    """Any thread may call; each call is durable when it returns. The newest 200 of each are kept."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, None, _tables)

    def note(self, item_id: str) -> None:
        """Somebody began this item."""
        with self._store.transaction():
            last = self._store.run("INSERT INTO asked (item_id) VALUES (?)", item_id)
            self._store.run("DELETE FROM asked WHERE seq <= ?", last - KEPT_ASKED)

    def often(self, at_least: int) -> list[str]:
        """Items begun at least so often, the most frequent first. One that was begun once could point at somebody."""
        rows = self._store.rows(
            "SELECT item_id FROM asked GROUP BY item_id HAVING count(*) >= ? ORDER BY count(*) DESC, item_id", at_least
        )
        return [str(row["item_id"]) for row in rows]

    def keep_missed(self, words: str) -> None:
        """Words that found nothing, until the hub has them."""
        with self._store.transaction():
            self._store.run("INSERT INTO missed (id, words) VALUES (?, ?)", secrets.token_hex(16), words)
            self._store.run(
                "DELETE FROM missed WHERE rowid NOT IN (SELECT rowid FROM missed ORDER BY rowid DESC LIMIT ?)",
                KEPT_MISSED,
            )

    def missed(self) -> dict[str, str]:
        """Id → words that the hub does not have yet."""
        return {str(row["id"]): str(row["words"]) for row in self._store.rows("SELECT * FROM missed ORDER BY rowid")}

    def drop_missed(self, ids: list[str]) -> None:
        """The hub has them."""
        with self._store.transaction():
            for missed_id in ids:
                self._store.run("DELETE FROM missed WHERE id = ?", missed_id)

    def close(self) -> None:
        """Closes the file."""
        self._store.close()
