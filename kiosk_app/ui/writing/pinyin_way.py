"""Core: pinyin letters on the full layout."""

from kiosk_app.ui.pinyin import LETTER_LIMIT, Lookup
from kiosk_app.ui.writing.nine_keys import spaced
from kiosk_app.ui.writing.spelled import NOTHING, Spelled

WORDS = 60


class PinyinLetters:
    """The way of writing."""

    is_text = True
    limit = LETTER_LIMIT

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def takes(self, key: str, keys: str) -> str:
        """Letters; an apostrophe parts syllables (xi'an)."""
        parts = key == "'" and keys != "" and not keys.endswith("'")
        return key.lower() if parts or (key.isascii() and key.isalpha()) else ""

    def spell(self, keys: str) -> Spelled:
        """The decoder's words."""
        if not keys:
            return NOTHING
        found = self._lookup.search(keys, WORDS)
        return Spelled(spaced(keys, found.ends), found.words, tuple(map(found.taken_by, found.words)))

    def shorten(self, keys: str) -> str:
        return keys[:-1]

    def settle(self, keys: str, syllable: str) -> str:
        return keys
