"""Core: keys that are being gathered, and what they may mean."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Spelled:
    """`taken[n]`: how many of the keys `words[n]` stands for. `choices`: syllables that the first open keys may be."""

    shown: str = ""
    words: tuple[str, ...] = ()
    taken: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()


NOTHING = Spelled()


class Way(Protocol):
    """One way of turning keys into Chinese."""

    @property
    def is_text(self) -> bool:
        """Whether the gathered letters are worth keeping when the field is left: for a search they are."""

    @property
    def limit(self) -> int:
        """So many keys are gathered."""

    def takes(self, key: str, keys: str) -> str:
        """What `key` adds to the gathered `keys`; nothing when it is not part of the spelling."""

    def spell(self, keys: str) -> Spelled:
        """What all gathered keys mean."""

    def shorten(self, keys: str) -> str:
        """The keys after backspace."""

    def settle(self, keys: str, syllable: str) -> str:
        """The keys once `syllable`, one of the choices, is what the first of them mean."""
