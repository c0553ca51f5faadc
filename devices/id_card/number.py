"""Core: citizen identity numbers (GB 11643): region, birth date, order, and the ISO 7064 mod 11-2 check digit."""

from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, table 1
_CHECK_DIGITS = "10X98765432"
# GB/T 2260 first two digits; 81–83 are used by residence permits of Hong Kong, Macao and Taiwan residents
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())


@dataclass(frozen=True, slots=True)
class NumberVerdict:
    """`problems` make the number wrong; `warnings` do not (regions come and go)."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


def check_digit(first_17: str) -> str:
    """The 18th character for 17 digits."""
    return _CHECK_DIGITS[sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True)) % 11]


def judge_number(number: str) -> NumberVerdict:
    """Words: `length`, `digits`, `birth`, `check_digit`; warning: `region`. Any text is welcome."""
    if len(number) != 18:
        return NumberVerdict(("length",))
    first_17 = number[:17]
    if not (first_17.isascii() and first_17.isdigit()):
        return NumberVerdict(("digits",))
    problems = () if _is_date(number[6:14]) else ("birth",)
    if check_digit(first_17) != number[17].upper():
        problems = (*problems, "check_digit")
    return NumberVerdict(problems, () if number[:2] in _PROVINCES else ("region",))


def _is_date(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True
