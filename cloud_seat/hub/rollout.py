"""Core: how a release goes through the booths, ring after ring: who may take it now, and whether it must stop.

Nothing is remembered but the plan and what booths told: the rest follows. A ring opens when the one before is whole and
a quiet time is over. Only a booth that runs the release and has proven itself counts as done; one that put it away, or
is silent after the deadline, has failed. One failure too many and nobody new gets it. Proven means twice: its health
after the start, and its night's rehearsal (`rehearsed`), which goes through a whole matter.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

HOUR_S = 3600.0
PERCENTS = (1, 5, 25, 50, 100)
"""Of all booths, each ring with those before. Peers: 5 → 25 → 50 → 100 (DOMAIN); ours begins with one in a hundred."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One release on its way. `rings`: booths by id, the canaries first; who is in none is in the last. `before`: what
    `back` sends booths back to. `forgiven_s`: a person looked and said go on: failures of before do not count.
    `rehearsed`: a booth counts only after a rehearsal on the release that found it ready to open."""

    version: str
    rings: tuple[tuple[str, ...], ...]
    started_s: float
    before: str = ""
    wait_s: float = 24 * HOUR_S
    deadline_s: float = 36 * HOUR_S
    tolerated_percent: float = 2.0
    from_hour: int = 1
    until_hour: int = 5
    rate_kbps: int = 2000
    rehearsed: bool = True
    paused: bool = False
    back: bool = False
    forgiven_s: float = 0.0


PAUSED, RESUMED, WITHDRAW, BACK = "paused", "resumed", "withdraw", "back"


class Steer(msgspec.Struct, frozen=True, kw_only=True):
    """The newest word of a person about a plan. `act`: paused; resumed; withdraw (paused until its makers have signed
    that it goes back); back (they have). `by`: who; `forgiven_s`: as in Plan."""

    version: str
    act: str
    at_s: float
    by: str
    forgiven_s: float = 0.0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one booth told of one release, by the hub's clock."""

    confirmed_s: float | None = None
    failed_s: float | None = None
    reason: str = ""


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """The newest rehearsal of one booth, by the hub's clock, and the version it ran on."""

    at_s: float
    version: str
    is_ready: bool


class RingStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One ring now. `opened_s`: None: not yet. `opens_s`: when it opens or did, if the one before is whole. `excused`:
    failed, but a person went on."""

    kiosks: tuple[str, ...]
    opened_s: float | None = None
    opens_s: float | None = None
    confirmed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    allowed: int = 0

    @property
    def is_over(self) -> bool:
        """Too many failures."""
        return len(self.failed) + len(self.silent) > self.allowed

    @property
    def is_whole(self) -> bool:
        """Nobody is waited for."""
        settled = len(self.confirmed) + len(self.failed) + len(self.silent) + len(self.excused)
        return self.opened_s is not None and not self.is_over and settled == len(self.kiosks)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """`stopped`: why nobody new may take it: "paused" by a person, "failures", "back"; empty: it goes on."""

    rings: tuple[RingStanding, ...]
    stopped: str = ""

    @property
    def is_done(self) -> bool:
        """Every ring is whole."""
        return all(ring.is_whole for ring in self.rings)


def deal(
    places: Mapping[str, str], canaries: Iterable[str], percents: Sequence[int], seed: str
) -> tuple[tuple[str, ...], ...]:
    """Booths by id → rings. `places`: booth → where it stands; one place after another gives a booth, so that no ring
    is one town. `canaries` come first, all of them. The same seed deals the same."""
    first = [kiosk for kiosk in dict.fromkeys(canaries) if kiosk in places]
    order = [*first, *(kiosk for kiosk in _spread(places, seed) if kiosk not in first)]
    rings, begin = list[tuple[str, ...]](), 0
    for percent in percents:
        end = max(begin, math.ceil(len(order) * percent / 100), 0 if rings else len(first))
        rings.append(tuple(order[begin:end]))
        begin = end
    return tuple(ring for ring in rings if ring)


def _spread(places: Mapping[str, str], seed: str) -> list[str]:
    def lot(word: str) -> str:
        return hashlib.sha256(f"{seed} {word}".encode()).hexdigest()

    queues = {
        place: sorted((kiosk for kiosk in places if places[kiosk] == place), key=lot)
        for place in sorted(set(places.values()), key=lot)
    }
    longest = max(map(len, queues.values()), default=0)
    return [queue[turn] for turn in range(longest) for queue in queues.values() if turn < len(queue)]


def after_nights(plan: Plan, told: Mapping[str, Outcome], nights: Mapping[str, Night]) -> Mapping[str, Outcome]:
    """What booths told of the release, held against their rehearsals on it. The quiet time after a ring is counted from
    what they told: each further night would begin it anew."""
    if not plan.rehearsed:
        return told
    fit = {kiosk: night for kiosk, night in nights.items() if night.version == plan.version}
    return {kiosk: _after_night(one, fit.get(kiosk)) for kiosk, one in told.items()}


def _after_night(told: Outcome, night: Night | None) -> Outcome:
    if told.confirmed_s is None or told.failed_s is not None:
        return told
    if night is None:
        return msgspec.structs.replace(told, confirmed_s=None)
    return told if night.is_ready else msgspec.structs.replace(told, failed_s=night.at_s, reason="rehearsal")


def standing(plan: Plan, outcomes: Mapping[str, Outcome], now_s: float) -> Standing:
    """How it stands. `outcomes`: booth → what it told of this release."""
    rings, opens_s = list[RingStanding](), plan.started_s
    stopped = "back" if plan.back else "paused" if plan.paused else ""
    for number, kiosks in enumerate(plan.rings):
        allowed = math.floor(len(kiosks) * plan.tolerated_percent / 100) if number else 0
        ring = RingStanding(kiosks=kiosks, allowed=allowed, opens_s=opens_s if opens_s < math.inf else None)
        if opens_s <= now_s:
            ring = _look(plan, msgspec.structs.replace(ring, opened_s=opens_s), outcomes, now_s)
        rings.append(ring)
        if ring.is_over:
            stopped = stopped or "failures"
        opens_s = settled_s(plan, ring, outcomes) + plan.wait_s if ring.is_whole else math.inf
    return Standing(rings=tuple(rings), stopped=stopped)


def _look(plan: Plan, ring: RingStanding, outcomes: Mapping[str, Outcome], now_s: float) -> RingStanding:
    told = {kiosk: outcomes.get(kiosk, Outcome()) for kiosk in ring.kiosks}
    failed = {kiosk: one.failed_s for kiosk, one in told.items() if one.failed_s is not None}
    confirmed = tuple(kiosk for kiosk, one in told.items() if one.confirmed_s is not None and kiosk not in failed)
    waited_for = [kiosk for kiosk in ring.kiosks if kiosk not in failed and kiosk not in confirmed]
    return msgspec.structs.replace(
        ring,
        confirmed=confirmed,
        failed=tuple(kiosk for kiosk, at_s in failed.items() if at_s > plan.forgiven_s),
        excused=tuple(kiosk for kiosk, at_s in failed.items() if at_s <= plan.forgiven_s),
        silent=tuple(waited_for) if now_s > deadline_s(plan, ring) else (),
    )


def deadline_s(plan: Plan, ring: RingStanding) -> float:
    """After it, who told nothing has failed."""
    return max(ring.opened_s or 0.0, plan.forgiven_s) + plan.deadline_s


def failed_at(plan: Plan, ring: RingStanding, outcomes: Mapping[str, Outcome]) -> float:
    """When one failure too many came."""
    moments = [outcomes[kiosk].failed_s or 0.0 for kiosk in ring.failed]
    return sorted([*moments, *(deadline_s(plan, ring) for _ in ring.silent)])[ring.allowed]


def settled_s(plan: Plan, ring: RingStanding, outcomes: Mapping[str, Outcome]) -> float:
    """When the last of a whole ring was settled."""
    told = [outcomes[kiosk] for kiosk in ring.kiosks if kiosk in outcomes]
    moments = [moment for one in told for moment in (one.confirmed_s, one.failed_s) if moment is not None]
    late = [deadline_s(plan, ring)] if ring.silent else []
    return max([ring.opened_s or 0.0, *moments, *late])


def version_for(plan: Plan, now: Standing, kiosk_id: str) -> str:
    """What this booth should run; empty: what it runs."""
    if plan.back:
        return plan.before
    if now.stopped:
        return ""
    own = [ring for ring in now.rings if kiosk_id in ring.kiosks] or list(now.rings[-1:])
    return plan.version if own and own[0].opened_s is not None else ""


# --- what a person says ---
def steered(plan: Plan, word: Steer | None) -> Plan:
    """The plan with the newest word about it; one about an earlier plan of the same release counts no more."""
    if word is None or word.version != plan.version or word.at_s < plan.started_s:
        return plan
    is_held = word.act in (PAUSED, WITHDRAW)
    return msgspec.structs.replace(plan, paused=is_held, forgiven_s=max(plan.forgiven_s, word.forgiven_s))


def say(plan: Plan, act: str, *, by: str, now_s: float) -> Steer:
    """That word, of a plan as it holds. Who resumes has looked: what failed so far counts no more, and every booth has
    its time again."""
    forgiven_s = now_s if act == RESUMED else plan.forgiven_s
    return Steer(version=plan.version, act=act, at_s=now_s, by=by, forgiven_s=forgiven_s)


def may_say(plan: Plan, now: Standing, word: Steer | None) -> tuple[str, ...]:
    """The words that mean something now, without those that need keys."""
    if plan.back:
        return ()
    goes = RESUMED if now.stopped else PAUSED
    is_wished = bool(word and plan.paused and word.act == WITHDRAW)
    return (goes,) if is_wished or not plan.before else (goes, WITHDRAW)
