"""Core: who a matter is for, who brings it, and how each of them is known. Sealed into the case as `identity.json`."""

import msgspec

from cloud_seat.contract.text import Text

IDENTITY_PART = "identity.json"
PROVEN = ("card", "social_card")
"""Ways of knowing that need no official: the chip of a card that was here (docs/adr/0013-what-proves-who.md)."""

RELATIONS: dict[str, Text] = {
    "child": Text(zh="子女", en="Their child"),
    "spouse": Text(zh="老伴（配偶）", en="Husband or wife"),
    "parent": Text(zh="父母或监护人", en="Parent or guardian"),
    "relative": Text(zh="其他亲属", en="Another relative"),
    "agent": Text(zh="受托人（邻居、朋友等）", en="They asked me (neighbour, friend)"),
}
"""What somebody who acts for another person is to them, as they say."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One person, with what the card or the number told. `proof`: card, social_card, code or said; `seen_by`: the
    official who knew them by eye."""

    name: str = ""
    number: str = ""
    sex: str = ""
    nation: str = ""
    birth: str = ""
    address: str = ""
    valid_until: str = ""
    proof: str = "card"
    seen_by: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether a chip or an official vouches for it."""
        return self.proof in PROVEN or bool(self.seen_by)

    @property
    def covered_name(self) -> str:
        """As others may read it: the first letter, then stars."""
        return self.name[:1] + "*" * min(len(self.name[1:]), 2)


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """`holder`: whose matter it is. `actor`: who is in the booth for them, with `relation` of RELATIONS.

    `claim` counts how often it changed at the booth, so that an official's word holds for what was seen, nothing later.
    `gap_s`: nobody saw the person for so long, and no official has confirmed them since.
    """

    holder: Known
    actor: Known | None = None
    relation: str = ""
    relation_text: Text | None = None
    claim: int = 0
    gap_s: int = 0

    @property
    def present(self) -> Known:
        """The person in the booth."""
        return self.actor or self.holder
