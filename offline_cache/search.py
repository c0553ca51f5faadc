"""Shell: asks the index for items, the surest way first: name, everyday words, phrase, pinyin, sound, parts, likeness.

Each way gives candidates; `search_words` checks and marks them. A later way only fills the places that are left. Of
what is equally sure, what one begins with comes before what follows later (变更, 注销), then what suits this booth.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from offline_cache import search_words as w
from offline_cache.everyday import Everyday, Heard, is_later
from offline_cache.search_index import CANDIDATES, SearchIndex
from offline_cache.sound_index import ODD, Sounded, SoundIndex, blurred
from offline_cache.sound_paths import sounding
from offline_cache.sounds import Reading, sounds, spelling

WORDS_LIMIT = 64  # characters looked at: nobody names a matter in more
LIKENESS_FLOOR = 0.6
ENOUGH = 3  # with this many sure hits, parts of words only add noise


class Index(NamedTuple):
    """What is searched: the tables, and everyday words.

    `spelled`: whole pinyin and initials of everyday words → the word.
    """

    tables: SearchIndex
    everyday: Everyday
    spelled: Mapping[str, str]


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


Suits = Callable[[str], float]
"""How well an item suits this booth, by its id: 0 not at all … 1. It only decides between equally sure hits."""

_Found = Iterator[tuple[float, Hit]]
"""What a way finds: how sure (the more the better), and the hit."""


def search(index: Index, words: str, limit: int, suits: Suits = lambda _: 0.0) -> list[Hit]:
    """The best hits first, each item once."""
    typed = words.strip()[:WORDS_LIMIT]
    if not w.fold(typed).text or limit < 1:
        return []
    found: dict[str, Hit] = {}
    for way, is_wanted in _WAYS:
        if len(found) < is_wanted(limit):
            for hit in _in_order(way(index, typed), typed, suits):
                found.setdefault(hit.item_id, hit)
    return list(found.values())[:limit]


def _in_order(found: _Found, typed: str, suits: Suits) -> list[Hit]:
    """The surest first; sorting keeps the way's own order of what is alike."""
    first = list(islice(found, CANDIDATES))
    first.sort(key=lambda one: (-one[0], is_later(one[1].name, typed), -suits(one[1].item_id)))
    return [hit for _, hit in first]


def _by_whole(index: Index, typed: str) -> _Found:
    """The whole name, or another whole name than the catalogue's."""
    letters = w.fold(typed).text
    for kind in ("name", "english"):
        for item, name in index.tables.named(kind, letters, is_whole=True):
            yield 1, Hit(item.item_id, name, "name", _span(name, 0, len(letters)))
    for item, _ in index.tables.named("alias", letters, is_whole=True):
        yield 0, _aliased("alias", item.item_id, item.name, typed)


def _by_name(index: Index, typed: str) -> _Found:
    letters = w.fold(typed).text
    for kind in ("name", "english"):
        for item, name in index.tables.named(kind, letters, is_whole=False):
            yield 0, Hit(item.item_id, name, "name", _span(name, 0, len(letters)))


def _by_alias(index: Index, typed: str) -> _Found:
    for item, _ in index.tables.named("alias", w.fold(typed).text, is_whole=False):
        yield 0, _aliased("alias", item.item_id, item.name, typed)


def _by_phrase(index: Index, typed: str) -> _Found:
    """In the name, the English name, an alias, and last in department and summary."""
    query, words = w.phrase_query(typed), w.tokens(typed)
    for sure, column in ((3, "name"), (2, "english"), (1, "alias"), (0, "body")):
        for item in index.tables.worded(f"{{{column}}} : ({query})"):
            name = item.english if column == "english" else item.name
            marked = words if column == "english" else [typed]
            yield sure, Hit(item.item_id, name, "phrase", w.find_spans(name, marked))


def _by_pinyin(index: Index, typed: str) -> _Found:
    letters = w.fold(typed).text
    if w.is_latin(letters):
        yield from _spelled(index, letters, index.tables.paths.spelled(letters))


def _by_odd_pinyin(index: Index, typed: str) -> _Found:
    letters = w.fold(typed).text
    if w.is_latin(letters):
        yield from _spelled(index, letters, index.tables.paths.spelled_oddly(letters), odd=True)


def _spelled(index: Index, letters: str, questions: Iterable[str], *, odd: bool = False) -> _Found:
    found = SoundIndex(index.tables.heard(questions)).spelled(letters)
    return _sounded("pinyin", (one for one in found if (one.sure == ODD) == odd))


def _by_whole_sound(index: Index, typed: str) -> _Found:
    """A whole name by its pinyin, its initials, or in wrong characters."""
    names = index.tables.whole(spelling(typed))
    found = (Sounded(name, 0, name.syllables.count(" ") - 1) for name in names)
    return _sounded("homophone" if w.is_han(typed) else "pinyin", found)


def _by_said(index: Index, typed: str) -> _Found:
    """An everyday word and nothing else, as it is written, as it sounds, or as it is spelled."""
    return _by_word(index, index.spelled.get(spelling(typed)))


def _by_said_roughly(index: Index, typed: str) -> _Found:
    """The same with the slips of the ear."""
    return _by_word(index, index.spelled.get(blurred(spelling(typed))))


def _by_word(index: Index, word: str | None) -> _Found:
    return _by_ideas(index, index.everyday.hear(word), "everyday") if word else iter(())


def _by_everyday(index: Index, typed: str) -> _Found:
    heard = index.everyday.hear(typed)
    return _by_ideas(index, heard, "everyday") if heard.is_said else iter(())


def _by_homophone(index: Index, typed: str) -> _Found:
    """Right sound, wrong characters."""
    heard = sounds(typed) if w.is_han(typed) else []
    return _sounded("homophone", _heard(index, heard).sounding(heard)) if heard else iter(())


def _by_slip(index: Index, typed: str) -> _Found:
    """Nearly the right sound, or nearly the right letters."""
    letters = w.fold(typed).text
    if w.is_latin(letters):
        paths = index.tables.paths
        names = index.tables.heard([*paths.spelled(letters), *paths.spelled_nearly(letters)])
        return _sounded("slip", SoundIndex(names).spelled_roughly(letters))
    heard = sounds(typed) if len(letters) > 1 else []
    return _sounded("slip", _heard(index, heard).sounding_roughly(heard)) if heard else iter(())


def _heard(index: Index, heard: Sequence[Reading]) -> SoundIndex:
    return SoundIndex(index.tables.heard(sounding(heard)))


def _by_parts(index: Index, typed: str) -> _Found:
    """Any pair of neighbouring characters; most pairs first."""
    return _by_ideas(index, index.everyday.hear(typed), "words")


def _by_ideas(index: Index, heard: Heard, matched_by: str) -> _Found:
    if not heard.words:
        return
    for told, item in index.tables.voted(heard.ideas):
        yield told, Hit(item.item_id, item.name, matched_by, w.find_spans(item.name, heard.words))


def _by_likeness(index: Index, typed: str) -> _Found:
    """Slips: the closest English word, or most of the characters in order."""
    if not w.is_han(typed):
        yield from _by_vocabulary(index, typed)
        return
    meant = index.everyday.hear(typed).meant
    rows = index.tables.voted([[letter] for letter in w.tokens(meant)]) if len(meant) > 1 else []
    for _, item in rows:
        if (score := w.likeness(meant, item.name)) >= LIKENESS_FLOOR:
            yield score, Hit(item.item_id, item.name, "fuzzy", w.common_spans(meant, item.name))


def _by_vocabulary(index: Index, typed: str) -> _Found:
    words = w.tokens(typed)
    meant = [
        next(iter(get_close_matches(word, w.alike(word, index.tables.vocabulary), 1, 0.7)), word) for word in words
    ]
    if meant == words:
        return
    for item in index.tables.worded(f"{{english}} : ({w.phrase_query(' '.join(meant))})"):
        yield 0, Hit(item.item_id, item.english, "fuzzy", w.find_spans(item.english, meant))


_Way = Callable[[Index, str], _Found]
_WAYS: tuple[tuple[_Way, Callable[[int], int]], ...] = (
    (_by_whole, lambda limit: limit),
    (_by_whole_sound, lambda limit: limit),
    (_by_said, lambda limit: limit),
    (_by_name, lambda limit: limit),
    (_by_alias, lambda limit: limit),
    (_by_phrase, lambda limit: limit),
    (_by_pinyin, lambda limit: limit),
    (_by_everyday, lambda limit: min(limit, ENOUGH)),
    (_by_homophone, lambda limit: limit),
    (_by_said_roughly, lambda limit: min(limit, ENOUGH)),
    (_by_slip, lambda limit: min(limit, ENOUGH)),
    (_by_odd_pinyin, lambda limit: min(limit, ENOUGH)),
    (_by_parts, lambda limit: min(limit, ENOUGH)),
    (_by_likeness, lambda limit: 1),
)
"""Each way, and how many hits there must already be for it not to be asked."""


def _sounded(matched_by: str, found: Iterable[Sounded]) -> _Found:
    for match in found:
        name = match.name
        if name.kind == "alias":
            yield match.sure, _aliased(matched_by, name.item_id, name.of, name.text)
        else:
            yield match.sure, Hit(name.item_id, name.text, matched_by, _span(name.text, match.start, match.end))


def _aliased(matched_by: str, item_id: str, name: str, words: str) -> Hit:
    """A hit by another name; marks what the catalogue's name has in common with the words."""
    spans = w.find_spans(name, [words]) or w.common_spans(words, name)
    return Hit(item_id, name, matched_by, spans, words)


def _span(text: str, start: int, end: int) -> tuple[w.Span, ...]:
    return (w.fold(text).span(start, end),)
