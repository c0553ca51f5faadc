"""Core: the numbers on ID cards and residence permits: what kind a number is, and whether it can be one.

GB 11643 (citizens; residents from Hong Kong, Macao and Taiwan since 2018): region 6, birth date 8, order 3, check
digit. Foreigners since 2023: 9, province 2, nationality 3 (ISO 3166-1 numeric), birth date 8, order 3, the same check
digit (National Immigration Administration, machine-readable rules of the 2023 card). Foreigners before: nationality 3
letters, place of issue 4, birth date 6, order 1, check digit.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from devices.id_card.regions import REGIONS

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, table 1
_CHECK_DIGITS = "10X98765432"
_MRZ_WEIGHTS = (7, 3, 1)  # ICAO Doc 9303-3 §4.9
# GB/T 2260, first two digits
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_HMT_REGIONS = frozenset({"810000", "820000", "830000"})
_FOREIGNER_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")


class NumberKind(StrEnum):
    CITIZEN = "citizen"
    HMT_RESIDENT = "hmt_resident"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"


@dataclass(frozen=True, slots=True)
class NumberVerdict:
    """`problems` make the number wrong; `warnings` do not (regions come and go)."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


def kind_of_number(number: str) -> NumberKind | None:
    """By its shape alone; None when no card carries such a number."""
    if number.isascii() and _FOREIGNER_2017.fullmatch(number.upper()):
        return NumberKind.FOREIGNER_2017
    if len(number) != 18 or not _is_digits(number[:17]) or number[17] not in "0123456789Xx":
        return None
    if number[:6] in _HMT_REGIONS:
        return NumberKind.HMT_RESIDENT
    return NumberKind.FOREIGNER_2023 if number[0] == "9" else NumberKind.CITIZEN


def check_digit(first_17: str) -> str:
    """The 18th character for 17 digits (ISO 7064 mod 11-2)."""
    return _CHECK_DIGITS[sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True)) % 11]


def judge_number(number: str) -> NumberVerdict:
    """Words: `length`, `digits`, `birth`, `check_digit`; warnings: `region`, `check_digit`. Any text is welcome."""
    if kind_of_number(number) is NumberKind.FOREIGNER_2017:
        return _judge_2017(number.upper())
    if len(number) != 18:
        return NumberVerdict(("length",))
    if not _is_digits(number[:17]):
        return NumberVerdict(("digits",))
    problems = () if _is_date(number[6:14]) else ("birth",)
    if check_digit(number[:17]) != number[17].upper():
        problems = (*problems, "check_digit")
    return NumberVerdict(problems, () if _is_known_region(number) else ("region",))


def _judge_2017(number: str) -> NumberVerdict:
    """The rule of its check digit is that of passports, says one public source: so it only warns."""
    is_born = any(_is_date(century + number[7:13]) for century in ("19", "20"))
    warnings = () if number[3:5] in _PROVINCES else ("region",)
    if _mrz_digit(number[:14]) != number[14]:
        warnings = (*warnings, "check_digit")
    return NumberVerdict(() if is_born else ("birth",), warnings)


def _mrz_digit(text: str) -> str:
    """ICAO Doc 9303-3 §4.9: A is 10, Z is 35; weights 7, 3, 1 again and again; modulo 10."""
    return str(sum(int(sign, 36) * _MRZ_WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10)


def _is_known_region(number: str) -> bool:
    """Foreigners' numbers name the province alone."""
    if number[0] == "9":
        return number[1:3] in _PROVINCES
    return number[:6] in REGIONS or number[:6] in _HMT_REGIONS


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_date(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True
