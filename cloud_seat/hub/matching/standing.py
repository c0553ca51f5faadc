"""Core: what an official may do and for whom, as data: items, places, languages; and how near that is to a resident.

Places are the codes of the national list: 440113 is a district, 440113006 a town of it; a place holds all whose codes
begin with its own.
"""

from enum import IntEnum

import msgspec

ALL_ITEMS = "*"
_TOWN_DIGITS = 9


class Reach(IntEnum):
    """How far a call has to go to find somebody: each is asked only when nobody nearer is there, or after a while."""

    TOWN = 0
    DEPARTMENT = 1
    DEPUTY = 2
    ANYONE = 3


class Standing(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """Officials with the same standing are as good as each other: who is idle longest is asked.

    `rights`, `deputy_rights`: item ids, or "*"; a deputy is asked when those whose matter it is cannot be had.
    `places`: whom they serve; none: everybody. `languages`: what they speak, "sign" among them.
    """

    rights: frozenset[str] = frozenset()
    deputy_rights: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def may(self, item_id: str) -> bool:
        """Whether they may handle the item; a call without an item is for anyone."""
        return self.is_main(item_id) or ALL_ITEMS in self.deputy_rights or item_id in self.deputy_rights

    def is_main(self, item_id: str) -> bool:
        """Whether it is their own matter."""
        return not item_id or ALL_ITEMS in self.rights or item_id in self.rights

    def reach(self, item_id: str, place: str) -> Reach:
        """How far from a resident there with this item, which they may handle."""
        within = [code for code in self.places if place.startswith(code)]
        if place and self.places and not within:
            return Reach.ANYONE
        if not self.is_main(item_id):
            return Reach.DEPUTY
        in_town = not place or any(len(code) >= _TOWN_DIGITS for code in within)
        return Reach.TOWN if in_town else Reach.DEPARTMENT

    def speaks(self, language: str) -> bool:
        """Whether a resident is understood; who told no languages speaks what everybody speaks here."""
        return language in (self.languages or ("zh",))
