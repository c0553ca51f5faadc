"""Core: how a SAM reader behaves, without any wire: what it answers to each request, and how long that takes it."""

from dataclasses import dataclass
from io import BytesIO

from devices.id_card import protocol
from devices.id_card.layouts import CardKind, pack_fields
from devices.id_card.number import check_digit
from devices.id_card.photo import JPEG_LIMIT, mark_photo
from devices.id_card.protocol import Answer, Request, Status
from devices.portrait import draw_portrait

# an invented person who cannot exist: born 1899, named 测试
_FIRST_17 = "44011318990101123"
SAMPLE_FIELDS = {
    "name": "测试甲",
    "sex": "2",
    "nation": "01",
    "birth": "18990101",
    "address": "广东省广州市番禺区测试镇样例村一巷1号",
    "number": _FIRST_17 + check_digit(_FIRST_17),
    "authority": "广州市公安局番禺分局",
    "valid_from": "20200101",
    "valid_until": "长期",
}
_SAM_ID = bytes.fromhex("05000300 87D61300 01000000 2A000000")
# radio time for each request in seconds (a whole record about 0.35 s, as makers state it)
_RADIO_S = {protocol.FIND_CARD: 0.02, protocol.SELECT_CARD: 0.03, protocol.READ_TEXT_PHOTO: 0.30}


@dataclass(frozen=True, slots=True, repr=False)
class EmulatedCard:
    """`text`: 256 bytes as on a card; `photo`: 1024 bytes."""

    text: bytes
    photo: bytes


def sample_card(kind: CardKind = CardKind.RESIDENT, **changes: str) -> EmulatedCard:
    """A card of an impossible person; `changes` replace fields of the layout (for example name="测试乙")."""
    return EmulatedCard(pack_fields(kind, SAMPLE_FIELDS | changes), mark_photo(_small_photo()))


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
    """State of one reader: the card that lies on it, and how far the conversation with it went."""

    def __init__(self) -> None:
        self._card: EmulatedCard | None = None
        self._is_found = False
        self._is_selected = False
        self._is_read = False

    def insert(self, card: EmulatedCard) -> None:
        self.remove()
        self._card = card

    def remove(self) -> None:
        self._card = None
        self._is_found = self._is_selected = self._is_read = False

    @staticmethod
    def radio_s(request: Request) -> float:
        return _RADIO_S.get(request, 0.0)

    def answer(self, request: Request) -> Answer:
        """What the reader says, after `radio_s` has passed (the card may have been lifted meanwhile)."""
        match request:
            case protocol.RESET:
                self._is_found = self._is_selected = self._is_read = False
                return Answer(Status.OK)
            case protocol.ASK_STATUS:
                return Answer(Status.OK)
            case protocol.ASK_SAM_ID:
                return Answer(Status.OK, _SAM_ID)
            case protocol.FIND_CARD:
                return self._find()
            case protocol.SELECT_CARD:
                return self._select()
            case protocol.READ_TEXT_PHOTO:
                return self._read()
            case protocol.READ_NEW_ADDRESS:
                return Answer(Status.ITEM_EMPTY if self._card and self._is_selected else Status.READ_FAILED)
        return Answer(Status.BAD_COMMAND)

    def _find(self) -> Answer:
        if self._card is None or self._is_read:  # a card that was read is not found again until it is lifted
            return Answer(Status.FIND_FAILED)
        self._is_found = True
        return Answer(Status.CARD_FOUND, bytes(4))

    def _select(self) -> Answer:
        if self._card is None or not self._is_found:
            return Answer(Status.SELECT_FAILED)
        self._is_selected = True
        return Answer(Status.OK, bytes(8))

    def _read(self) -> Answer:
        if self._card is None or not self._is_selected:
            return Answer(Status.READ_FAILED)
        self._is_read = True
        return protocol.join_record(self._card.text, self._card.photo)
