"""Core: what it means when a reader does not do as asked: whether the card or the reader is to blame, and the code."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from devices.id_card.protocol import Status


class Blame(Enum):
    WIRE = auto()  # question or answer came broken: ask again
    CARD = auto()  # look again a few times, then the resident must do something
    READER = auto()  # nothing that a resident does will help


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code`: a stable word for health reasons and screens."""

    blame: Blame
    code: str


_VERDICTS: Mapping[int, Verdict] = {
    Status.CHECKSUM_ERROR: Verdict(Blame.WIRE, "question_garbled"),
    Status.LENGTH_ERROR: Verdict(Blame.WIRE, "question_garbled"),
    Status.BAD_COMMAND: Verdict(Blame.READER, "bad_command"),
    Status.NOT_PERMITTED: Verdict(Blame.READER, "not_permitted"),
    Status.UNKNOWN_ERROR: Verdict(Blame.READER, "reader_failed"),
    Status.SELF_TEST_FAILED: Verdict(Blame.READER, "self_test_failed"),
    Status.NOT_AUTHORISED: Verdict(Blame.READER, "not_authorised"),
    Status.HOST_PORT_FAILED: Verdict(Blame.READER, "gateway_failed"),
    Status.HOST_TIMED_OUT: Verdict(Blame.READER, "gateway_failed"),
    Status.HOST_TRANSFER_FAILED: Verdict(Blame.READER, "gateway_failed"),
    Status.HOST_COM_FAILED: Verdict(Blame.READER, "gateway_failed"),
    Status.HOST_FILE_FAILED: Verdict(Blame.READER, "gateway_failed"),
    Status.CARD_REJECTS_SAM: Verdict(Blame.CARD, "wrong_card"),
    Status.SAM_REJECTS_CARD: Verdict(Blame.CARD, "wrong_card"),
    Status.UNKNOWN_CARD: Verdict(Blame.CARD, "wrong_card"),
    Status.RECORD_UNVERIFIED: Verdict(Blame.CARD, "card_unverified"),
    Status.FINGERPRINTS_UNVERIFIED: Verdict(Blame.CARD, "card_unverified"),
    Status.RECORD_LENGTH_ERROR: Verdict(Blame.CARD, "card_unverified"),
    Status.SELECT_FAILED: Verdict(Blame.CARD, "two_cards"),  # found again and again, yet none can be picked out
    # a bad contact, or a card on its way up:
    Status.READ_FAILED: Verdict(Blame.CARD, "card_unreadable"),
    Status.RANDOM_FAILED: Verdict(Blame.CARD, "card_unreadable"),
    Status.FIND_FAILED: Verdict(Blame.CARD, "card_unreadable"),
    Status.ITEM_EMPTY: Verdict(Blame.CARD, "card_unreadable"),
    # good words at the wrong moment:
    Status.OK: Verdict(Blame.CARD, "card_unreadable"),
    Status.CARD_FOUND: Verdict(Blame.CARD, "card_unreadable"),
}


def verdict_on(status: int) -> Verdict:
    """Of any SW3 that was not the hoped-for one. The check byte is weak (XOR): what nobody says was garbled."""
    return _VERDICTS.get(status) or Verdict(Blame.WIRE, f"status_{status:02x}")
