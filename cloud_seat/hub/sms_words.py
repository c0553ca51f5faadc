"""Core: what a text to a resident says. The number and what to do: no name, no matter; others may read a phone, too."""

from cloud_seat.contract.results import KINDS
from cloud_seat.hub.store.sms import RECEIVED

_SIGNED = "【政务晓屋】"
_ASK = "凭办事时的身份证，在任何一台晓屋都能查。"


def words_for(what: str, number: str) -> str:
    """In Chinese, as every text of the district; about 60 characters, one text."""
    if what == RECEIVED:
        return f"{_SIGNED}您交的办件已经收到，受理号 {number}，请留好。办到哪一步，{_ASK}"
    if what == "returned":
        return f"{_SIGNED}您的办件 {number} 要补材料。补什么、怎么补，{_ASK}"
    if what in KINDS:
        return f"{_SIGNED}您的办件 {number} 有结果了。怎么取，{_ASK}"
    return f"{_SIGNED}您的办件 {number} 已经受理。办到哪一步，{_ASK}"
