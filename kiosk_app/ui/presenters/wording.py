"""Core: the choice between two languages for words that live in a presenter."""


def pick(en: bool, zh: str, english: str) -> str:
    """`english` when `en`, else `zh`."""
    return english if en else zh
