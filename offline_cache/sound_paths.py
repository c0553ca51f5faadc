"""Core: what typed letters may stand for, as questions to an index of sounds: pairs of syllables, runs of initials.

A name is in the index by every pair of neighbouring syllables, each by its class (what ears mix up is one class), and
by every three neighbouring initials. Typed letters are walked through the pairs that occur in some name, so nearly
nothing is asked that is not there. What comes back is looked at closely by `sound_index`.
"""

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from offline_cache.sound_index import LETTERS_LIMIT, NEAR_FROM, blurred

END = "ω"  # no letter of a name: stands between the syllables of a pair, and behind the last one
RUN = 3  # initials that are looked up together
LONGEST = 6  # letters of a syllable: zhuang
WAYS_LIMIT = 16  # of reading the same letters; the likelier ones come first
SLIPS_LIMIT = 64  # of one slip in them
CLASSES_KEPT = 8192
_INITIALS = ("zh", "ch", "sh")  # beside the first letter

Walk = tuple[str, ...]
"""Classes of syllables; the last one may be unfinished."""


@lru_cache(CLASSES_KEPT)
def sound_class(letters: str) -> str:
    """The same for all that somebody may mix up; more is mixed up here than by anybody."""
    return blurred(letters).replace("f", "h")


def pairs(syllables: Sequence[str]) -> list[str]:
    """Every syllable's class and the next one's."""
    return [f"{one}{END}{after}" for one, after in itertools.pairwise([*map(sound_class, syllables), ""])]


def runs(syllables: Sequence[str]) -> list[str]:
    """The initials from every syllable on."""
    initials = "".join(syllable[0] for syllable in syllables) + END * (RUN - 1)
    return [initials[at : at + RUN] for at in range(len(syllables))]


class SoundPaths:
    """`syllables`, `pairs`, `runs`: all that occur in some name."""

    def __init__(self, syllables: Collection[str], pairs: Collection[str], runs: Collection[str]) -> None:
        self._runs = frozenset(run[:length] for run in runs for length in range(1, RUN + 1))
        self._beginnings = frozenset(one[:length] for one in syllables for length in range(1, len(one) + 1))
        self._syllables = frozenset(syllables)
        self._forms: dict[str, list[str]] = {}
        for syllable in sorted(syllables):
            self._forms.setdefault(sound_class(syllable), []).append(syllable)
        self._after: dict[str, set[str]] = {"": set(self._forms)}
        for one, _, after in (pair.partition(END) for pair in pairs):
            self._after.setdefault(one, set()).add(after)

    def spelled(self, letters: str) -> list[str]:
        """Questions for whole syllables and initials as people mix them, the last one unfinished."""
        walks = map(walked, itertools.islice(self._walks(letters[:LETTERS_LIMIT], ""), WAYS_LIMIT))
        return [*walks, *self._mixed(letters[:LETTERS_LIMIT], self._is_natural)]

    def spelled_oddly(self, letters: str) -> list[str]:
        """For any beginnings of syllables."""
        return self._mixed(letters[:LETTERS_LIMIT], lambda part, is_last: part in self._beginnings)

    def spelled_nearly(self, letters: str) -> list[str]:
        """For whole syllables with one slip of a finger; fewer letters leave too little to go by."""
        if len(letters) < NEAR_FROM:
            return []
        return [*map(walked, itertools.islice(self._slips(letters[:LETTERS_LIMIT], ""), SLIPS_LIMIT))]

    def _walks(self, letters: str, before: str) -> Iterator[Walk]:
        after = self._after.get(before, set())
        for end in range(min(LONGEST, len(letters) - 1), 0, -1):
            if (one := sound_class(letters[:end])) in after:
                yield from ((one, *rest) for rest in self._walks(letters[end:], one))
        last = sound_class(letters)
        if len(letters) <= LONGEST and any(one.startswith(last) for one in after):
            yield (last,)

    def _slips(self, letters: str, before: str) -> Iterator[Walk]:
        after = self._after.get(before, set())
        for one in sorted(after - {""}):
            for form in self._forms[one]:
                for rest in slipped(form, letters):
                    yield from ((one, *more) for more in (self._walks(rest, one) if rest else [()]))
        for end in range(min(LONGEST, len(letters) - 1), 0, -1):
            if (one := sound_class(letters[:end])) in after:
                yield from ((one, *rest) for rest in self._slips(letters[end:], one))

    def _mixed(self, letters: str, is_part: Callable[[str, bool], bool]) -> list[str]:
        """By initials; readings of whole syllables alone are no business of initials, if people may spell so."""
        reached: list[list[str]] = [[""], *([] for _ in letters)]
        for at in range(len(letters)):
            for end in range(min(len(letters), at + LONGEST), at, -1):
                if is_part(letters[at:end], end == len(letters)):
                    longer = (initials + letters[at] for initials in reached[at])
                    known = (initials for initials in longer if initials[-RUN:] in self._runs)
                    reached[end] = list(dict.fromkeys([*reached[end], *known]))[:WAYS_LIMIT]
        return [run_together(initials) for initials in reached[-1]]

    def _is_natural(self, part: str, is_last: bool) -> bool:
        return part in self._beginnings if is_last else len(part) == 1 or part in _INITIALS or part in self._syllables


def sounding(sounds: Sequence[Sequence[str]]) -> list[str]:
    """Questions for these syllables, of each character one of its readings, and the slips of the ear."""
    classes = [list(dict.fromkeys(map(sound_class, readings))) for readings in sounds]
    walks = itertools.islice(itertools.product(*classes), WAYS_LIMIT)
    return [f'syllables : "{_paired(walk)}"' if len(walk) > 1 else walked((*walk, "")) for walk in walks]


def walked(walk: Walk) -> str:
    """The question for one walk."""
    if len(walk) == 1:
        return f'syllables : "{walk[0]}" *'
    return f'syllables : "{_paired(walk)}" *'


def _paired(walk: Walk) -> str:
    return " ".join(f"{one}{END}{after}" for one, after in itertools.pairwise(walk))


def run_together(initials: str) -> str:
    """The question for these initials side by side."""
    every = [initials[at : at + RUN] for at in range(max(1, len(initials) - RUN + 1))]
    return f'initials : "{" ".join(every)}"{" *" if len(initials) < RUN else ""}'


def slipped(form: str, letters: str) -> Iterator[str]:
    """What is left of the letters behind this syllable, had the finger slipped once in it."""
    same = next(
        (at for at, (a, b) in enumerate(zip(form, letters, strict=False)) if a != b), min(len(form), len(letters))
    )
    if same < len(form) and same < len(letters):
        there, meant = letters[same:], form[same:]
        for skip, drop in ((1, 1), (0, 1), (1, 0)):  # wrong, missing, one too many
            yield from _behind(there[skip:], meant[drop:])
        if len(meant) == 1 and there[1:2] == meant:  # changed places with the next syllable's first
            yield there[0] + there[2:]
        elif len(meant) > 1 and there[:2] == meant[1::-1]:
            yield from _behind(there[2:], meant[2:])


def _behind(there: str, meant: str) -> Iterator[str]:
    if there.startswith(meant):
        yield there[len(meant) :]
    elif meant.startswith(there):
        yield ""
