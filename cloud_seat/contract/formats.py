"""Core: the value formats that forms name: Chinese ID number, phone, bank card, date, person name.

Unknown regions in ID numbers are accepted: real people hold numbers of regions that were renamed or dissolved.
"""

import re
from collections.abc import Callable
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2
_CHECK = "10X98765432"
_NAME = re.compile(r"^[^\x00-\x1f\x7f<>{}\[\]\\]{1,60}$")


def is_date(value: str) -> bool:
    """YYYY-MM-DD that exists."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_id_number(value: str) -> bool:
    """18 characters with a real birth date and a right check character (GB 11643)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", value):
        return False
    birth = f"{value[6:10]}-{value[10:12]}-{value[12:14]}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value, strict=False))
    return is_date(birth) and _CHECK[total % 11] == value[17]


def is_phone(value: str) -> bool:
    """Mainland mobile number, 11 digits."""
    return re.fullmatch(r"1[3-9]\d{9}", value) is not None


def is_bank_card(value: str) -> bool:
    """12 to 19 digits with a right Luhn digit (ISO/IEC 7812-1), or an old account book: 9 to 11 digits, unchecked."""
    if not re.fullmatch(r"\d{9,19}", value):
        return False
    if len(value) < 12:
        return True
    digits = [int(c) for c in reversed(value)]
    doubled = [sum(divmod(2 * d, 10)) if at % 2 else d for at, d in enumerate(digits)]
    return sum(doubled) % 10 == 0


def is_person_name(value: str) -> bool:
    """Any script, rare characters and the middle dot included; no control characters or brackets."""
    return _NAME.fullmatch(value.strip()) is not None


def _any_or(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


FORMATS: dict[str, Callable[[object], bool]] = {
    "cn-id-number": _any_or(is_id_number),
    "cn-phone": _any_or(is_phone),
    "bank-card": _any_or(is_bank_card),
    "date": _any_or(is_date),
    "person-name": _any_or(is_person_name),
}
