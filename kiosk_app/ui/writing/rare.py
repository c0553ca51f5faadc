"""Core: rare characters: by their sound, by the sounds of their parts (longtian → 䶮), or by their code."""

from dataclasses import dataclass
from unicodedata import name as unicode_name

from kiosk_app.ui.writing.spelled import NOTHING, Spelled

WORDS = 400
# Eight codes that GB 18030-2005 and -2022 moved from private use to Unicode's own places (GB 18030-2022, annex D).
_MOVED = dict(zip("\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864", "龴龵龶龷龸龹龺龻", strict=True))


@dataclass(frozen=True, slots=True)
class RareTables:
    """Lines of `letters characters` in the order of letters, as in assets/input."""

    readings: str
    parts: str


class RareSounds:
    """The way of writing by letters: one syllable is the character's sound, several are its parts from the top left."""

    is_text = False
    limit = 30

    def __init__(self, tables: RareTables) -> None:
        self._tables = tables

    def takes(self, key: str, keys: str) -> str:
        """Letters."""
        return key.lower() if key.isascii() and key.isalpha() else ""

    def spell(self, keys: str) -> Spelled:
        """Exact hits first, then what begins so."""
        if not keys:
            return NOTHING
        hits = [_row(self._tables.readings, keys), _row(self._tables.parts, keys), *_begun(self._tables.parts, keys)]
        words = tuple(dict.fromkeys("".join(hits)))[:WORDS]
        return Spelled(keys, words, (len(keys),) * len(words))

    def shorten(self, keys: str) -> str:
        return keys[:-1]

    def settle(self, keys: str, syllable: str) -> str:
        return keys


class RareCodes:
    """The way of writing by numbers: Unicode (20BB7) or GB 18030 (FE9F, 9534B235), as a registry office writes them."""

    is_text = False
    limit = 8

    def takes(self, key: str, keys: str) -> str:
        """Hexadecimal digits."""
        return key.upper() if len(key) == 1 and key in "0123456789abcdefABCDEF" else ""

    def spell(self, keys: str) -> Spelled:
        """The one or two characters that have this number."""
        words = tuple(dict.fromkeys(char for char in (_unicode(keys), _gb18030(keys)) if _is_chinese(char)))
        return Spelled(keys, words, (len(keys),) * len(words))

    def shorten(self, keys: str) -> str:
        return keys[:-1]

    def settle(self, keys: str, syllable: str) -> str:
        return keys


def _row(table: str, letters: str) -> str:
    """The characters of exactly these letters."""
    head = f"{letters} "
    at = 0 if table.startswith(head) else table.find(f"\n{head}") + 1
    return "" if at == 0 and not table.startswith(head) else table[at + len(head) : table.index("\n", at)]


def _begun(table: str, letters: str) -> list[str]:
    """The characters of the next longer letters, as many lines as there may be words."""
    at = 0 if table.startswith(letters) else table.find(f"\n{letters}") + 1
    found: list[str] = []
    while len(found) < WORDS and table.startswith(letters, at):
        end = table.index("\n", at)
        found.append(table[at:end].partition(" ")[2])
        at = end + 1
    return found


def _unicode(code: str) -> str:
    return chr(int(code, 16)) if 4 <= len(code) <= 5 else ""


def _gb18030(code: str) -> str:
    if len(code) not in (4, 8):
        return ""
    try:
        char = bytes.fromhex(code).decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return _MOVED.get(char, char)


def _is_chinese(char: str) -> bool:
    return len(char) == 1 and unicode_name(char, "").startswith("CJK")
