"""Core: characters by their strokes in the order of writing, as on a telephone: 横 竖 撇 点 折 are 1 to 5.

A rising stroke counts as 横, a falling one as 点, everything that bends as 折.
"""

import heapq
from bisect import bisect_left

from kiosk_app.ui.writing.spelled import NOTHING, Spelled

WORDS = 60
SIGNS = str.maketrans("12345", "一丨丿丶乛")
_AFTER_ALL = "6"


class StrokeTable:
    """From a table: characters in the order of use, an empty line, then `digits characters` a line in order."""

    def __init__(self, table: str) -> None:
        common, _, rows = table.partition("\n\n")
        self._rank = {char: rank for rank, char in enumerate(common)}
        self._rows = rows.splitlines()

    def words(self, digits: str) -> tuple[str, ...]:
        """What is written so in full, then what begins so; what is used more comes first."""
        first, last = (bisect_left(self._rows, end) for end in (digits, digits + _AFTER_ALL))
        rows = [row.partition(" ") for row in self._rows[first:last]]
        whole = rows[0][2] if rows and rows[0][0] == digits else ""
        begun = {char for _, _, chars in rows for char in chars} - set(whole)
        return (*sorted(whole, key=self._use), *heapq.nsmallest(WORDS, begun, key=self._use))[:WORDS]

    def _use(self, char: str) -> tuple[int, int]:
        return self._rank.get(char, len(self._rank)), ord(char)


class Strokes:
    """The way of writing."""

    is_text = False
    limit = 30

    def __init__(self, table: StrokeTable) -> None:
        self._table = table

    def takes(self, key: str, keys: str) -> str:
        """Digits 1 to 5."""
        return key if len(key) == 1 and key in "12345" else ""

    def spell(self, keys: str) -> Spelled:
        """Strokes as signs, and what they may become."""
        if not keys:
            return NOTHING
        words = self._table.words(keys)
        return Spelled(keys.translate(SIGNS), words, (len(keys),) * len(words))

    def shorten(self, keys: str) -> str:
        return keys[:-1]

    def settle(self, keys: str, syllable: str) -> str:
        return keys
