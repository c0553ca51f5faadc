"""Core: pinyin on nine keys, as on a telephone: digits → the likeliest spellings → words.

Gathered keys are syllables that were chosen, each with its apostrophe, then digits: `ni'426`.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kiosk_app.ui.pinyin import LETTER_LIMIT, Found, Lookup
from kiosk_app.ui.writing.spelled import NOTHING, Spelled

DIGIT_OF = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
SPELLINGS, WORDS, CHOICES = 4, 60, 10
_LONGEST_SYLLABLE = 6
_UNFINISHED = math.log(0.02)  # a syllable that only begins is likelier a whole one

Spelling = tuple[float, str]


class Spellings:
    """Letters that some digits may mean, from a table of `letters weight` a line: syllables, an empty line, words."""

    def __init__(self, table: str) -> None:
        syllables, _, words = table.partition("\n\n")
        weights = {letters: int(weight) for letters, weight in map(str.split, syllables.splitlines())}
        self._syllables = frozenset(weights)
        self._total = math.log(sum(weights.values()))
        self._whole: dict[str, list[Spelling]] = defaultdict(list)
        self._begun: dict[str, list[Spelling]] = defaultdict(list)
        self._longest = 0
        for letters, weight in [*weights.items(), *((w, int(n)) for w, n in map(str.split, words.splitlines()))]:
            self._whole[letters.translate(DIGIT_OF)].append((math.log(weight) - self._total, letters))
            self._longest = max(self._longest, len(letters))
        for letters, weight in _beginnings(weights).items():
            self._begun[letters.translate(DIGIT_OF)].append((math.log(weight) - self._total + _UNFINISHED, letters))

    def best(self, digits: str) -> list[str]:
        """The likeliest spellings first; the last syllable may only begin. Digits that are no pinyin: nothing."""
        ways: list[list[Spelling]] = [[(0.0, "")]]
        for end in range(1, len(digits) + 1):
            starts = range(max(0, end - self._longest), end)
            ways.append(_likeliest(self._joined(ways, digits, start, end) for start in starts))
        return [letters for _, letters in ways[-1]]

    def begin(self, digits: str) -> list[str]:
        """Syllables and beginnings that the first digits may be, longest first."""
        found: list[str] = []
        for end in range(min(len(digits), _LONGEST_SYLLABLE), 0, -1):
            whole = sorted(self._whole.get(digits[:end], ()), reverse=True)
            found += [letters for _, letters in whole if letters in self._syllables]
        found += [letters for _, letters in sorted(self._begun.get(digits[:1], ()), reverse=True)]
        return list(dict.fromkeys(found))[:CHOICES]

    def _joined(self, ways: list[list[Spelling]], digits: str, start: int, end: int) -> Iterator[Spelling]:
        if not ways[start]:
            return
        pieces = list(self._whole.get(digits[start:end], ()))
        if end == len(digits):
            pieces += self._begun.get(digits[start:end], ())
        for before, letters in ways[start]:
            for score, piece in pieces:
                yield before + score, letters + piece


def _beginnings(weights: dict[str, int]) -> dict[str, int]:
    begun: dict[str, int] = defaultdict(int)
    for letters, weight in weights.items():
        for end in range(1, len(letters)):
            begun[letters[:end]] += weight
    return begun


def _likeliest(groups: Iterable[Iterable[Spelling]]) -> list[Spelling]:
    best: dict[str, float] = {}
    for group in groups:
        for score, letters in group:
            best[letters] = max(score, best.get(letters, -math.inf))
    return heapq.nlargest(SPELLINGS, ((score, letters) for letters, score in best.items()))


class NineKeys:
    """The way of writing."""

    is_text = True
    limit = LETTER_LIMIT

    def __init__(self, spellings: Spellings, lookup: Lookup) -> None:
        self._spellings, self._lookup = spellings, lookup

    def takes(self, key: str, keys: str) -> str:
        """Digits 2 to 9; an apostrophe parts syllables."""
        parts = key == "'" and keys != "" and not keys.endswith("'")
        return key if parts or (len(key) == 1 and key in "23456789") else ""

    def spell(self, keys: str) -> Spelled:
        """Words of the likeliest spellings: the best of each first, then the rest."""
        chosen, digits = _parted(keys)
        spellings = [chosen + letters for letters in self._guess(digits)] if digits else [chosen]
        if not keys or not spellings:
            return NOTHING if not keys else Spelled(shown=keys)
        found = [self._lookup.search(letters, WORDS) for letters in spellings]
        ranked = _ranked(found)
        choices = self._spellings.begin(digits.partition("'")[0])
        shown = " ".join(filter(None, spaced(spellings[0], found[0].ends).replace("'", " ").split(" ")))
        return Spelled(shown, tuple(ranked), tuple(ranked.values()), tuple(choices))

    def shorten(self, keys: str) -> str:
        """Takes a digit; after a chosen syllable, takes back the choice."""
        if not keys.endswith("'"):
            return keys[:-1]
        before, _, last = keys[:-1].rpartition("'")
        digits = last.translate(DIGIT_OF)
        return f"{before}'{digits}" if before else digits

    def settle(self, keys: str, syllable: str) -> str:
        """`64426` with `ni` becomes `ni'426`."""
        chosen, digits = _parted(keys)
        return f"{chosen}{syllable}'{digits[len(syllable) :].removeprefix(chr(39))}"

    def _guess(self, digits: str) -> list[str]:
        """Each part between apostrophes for itself; the first part's likeliest vary."""
        first, *others = (self._spellings.best(part) for part in digits.split("'"))
        rest = "".join(f"'{best[0] if best else ''}" for best in others)
        return [letters + rest for letters in first]


def _parted(keys: str) -> tuple[str, str]:
    """Chosen letters with their apostrophes, then open digits."""
    at = next((n for n, key in enumerate(keys) if key.isdigit()), len(keys))
    return keys[:at], keys[at:]


def _ranked(found: list[Found]) -> dict[str, int]:
    """Words with the keys that each takes."""
    first = {one.words[0]: one.taken_by(one.words[0]) for one in found if one.words}
    rest = {word: one.taken_by(word) for one in found for word in one.words}
    return dict(list((first | {w: n for w, n in rest.items() if w not in first}).items())[:WORDS])


def spaced(letters: str, ends: tuple[int, ...]) -> str:
    """Letters with a gap after each syllable that is known."""
    cuts = [0, *(end for end in ends if 0 < end < len(letters)), len(letters)]
    return " ".join(letters[a:b] for a, b in pairwise(cuts))
