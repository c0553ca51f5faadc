"""Shell: the kiosk's own copy of the public items, in a plain database: the last good copy works for months."""

import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from offline_cache import migrations
from offline_cache.blobs import make_folder
from offline_cache.errors import RemoteAnswerError, StoreCorruptError
from offline_cache.everyday import Everyday
from offline_cache.feed import Change, Feed, FormListed, Item
from offline_cache.intake_papers import sha256_hex
from offline_cache.search import Hit, Index, Suits, search
from offline_cache.search_index import SearchIndex
from offline_cache.search_tables import FORMAT, SearchTables
from offline_cache.settings import read_setting, write_setting
from offline_cache.sound_index import blurred
from offline_cache.sounds import spelled
from offline_cache.store import Store

log = logging.getLogger(__name__)


class Catalogue:
    """The replica and its search. Any thread may call."""

    def __init__(self, path: Path, everyday: Everyday) -> None:
        make_folder(path.parent)
        self._index: Index | None = None
        try:
            self._store = Store(path, None, migrations.catalogue)
        except StoreCorruptError:
            log.warning("the catalogue replica was damaged: starting an empty one")
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._store = Store(path, None, migrations.catalogue)
        kept = read_setting(self._store, "words")
        self._everyday = Everyday(kept.decode()) if kept else everyday
        version = self.version()
        if version is not None and read_setting(self._store, "indexed") != _indexed(version):
            self._index_anew(version)

    def replace_all(self, items: Iterable[Item], version: str) -> None:
        """The whole catalogue, in its own order, in one transaction. After RemoteAnswerError the old copy stays."""
        with self._store.transaction():
            self._put_all(items)
            self._came(version)
        self._store.checkpoint()

    def apply(self, changes: Iterable[Change], version: str) -> None:
        """Some changes, in one transaction. A changed item keeps its place, a new one goes last."""
        with self._store.transaction():
            self._put(changes)
            self._came(version)
        self._store.checkpoint()

    def take(self, feed: Feed, fresh: Mapping[FormListed, bytes], words: bytes = b"") -> None:
        """What the hub said, with the forms and everyday words that were not here yet, in one transaction.

        Forms that it no longer publishes go. RemoteAnswerError, and the old copy stays, when something is missing.
        """
        with self._store.transaction():
            if feed.is_whole:
                self._put_all(change.item for change in feed.changes if change.item is not None)
            else:
                self._put(feed.changes)
            self._put_forms(feed.forms, fresh)
            if feed.words != self.words_sha256():
                self._put_words(feed, words)
            self._came(feed.version, feed.chain)
        self._store.checkpoint()

    def chain(self) -> str:
        """The hash of all changes up to this version; empty before the first feed that had one."""
        return (read_setting(self._store, "chain_indexed") or b"").decode()

    def words_sha256(self) -> str:
        """Of the everyday words that came with a feed; empty while the program's own are used."""
        kept = read_setting(self._store, "words")
        return sha256_hex(kept) if kept else ""

    def forms(self) -> dict[FormListed, bytes]:
        """The published forms as files, each as its hash says."""
        rows = self._store.rows("SELECT * FROM forms ORDER BY id, version")
        return {FormListed(row["id"], row["version"], row["sha256"]): bytes(row["body"]) for row in rows}

    def documents(self) -> dict[str, str]:
        """SHA-256 of each document that is kept, by its name."""
        return {row["name"]: row["sha256"] for row in self._store.rows("SELECT name, sha256 FROM documents")}

    def document(self, name: str) -> bytes | None:
        """The one that was kept last."""
        row = self._store.row("SELECT body FROM documents WHERE name = ?", name)
        return bytes(row["body"]) if row is not None else None

    def keep_document(self, name: str, body: bytes) -> None:
        """In place of the earlier one; the caller has tried it."""
        with self._store.transaction():
            row = name, sha256_hex(body), body
            self._store.run("INSERT OR REPLACE INTO documents (name, sha256, body) VALUES (?, ?, ?)", *row)

    def drop_documents(self, names: Collection[str]) -> None:
        """Those that are published no longer."""
        if names:
            with self._store.transaction():
                self._store.run_many("DELETE FROM documents WHERE name = ?", [(name,) for name in names])

    def version(self) -> str | None:
        """What `replace_all` or `apply` said last; None when nothing ever came."""
        version = read_setting(self._store, "version")
        return version.decode() if version is not None else None

    def item(self, item_id: str) -> Item | None:
        """One item, or None if it is not offered (any more)."""
        row = self._store.row("SELECT body FROM items WHERE id = ?", item_id)
        return _item(row["body"]) if row is not None else None

    def all(self, *, category: str | None = None) -> list[Item]:
        """Every item, in catalogue order; of one category if it is named."""
        rows = self._store.rows(
            "SELECT body FROM items WHERE ?1 IS NULL OR body ->> '$.category' = ?1 ORDER BY place", category
        )
        return [_item(row["body"]) for row in rows]

    def search(self, words: str, limit: int = 20, suits: Suits = lambda _: 0.0) -> list[Hit]:
        """Items for what a person typed: Chinese, pinyin, initials, English, with slips. The best first.

        `suits`: how well an item suits this booth (0 … 1): it decides between equally good ones.
        """
        with self._store.reading():
            return search(self._index_now(), words, limit, suits)

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    def _index_now(self) -> Index:
        """Made at the first question after a change."""
        if self._index is None:
            self._index = Index(SearchIndex(self._store), self._everyday, _spelled(self._everyday))
        return self._index

    def _index_anew(self, version: str) -> None:
        """The tables are of another release, or it was back here and changed the items without them."""
        tables, chain = SearchTables(self._store), (read_setting(self._store, "chain") or b"").decode()
        with self._store.transaction():
            tables.clear()
            for listed in self._store.rows("SELECT place FROM items ORDER BY place"):
                row = self._store.row("SELECT body FROM items WHERE place = ?", listed["place"])
                _put_into(tables, listed["place"], _item(row["body"] if row else ""))
            tables.write_whole()
            self._came(version, chain or self.chain())
        self._store.checkpoint()

    def _came(self, version: str, chain: str = "") -> None:
        """The chain stands where the release before this one does not see it: were it back, it would take the whole."""
        kept = {
            "version": version.encode(),
            "chain": b"",
            "chain_indexed": chain.encode(),
            "indexed": _indexed(version),
        }
        for name, value in kept.items():
            write_setting(self._store, name, value)
        self._index = None

    def _put_all(self, items: Iterable[Item]) -> None:
        tables = SearchTables(self._store)
        tables.clear()
        self._store.run("DELETE FROM items")
        for item in items:
            self._insert(tables, None, item)
        tables.write_whole()

    def _put(self, changes: Iterable[Change]) -> None:
        tables = SearchTables(self._store)
        for change in changes:
            place = self._remove(tables, change.item_id)
            if change.item is not None:
                self._insert(tables, place, change.item)
        tables.write()

    def _put_words(self, feed: Feed, words: bytes) -> None:
        if not feed.words:
            return  # a hub that has none: those that are here go on
        if sha256_hex(words) != feed.words:
            raise RemoteAnswerError("words-missing")
        write_setting(self._store, "words", words)
        self._everyday = Everyday(words.decode())

    def _put_forms(self, listed: Sequence[FormListed], fresh: Mapping[FormListed, bytes]) -> None:
        bodies = {**self.forms(), **fresh}
        self._store.run("DELETE FROM forms")
        for form in listed:
            if sha256_hex(bodies.get(form, b"")) != form.sha256:
                raise RemoteAnswerError("form-missing")
            row = form.form_id, form.version, form.sha256, bodies[form]
            self._store.run("INSERT INTO forms (id, version, sha256, body) VALUES (?, ?, ?, ?)", *row)

    def _insert(self, tables: SearchTables, place: int | None, item: Item) -> None:
        item_id, _ = _checked(item)
        body = json.dumps(item, ensure_ascii=False)
        place = self._store.run("INSERT INTO items (place, id, body) VALUES (?, ?, ?)", place, item_id, body)
        _put_into(tables, place, item)

    def _remove(self, tables: SearchTables, item_id: str) -> int | None:
        """The place that it had, if any."""
        row = self._store.row("SELECT place FROM items WHERE id = ?", item_id)
        if row is None:
            return None
        place: int = row["place"]
        tables.remove(place)
        self._store.run("DELETE FROM items WHERE place = ?", place)
        return place


def _indexed(version: str) -> bytes:
    return f"{FORMAT} {version}".encode()


def _put_into(tables: SearchTables, place: int, item: Item) -> None:
    tables.put(place, _checked(item)[1], _body(item))


def _spelled(everyday: Everyday) -> dict[str, str]:
    """Everyday words by their letters; where nothing else is spelled so, with the slips of the ear, too."""
    exact = spelled(everyday.said)
    return {**{blurred(letters): word for letters, word in exact.items()}, **exact}


def _checked(item: Item) -> tuple[str, list[tuple[str, str]]]:
    """The id, and all names with their kind. Raises RemoteAnswerError for what is no item."""
    match item:
        case {"id": str(item_id), "name": {"zh": str(name), **others}}:
            aliases = item.get("aliases") or ()
        case _:
            raise RemoteAnswerError("item-malformed")
    english = others.get("en")
    named = [("name", name), *([("english", english)] if isinstance(english, str) else [])]
    return item_id, [*named, *(("alias", alias) for alias in aliases if isinstance(alias, str))]


def _body(item: Item) -> str:
    """What else the item says of itself: department, summary and who may, in Chinese."""
    texts = [item.get("department"), item.get("summary"), *(item.get("who") or ())]
    return " ".join(text["zh"] for text in texts if isinstance(text, dict) and isinstance(text.get("zh"), str))


def _item(body: str) -> Item:
    item: Item = json.loads(body)
    return item
