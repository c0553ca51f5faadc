"""Shell: one history: some booths, one hub, a seed. Everything that may happen does, then the weather clears.

Promised: a case that a booth gave a number for is at the hub exactly once, whole, readable by the hub; or the booth
holds it for a clerk, and only where its own disk lost it openly or the hub refuses it. Nothing else is ever sent.
"""

import contextlib
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from offline_cache.store import Store
from tests.faults.simulation.booth import Booth, Promised
from tests.faults.simulation.weather import PowerCut, Weather
from tests.offline_cache.intake_peer import IntakePeer

BOOTHS = 2
STEPS = 14
ROUNDS = 4
LONG_S = 400  # more than any back-off
SHARED_MEMORY = Path("/dev/shm")
STORM = {
    "request lost": 0.05,
    "reply lost": 0.08,
    "late": 0.05,
    "damaged": 0.05,
    "twice": 0.05,
    "500": 0.03,
    "401": 0.03,
    "portal": 0.05,
    "another's reply": 0.15,
    "forged": 0.06,
    "cut before": 0.03,
    "cut after": 0.05,
}
ACTIONS = {
    "resident": 8.0,
    "drain": 7.0,
    "cut": 1.0,
    "keep_image": 0.5,
    "restore_image": 0.3,
    "wrong_key": 0.3,
    "key_lost": 0.4,
    "full_disk": 0.5,
    "damage": 0.3,
    "clock_jumps": 0.8,
    "hub": 1.5,
}
CUT_AT_COMMIT = 0.01


@dataclass
class Hub(IntakePeer):
    """An intake with a life of its own: it forgets what it did not promise to keep, loses a key, refuses a case."""

    poisoned: set[str] = field(default_factory=set)

    def trouble(self, chance: Random, waiting: list[str]) -> None:
        """One of its bad moments. `waiting`: cases that no booth has a receipt for."""
        waiting = [case_id for case_id in waiting if case_id not in self.accepted]
        match chance.randrange(5):
            case 0:
                self.chunks.clear()  # a restart that lost what no receipt was given for
            case 1 if self.chunks:
                name = chance.choice(sorted(self.chunks))
                index = chance.choice(sorted(self.chunks[name]))
                self.chunks[name][index] = b"\0" + self.chunks[name][index][1:]
            case 2:
                self.pairs = self.pairs[1:] or self.pairs  # one of its two keys is lost
            case 3 if waiting:
                self.refused[chance.choice(waiting)] = "no"
            case 4 if waiting:
                self.poisoned.add(chance.choice(waiting))

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if method == "POST" and headers.get("idempotency-key") in self.poisoned:
            return 500, b"{}"
        return super().answer(method, target, headers, body)


def run(seed: int) -> list[str]:
    """What went wrong in this history; empty when nothing did."""
    chance = Random(seed)
    hub = Hub()
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        weather = Weather(hub, chance)
        booths = [Booth(f"xw-{n:03d}", Path(folder, f"xw-{n:03d}"), weather, chance) for n in range(1, BOOTHS + 1)]
        for booth in booths:
            booth.drain()
        weather.fates = STORM
        with _cuts_at_commits(chance):
            for _ in range(STEPS):
                _step(chance.choice(booths), hub, chance)
        weather.fates = {}
        wrong = [what for booth in booths for what in _end(booth, hub)]
        for booth in booths:
            booth.cache.close()
    return [*hub.problems, *wrong, *_twice(hub)]


def _step(booth: Booth, hub: Hub, chance: Random) -> None:
    action = chance.choices(list(ACTIONS), list(ACTIONS.values()))[0]
    if action == "hub":
        hub.trouble(chance, [case.case_id for case in booth.cache.pending()])
        return
    booth.survive(getattr(booth, action))
    booth.clock.advance(chance.choice((1, 30, LONG_S)))


def _end(booth: Booth, hub: Hub) -> list[str]:
    """Fine weather, time passes; then every promise is looked at."""
    for _ in range(ROUNDS):
        booth.clock.advance(LONG_S)
        booth.survive(booth.drain)
    dead = {case.case_id for case in booth.cache.dead()}
    waiting = {case.case_id for case in booth.cache.pending()}
    wrong = list(booth.wrong)
    for case_id, promise in booth.promised.items():
        if what := _judge(case_id, promise, hub, dead=dead, waiting=waiting):
            wrong.append(f"{booth.name} {case_id[-6:]}: {what}")
    drafts = {draft.case_id for draft in booth.cache.drafts()}
    wrong += [f"{case_id}: left, and still here" for case_id in booth.left & drafts if booth.image is None]
    sealed = {path.name for path in (booth.root / "sealed").iterdir()}
    wrong += [f"a file of nobody: {name[:8]}" for name in sealed - booth.cache.outbox.files() if not booth.lives]
    return wrong


def _judge(case_id: str, promise: Promised, hub: Hub, *, dead: set[str], waiting: set[str]) -> str:
    arrived = hub.accepted.get(case_id)
    if arrived is not None:
        forms = arrived.plaintexts
        if forms.get("form.json") != promise.form or forms.get("scan/1") != promise.scan:
            return "other words than the resident's"
        if arrived.manifest["provisional_number"] != promise.number:
            return "another number than the resident's"
        return "dead, though the hub has it" if case_id in dead else ""
    if promise.can_be_lost or (case_id in hub.refused and case_id in dead) or case_id in hub.poisoned & waiting:
        return ""
    return f"lost: {'dead' if case_id in dead else 'waiting' if case_id in waiting else 'gone'}"


def _twice(hub: Hub) -> list[str]:
    arrivals = Counter(hub.arrivals)
    contents = Counter(hashlib.sha256(case.plaintexts["form.json"]).hexdigest() for case in hub.accepted.values())
    wrong = [f"{case_id}: {times} times" for case_id, times in arrivals.items() if times > 1]
    return wrong + [f"one form as {times} cases" for times in contents.values() if times > 1]


@contextlib.contextmanager
def _cuts_at_commits(chance: Random) -> Iterator[None]:
    """The power may go right before or right after any commit."""
    real = Store.transaction

    @contextlib.contextmanager
    def transaction(self: Store) -> Iterator[None]:
        fate = chance.random()
        with real(self):
            yield
            if fate < CUT_AT_COMMIT:
                raise PowerCut
        if fate > 1 - CUT_AT_COMMIT:
            raise PowerCut

    Store.transaction = transaction  # type: ignore[method-assign]
    try:
        yield
    finally:
        Store.transaction = real  # type: ignore[method-assign]
