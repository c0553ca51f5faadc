"""Core: the places of an address, province to village, out of the lines of assets/regions/regions.txt."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

COUNTY_DIGITS = 6


class Region(NamedTuple):
    """One place. `initials` are the first letters of its pinyin."""

    code: str
    name: str
    initials: str


class Regions:
    """Lines `code TAB name TAB initials`, sorted by code. A code's beginning is the place above it.

    `load` brings the lines when the first question comes: they are many, and most residents never pick an address.
    """

    def __init__(self, load: Callable[[], Sequence[str]] = tuple) -> None:
        self._load = load

    @cached_property
    def _lines(self) -> Sequence[str]:
        return self._load()

    def children(self, code: str) -> tuple[Region, ...]:
        """The places one level below; of "": the provinces."""
        return tuple(self._below(code))

    def get(self, code: str) -> Region | None:
        """The place with this code; None when there is none (any more)."""
        at = bisect_left(self._lines, f"{code}\t")
        found = _region(self._lines[at]) if code and at < len(self._lines) else None
        return found if found and found.code == code else None

    def trail(self, code: str) -> tuple[Region, ...]:
        """From the province down to the place itself."""
        found = (self.get(code[:end]) for end in range(1, len(code) + 1))
        return tuple(region for region in found if region)

    def spell(self, code: str) -> str:
        """The whole way in one word: 广东省广州市番禺区."""
        return "".join(region.name for region in self.trail(code))

    def find(self, typed: str, *, inside: str = "", limit: int = 40) -> tuple[Region, ...]:
        """Places by a part of their name or by initials, higher levels first; below `inside` if there are any."""
        wanted = typed.strip().lower()
        if not wanted:
            return ()
        sign = f"\t{wanted}" if wanted.isascii() else wanted
        hits = [_region(line) for line in self._lines if sign in line]
        near = [hit for hit in hits if hit.code.startswith(inside)]
        return tuple(sorted(near or hits, key=lambda hit: (len(hit.code), hit.code))[:limit])

    def read(self, address: str) -> tuple[str, int]:
        """The place that an address begins with, and how many characters that took; ("", 0) when in doubt."""
        code, at = "", 0
        while found := self._next(code, address[at:]):
            code, at = found.code, at + _length(found, address[at:])
        return (code, at) if len(code) >= COUNTY_DIGITS else ("", 0)

    def _next(self, code: str, rest: str) -> Region | None:
        """The place below `code` that the rest begins with; one level may be left out, if only one place fits."""
        below = self.children(code)
        fits = [region for region in below if _length(region, rest)]
        if not fits and len(code) < COUNTY_DIGITS:
            fits = [region for outer in below for region in self.children(outer.code) if _length(region, rest)]
        longest = max((_length(region, rest) for region in fits), default=0)
        best = [region for region in fits if _length(region, rest) == longest]
        return best[0] if len(best) == 1 else None

    def _below(self, code: str) -> Iterator[Region]:
        at = bisect_left(self._lines, f"{code}0")  # after the place itself: TAB sorts before digits
        while at < len(self._lines) and self._lines[at].startswith(code):
            region = _region(self._lines[at])
            yield region
            at = bisect_left(self._lines, f"{region.code}:", at)  # ":" sorts after digits


def _region(line: str) -> Region:
    return Region(*line.split("\t"))


def _length(region: Region, text: str) -> int:
    """How much of the text the name takes; cards write 大龙街 for 大龙街道. 0: it does not begin so."""
    for name in (region.name, region.name.removesuffix("道") if region.name.endswith("街道") else region.name):
        if text.startswith(name):
            return len(name)
    return 0
