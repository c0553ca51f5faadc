"""Shell: asks the tables of `search_tables` for candidates: never for all that fit, and ranked only among those."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain
from math import log
from typing import NamedTuple

from offline_cache import search_words as w
from offline_cache.search_tables import key_of
from offline_cache.sound_index import Name
from offline_cache.sound_paths import SoundPaths, runs
from offline_cache.store import Row, Store

CANDIDATES = 120  # looked at by the ways that weigh what they find
HEARD = 300  # names that sound so from their beginning, and as many inside
FEW = 3000  # items: an idea in more of them does not lead, it only tells candidates apart
EVEN = 300  # the higher, the less it matters how rare an idea is
NAMED, AGAIN, TOLD_OF = 1000, 200, 300  # an idea in a name, each word for it there, one in department or summary only
MUCH = 0.25  # of all items: an idea in so many tells nothing


class Listed(NamedTuple):
    """An item as it is listed: its id, its Chinese and its English name."""

    item_id: str
    name: str
    english: str


class _Clue(NamedTuple):
    """A question for a word: the first items that have it, about how many there are, whether it stands in names."""

    query: str
    places: list[int]
    have: float
    in_names: bool


class SearchIndex:
    """Made anew after every change: it has in memory of what parts names are made, and nothing of the items."""

    def __init__(self, store: Store) -> None:
        self._store = store
        parts = {kind: self._parts(kind) for kind in ("syllable", "pair", "run", "english")}
        self.vocabulary = tuple(parts["english"])
        self.paths = SoundPaths(parts["syllable"], parts["pair"], parts["run"])
        last = store.row("SELECT max(place) AS place FROM items")
        self._count = int(last["place"] or 1) if last else 1

    def named(self, kind: str, folded: str, *, is_whole: bool) -> list[tuple[Listed, str]]:
        """Names that begin with these letters, or are these, in catalogue order; with the item each belongs to."""
        end = folded + ("\0" if is_whole else "\U0010ffff")
        found = self._store.rows(
            "SELECT place, text FROM names WHERE key IN (SELECT key FROM names"
            " WHERE kind = ? AND folded >= ? AND folded < ? AND key & 3 = 0 ORDER BY key LIMIT ?) ORDER BY key",
            *(kind, folded, end, CANDIDATES),
        )
        listed = self._listed([row["place"] for row in found])
        return [(listed[row["place"]], row["text"]) for row in found]

    def worded(self, query: str) -> list[Listed]:
        """Items in which the words stand, in catalogue order."""
        places = self._ids("texts", query, CANDIDATES)
        listed = self._listed(places)
        return [listed[place] for place in places]

    def voted(self, ideas: Sequence[Sequence[str]]) -> list[tuple[int, Listed]]:
        """Items that tell most of the ideas, the short names first: how much they tell, and the item."""
        votes: Counter[int] = Counter()
        for told in self._told(ideas):
            votes.update(told)
        best = nsmallest(CANDIDATES, votes.items(), key=lambda vote: (-vote[1], vote[0]))
        listed = self._listed([place for place, _ in best])
        return sorted(((told, listed[place]) for place, told in best), key=lambda one: len(one[1].name))

    def whole(self, letters: str) -> list[Name]:
        """Names of which these are the whole pinyin or the initials."""
        spelled = self._store.rows(
            "SELECT key FROM names WHERE replace(syllables, ' ', '') = ? AND syllables <> '' ORDER BY key LIMIT ?",
            *(letters, HEARD),
        )
        initials = self._ids("sounds", f'initials : ^ "{" ".join(runs(letters))}"', HEARD) if letters.isalnum() else []
        return self._names([*(row["key"] for row in spelled), *initials])

    def heard(self, questions: Iterable[str]) -> list[Name]:
        """Names that answer one of the questions of `sound_paths`, first from their beginning, then anywhere."""
        asked = list(questions)
        if not asked:
            return []
        beginning = " OR ".join(question.replace(" : ", " : ^ ", 1) for question in asked)
        keys = self._ids("sounds", beginning, HEARD), self._ids("sounds", " OR ".join(asked), HEARD)
        return self._names([*keys[0], *keys[1]])

    def _parts(self, kind: str) -> list[str]:
        row = self._store.row("SELECT json_group_array(part) AS parts FROM parts WHERE kind = ?", kind)
        parts: list[str] = json.loads(row["parts"]) if row else []
        return parts

    def _ids(self, table: str, query: str, limit: int) -> list[int]:
        first = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT ?"
        row = self._store.row(f"SELECT json_group_array(rowid) AS ids FROM ({first})", query, limit)
        ids: list[int] = json.loads(row["ids"]) if row else []
        return ids

    def _told(self, ideas: Sequence[Sequence[str]]) -> Iterator[dict[int, int]]:
        """Of each idea, how much each item tells of it.

        The rare words lead; a frequent one is looked for only where a leading one stands, too.
        """
        clues = [[clue for word in idea for clue in self._clues(word)] for idea in ideas]
        every = [clue for idea in clues for clue in idea]
        leading = [clue for clue in every if len(clue.places) < FEW] or sorted(every, key=lambda one: one.have)[:1]
        lead = " OR ".join(f"({clue.query})" for clue in leading)
        for idea in clues:
            both = [(clue, f"({lead}) AND ({clue.query})") for clue in idea]
            found = [clue.places if clue in leading else self._ids("texts", query, FEW) for clue, query in both]
            yield self._weighed(idea, found)

    def _weighed(self, idea: Sequence[_Clue], found: Sequence[Sequence[int]]) -> dict[int, int]:
        """A rare idea tells a little more than a frequent one; another word for it in the same item a little more."""
        have = min(sum(clue.have for clue in idea), self._count)
        weight = log(EVEN + self._count / have) if idea else 0.0
        told: dict[int, int] = {}
        named = Counter(place for clue, places in zip(idea, found, strict=True) if clue.in_names for place in places)
        told = {place: round(weight * (NAMED + AGAIN * times)) for place, times in named.items()}
        told_of = (places for clue, places in zip(idea, found, strict=True) if not clue.in_names)
        return {**dict.fromkeys(chain.from_iterable(told_of), round(weight * TOLD_OF)), **told}

    def _clues(self, word: str) -> list[_Clue]:
        """In names, and in what else items say; how many have it is estimated from where the first few stand."""
        total, clues, query = self._count, list[_Clue](), w.phrase_query(word)
        for columns in ("name english alias", "body") if query else ():
            asked = f"{{{columns}}} : ({query})"
            places = self._ids("texts", asked, FEW)
            have = len(places) * total / places[-1] if len(places) == FEW else len(places)
            if 0 < have < max(MUCH * total, CANDIDATES):
                clues.append(_Clue(asked, places, have, columns != "body"))
        return clues

    def _listed(self, places: Sequence[int]) -> dict[int, Listed]:
        rows = self._store.rows(
            "SELECT items.place, items.id, zh.text AS zh, en.text AS en FROM json_each(?) AS wanted"
            " JOIN items ON items.place = wanted.value JOIN names AS zh ON zh.key = ?2 * items.place"
            " LEFT JOIN names AS en ON en.key = ?2 * items.place + ?3 AND en.kind = 'english'",
            *(json.dumps(list(dict.fromkeys(places))), key_of(1), key_of(0, 1)),
        )
        return {row["place"]: Listed(row["id"], row["zh"], row["en"] or "") for row in rows}

    def _names(self, keys: Iterable[int]) -> list[Name]:
        rows = self._store.rows(
            "SELECT items.id, zh.text AS of, named.kind, named.text, named.syllables FROM json_each(?) AS wanted"
            " JOIN names AS named ON named.key = wanted.value JOIN items ON items.place = named.place"
            " JOIN names AS zh ON zh.key = ?2 * items.place ORDER BY named.key",
            *(json.dumps(sorted(set(keys))), key_of(1)),
        )
        return [_name(row) for row in rows]


def _name(row: Row) -> Name:
    return Name(row["id"], row["of"], row["kind"], row["text"], row["syllables"])
