"""Core: a sentence for people, in every language that we serve."""

from typing import Literal

import msgspec

Language = Literal["zh", "en"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence in Chinese and English. Neither may be empty where it is shown."""

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The sentence in `language`, or in Chinese when that language is missing."""
        return self.en if language == "en" and self.en else self.zh
