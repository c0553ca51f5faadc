"""Core: how every name sounds, as one text that patterns run over: initials, pinyin, mixtures, homophones, slips.

One line a name, " lao nian ren ", the catalogue's own names before the aliases, so the first match is the best one.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

LETTERS_LIMIT = 24  # typed letters looked at: more than any name that can be told apart from the rest
MATCHES_LIMIT = 300  # of one pattern
NEAR_FROM = 5  # letters; with fewer, one wrong letter leaves too little to go by

_SLIPS = re.compile("zh?|ch?|sh?|ng?|l|r|u|v|f|h(?=u)")
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
    """A name, and the syllables [start, end) of it that were meant."""

    name: Name
    start: int
    end: int


class SoundIndex:
    """Never changes; a changed catalogue gets a new one."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=lambda name: name.kind == "alias")
        lines = [f"\n{name.syllables}" for name in self._names]
        self._text, self._starts = "".join(lines) + "\n", _starts(lines)
        runs = ["\n" + name.syllables.replace(" ", "") for name in self._names]
        self._run_text, self._run_starts = "".join(runs) + "\n", _starts(runs)

    def spelled(self, letters: str) -> Iterator[Sounded]:
        """Initials or whole syllables side by side first, then any mixture of them."""
        typed = letters[:LETTERS_LIMIT]
        close = re.compile(f" ?(?:{'[a-z]* '.join(typed)}|{' ?'.join(typed)})")
        return self._find(f" {_mixed(typed)}", lambda spelling: close.fullmatch(spelling) is None)

    def spelled_roughly(self, letters: str) -> Iterator[Sounded]:
        """The same with the slips of the ear, then with one letter missing, wrong, twice or in the other's place."""
        slipped = [_SLIPPED.get(part, part) for part in _parts(letters[:LETTERS_LIMIT])]
        yield from self._find(f" {_mixed(slipped)}")
        if len(letters) >= NEAR_FROM:
            yield from self._near(letters[:LETTERS_LIMIT])

    def sounding(self, sounds: Sequence[Sequence[str]]) -> Iterator[Sounded]:
        """Exactly these syllables, of each character one of its readings."""
        return self._find(f" {' '.join(_any_of(re.escape(sound) for sound in readings) for readings in sounds)} ")

    def sounding_roughly(self, sounds: Sequence[Sequence[str]]) -> Iterator[Sounded]:
        """These syllables with the slips of the ear."""
        return self._find(f" {' '.join(_any_of(map(_heard, readings)) for readings in sounds)} ")

    def _find(self, pattern: str, comes_later: Callable[[str], bool] = lambda _: False) -> Iterator[Sounded]:
        """From the start of a name first, then inside."""
        for where in ("\n", ""):
            matches = list(islice(re.finditer(where + pattern, self._text), MATCHES_LIMIT))
            for match in sorted(matches, key=lambda match: comes_later(match.group().lstrip())):
                at = bisect_right(self._starts, match.start()) - 1
                found, line = match.group().strip(), self._starts[at]
                start = self._text.count(" ", line, match.start() + len(where) + 1) - 1
                yield Sounded(self._names[at], start, start + 1 + found.count(" "))

    def _near(self, letters: str) -> Iterator[Sounded]:
        """With one slip, one half of the letters is still right: look there."""
        half = len(letters) // 2
        for part, before in ((letters[:half], range(1)), (letters[half:], range(half - 1, half + 2))):
            for at, offset in self._runs_with(part):
                borders = _borders(self._names[at].syllables)
                for start in {offset - back for back in before} & set(borders):
                    run = self._names[at].syllables.replace(" ", "")[start:]
                    if is_near(letters, run):
                        first = borders.index(start)
                        yield Sounded(self._names[at], first, _syllable_at(borders, start + len(letters) - 1) + 1)

    def _runs_with(self, part: str) -> Iterator[tuple[int, int]]:
        """(name, place in its letters) of every occurrence."""
        place = self._run_text.find(part)
        while place >= 0:
            at = bisect_right(self._run_starts, place) - 1
            yield at, place - self._run_starts[at] - 1
            place = self._run_text.find(part, place + 1)


def is_near(typed: str, letters: str) -> bool:
    """Whether `letters` begins with `typed`, but for one slip of a finger."""
    same = next(
        (i for i, (a, b) in enumerate(zip(typed, letters, strict=False)) if a != b), min(len(typed), len(letters))
    )
    rest, there = typed[same:], letters[same:]
    swapped = rest[:2] == there[1::-1] and there[2:].startswith(rest[2:])
    return swapped or any(there[skip:].startswith(rest[drop:]) for skip, drop in ((0, 1), (1, 0), (1, 1)))


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


def _syllable_at(borders: Sequence[int], letter: int) -> int:
    return bisect_right(borders, letter) - 1
