"""Core: what waits in a booth for the hub, as the booth tells it: counts, ages and why. No matter, nobody's name."""

import msgspec

from cloud_seat.contract.text import Text

GROUPS_LIMIT = 64
WORD_LONGEST = 64
LATE_S = 24 * 3600.0
"""A line that is down overnight is back by then."""

_NEW = Text(zh="还没送过", en="not tried yet")
_LINE = Text(zh="网络不通，通了会自己送", en="the network is down; it goes by itself when it is back")
_PORTAL = Text(
    zh="网络要登录，或被挡住了，请看路由器和防火墙",
    en="something between answers for the hub: see to router and firewall",
)
_TOKEN = Text(zh="中枢不认这台晓屋，请重新登记", en="the hub does not know this booth: enrol it again")
_HUB = Text(zh="中枢出了问题，会再试", en="trouble at the hub; it is tried again")
_CALL = Text(zh="给通话让路，通话完就送", en="it makes way for a call and goes when that is over")
_RECEIPT = Text(
    zh="中枢的回执或密钥表对不上，请查中枢有没有换过密钥",
    en="receipt or key list do not verify: were the hub's keys changed?",
)
_DISK = Text(zh="本机硬盘读不出，会再试；请联系维护人员", en="the disk cannot be read; tried again: call maintenance")
_LOST = Text(zh="本机的文件坏了或丢了，请人工联系群众", en="a file is damaged or gone: a person must call the resident")
_REFUSED = Text(
    zh="中枢不收这一件，请人工处理（不会删除）",
    en="the hub refuses it as it is: a person must look; nothing is deleted",
)
_BY_CODE = {
    "call": _CALL,
    "timed-out": _LINE, "link-down": _LINE, "redirected": _PORTAL, "not-our-hub": _PORTAL, "answer-too-large": _PORTAL,
    "http-401": _TOKEN, "http-403": _TOKEN, "no-key-list": _RECEIPT, "no-root-key": _RECEIPT,
    "no-keys-of-suite": _RECEIPT,
    "part-missing": _LOST, "part-damaged": _LOST,
}  # fmt: skip
_BY_START = {"receipt-": _RECEIPT, "key-list-": _RECEIPT, "disk-": _DISK}

KINDS = {
    "case": Text(zh="办件", en="cases"),
    "letter": Text(zh="留言和反映", en="letters"),
    "rehearsal": Text(zh="自检", en="rehearsals"),
}
"""The classes in which they travel, the most urgent first."""


class WaitingGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Cases that stand alike. `state`: ready, uploading, dead; `kind`: of KINDS; `code`: what the last try met, empty
    before the first. `oldest`: the provisional number that has waited longest, and for how long."""

    state: str
    kind: str
    code: str
    count: int
    oldest: str
    oldest_s: float


class OutboxTold(msgspec.Struct, frozen=True, kw_only=True):
    """Booth → hub, whenever it changed and at each link: all that waits there. The hub keeps the newest."""

    groups: tuple[WaitingGroup, ...] = ()


def why(code: str, *, is_dead: bool) -> Text:
    """What keeps a case at the booth, and what to do."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if is_dead:
        return _REFUSED
    by_start = next((text for start, text in _BY_START.items() if code.startswith(start)), None)
    return by_start or (_HUB if code else _NEW)
