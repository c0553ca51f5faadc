"""Shell: writes the tables that search asks, all made of the items: names, words by pairs of characters, sounds.

The number of a name (`names.key`) says whose it is and when it is looked at: names of the catalogue before the aliases,
the places of the catalogue in their order. One reading of one name is a row.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from offline_cache import search_words as w
from offline_cache.sound_paths import pairs, runs
from offline_cache.sounds import readings
from offline_cache.store import Store

FORMAT = "1"  # of what stands in the tables: another one's are made anew
NAMES_LIMIT = 256  # of one item: so many fit into the number
AT_ONCE = 500  # items
WORDS = ("texts", "sounds")
ALIAS = 1 << 40
NAMES = "INSERT INTO names (key, place, kind, text, folded, syllables) VALUES (?, ?, ?, ?, ?, ?)"
TEXTS = "INSERT INTO texts (rowid, name, english, alias, body) VALUES (?, ?, ?, ?, ?)"
SOUNDS = "INSERT INTO sounds (rowid, initials, syllables) VALUES (?, ?, ?)"
PARTS = "INSERT OR IGNORE INTO parts (kind, part) VALUES (?, ?)"
_STATEMENTS = (NAMES, TEXTS, SOUNDS, PARTS)
Named = Sequence[tuple[str, str]]
"""Kind (name, english, alias) and text: first the name, then the English one if there is one, then the aliases."""


def key_of(place: int, number: int = 0, reading: int = 0) -> int:
    """The number of a name, an alias's without ALIAS."""
    return place << 10 | number << 2 | reading


class SearchTables:
    """For one transaction. What is put stands in the tables with `write`, at the latest."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, list[tuple[object, ...]]] = {statement: [] for statement in _STATEMENTS}
        self._parts: set[tuple[str, str]] = set()

    def clear(self) -> None:
        """Of everything."""
        for table in ("names", "parts"):
            self._store.run(f"DELETE FROM {table}")
        for table in WORDS:
            self._store.run(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")

    def put(self, place: int, named: Named, body: str) -> None:
        """An item at a place where none is. `body`: what else it says of itself in Chinese."""
        for number, (kind, text) in enumerate(islice(named, NAMES_LIMIT)):
            self._put_name(key_of(place, number) | ALIAS * (kind == "alias"), place, kind, text)
        texts = [" ".join(text for kind, text in named if kind == one) for one in ("name", "english", "alias")]
        self._note("english", w.tokens(texts[1]))
        self._rows[TEXTS].append((place, *map(w.indexed, (*texts, body))))
        if len(self._rows[TEXTS]) >= AT_ONCE:
            self.write()

    def remove(self, place: int) -> None:
        """All of the item at this place."""
        self.write()
        heard = "SELECT key FROM names WHERE place = ? AND syllables <> ''"
        self._store.run(f"DELETE FROM sounds WHERE rowid IN ({heard})", place)
        self._store.run("DELETE FROM names WHERE place = ?", place)
        self._store.run("DELETE FROM texts WHERE rowid = ?", place)

    def write(self) -> None:
        """All that was put."""
        for statement, rows in self._rows.items():
            self._store.run_many(statement, rows)
            rows.clear()

    def write_whole(self) -> None:
        """All that was put after `clear`, in one piece: in several, the next few changes would pay for merging them."""
        self.write()
        for table in WORDS:
            self._store.run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def _put_name(self, key: int, place: int, kind: str, text: str) -> None:
        folded = w.fold(text).text
        for reading, syllables in enumerate(readings(text) if w.is_han(text) else [()]):
            self._rows[NAMES].append((key + reading, place, kind, text, folded, _spaced(syllables)))
            if syllables:
                self._put_sounds(key + reading, syllables)

    def _put_sounds(self, key: int, syllables: Sequence[str]) -> None:
        parts = {"run": runs(syllables), "pair": pairs(syllables), "syllable": syllables}
        for kind, found in parts.items():
            self._note(kind, found)
        self._rows[SOUNDS].append((key, " ".join(parts["run"]), " ".join(parts["pair"])))

    def _note(self, kind: str, parts: Iterable[str]) -> None:
        """Of which parts all names are made. One stays when its last name goes: then nothing is found by it."""
        fresh = {(kind, part) for part in parts} - self._parts
        self._parts |= fresh
        self._rows[PARTS] += sorted(fresh)


def _spaced(syllables: Sequence[str]) -> str:
    return f" {' '.join(syllables)} " if syllables else ""
