"""Core: how far a release has come: of each ring counts, of each booth a word, and what it waits for or why it stopped.

Everything follows from the plan and from what booths told, as in `rollout`: every hub says the same at the same moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from cloud_seat.contract.releases import ReleaseTold
from cloud_seat.hub.rollout import (
    WITHDRAW,
    Night,
    Outcome,
    Plan,
    RingStanding,
    Standing,
    Steer,
    deadline_s,
    failed_at,
    settled_s,
)


@dataclass(frozen=True, slots=True)
class Known:
    """By booth, of the plan's release: when it was told to run it, what became of it, its night on it; and what the
    booth told last of all."""

    asked: Mapping[str, float]
    outcomes: Mapping[str, Outcome]
    nights: Mapping[str, Night]
    told: Mapping[str, ReleaseTold]


class RingCounts(msgspec.Struct, frozen=True, kw_only=True):
    """One ring, in booths; each is in all that it has reached. `state`: later, open, whole, over (too many failed).
    `asked`: told to run it; `has`: on its disk; `rehearsed`: gone through a night on it; `confirmed`: done; `back`: had
    it and runs another."""

    booths: int
    asked: int = 0
    has: int = 0
    rehearsed: int = 0
    confirmed: int = 0
    failed: int = 0
    silent: int = 0
    back: int = 0
    state: str = "later"
    opens_s: float | None = None


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Now. `code`: waits (for booths of `ring`), quiet (before the next opens), done, paused, withdraw, failures, back.
    `since_s`, and `until_s`: the deadline, or when the next ring opens. `by`: who said so. `left`: booths that are
    waited for; `failed`, `silent`, `allowed`: of the ring that stopped it."""

    code: str
    since_s: float
    until_s: float | None = None
    ring: int = 0
    by: str = ""
    left: int = 0
    failed: int = 0
    silent: int = 0
    allowed: int = 0


def stage_of(kiosk_id: str, ring: RingStanding, plan: Plan, known: Known) -> str:
    """What this booth has come to: later, open (not asked yet), asked, staged (on its disk), runs (and waits for its
    night), confirmed, failed, silent."""
    told = known.told.get(kiosk_id, ReleaseTold(version=""))
    if kiosk_id in ring.failed or kiosk_id in ring.excused:
        return "failed"
    if kiosk_id in ring.confirmed:
        return "confirmed"
    if kiosk_id in ring.silent:
        return "silent"
    if plan.version in (told.version, told.staged):
        return "runs" if told.version == plan.version else "staged"
    if kiosk_id in known.asked:
        return "asked"
    return "later" if ring.opened_s is None else "open"


def is_back(kiosk_id: str, plan: Plan, known: Known) -> bool:
    """Whether it had the release and runs another."""
    told = known.told.get(kiosk_id)
    return kiosk_id in known.outcomes and told is not None and told.version not in ("", plan.version)


def counts_of(ring: RingStanding, plan: Plan, known: Known) -> RingCounts:
    """Of one ring."""
    told = {kiosk: known.told[kiosk] for kiosk in ring.kiosks if kiosk in known.told}
    has = {kiosk for kiosk, one in told.items() if plan.version in (one.version, one.staged)}
    tried = {kiosk for kiosk in ring.kiosks if kiosk in known.outcomes}
    return RingCounts(
        booths=len(ring.kiosks),
        asked=len({kiosk for kiosk in ring.kiosks if kiosk in known.asked} | has | tried),
        has=len(has),
        rehearsed=sum(kiosk in known.nights for kiosk in ring.kiosks),
        confirmed=len(ring.confirmed),
        failed=len(ring.failed) + len(ring.excused),
        silent=len(ring.silent),
        back=sum(is_back(kiosk, plan, known) for kiosk in ring.kiosks),
        state=_word(ring),
        opens_s=ring.opens_s,
    )


def _word(ring: RingStanding) -> str:
    if ring.opened_s is None:
        return "later"
    return "over" if ring.is_over else "whole" if ring.is_whole else "open"


def state_of(plan: Plan, now: Standing, outcomes: Mapping[str, Outcome], word: Steer | None) -> State:
    """What holds it, or what it waits for."""
    if now.stopped == "failures":
        return _too_many(plan, now, outcomes)
    if now.stopped:
        spoken = word if word and word.at_s >= plan.started_s else None
        is_wish = now.stopped == "paused" and spoken is not None and spoken.act == WITHDRAW
        since_s, by = (spoken.at_s, spoken.by) if spoken else (plan.started_s, "")
        return State(code=WITHDRAW if is_wish else now.stopped, since_s=since_s, by=by)
    return _under_way(plan, now, outcomes)


def _too_many(plan: Plan, now: Standing, outcomes: Mapping[str, Outcome]) -> State:
    number, ring = next((number, ring) for number, ring in enumerate(now.rings, 1) if ring.is_over)
    return State(
        code="failures",
        since_s=failed_at(plan, ring, outcomes),
        ring=number,
        failed=len(ring.failed),
        silent=len(ring.silent),
        allowed=ring.allowed,
    )


def _under_way(plan: Plan, now: Standing, outcomes: Mapping[str, Outcome]) -> State:
    opened = [ring for ring in now.rings if ring.opened_s is not None]
    number = len(opened)
    if not opened:
        return State(code="quiet", since_s=plan.started_s, until_s=plan.started_s, ring=1)
    ring = opened[-1]
    if now.is_done:
        return State(code="done", since_s=settled_s(plan, ring, outcomes), ring=number)
    if ring.is_whole:
        opens_s = now.rings[number].opens_s or 0.0
        return State(code="quiet", since_s=opens_s - plan.wait_s, until_s=opens_s, ring=number + 1)
    settled = len(ring.confirmed) + len(ring.failed) + len(ring.silent) + len(ring.excused)
    left = len(ring.kiosks) - settled
    return State(code="waits", since_s=ring.opened_s or 0.0, until_s=deadline_s(plan, ring), ring=number, left=left)
