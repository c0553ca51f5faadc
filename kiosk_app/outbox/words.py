"""Core: what waits in a booth's outbox and why, in words for staff."""

from datetime import datetime

from cloud_seat.contract.check_words import check_words
from cloud_seat.contract.text import Text
from offline_cache.case_states import CaseState
from offline_cache.queue import Queued

LATE_H = 24.0
"""A line that is down overnight is back by then; see cloud_seat.hub.arrivals."""

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
    "part-missing": _LOST, "part-damaged": _LOST,
}  # fmt: skip
_BY_START = {"receipt-": _RECEIPT, "key-list-": _RECEIPT, "disk-": _DISK}


def why(queued: Queued) -> Text:
    """What keeps it here, and what to do."""
    code = queued.case.last_error or ""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if queued.case.state is CaseState.DEAD:
        return _REFUSED
    by_start = next((text for start, text in _BY_START.items() if code.startswith(start)), None)
    return by_start or (_HUB if code else _NEW)


def age_h(queued: Queued, now: datetime) -> float:
    """Hours since the resident submitted it; a clock that was set back makes it 0."""
    return max(0.0, (now - queued.case.submitted_at).total_seconds() / 3600)


def needs_person(queued: Queued, now: datetime) -> bool:
    """It will not go by itself, or should have long ago."""
    return queued.case.state is CaseState.DEAD or age_h(queued, now) > LATE_H


def line(queued: Queued, now: datetime) -> str:
    """One case on one line."""
    mark = "✗" if needs_person(queued, now) else "…"
    text, hours = why(queued), round(age_h(queued, now))
    return f"{mark} {queued.case.number} {hours} h {text.zh} / {text.en}"


def told(queued: Queued, now: datetime) -> dict[str, object]:
    """The same and all else that is known, for programs."""
    case, manifest = queued.case, queued.manifest
    return {
        "number": case.number,
        "case_id": case.case_id,
        "check_words": check_words(queued.manifest_sha256),
        "sequence": case.sequence,
        "epoch": manifest.epoch,
        "state": str(case.state),
        "submitted_at": case.submitted_at.isoformat(),
        "age_h": round(age_h(queued, now), 1),
        "item_id": manifest.item_id,
        "form": f"{manifest.form_id} v{manifest.form_version}",
        "parts": len(manifest.parts),
        "size_bytes": queued.size_bytes,
        "priority": case.priority,
        "tries": case.tries,
        "code": case.last_error or "",
        "why": {"zh": why(queued).zh, "en": why(queued).en},
        "needs_person": needs_person(queued, now),
    }
