"""Core: the choice between two languages for words that live in a presenter; days and quotations as people say them."""

from datetime import date

from cloud_seat.contract.items import Item
from kiosk_app.flow.days import day_words
from kiosk_app.session.state import Knowledge


def pick(en: bool, zh: str, english: str) -> str:
    """`english` when `en`, else `zh`."""
    return english if en else zh


def last_day_words(iso: str, en: bool) -> str:
    """The last day of something, from YYYY-MM-DD; nothing from nothing."""
    return day_words(date.fromisoformat(iso), en, year=True) if iso else ""


def workdays(days: int, en: bool) -> str:
    """10 个工作日; 1 working day."""
    return pick(en, f"{days} 个工作日", f"{days} working day{'s' * (days != 1)}")


def dotted(*parts: str) -> str:
    """Facts on one line: 民政局 · 免费. The dot stays with what it ends, so that no line begins with it."""
    return "\u00a0· ".join(part for part in parts if part)


def unbroken(words: str) -> str:
    """No line breaks inside."""
    return "\u2060".join(words.replace(" ", "\u00a0"))


def quoted(note: str, en: bool) -> str:
    """An official's own words on a line of their own. English has straight marks: the face draws “ a character wide."""
    return pick(en, f"“{note}”\n", f'"{note}"\n') if note else ""


def parts_of(item: Item, knowledge: Knowledge, say: str) -> str:
    """The items that a package does at once, by name; nothing for a plain item."""
    names = [knowledge.items[part].name.in_language(say) for part in item.parts if part in knowledge.items]
    return pick(say == "en", "、", "; ").join(names)
