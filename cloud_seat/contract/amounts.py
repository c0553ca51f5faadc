"""Core: sums of money as people write and read them: 12,000.50 and 壹万贰仟元伍角整."""

import re
from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_BLOCKS = ("", "万", "亿")
_WRITTEN = re.compile(r"[0-9]{1,10}(\.[0-9]{0,2})?")


def read_amount(text: str) -> float | None:
    """Yuan from digits with at most two after the point; None when it is something else."""
    return float(text) if _WRITTEN.fullmatch(text) else None


def is_amount(value: object) -> bool:
    """Whether it is a sum that can be written in words: no less than nothing, below ten thousand million."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**10


def plain_amount(value: float) -> str:
    """As it is typed: 1200, 1200.50."""
    text = f"{Decimal(str(value)):.2f}"
    return text.removesuffix(".00")


def grouped_amount(value: float) -> str:
    """As it is read: 1,200.50."""
    return f"{Decimal(str(value)):,.2f}"


def capitals(value: float) -> str:
    """In the figures of bank forms (支付结算办法, annex 1): 1200.05 → 壹仟贰佰元零伍分. Up to 9,999,999,999.99."""
    cents = int((Decimal(str(value)) * 100).to_integral_value())
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    words, gap = "", False
    for at in reversed(range(len(_BLOCKS))):
        block = number // 10_000**at % 10_000
        if not block:
            gap = bool(words)
            continue
        words += ("零" if gap or (words and block < 1000) else "") + _block(block) + _BLOCKS[at]
        gap = False
    return words


def _block(number: int) -> str:
    words, gap = "", False
    for at in reversed(range(4)):
        digit = number // 10**at % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[at]
        gap = bool(words) and not digit
    return words
