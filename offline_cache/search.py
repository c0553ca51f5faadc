"""Shell: asks the index for items, the surest way first: name, everyday words, phrase, pinyin, sound, parts, likeness.

Each way gives candidates; `search_words` checks and marks them. A later way only fills the places that are left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice

from offline_cache import search_words as w
from offline_cache.store import Row, Store

WORDS_LIMIT = 64  # characters looked at: nobody names a matter in more
CANDIDATES = 300
LIKENESS_FLOOR = 0.6
ENOUGH = 3  # with this many sure hits, parts of words only add noise


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found. `name` is the Chinese name, or the English one when that was matched; `ranges` point into it.

    `matched_by`: name, alias, phrase, pinyin, homophone, words, fuzzy. `matched_text`: the alias, when it was one.
    """

    item_id: str
    name: str
    matched_by: str
    ranges: tuple[w.Span, ...] = ()
    matched_text: str = ""


def search(store: Store, words: str, limit: int) -> list[Hit]:
    """The best hits first, each item once."""
    typed = words.strip()[:WORDS_LIMIT]
    if not w.fold(typed).text or limit < 1:
        return []
    found: dict[str, Hit] = {}
    for way, is_wanted in _WAYS:
        if len(found) < is_wanted(limit):
            for hit in islice(way(store, typed), CANDIDATES):
                found.setdefault(hit.item_id, hit)
    return list(found.values())[:limit]


def _by_name(store: Store, typed: str) -> Iterator[Hit]:
    for kind in ("name", "english"):
        for row in _named(store, kind, typed):
            yield Hit(row["id"], row["text"], "name", _span(row["text"], 0, len(w.fold(typed).text)))


def _by_alias(store: Store, typed: str) -> Iterator[Hit]:
    for row in _named(store, "alias", typed):
        yield _aliased("alias", row, typed)


def _by_phrase(store: Store, typed: str) -> Iterator[Hit]:
    """In the name, the English name, an alias, and last in department and summary."""
    query, words = w.phrase_query(typed), w.tokens(typed)
    for column in ("name", "english", "alias", "body"):
        for row in _worded(store, f"{{{column}}} : ({query})"):
            name = row["english"] if column == "english" else row["name"]
            marked = words if column == "english" else [typed]
            yield Hit(row["id"], name, "phrase", w.find_spans(name, marked))


def _by_pinyin(store: Store, typed: str) -> Iterator[Hit]:
    """Initials or whole syllables side by side first, then any mixture of them."""
    letters = w.fold(typed).text
    if not (letters.isascii() and letters.isalpha()):
        return iter(())
    close = _sounding(store, "(initials LIKE ? OR letters LIKE ?)", f"%{letters}%", f"%{letters}%")
    mixed = _sounding(store, "letters LIKE ?", f"%{'%'.join(letters)}%")
    matches = ((row, w.match_letters(letters, row["syllables"].split())) for row in chain(close, mixed))
    return _sounded("pinyin", matches)


def _by_homophone(store: Store, typed: str) -> Iterator[Hit]:
    """Right sound, wrong characters."""
    if not w.is_han(typed):
        return
    for reading in w.readings(typed):
        rows = _sounding(store, "sounds.syllables LIKE ?", f"% {' '.join(reading)} %")
        yield from _sounded("homophone", ((row, w.match_syllables(reading, row["syllables"].split())) for row in rows))


def _by_parts(store: Store, typed: str) -> Iterator[Hit]:
    """Any pair of neighbouring characters; most pairs first."""
    pairs = w.bigrams(w.without_asking(typed))
    if not pairs:
        return iter(())
    rows = _worded(store, w.any_query(pairs))
    return _ranked("words", rows, lambda row: _shared(pairs, row), lambda row: w.find_spans(row["name"], pairs))


def _by_likeness(store: Store, typed: str) -> Iterator[Hit]:
    """Slips: the closest English word, or most of the characters in order."""
    if not w.is_han(typed):
        return _by_vocabulary(store, typed)
    rows = _worded(store, w.any_query(w.tokens(typed)))
    scored = ((row, w.likeness(typed, row["name"])) for row in rows)
    near = {row["id"]: score for row, score in scored if score >= LIKENESS_FLOOR}
    likely = [row for row in rows if row["id"] in near]
    return _ranked("fuzzy", likely, lambda row: near[row["id"]], lambda row: w.common_spans(typed, row["name"]))


def _by_vocabulary(store: Store, typed: str) -> Iterator[Hit]:
    known = [row["term"] for row in store.rows("SELECT term FROM vocabulary WHERE col = 'english'")]
    meant = [next(iter(get_close_matches(word, known, 1, 0.7)), word) for word in w.tokens(typed)]
    if meant == w.tokens(typed):
        return
    for row in _worded(store, f"{{english}} : ({w.phrase_query(' '.join(meant))})"):
        yield Hit(row["id"], row["english"], "fuzzy", w.find_spans(row["english"], meant))


_Way = Callable[[Store, str], Iterator[Hit]]
_WAYS: tuple[tuple[_Way, Callable[[int], int]], ...] = (
    (_by_name, lambda limit: limit),
    (_by_alias, lambda limit: limit),
    (_by_phrase, lambda limit: limit),
    (_by_pinyin, lambda limit: limit),
    (_by_homophone, lambda limit: limit),
    (_by_parts, lambda limit: min(limit, ENOUGH)),
    (_by_likeness, lambda limit: 1),
)
"""Each way, and how many hits there must already be for it not to be asked."""


def _named(store: Store, kind: str, typed: str) -> list[Row]:
    """Names that begin with the typed letters; the same ones first, then in catalogue order."""
    folded = w.fold(typed).text
    return store.rows(
        "SELECT DISTINCT items.id, names.text, items.body ->> '$.name.zh' AS name FROM names JOIN items USING (place)"
        " WHERE kind = ? AND folded >= ? AND folded < ? ORDER BY folded <> ?, place LIMIT ?",
        *(kind, folded, folded + "\U0010ffff", folded, CANDIDATES),
    )


def _worded(store: Store, query: str) -> list[Row]:
    return store.rows(
        "SELECT items.id, items.body ->> '$.name.zh' AS name, items.body ->> '$.name.en' AS english, words.alias"
        " FROM words JOIN items ON items.place = words.rowid WHERE words MATCH ? ORDER BY words.rowid LIMIT ?",
        *(query, CANDIDATES),
    )


def _sounding(store: Store, condition: str, *patterns: str) -> list[Row]:
    return store.rows(
        "SELECT items.id, names.kind, names.text, names.syllables, items.body ->> '$.name.zh' AS name"
        " FROM sounds JOIN names ON names.key = sounds.rowid JOIN items USING (place)"
        f" WHERE {condition} ORDER BY sounds.rowid LIMIT ?",
        *(*patterns, CANDIDATES),
    )


def _sounded(matched_by: str, matches: Iterator[tuple[Row, w.Span | None]]) -> Iterator[Hit]:
    """From the start of a name first, then from the start of an alias, then inside."""
    rows = [(row, span) for row, span in matches if span is not None]
    for row, span in sorted(rows, key=lambda match: (match[1][0] > 0, match[0]["kind"] == "alias")):
        if row["kind"] == "alias":
            yield _aliased(matched_by, row, row["text"])
        else:
            yield Hit(row["id"], row["text"], matched_by, _span(row["text"], *span))


def _aliased(matched_by: str, row: Row, words: str) -> Hit:
    """A hit by another name; marks what the catalogue's name has in common with the words."""
    spans = w.find_spans(row["name"], [words]) or w.common_spans(words, row["name"])
    return Hit(row["id"], row["name"], matched_by, spans, row["text"])


def _ranked(
    matched_by: str, rows: list[Row], score: Callable[[Row], float], spans: Callable[[Row], tuple[w.Span, ...]]
) -> Iterator[Hit]:
    for row in sorted(rows, key=score, reverse=True):
        yield Hit(row["id"], row["name"], matched_by, spans(row))


def _shared(pairs: list[str], row: Row) -> float:
    """Pairs in the name count double those in an alias; elsewhere they only brought the item here."""
    name, alias = w.fold(row["name"]).text, row["alias"].replace(" ", "")
    return sum(2 * (pair in name) + (pair in alias) for pair in pairs)


def _span(text: str, start: int, end: int) -> tuple[w.Span, ...]:
    return (w.fold(text).span(start, end),)
