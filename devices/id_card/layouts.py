"""Core: the 256 bytes of text on a card: UTF-16LE, space padded, four layouts told apart by the character at 248.

Origin: public integration tables (afzhan.com 212938 for `I`; passport-reader demos for `I`, `J`, `Y`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from devices.errors import RemoteWireError
from devices.id_card.nations import NATION_BY_CODE
from devices.id_card.protocol import LATER_ADDRESS_SIZE, TEXT_SIZE

KIND_AT = 248


class CardKind(StrEnum):
    RESIDENT = "resident"
    FOREIGNER_2017 = "foreigner_2017"  # 外国人永久居留身份证, first version
    FOREIGNER_2023 = "foreigner_2023"  # 五星卡
    HMT_RESIDENT = "hmt_resident"  # 港澳台居民居住证


# field: size in bytes; the order is the order on the card, and each layout tiles all 256 bytes
_Layout = tuple[tuple[str, int], ...]

_RESIDENT: _Layout = (
    ("name", 30), ("sex", 2), ("nation", 4), ("birth", 16), ("address", 70), ("number", 36),
    ("authority", 30), ("valid_from", 16), ("valid_until", 16), ("reserved", 36),
)  # fmt: skip
_HMT: _Layout = (
    ("name", 30), ("sex", 2), ("reserved", 4), ("birth", 16), ("address", 70), ("number", 36),
    ("authority", 30), ("valid_from", 16), ("valid_until", 16), ("pass_number", 18), ("issues", 4),
    ("reserved_2", 6), ("kind", 2), ("reserved_3", 6),
)  # fmt: skip
_FOREIGNER_2017: _Layout = (
    ("english_name", 120), ("sex", 2), ("number", 30), ("nationality", 6), ("name", 30), ("valid_from", 16),
    ("valid_until", 16), ("birth", 16), ("version", 4), ("authority", 8), ("kind", 2), ("reserved", 6),
)  # fmt: skip
_FOREIGNER_2023: _Layout = (
    ("name", 30), ("sex", 2), ("renewals", 4), ("birth", 16), ("english_name", 70), ("number", 36),
    ("reserved", 30), ("valid_from", 16), ("valid_until", 16), ("english_name_rest", 22), ("nationality", 6),
    ("kind", 2), ("old_number", 6),
)  # fmt: skip

LAYOUTS: Mapping[CardKind, _Layout] = {
    CardKind.RESIDENT: _RESIDENT,
    CardKind.HMT_RESIDENT: _HMT,
    CardKind.FOREIGNER_2017: _FOREIGNER_2017,
    CardKind.FOREIGNER_2023: _FOREIGNER_2023,
}
_LETTERS = {"I": CardKind.FOREIGNER_2017, "Y": CardKind.FOREIGNER_2023, "J": CardKind.HMT_RESIDENT}
_SEXES = {"1": "男", "2": "女"}
LONG_TERM = "长期"
_OF_SOME_KINDS = ("nationality", "renewals", "old_number", "pass_number", "issues")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdCard:
    """One card as read. Dates are `YYYY-MM-DD`, `valid_until` may be 长期. `photo`: JPEG or None.

    `address`: the newest one known to the card; `printed_address` is what the eye sees. For a foreigner `nation` is the
    three-letter nationality, both addresses are empty, and the authority of a 2017 card is a number. `english_name`,
    `nationality` (foreigners), `renewals`, `old_number` (2023: the tail that links to the number of the card before),
    `pass_number` (permit to travel to the mainland) and `issues` (Hong Kong, Macao, Taiwan) are empty where a card has
    no such field. `fingerprints`: features of 512 bytes each. `raw` keeps the 256 bytes of text, because names may hold
    characters that no font has.
    """

    kind: CardKind
    name: str
    sex: str
    nation: str
    birth: str
    address: str
    number: str
    authority: str
    valid_from: str
    valid_until: str
    photo: bytes | None
    raw: bytes
    printed_address: str = ""
    english_name: str = ""
    nationality: str = ""
    renewals: str = ""
    old_number: str = ""
    pass_number: str = ""
    issues: str = ""
    fingerprints: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "IdCard(<redacted>)"


def is_expired(valid_until: str, today: str) -> bool:
    """True from the day after `valid_until` (`YYYY-MM-DD`, 长期 or unknown: ""). `today`: `YYYY-MM-DD`."""
    return valid_until not in ("", LONG_TERM) and valid_until < today


def kind_of(raw: bytes) -> CardKind:
    letter = raw[KIND_AT : KIND_AT + 2].decode("utf-16-le", "replace")
    return _LETTERS.get(letter, CardKind.RESIDENT)


def unpack_fields(raw: bytes) -> dict[str, str]:
    """Every field as text, padding removed. Raises RemoteWireError when it is not 256 bytes."""
    if len(raw) != TEXT_SIZE:
        raise RemoteWireError("record_length")
    fields, start = {}, 0
    for field, size in LAYOUTS[kind_of(raw)]:
        fields[field] = _text(raw[start : start + size])
        start += size
    return fields


def pack_fields(kind: CardKind, fields: Mapping[str, str]) -> bytes:
    """The 256 bytes of a card with these fields (for emulators). ValueError when a text is too long."""
    letter = next((letter for letter, of in _LETTERS.items() if of is kind), "")
    packed = b""
    for field, size in LAYOUTS[kind]:
        text = (letter if field == "kind" else fields.get(field, "")).encode("utf-16-le")
        if len(text) > size:
            raise ValueError(f"{field} does not fit {size} bytes")
        packed += text + b" \0" * ((size - len(text)) // 2)
    return packed


def decode_card(raw: bytes, photo: bytes | None, fingerprints: tuple[bytes, ...] = ()) -> IdCard:
    """The typed record. Raises RemoteWireError for a wrong length or dates that are no dates."""
    fields = unpack_fields(raw)
    english_name = fields.get("english_name", "") + fields.get("english_name_rest", "")
    until = fields["valid_until"]
    return IdCard(
        kind=kind_of(raw),
        name=fields["name"] or english_name,
        sex=_SEXES.get(fields["sex"], "未知"),
        nation=_nation_of(fields),
        birth=_date(fields["birth"]),
        address=fields.get("address", ""),
        number=fields["number"],
        authority=fields.get("authority", ""),
        valid_from=_date(fields["valid_from"]),
        valid_until=LONG_TERM if until == LONG_TERM else _date(until),
        photo=photo,
        raw=raw,
        printed_address=fields.get("address", ""),
        english_name=english_name,
        fingerprints=fingerprints,
        **{name: fields.get(name, "") for name in _OF_SOME_KINDS},
    )


def with_later_address(card: IdCard, block: bytes) -> IdCard:
    """The card with the address that was stored on it after printing (追加地址, 70 bytes). Raises RemoteWireError."""
    if len(block) != LATER_ADDRESS_SIZE:
        raise RemoteWireError("address_length")
    later = _text(block)
    return replace(card, address=later) if later else card


def pack_address(address: str) -> bytes:
    """The 70 bytes of a later address (for emulators). ValueError when it is too long."""
    packed = address.encode("utf-16-le")
    if len(packed) > LATER_ADDRESS_SIZE:
        raise ValueError(f"an address does not fit {LATER_ADDRESS_SIZE} bytes")
    return packed + b" \0" * ((LATER_ADDRESS_SIZE - len(packed)) // 2)


def _text(block: bytes) -> str:
    return block.decode("utf-16-le", "replace").rstrip(" \0")


def _nation_of(fields: Mapping[str, str]) -> str:
    if "nationality" in fields:
        return fields["nationality"]
    code = fields.get("nation", "")
    return NATION_BY_CODE.get(code, code)


def _date(text: str) -> str:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise RemoteWireError("record_date")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"
