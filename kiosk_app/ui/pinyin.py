"""Shell: pinyin letters → Chinese words, by libgooglepinyin (Apache-2.0) through its C interface. Learns nothing."""

import ctypes
import ctypes.util
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

_DICTIONARY = "googlepinyin/data/dict_pinyin.dat"
_ROOTS = (Path("/usr/lib"), Path("/usr/local/lib"))
_WORD_LIMIT = 64  # UTF-16 units of one candidate, kMaxSearchSteps of the library is 40

LETTER_LIMIT = 30
"""Letters looked up at once; the library itself stops at 39."""


class PinyinMissingError(Exception):
    """The library or its dictionary is not installed (package libgooglepinyin0): offer letters and digits only."""


class Lookup(Protocol):
    """Turns letters into words."""

    def search(self, letters: str, limit: int) -> "Found":
        """Best words first."""

    def close(self) -> None:
        """Frees the dictionary."""


class Found:
    """Words for some letters; `ends[n]` is the number of letters that the first n syllables take."""

    __slots__ = ("ends", "words")

    def __init__(self, words: tuple[str, ...], ends: tuple[int, ...]) -> None:
        self.words = words
        self.ends = ends

    def taken_by(self, word: str) -> int:
        """How many letters `word` stands for."""
        return self.ends[min(len(word), len(self.ends) - 1)]


class GooglePinyin:
    """The decoder. One per process (the library keeps one state); used in the GUI thread only."""

    def __init__(self) -> None:
        """Opens the system dictionary; PinyinMissingError when there is none."""
        name = ctypes.util.find_library("googlepinyin")
        dictionary = _find_dictionary()
        if name is None or dictionary is None:
            raise PinyinMissingError
        self._library = _declare(ctypes.CDLL(name))
        # The library insists on a file for learned words: it gets one in a private folder that goes away at once.
        with tempfile.TemporaryDirectory(prefix="xiaowu-pinyin-") as folder:
            opened = self._library.im_open_decoder(bytes(dictionary), bytes(Path(folder) / "user.dat"))
        if not opened:
            raise PinyinMissingError

    def search(self, letters: str, limit: int) -> Found:
        """At most `limit` words for lower-case letters; the words may cover only the first syllables."""
        asked = letters[:LETTER_LIMIT].encode("ascii", "ignore")
        count = min(self._library.im_search(asked, len(asked)), limit)
        found = Found(tuple(filter(None, map(self._word, range(count)))), self._ends())
        self._library.im_reset_search()
        return found

    def close(self) -> None:
        """Frees the dictionary."""
        self._library.im_close_decoder()

    def _word(self, number: int) -> str:
        units = (ctypes.c_uint16 * _WORD_LIMIT)()
        if not self._library.im_get_candidate(number, units, _WORD_LIMIT - 1):
            return ""
        return bytes(units).decode("utf-16-le", "replace").partition("\0")[0]

    def _ends(self) -> tuple[int, ...]:
        starts = ctypes.POINTER(ctypes.c_uint16)()
        syllables = self._library.im_get_spl_start_pos(ctypes.byref(starts))
        return tuple(starts[i] for i in range(syllables + 1))


def open_pinyin(opener: Callable[[], Lookup] = GooglePinyin) -> Lookup | None:
    """The decoder, or None when this machine has none."""
    try:
        return opener()
    except PinyinMissingError:
        return None


def _find_dictionary() -> Path | None:
    for root in _ROOTS:
        for path in (root / _DICTIONARY, *root.glob(f"*/{_DICTIONARY}")):
            if path.is_file():
                return path
    return None


def _declare(library: ctypes.CDLL) -> Any:
    """Types of the C functions, as in the library's pinyinime.h."""
    library.im_open_decoder.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.im_open_decoder.restype = ctypes.c_bool
    library.im_search.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    library.im_search.restype = ctypes.c_size_t
    library.im_get_candidate.argtypes = [ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t]
    library.im_get_candidate.restype = ctypes.c_void_p
    library.im_get_spl_start_pos.argtypes = [ctypes.POINTER(ctypes.POINTER(ctypes.c_uint16))]
    library.im_get_spl_start_pos.restype = ctypes.c_size_t
    library.im_reset_search.argtypes = []
    library.im_close_decoder.argtypes = []
    return library
