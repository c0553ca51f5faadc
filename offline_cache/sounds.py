"""Shell: how Chinese words sound, from `sounds.txt`: what pypinyin says, in a thirtieth of its memory.

Read when somebody first types or the catalogue changes.
"""

import itertools
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from offline_cache.search_words import fold, is_han

READINGS_LIMIT = 4  # a name has one or two doubtful characters; more readings only add noise
INITIALS_FROM = 3  # two initials may stand for anything

Reading = tuple[str, ...]
"""The syllables of one character without tone, the usual one first."""


class SoundTable:
    """`text`: as in sounds.txt. The longest phrase at each place, as pypinyin's own cutter finds it."""

    def __init__(self, text: str) -> None:
        lines, _, phrases = text.partition("\n\n")
        self._lines = lines
        pairs = (line.partition(" ") for line in phrases.splitlines())
        self._phrases = {first: f" {rests} " for first, _, rests in pairs}
        self._of_character = cache(self._look_up)

    def of_run(self, run: str) -> Iterator[Reading]:
        """The readings of each of these Chinese characters; one without any sounds like itself."""
        while run:
            length, told = self._phrase_at(run)
            if told:
                yield from (tuple(one.split(",")) for one in told.split("'"))
            else:
                yield from map(self._of_character, run[:length])
            run = run[length:]

    def _phrase_at(self, run: str) -> tuple[int, str]:
        """How many characters belong together here, and their readings where those of the characters do not tell."""
        known, found, reach = self._phrases.get(run[0], ""), (1, ""), 1
        while known and reach < len(run):
            rest = f" {run[1 : reach + 1]}"
            if rest not in known:
                return found
            reach += 1
            if f"{rest} " in known:
                found = reach, ""
            elif (at := known.find(f"{rest}/")) >= 0:
                found = reach, known[at + len(rest) + 1 : known.index(" ", at + 1)]
        # The end may be the beginning of a longer phrase: then it stays in one piece.
        return found if found[0] > 1 or not known else (len(run), "")

    def _look_up(self, character: str) -> Reading:
        at = self._lines.find(character)
        line = self._lines.rfind("\n", 0, at) + 1
        return tuple(self._lines[line : self._lines.index(":", line)].split(",")) if at >= 0 else (character,)


@cache
def table() -> SoundTable:
    """The booth's own, read once."""
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines(keepends=True)
    return SoundTable("".join(line for line in lines if not line.startswith("#")))


def sounds(text: str) -> list[Reading]:
    """The readings of each folded letter, the usual one first."""
    found: list[Reading] = []
    for han, letters in itertools.groupby(fold(text).text, is_han):
        run = "".join(letters)
        found += table().of_run(run) if han else ((letter,) for letter in run)
    return found


def readings(text: str) -> list[Reading]:
    """Syllables, one for each folded letter; the usual reading first, then those of doubtful characters."""
    heard = sounds(text)
    return list(itertools.islice(itertools.product(*heard), READINGS_LIMIT)) if heard else []


def spelling(text: str) -> str:
    """The letters that it is typed with: whole pinyin, each character by its usual reading."""
    return "".join(heard[0] for heard in sounds(text))


def spelled(words: Iterable[str]) -> dict[str, str]:
    """Whole pinyin, and initials if there are at least three, → the first of the words that is spelled so."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(spelling(word), word)
    for word in filter(is_han, words):
        syllables = [heard[0] for heard in sounds(word)]
        if len(syllables) >= INITIALS_FROM:
            found.setdefault("".join(syllable[0] for syllable in syllables), word)
    return found
