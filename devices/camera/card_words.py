"""Core: what is said while both sides of a card are taken, one after the other."""

from collections.abc import Mapping
from enum import StrEnum


class CardWord(StrEnum):
    """What to say after a picture."""

    NOT_A_CARD = "not_a_card"
    SAME_SIDE = "same_side"
    TURN_OVER = "turn_over"
    COMPLETE = "complete"


SENTENCES: Mapping[CardWord, Mapping[str, str]] = {
    CardWord.NOT_A_CARD: {
        "zh": "这不像一张卡，请只放证件。",
        "en": "This does not look like a card; please lay down only the card.",
    },
    CardWord.SAME_SIDE: {
        "zh": "这一面已经拍过，请翻到另一面。",
        "en": "This side is taken already; please turn the card over.",
    },
    CardWord.TURN_OVER: {"zh": "这一面拍好了，请翻面。", "en": "This side is taken; please turn the card over."},
    CardWord.COMPLETE: {"zh": "两面都拍好了，请收好证件。", "en": "Both sides are taken; please keep your card safe."},
}
