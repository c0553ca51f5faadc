"""Core: which files and records the cards of a region have (data in `profiles/`), and what their bytes say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from devices.errors import LocalConfigError, RemoteDeviceError, RemoteWireError
from devices.id_card.nations import NATION_BY_CODE
from devices.smart_card.apdu import RemoteRefusedError, Talk, ask, parse_command, parse_record

REQUIRED = frozenset({"number", "name"})  # without them a card is of no use
_SEXES = {"1": "男", "2": "女"}


class ChipKind(StrEnum):
    """The kinds of card that a profile can describe."""

    SOCIAL_SECURITY = "social_security"
    RESIDENCE_PERMIT = "residence_permit"


class Form(StrEnum):
    """How the value of a record is written."""

    HEX = "hex"
    TEXT = "text"  # GB 18030, which holds GBK and ASCII; zeros, spaces or FF at the end
    DIGITS = "digits"  # two in a byte (BCD)
    DATE = "date"  # eight digits, YYYYMMDD
    SEX = "sex"  # GB/T 2261.1, one digit
    NATION = "nation"  # GB/T 3304, two digits in a byte


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SocialCard:
    """A social-security card as read. Dates are `YYYY-MM-DD`; what the card does not tell is empty."""

    number: str
    name: str
    sex: str = ""
    nation: str = ""
    birth: str = ""
    birthplace: str = ""
    card_id: str = ""
    card_class: str = ""
    card_number: str = ""
    issued: str = ""
    valid_until: str = ""

    def __repr__(self) -> str:
        return "SocialCard(<redacted>)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResidencePermit:
    """A residence permit as read, by a province's profile. Dates are `YYYY-MM-DD`."""

    number: str
    name: str
    sex: str = ""
    nation: str = ""
    birth: str = ""
    address: str = ""
    issued: str = ""
    valid_until: str = ""

    def __repr__(self) -> str:
        return "ResidencePermit(<redacted>)"


ChipCard: TypeAlias = SocialCard | ResidencePermit

_CARDS: Mapping[ChipKind, type[SocialCard] | type[ResidencePermit]] = {
    ChipKind.SOCIAL_SECURITY: SocialCard,
    ChipKind.RESIDENCE_PERMIT: ResidencePermit,
}


class RecordLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record: which field it fills, the command in hex, and how its value is written."""

    field: str
    read: str
    form: Form = msgspec.field(name="as")


class FileLines(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One elementary file: the command that selects it, and its records."""

    select: str
    records: tuple[RecordLine, ...]


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is needed to read one kind of card; `application` is the command that only this kind obeys.

    Without files it is an empty slot: nothing can be read with it.
    """

    card: ChipKind
    application: str = ""
    files: tuple[FileLines, ...] = ()


class RemoteUnknownCardError(RemoteRefusedError):
    """The card does not have the profile's application: it is another kind of card."""


def parse_profile(text: str) -> Profile:
    """A profile from TOML. Raises LocalConfigError when it cannot be used."""
    try:
        profile = msgspec.toml.decode(text, type=Profile)
        _check(profile)
    except (msgspec.MsgspecError, ValueError) as error:
        raise LocalConfigError(f"a smart card profile cannot be used: {error}") from error
    return profile


def _check(profile: Profile) -> None:
    """ValueError when a command is not one, or the fields do not make the card."""
    if not profile.files:
        return
    records = [record for file in profile.files for record in file.records]
    for line in (profile.application, *(f.select for f in profile.files), *(r.read for r in records)):
        parse_command(line)
    fields = [record.field for record in records]
    known = set(_CARDS[profile.card].__dataclass_fields__)
    if len(set(fields)) != len(fields) or not REQUIRED <= set(fields) <= known:
        raise ValueError(f"fields are {sorted(known)}, each at most once, {sorted(REQUIRED)} among them")


def read_card(profile: Profile) -> Talk[ChipCard]:
    """The conversation that reads one card. Raises RemoteRefusedError (or …UnknownCardError) and RemoteWireError."""
    try:
        yield from ask(parse_command(profile.application))
    except RemoteRefusedError as error:
        raise RemoteUnknownCardError("unknown_card") from error
    fields: dict[str, str] = {}
    for file in profile.files:
        fields |= yield from _read_file(file)
    return _CARDS[profile.card](**fields)


def _read_file(file: FileLines) -> Talk[dict[str, str]]:
    """What the card refuses, or tells in bytes that make no sense, is left out, unless it is required."""
    is_required = any(record.field in REQUIRED for record in file.records)
    try:
        yield from ask(parse_command(file.select))
    except RemoteRefusedError:
        if is_required:
            raise
        return {}
    fields: dict[str, str] = {}
    for record in file.records:
        try:
            fields[record.field] = yield from _read_record(record)
        except RemoteDeviceError:
            if record.field in REQUIRED:
                raise
    return fields


def _read_record(record: RecordLine) -> Talk[str]:
    _, value = parse_record((yield from ask(parse_command(record.read))))
    text = decode_value(record.form, value)
    if record.field in REQUIRED and not text:
        raise RemoteWireError(f"empty_{record.field}")
    return text


def decode_value(form: Form, value: bytes) -> str:
    """The text that `value` stands for; empty when there is nothing in it. Raises RemoteWireError."""
    return _DECODERS[form](value)


def _decode_text(value: bytes) -> str:
    try:
        text = value.rstrip(b"\xff\0").decode("gb18030").strip()
    except UnicodeDecodeError as error:
        raise RemoteWireError("bad_text") from error
    if any(character < " " for character in text):
        raise RemoteWireError("bad_text")
    return text


def _decode_digits(value: bytes) -> str:
    digits = value.hex().rstrip("f")
    if digits and not digits.isdecimal():
        raise RemoteWireError("bad_digits")
    return digits


def _decode_date(value: bytes) -> str:
    digits = _decode_digits(value)
    if not digits.strip("0"):
        return ""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except (ValueError, OverflowError) as error:  # OverflowError: more digits than any date has
        raise RemoteWireError("bad_date") from error


def _decode_sex(value: bytes) -> str:
    """Cards write the code as a digit's character or as a number."""
    return _SEXES.get(value.decode("latin-1"), "") or _SEXES.get(value.hex().removeprefix("0"), "")


def _decode_nation(value: bytes) -> str:
    return NATION_BY_CODE.get(value.hex(), "")


_DECODERS: Mapping[Form, Callable[[bytes], str]] = {
    Form.HEX: lambda value: value.hex().upper(),
    Form.TEXT: _decode_text,
    Form.DIGITS: _decode_digits,
    Form.DATE: _decode_date,
    Form.SEX: _decode_sex,
    Form.NATION: _decode_nation,
}
