"""Core: words as people type them, made comparable: folded text, single characters, spans to highlight."""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

LETTERS_KEPT = 8192  # more than a catalogue has different characters

Span = tuple[int, int]
"""Half-open range of characters of a name."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Letters and digits only, lower case, full width made half width. `places[i]`: where letter i stood."""

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
    return any("㐀" <= letter <= "鿿" or "\U00020000" <= letter <= "\U0003ffff" for letter in text)


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


def spaced(text: str) -> str:
    """Tokens with spaces between, as the word index stores them."""
    return " ".join(tokens(text))


def phrase_query(text: str) -> str:
    """FTS5 query: Han characters side by side, and every other word; the last one may be unfinished."""
    terms = []
    for han, run in itertools.groupby(tokens(text), is_han):
        words = list(run)
        terms += ['"' + " ".join(words) + '"'] if han else [f'"{word}"*' for word in words]
    return " AND ".join(terms)


def bigrams(text: str) -> list[str]:
    """Neighbouring pairs of Han characters, and whole other words."""
    found = tokens(text)
    pairs = [a + b for a, b in itertools.pairwise(found) if is_han(a) and is_han(b)]
    return pairs + [word for word in found if not is_han(word) and len(word) > 1]


def any_query(words: Sequence[str]) -> str:
    """FTS5 query: any of these words."""
    return " OR ".join('"' + spaced(word) + '"' for word in words)


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
    return folded if len(folded) == 1 else letter


@lru_cache(LETTERS_KEPT)
def _kind(letter: str) -> str:
    if not letter.isalnum():
        return ""
    return "han" if is_han(letter) else "digit" if letter.isdigit() else "word"
