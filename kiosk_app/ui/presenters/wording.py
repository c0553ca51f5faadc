"""Core: the choice between two languages for words that live in a presenter."""

from cloud_seat.contract.items import Item
from kiosk_app.session.state import Knowledge


def pick(en: bool, zh: str, english: str) -> str:
    """`english` when `en`, else `zh`."""
    return english if en else zh


def parts_of(item: Item, knowledge: Knowledge, say: str) -> str:
    """The items that a package does at once, by name; nothing for a plain item."""
    names = [knowledge.items[part].name.in_language(say) for part in item.parts if part in knowledge.items]
    return pick(say == "en", "、", "; ").join(names)
