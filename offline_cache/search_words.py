"""Core: words as people type them, made comparable: folded text, pairs of characters, spans to highlight."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import import_module

LETTERS_KEPT = 8192  # more than a catalogue has different characters

_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")

Span = tuple[int, int]
"""Half-open range of characters of a name."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Letters and digits only: lower case, half width, simplified characters. `places[i]`: where letter i stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span of the original that letters [start, end) cover."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """See Folded. Length per character is kept, so spans point into the original."""
    pairs = [(place, _fold_letter(letter)) for place, letter in enumerate(text) if letter.isalnum()]
    return Folded("".join(letter for _, letter in pairs), tuple(place for place, _ in pairs))


def is_han(text: str) -> bool:
    """Whether any character is a Chinese one."""
    return _HAN.search(text) is not None


def is_latin(text: str) -> bool:
    """Whether these are only the letters of a keyboard."""
    return text.isascii() and text.isalpha()


def tokens(text: str) -> list[str]:
    """Han as single characters, runs of other letters or digits as words: 'A4打印' is a4, 打, 印."""
    found: list[str] = []
    for kind, run in itertools.groupby(text, _kind):
        if kind:
            folded = fold("".join(run)).text
            found += list(folded) if kind == "han" else [folded]
    return found


def indexed(text: str) -> str:
    """As the word index stores it: each Han character with its neighbour, and other words whole: "A4打印" → a4 打印 印.

    Pairs are far rarer than characters: half a million names are asked by them in no time.
    """
    runs = ((han, list(run)) for han, run in itertools.groupby(tokens(text), is_han))
    return " ".join(" ".join((*map("".join, itertools.pairwise(run)), run[-1]) if han else run) for han, run in runs)


def phrase_query(text: str) -> str:
    """FTS5 query: Han characters side by side, and every other word; the last one may be unfinished."""
    runs = ((han, list(run)) for han, run in itertools.groupby(tokens(text), is_han))
    return " AND ".join(_together(run) if han else " AND ".join(f'"{word}" *' for word in run) for han, run in runs)


def _together(letters: Sequence[str]) -> str:
    """A single character begins some pair, or is the last one of its words."""
    pairs = " ".join(map("".join, itertools.pairwise(letters)))
    return f'"{pairs}"' if pairs else f'"{letters[0]}" *'


def bigrams(text: str) -> list[str]:
    """Neighbouring pairs of Han characters, and whole other words."""
    found = tokens(text)
    pairs = [a + b for a, b in itertools.pairwise(found) if is_han(a) and is_han(b)]
    return pairs + [word for word in found if not is_han(word) and len(word) > 1]


def any_query(words: Sequence[str]) -> str:
    """FTS5 query: any of these words."""
    return " OR ".join(f"({query})" for query in map(phrase_query, words) if query)


def find_spans(name: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Where the words stand in the name; overlaps are joined."""
    folded = fold(name)
    starts = ((folded.text.find(word), len(word)) for word in map(_folded_text, words) if word)
    return _joined(folded.span(start, start + length) for start, length in starts if start >= 0)


def likeness(typed: str, name: str) -> float:
    """0 to 1: how much of the typed letters appears in the name, in order."""
    matcher = SequenceMatcher(None, fold(typed).text, fold(name).text, autojunk=False)
    covered = sum(block.size for block in matcher.get_matching_blocks())
    return covered / max(len(fold(typed).text), 1)


def alike(word: str, words: Sequence[str]) -> list[str]:
    """Those that share half of the word's pairs of letters: all that a closer look could find near."""
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    return [other for other in words if 2 * sum(pair in other for pair in pairs) >= len(pairs)] if pairs else []


def common_spans(typed: str, name: str) -> tuple[Span, ...]:
    """Where the name has the typed letters, in order."""
    folded = fold(name)
    blocks = SequenceMatcher(None, folded.text, fold(typed).text, autojunk=False).get_matching_blocks()
    return _joined(folded.span(block.a, block.a + block.size) for block in blocks if block.size)


def _joined(spans: Iterator[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _folded_text(text: str) -> str:
    return fold(text).text


@lru_cache(LETTERS_KEPT)
def _fold_letter(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).lower()
    folded = _simplified()(folded) if is_han(folded) else folded
    return folded if len(folded) == 1 else letter


@cache
def _simplified() -> Callable[[str], str]:
    # Loaded with the first Chinese character, a tenth of a second: not before the first frame.
    convert: Callable[[str], str] = import_module("opencc").OpenCC("t2s").convert
    return convert


@lru_cache(LETTERS_KEPT)
def _kind(letter: str) -> str:
    if not letter.isalnum():
        return ""
    return "han" if is_han(letter) else "digit" if letter.isdigit() else "word"
