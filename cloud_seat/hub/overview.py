"""Shell: how a roll-out stands: plan and reports read in one transaction, and what a person says of it."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from cloud_seat.contract.release_words import failure_text, refusal_text
from cloud_seat.contract.releases import ReleaseTold
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.progress import Known, RingCounts, State, counts_of, is_back, stage_of, state_of
from cloud_seat.hub.releases import outcomes_of
from cloud_seat.hub.rollout import Plan, RingStanding, Standing, may_say, say, standing, steered
from cloud_seat.hub.store import audit, people
from cloud_seat.hub.store import releases as store


class BoothRelease(msgspec.Struct, frozen=True, kw_only=True):
    """One booth. `heard_s`: when it told last; None: never. `ring`: from 1, 0: of no plan, who goes with the last.
    `stage`: as in progress.py; `why` it failed; `back`: had the release and runs another."""

    kiosk_id: str
    name: Text
    ring: int = 0
    version: str = ""
    staged: str = ""
    failed: dict[str, str] = {}
    refused: Text | None = None
    heard_s: float | None = None
    stage: str = ""
    why: Text | None = None
    back: bool = False


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Who has what at `now_s`, by the hub's clock. `may`: what a person of the release role can say now."""

    plan: Plan | None
    standing: Standing | None
    booths: tuple[BoothRelease, ...]
    now_s: float = 0.0
    state: State | None = None
    rings: tuple[RingCounts, ...] = ()
    may: tuple[str, ...] = ()


def look_over(db: Connection, written: Plan | None, now_s: float) -> Overview:
    """Every booth by its id, and how the plan stands."""
    newest = store.newest(db)
    told = {kiosk_id: one for kiosk_id, (_, one) in newest.items()}
    heard = {kiosk_id: at_s for kiosk_id, (at_s, _) in newest.items()}
    booths = [
        _told(BoothRelease(kiosk_id=one.kiosk_id, name=one.name, heard_s=heard.get(one.kiosk_id)), told)
        for one in sorted(people.kiosks(db), key=lambda one: one.kiosk_id)
    ]
    if written is None:
        return Overview(plan=None, standing=None, booths=tuple(booths), now_s=now_s)
    word = store.steer_of(db, written.version)
    plan = steered(written, word)
    outcomes = outcomes_of(db, plan)
    known = Known(store.asked(db, plan.version), outcomes, store.nights(db, plan.version), told)
    now = standing(plan, outcomes, now_s)
    return Overview(
        plan=plan,
        standing=now,
        booths=tuple(_placed(booth, plan, now, known) for booth in booths),
        now_s=now_s,
        state=state_of(plan, now, outcomes, word),
        rings=tuple(counts_of(ring, plan, known) for ring in now.rings),
        may=may_say(plan, now, word),
    )


def _told(booth: BoothRelease, told: Mapping[str, ReleaseTold]) -> BoothRelease:
    newest = told.get(booth.kiosk_id)
    if newest is None:
        return booth
    refused = refusal_text(newest.refused) if newest.refused else None
    what = {"version": newest.version, "staged": newest.staged, "failed": newest.failed, "refused": refused}
    return msgspec.structs.replace(booth, **what)


def _placed(booth: BoothRelease, plan: Plan, now: Standing, known: Known) -> BoothRelease:
    """A booth that came after the plan was dealt goes with the last ring."""
    mine = [number for number, ring in enumerate(now.rings, 1) if booth.kiosk_id in ring.kiosks]
    ring = now.rings[mine[0] - 1] if mine else now.rings[-1] if now.rings else RingStanding(kiosks=())
    stage = stage_of(booth.kiosk_id, ring, plan, known)
    why = failure_text(known.outcomes[booth.kiosk_id].reason) if stage == "failed" else None
    gone = is_back(booth.kiosk_id, plan, known)
    return msgspec.structs.replace(booth, ring=mine[0] if mine else 0, stage=stage, why=why, back=gone)


def speak(db: Connection, written: Plan | None, act: str, *, by: str, now_s: float) -> Overview:
    """A person's word, into the audit first; how it stands then. Raises RemoteRequestError: nothing that it could mean
    now."""
    before = look_over(db, written, now_s)
    if before.plan is None or act not in before.may:
        raise RemoteRequestError(409, "rollout_moved")
    audit.note(db, actor=by, what=f"release_{act}", about=before.plan.version)
    store.steer(db, say(before.plan, act, by=by, now_s=now_s))
    return look_over(db, written, now_s)
