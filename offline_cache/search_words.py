"""Core: words as people type them, made comparable: folded text, single characters, pinyin, spans to highlight."""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]
"""Half-open range of characters of a name."""

READINGS_LIMIT = 4  # a name has one or two doubtful characters; more readings only add noise
_ASKING = ("请问", "怎么", "如何", "我想", "我要", "哪里", "在哪")  # said around the matter, never part of it


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


def without_asking(text: str) -> str:
    """The words without "how do I" around them; unchanged if nothing else is left."""
    rest = text
    for phrase in _ASKING:
        rest = rest.replace(phrase, "")
    return rest.strip() or text


def is_han(text: str) -> bool:
    """Whether any character is a Chinese one."""
    return any("㐀" <= letter <= "鿿" or "\U00020000" <= letter <= "\U0003ffff" for letter in text)


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


def readings(text: str) -> list[tuple[str, ...]]:
    """Syllables, one for each folded letter; the usual reading first, then those of doubtful characters."""
    from pypinyin import Style, pinyin  # its dictionary takes 0.2 s to load: not before somebody types or items change

    letters = fold(text).text
    sounds: list[list[str]] = []
    for han, run in itertools.groupby(letters, is_han):
        part = "".join(run)
        sounds += pinyin(part, style=Style.NORMAL, heteronym=True) if han else [[x] for x in part]
    if len(sounds) != len(letters):
        return []
    variants = itertools.product(*(dict.fromkeys(sound) for sound in sounds))
    return list(itertools.islice(variants, READINGS_LIMIT))


def sound_columns(syllables: Sequence[str]) -> tuple[str, str, str]:
    """First letters, all letters, and syllables between spaces."""
    return "".join(s[0] for s in syllables), "".join(syllables), f" {' '.join(syllables)} "


def match_letters(typed: str, syllables: Sequence[str]) -> Span | None:
    """Letters [start, end) that the typed letters spell: initials, full pinyin, or a mixture; first place found."""
    for start in range(len(syllables)):
        end = _spell(typed, syllables, start)
        if end is not None:
            return start, end
    return None


def match_syllables(typed: Sequence[str], syllables: Sequence[str]) -> Span | None:
    """Letters [start, end) that sound exactly like the typed ones."""
    for start in range(len(syllables) - len(typed) + 1):
        if tuple(syllables[start : start + len(typed)]) == tuple(typed):
            return start, start + len(typed)
    return None


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


def common_spans(typed: str, name: str) -> tuple[Span, ...]:
    """Where the name has the typed letters, in order."""
    folded = fold(name)
    blocks = SequenceMatcher(None, folded.text, fold(typed).text, autojunk=False).get_matching_blocks()
    return _joined(folded.span(block.a, block.a + block.size) for block in blocks if block.size)


def _spell(typed: str, syllables: Sequence[str], at: int) -> int | None:
    """The end of a spelling that starts at syllable `at`, each syllable giving at least its first letter."""
    if not typed:
        return at
    if at == len(syllables):
        return None
    for length in range(min(len(typed), len(syllables[at])), 0, -1):
        if typed[:length] == syllables[at][:length]:
            end = _spell(typed[length:], syllables, at + 1)
            if end is not None:
                return end
    return None


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


def _fold_letter(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).lower()
    return folded if len(folded) == 1 else letter


def _kind(letter: str) -> str:
    if not letter.isalnum():
        return ""
    return "han" if is_han(letter) else "digit" if letter.isdigit() else "word"
