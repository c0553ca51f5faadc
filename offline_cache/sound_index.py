"""Core: how some names sound, as one text that patterns run over: initials, pinyin, mixtures, homophones, slips.

One line a name, " lao nian ren ", the catalogue's own names before the aliases, so the first match is the best one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

ODD, PART, BEGINNING = -1.0, 0.0, 1.0  # how sure it is; odd: letters that nobody spells so
LETTERS_LIMIT = 24  # typed letters looked at: more than any name that can be told apart from the rest
MATCHES_LIMIT = 300  # of one pattern
NEAR_FROM = 5  # letters; with fewer, one wrong letter leaves too little to go by

_SLIPS = re.compile("zh?|ch?|sh?|ng?|l|r|u|v|f|h(?=u)")
_BLUR = str.maketrans("lrv", "nnu")
_SLIPPED = {
    **{letters: f"{letters[0]}h?" for letters in ("z", "zh", "c", "ch", "s", "sh")},
    **{"n": "[nl]g?", "ng": "[nl]g?", "l": "[nlr]", "r": "[rl]", "u": "[uv]", "v": "[uv]", "f": "[fh]", "h": "[fh]"},
}
"""What people mix up by ear, most of all in the south: n, l and r, z and zh, an and ang, hu and fu; lü typed as lu."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an item and one reading of it. `of` is the item's name in the catalogue; `kind`: name or alias."""

    item_id: str
    of: str
    kind: str
    text: str
    syllables: str


@dataclass(frozen=True, slots=True)
class Sounded:
    """A name, and the syllables [start, end) of it that were meant. `sure`: see above."""

    name: Name
    start: int
    end: int
    sure: float = PART


class SoundIndex:
    """Of the few hundred names that a question may mean: those that the tables gave for it."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=lambda name: name.kind == "alias")
        lines = [f"\n{name.syllables}" for name in self._names]
        self._text, self._starts = "".join(lines) + "\n", _starts(lines)

    def spelled(self, letters: str) -> Iterator[Sounded]:
        """Initials or whole syllables, or both mixed, the last unfinished; less sure: any beginnings of syllables."""
        typed = letters[:LETTERS_LIMIT]
        for one in self._find(f" {_mixed(typed)}"):
            yield one if is_natural(typed, self._heard_of(one)) else replace(one, sure=ODD)

    def spelled_roughly(self, letters: str) -> Iterator[Sounded]:
        """The same with the slips of the ear, then with one letter missing, wrong, twice or in the other's place."""
        typed = letters[:LETTERS_LIMIT]
        found = self._find(f" {_mixed([_SLIPPED.get(part, part) for part in _parts(typed)])}")
        yield from (one for one in found if is_natural(blurred(typed), [*map(blurred, self._heard_of(one))]))
        if len(letters) >= NEAR_FROM:
            yield from self._near(typed)

    def sounding(self, sounds: Sequence[Sequence[str]]) -> Iterator[Sounded]:
        """Exactly these syllables, of each character one of its readings."""
        return self._find(f" {' '.join(_any_of(re.escape(sound) for sound in readings) for readings in sounds)} ")

    def sounding_roughly(self, sounds: Sequence[Sequence[str]]) -> Iterator[Sounded]:
        """These syllables with the slips of the ear."""
        return self._find(f" {' '.join(_any_of(map(_heard, readings)) for readings in sounds)} ")

    def _heard_of(self, found: Sounded) -> list[str]:
        return found.name.syllables.split()[found.start : found.end]

    def _find(self, pattern: str) -> Iterator[Sounded]:
        """The surest first: from the start of a name, then inside."""
        for where in ("\n", ""):
            for match in islice(re.finditer(where + pattern, self._text), MATCHES_LIMIT):
                at = bisect_right(self._starts, match.start()) - 1
                found, line = match.group().strip(), self._starts[at]
                start = self._text.count(" ", line, match.start() + len(where) + 1) - 1
                end = start + 1 + found.count(" ")
                yield Sounded(self._names[at], start, end, BEGINNING if where else PART)

    def _near(self, letters: str) -> Iterator[Sounded]:
        """With one slip, one half of the letters is still right: look there."""
        runs = ["\n" + name.syllables.replace(" ", "") for name in self._names]
        self._run_text, self._run_starts = "".join(runs) + "\n", _starts(runs)
        self._begins = b"".join(_marks(name.syllables) for name in self._names) + b"\0"
        half = len(letters) // 2
        seen: set[int] = set()
        for part, before in ((letters[:half], range(1)), (letters[half:], range(half - 1, half + 2))):
            for place in self._runs_with(part):
                starts = {place - back for back in before if back < place and self._begins[place - back]} - seen
                seen |= starts
                for start in starts:
                    if is_near(letters, self._run_text[start : start + len(letters) + 1]):
                        yield self._at_letters(start, len(letters))

    def _at_letters(self, start: int, length: int) -> Sounded:
        at = bisect_right(self._run_starts, start) - 1
        borders, first = _borders(self._names[at].syllables), start - self._run_starts[at] - 1
        return Sounded(self._names[at], borders.index(first), bisect_right(borders, first + length - 1))

    def _runs_with(self, part: str) -> Iterator[int]:
        """The place in the letters of every occurrence."""
        place = self._run_text.find(part)
        while place >= 0:
            yield place
            place = self._run_text.find(part, place + 1)


def is_near(typed: str, letters: str) -> bool:
    """Whether `letters` begins with `typed`, but for one slip of a finger."""
    same = next(
        (i for i, (a, b) in enumerate(zip(typed, letters, strict=False)) if a != b), min(len(typed), len(letters))
    )
    rest, there = typed[same:], letters[same:]
    swapped = rest[:2] == there[1::-1] and there[2:].startswith(rest[2:])
    return swapped or any(there[skip:].startswith(rest[drop:]) for skip, drop in ((0, 1), (1, 0), (1, 1)))


def is_natural(typed: str, syllables: Sequence[str]) -> bool:
    """Whether people spell so: each syllable whole or by its initial (zh, ch, sh too), only the last one unfinished."""
    places = {0}
    for number, syllable in enumerate(syllables):
        is_last = number == len(syllables) - 1
        ends = range(1, len(syllable) + 1) if is_last else {1, len(syllable), 2 if syllable[1:2] == "h" else 1}
        places = {place + end for place in places for end in ends if typed.startswith(syllable[:end], place)}
    return len(typed) in places


def blurred(letters: str) -> str:
    """What the slips of the ear do not tell apart becomes the same."""
    return re.sub("(?<=[zcs])h|(?<=n)g", "", letters.translate(_BLUR)).replace("fu", "hu")


def _mixed(parts: Iterable[str]) -> str:
    return "(?:[a-z]* )?".join(parts)


def _any_of(patterns: Iterable[str]) -> str:
    different = list(dict.fromkeys(patterns))
    return different[0] if len(different) == 1 else f"(?:{'|'.join(different)})"


def _heard(sound: str) -> str:
    return "".join(_SLIPPED.get(part, re.escape(part)) for part in _parts(sound))


def _parts(letters: str) -> list[str]:
    """The letters, those together that are mixed up together."""
    parts: list[str] = []
    while letters:
        match = _SLIPS.match(letters)
        parts.append(match.group() if match else letters[0])
        letters = letters[len(parts[-1]) :]
    return parts


def _starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line)
    return starts


def _borders(syllables: str) -> list[int]:
    """Where each syllable begins in the letters without spaces."""
    return _starts(syllables.split())


def _marks(syllables: str) -> bytes:
    """Of each letter, after the line's first sign, whether a syllable begins there."""
    return b"\0" + b"".join(b"\1" + bytes(len(syllable) - 1) for syllable in syllables.split())
