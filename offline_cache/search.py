"""Shell: asks the index for items, the surest way first: name, everyday words, phrase, pinyin, sound, parts, likeness.

Each way gives candidates; `search_words` checks and marks them. A later way only fills the places that are left.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from offline_cache import search_words as w
from offline_cache.everyday import Everyday, Heard
from offline_cache.sound_index import Sounded, SoundIndex
from offline_cache.sounds import sounds
from offline_cache.store import Row, Store

WORDS_LIMIT = 64  # characters looked at: nobody names a matter in more
CANDIDATES = 120  # looked at by the ways that weigh what they find
LIKENESS_FLOOR = 0.6
ENOUGH = 3  # with this many sure hits, parts of words only add noise


class Index(NamedTuple):
    """What is searched: the tables, the sounds of the names, the English words in them, everyday words."""

    store: Store
    sounds: SoundIndex
    vocabulary: tuple[str, ...]
    everyday: Everyday


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found. `name` is the Chinese name, or the English one when that was matched; `ranges` point into it.

    `matched_by`: name, alias, phrase, pinyin, everyday, homophone, slip (of the ear or a finger), words, fuzzy.
    `matched_text`: the alias, when it was one.
    """

    item_id: str
    name: str
    matched_by: str
    ranges: tuple[w.Span, ...] = ()
    matched_text: str = ""


def search(index: Index, words: str, limit: int) -> list[Hit]:
    """The best hits first, each item once."""
    typed = words.strip()[:WORDS_LIMIT]
    if not w.fold(typed).text or limit < 1:
        return []
    found: dict[str, Hit] = {}
    for way, is_wanted in _WAYS:
        if len(found) < is_wanted(limit):
            for hit in way(index, typed):
                found.setdefault(hit.item_id, hit)
                if len(found) == limit:
                    break
    return list(found.values())


def _by_name(index: Index, typed: str) -> Iterator[Hit]:
    for kind in ("name", "english"):
        for row in _named(index, kind, typed):
            yield Hit(row["id"], row["text"], "name", _span(row["text"], 0, len(w.fold(typed).text)))


def _by_alias(index: Index, typed: str) -> Iterator[Hit]:
    for row in _named(index, "alias", typed):
        yield _aliased("alias", row["id"], row["name"], typed)


def _by_phrase(index: Index, typed: str) -> Iterator[Hit]:
    """In the name, the English name, an alias, and last in department and summary."""
    query, words = w.phrase_query(typed), w.tokens(typed)
    for column in ("name", "english", "alias", "body"):
        for row in _worded(index, f"{{{column}}} : ({query})", "words.rowid"):
            name = row["english"] if column == "english" else row["name"]
            marked = words if column == "english" else [typed]
            yield Hit(row["id"], name, "phrase", w.find_spans(name, marked))


def _by_pinyin(index: Index, typed: str) -> Iterator[Hit]:
    letters = w.fold(typed).text
    return _sounded("pinyin", index.sounds.spelled(letters)) if w.is_latin(letters) else iter(())


def _by_everyday(index: Index, typed: str) -> Iterator[Hit]:
    heard = index.everyday.hear(typed)
    return _by_ideas(index, heard, "everyday") if heard.is_said else iter(())


def _by_homophone(index: Index, typed: str) -> Iterator[Hit]:
    """Right sound, wrong characters."""
    heard = sounds(typed) if w.is_han(typed) else []
    return _sounded("homophone", index.sounds.sounding(heard)) if heard else iter(())


def _by_slip(index: Index, typed: str) -> Iterator[Hit]:
    """Nearly the right sound, or nearly the right letters."""
    letters = w.fold(typed).text
    if w.is_latin(letters):
        return _sounded("slip", index.sounds.spelled_roughly(letters))
    heard = sounds(typed) if len(letters) > 1 else []
    return _sounded("slip", index.sounds.sounding_roughly(heard)) if heard else iter(())


def _by_parts(index: Index, typed: str) -> Iterator[Hit]:
    """Any pair of neighbouring characters; most pairs first."""
    return _by_ideas(index, index.everyday.hear(typed), "words")


def _by_ideas(index: Index, heard: Heard, matched_by: str) -> Iterator[Hit]:
    if not heard.words:
        return iter(())
    rows = _worded(index, w.any_query(heard.words), "bm25(words, 4, 1, 2, 1)")
    return _ranked(matched_by, rows, lambda row: _told(heard, row), lambda row: w.find_spans(row["name"], heard.words))


def _by_likeness(index: Index, typed: str) -> Iterator[Hit]:
    """Slips: the closest English word, or most of the characters in order."""
    if not w.is_han(typed):
        return _by_vocabulary(index, typed)
    meant = index.everyday.hear(typed).meant
    rows = _worded(index, w.any_query(w.tokens(meant)), "bm25(words, 4, 1, 2, 1)") if len(meant) > 1 else []
    scored = ((row, w.likeness(meant, row["name"])) for row in rows)
    near = {row["id"]: score for row, score in scored if score >= LIKENESS_FLOOR}
    likely = [row for row in rows if row["id"] in near]
    return _ranked("fuzzy", likely, lambda row: near[row["id"]], lambda row: w.common_spans(meant, row["name"]))


def _by_vocabulary(index: Index, typed: str) -> Iterator[Hit]:
    words = w.tokens(typed)
    meant = [next(iter(get_close_matches(word, w.alike(word, index.vocabulary), 1, 0.7)), word) for word in words]
    if meant == words:
        return
    for row in _worded(index, f"{{english}} : ({w.phrase_query(' '.join(meant))})", "words.rowid"):
        yield Hit(row["id"], row["english"], "fuzzy", w.find_spans(row["english"], meant))


_Way = Callable[[Index, str], Iterator[Hit]]
_WAYS: tuple[tuple[_Way, Callable[[int], int]], ...] = (
    (_by_name, lambda limit: limit),
    (_by_alias, lambda limit: limit),
    (_by_phrase, lambda limit: limit),
    (_by_pinyin, lambda limit: limit),
    (_by_everyday, lambda limit: min(limit, ENOUGH)),
    (_by_homophone, lambda limit: limit),
    (_by_slip, lambda limit: min(limit, ENOUGH)),
    (_by_parts, lambda limit: min(limit, ENOUGH)),
    (_by_likeness, lambda limit: 1),
)
"""Each way, and how many hits there must already be for it not to be asked."""


def _named(index: Index, kind: str, typed: str) -> list[Row]:
    """Names that begin with the typed letters; the same ones first, then in catalogue order."""
    folded = w.fold(typed).text
    return index.store.rows(
        "SELECT DISTINCT items.id, names.text, items.body ->> '$.name.zh' AS name FROM names JOIN items USING (place)"
        " WHERE kind = ? AND folded >= ? AND folded < ? ORDER BY folded <> ?, place LIMIT ?",
        *(kind, folded, folded + "\U0010ffff", folded, CANDIDATES),
    )


def _worded(index: Index, query: str, order: str) -> list[Row]:
    return index.store.rows(
        "SELECT items.id, items.body ->> '$.name.zh' AS name, items.body ->> '$.name.en' AS english,"
        " words.alias, words.body FROM words JOIN items ON items.place = words.rowid"
        f" WHERE words MATCH ? ORDER BY {order} LIMIT ?",
        *(query, CANDIDATES),
    )


def _sounded(matched_by: str, found: Iterable[Sounded]) -> Iterator[Hit]:
    for name, start, end in ((match.name, match.start, match.end) for match in found):
        if name.kind == "alias":
            yield _aliased(matched_by, name.item_id, name.of, name.text)
        else:
            yield Hit(name.item_id, name.text, matched_by, _span(name.text, start, end))


def _aliased(matched_by: str, item_id: str, name: str, words: str) -> Hit:
    """A hit by another name; marks what the catalogue's name has in common with the words."""
    spans = w.find_spans(name, [words]) or w.common_spans(words, name)
    return Hit(item_id, name, matched_by, spans, words)


def _ranked(
    matched_by: str, rows: list[Row], score: Callable[[Row], float], spans: Callable[[Row], tuple[w.Span, ...]]
) -> Iterator[Hit]:
    for row in sorted(rows, key=score, reverse=True):
        yield Hit(row["id"], row["name"], matched_by, spans(row))


def _told(heard: Heard, row: Row) -> float:
    """How much of what was meant the item tells: its name counts most, then another name, then its summary."""
    texts = ((2.0, row["name"]), (1.5, row["alias"].replace(" ", "")), (0.5, row["body"].replace(" ", "")))
    return sum(max((weight for weight, text in texts if _any_in(idea, text)), default=0) for idea in heard.ideas)


def _any_in(idea: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in idea)


def _span(text: str, start: int, end: int) -> tuple[w.Span, ...]:
    return (w.fold(text).span(start, end),)
