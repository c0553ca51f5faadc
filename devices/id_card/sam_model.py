"""Core: how a SAM reader behaves, without any wire: what it answers to each request, and how long that takes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from devices.id_card import protocol
from devices.id_card.layouts import CardKind, pack_fields
from devices.id_card.number import check_digit
from devices.id_card.photo import JPEG_LIMIT, mark_photo
from devices.id_card.protocol import FINGERPRINT_SIZE, Answer, Request, Status
from devices.portrait import draw_portrait


def _numbered(first_17: str) -> str:
    return first_17 + check_digit(first_17)


# invented people who cannot exist: born 1899, named 测试, nationals of ZZZ
_DATES = {"birth": "18990101", "valid_from": "20200101", "valid_until": "20991231"}
SAMPLE_FIELDS = _DATES | {
    "name": "测试甲",
    "sex": "2",
    "nation": "01",
    "address": "广东省广州市番禺区测试镇样例村一巷1号",
    "number": _numbered("44011318990101123"),
    "authority": "广州市公安局番禺分局",
    "valid_until": "长期",
}
SAMPLES: Mapping[CardKind, Mapping[str, str]] = {
    CardKind.RESIDENT: SAMPLE_FIELDS,
    CardKind.HMT_RESIDENT: _DATES
    | {
        "name": "测试港",
        "sex": "1",
        "address": SAMPLE_FIELDS["address"],
        "number": _numbered("81000018990101123"),
        "authority": SAMPLE_FIELDS["authority"],
        "pass_number": "H00000000",
        "issues": "01",
    },
    CardKind.FOREIGNER_2017: _DATES
    | {
        "english_name": "TESTPERSON, ALPHA BRAVO CHARLIE DELTA",
        "sex": "2",
        "number": "ZZZ440199010124",
        "nationality": "ZZZ",
        "name": "测试外",
        "version": "01",
        "authority": "1500",
    },
    CardKind.FOREIGNER_2023: _DATES
    | {
        "name": "测试新",
        "sex": "1",
        "renewals": "01",
        "english_name": "TESTPERSON, ALPHA BRAVO CHARLIE DEL",
        "english_name_rest": "TA",
        "number": _numbered("94499918990101123"),
        "nationality": "ZZZ",
        "old_number": "124",
    },
}
_SAM_ID = bytes.fromhex("05000300 87D61300 01000000 2A000000")
# radio time for each request in seconds (a whole record about 0.35 s, as makers state it)
_RADIO_S = {
    protocol.FIND_CARD: 0.02,
    protocol.SELECT_CARD: 0.03,
    protocol.READ_TEXT_PHOTO: 0.30,
    protocol.READ_TEXT_PHOTO_FINGERPRINTS: 0.40,
    protocol.READ_LATER_ADDRESS: 0.02,
}


@dataclass(frozen=True, slots=True, repr=False)
class EmulatedCard:
    """`text`: 256 bytes as on a card; `photo`: 1024 bytes; `fingerprints`: 0, 512 or 1024; `address`: 70, or none."""

    text: bytes
    photo: bytes
    fingerprints: bytes = b""
    address: bytes = b""


BANK_CARD = EmulatedCard(b"", b"")  # answers the radio, and is no ID card


def sample_card(kind: CardKind = CardKind.RESIDENT, **changes: str) -> EmulatedCard:
    """A card of an impossible person, with two fingerprints; `changes` replace fields of the layout (for example
    name="测试乙")."""
    text = pack_fields(kind, {**SAMPLES[kind], **changes})
    return EmulatedCard(text, mark_photo(_small_photo()), sample_fingerprints(2))


def sample_fingerprints(count: int) -> bytes:
    """Of nobody's fingers."""
    return b"".join(_fingerprint(number) for number in range(count))


def _fingerprint(number: int) -> bytes:
    """Nobody's: `C` as features begin, the position (11: right thumb, 16: left) at byte 5, then a pattern."""
    head = b"C\x01\x01\x00\x00" + bytes([(11, 16)[number % 2]])
    return head + bytes(at % 251 for at in range(FINGERPRINT_SIZE - len(head)))


@cache
def _small_photo() -> bytes:
    """A 102×126 JPEG that fits a card's 1024 bytes."""
    picture = draw_portrait(102, 126, wall=(235, 238, 240)).convert("L")
    for quality in (30, 20, 12, 6):
        jpeg = BytesIO()
        picture.save(jpeg, "JPEG", quality=quality, optimize=True)
        if jpeg.tell() <= JPEG_LIMIT:
            return jpeg.getvalue()
    raise ValueError("the sample portrait does not fit a card")


class SamModel:
    """State of one reader: the cards that lie on it, and how far the conversation with one of them went.

    `finds_again`: a reader that goes on finding a card which it has read; most do so only after it was lifted.
    """

    def __init__(self, *, finds_again: bool = False) -> None:
        self.finds_again = finds_again
        self.rf_bytes: int | None = None  # how many the radio may carry, once it was told
        self._cards: list[EmulatedCard] = []
        self._is_found = False
        self._is_selected = False
        self._is_read = False

    def insert(self, card: EmulatedCard) -> None:
        """Instead of whatever lay there."""
        self.remove()
        self._cards = [card]

    def insert_beside(self, card: EmulatedCard) -> None:
        self._cards.append(card)
        self.restart()

    def remove(self) -> None:
        self._cards = []
        self.restart()

    def remove_one(self) -> None:
        """The one that was laid last."""
        self._cards = self._cards[:-1]
        self.restart()

    def restart(self) -> None:
        """The field goes off and on, as after a loss of power: a card that lies there is new to the reader."""
        self._is_found = self._is_selected = self._is_read = False

    @staticmethod
    def radio_s(request: Request) -> float:
        return _RADIO_S.get(request, 0.0)

    def answer(self, request: Request) -> Answer:
        """What the reader says, after `radio_s` has passed (the card may have been laid or lifted meanwhile)."""
        match request:
            case protocol.RESET:
                self.restart()
                return Answer(Status.OK)
            case protocol.ASK_STATUS:
                return Answer(Status.OK)
            case Request(command=0x61, data=data) if data:
                self.rf_bytes = data[0]
                return Answer(Status.OK)
            case protocol.ASK_SAM_ID:
                return Answer(Status.OK, _SAM_ID)
            case protocol.FIND_CARD:
                return self._find()
            case protocol.SELECT_CARD:
                return self._select()
            case protocol.READ_TEXT_PHOTO | protocol.READ_TEXT_PHOTO_FINGERPRINTS:
                return self._read(request)
            case protocol.READ_LATER_ADDRESS:
                return self._read_address()
        return Answer(Status.BAD_COMMAND)

    def _find(self) -> Answer:
        if not self._cards or (self._is_read and not self.finds_again):
            return Answer(Status.FIND_FAILED)
        self._is_found, self._is_selected = True, False
        return Answer(Status.CARD_FOUND, bytes(4))

    def _select(self) -> Answer:
        if len(self._cards) != 1 or not self._is_found:  # two answers at once are none
            return Answer(Status.SELECT_FAILED)
        self._is_selected = True
        return Answer(Status.OK, bytes(8))

    def _read(self, request: Request) -> Answer:
        if not self._is_selected:
            return Answer(Status.READ_FAILED)
        card = self._cards[0]
        if not card.text:
            return Answer(Status.UNKNOWN_CARD)
        self._is_read = True
        prints = card.fingerprints if request == protocol.READ_TEXT_PHOTO_FINGERPRINTS else None
        return protocol.join_record(card.text, card.photo, prints)

    def _read_address(self) -> Answer:
        if not self._is_selected:
            return Answer(Status.READ_FAILED)
        address = self._cards[0].address
        return Answer(Status.OK, address) if address else Answer(Status.ITEM_EMPTY)
