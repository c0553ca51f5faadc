"""Shell: one booth of the simulation: the real cache in a folder, a clock, and what its residents were promised."""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from offline_cache import Cache, CacheError, KeyLostError, StorageFullError, Syncer, open_cache
from offline_cache.stick import export
from tests.faults.simulation.weather import PowerCut, Weather
from tests.offline_cache.intake_peer import TOKEN
from tests.offline_cache.kiosk_end import DEVICE_KEY, SETTINGS, Clock

ANOTHER_KEY = bytes(range(1, 33))


@dataclass
class Promised:
    """What a resident holds: the number, and what was written. `can_be_lost`: the disk itself lost it, openly."""

    number: str
    form: bytes
    scan: bytes
    can_be_lost: bool = False


@dataclass
class Booth:
    """`name`: the kiosk's id. Each action is one thing that happens to a booth."""

    name: str
    root: Path
    weather: Weather
    chance: Random
    clock: Clock = field(default_factory=Clock)
    promised: dict[str, Promised] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    image: Path | None = None
    lives: int = 0
    wrong: list[str] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cache = self._open()

    # --- what happens ---
    def resident(self) -> None:
        """A whole case; now and then two presses of the last button, or somebody who leaves."""
        form = f"{self.name} {self.clock.now} {self.chance.random()}".encode()
        scan = self.chance.randbytes(self.chance.choice((40, 400_000)))
        cache = self.cache
        case_id = cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash="ab" * 32)
        for name in ("scan/1", "scan/1"):
            cache.add_part(case_id, name, "image/jpeg", scan)
        cache.save_form(case_id, b"a first thought")
        cache.save_form(case_id, form)
        if self.chance.random() < 0.15:
            cache.discard(case_id)
            self.left.add(case_id)
            return
        priority = self.chance.randint(-1, 1)
        try:
            keys = cache.trust.load_hub_keys()
        except CacheError:
            return
        for _ in range(self.chance.randint(1, 2)):
            told = cache.submit(
                case_id, hub_keys=keys, submitted_at=self.clock(), clock_trusted=True, priority=priority
            )
            earlier = self.promised.setdefault(case_id, Promised(told.number, form, scan))
            if earlier.number != told.number:
                self.wrong.append(f"{case_id}: two numbers")
        if self.chance.random() < 0.1 and cache.discard(case_id):
            self.wrong.append(f"{case_id}: left after it was given away")

    def drain(self) -> None:
        """The lane runs until nothing is due."""
        syncer = Syncer(self.cache, "http://hub", f"{TOKEN}@{self.name}", publish=lambda _: None, settings=SETTINGS)
        syncer._client._session.mount("http://", self.weather)
        try:
            syncer.drain_once()
        finally:
            syncer.stop()

    def cut(self) -> None:
        """The power goes: the next life starts from what is on the disk."""
        self.lives += 1
        later = self.root.with_name(f"{self.name}-{self.lives}")
        shutil.copytree(self.root, later)
        self.cache.close()
        shutil.rmtree(self.root)
        self.root = later
        self.cache = self._open()
        for draft in self.cache.drafts():
            for part in self.cache.outbox.parts(draft.case_id):
                if part.sha256 not in self.damaged:
                    self.cache.read_part(draft.case_id, part.name)

    def keep_image(self) -> None:
        """Somebody copies the disk."""
        self.image = self.root.with_name(f"{self.name}-image")
        shutil.rmtree(self.image, ignore_errors=True)
        shutil.copytree(self.root, self.image)

    def restore_image(self) -> None:
        """The old copy is put back: what came after it is gone, openly, unless the hub has it."""
        if self.image is None:
            return
        self.cache.close()
        shutil.rmtree(self.root)
        shutil.copytree(self.image, self.root)
        self.cache = self._open()
        here = {case.case_id for case in self.cache.pending()}
        for case_id, promise in self.promised.items():
            promise.can_be_lost = promise.can_be_lost or case_id not in here

    def wrong_key(self) -> None:
        """A life with another device key: nothing is touched, and the right key opens it again."""
        self.cache.close()
        try:
            open_cache(self.root, device_key=ANOTHER_KEY, kiosk_id=self.name)
            self.wrong.append("another device key was taken")
        except KeyLostError:
            pass
        self.cache = self._open()

    def key_lost(self) -> None:
        """For good: what waits is carried to the hub on a stick, and the booth begins anew. Nothing else is lost."""
        self.cache.close()
        self.lives += 1
        stick = self.root.with_name(f"{self.name}-stick-{self.lives}")
        export(self.root, stick)
        for path in (stick / "waybills").glob("*.json"):
            status = self.weather.peer.carry(path)
            if status != 200 and path.stem in self.promised:
                self.promised[path.stem].can_be_lost = True  # the hub refuses it; a clerk has the stick
        self.root = self.root.with_name(f"{self.name}-{self.lives}")
        self.cache = self._open()

    def full_disk(self) -> None:
        """No page more: a resident's case fails with a clear error, and nothing that was promised is touched."""
        connection = self.cache._store._opened().conn
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        try:
            for _ in range(3):
                self.resident()
        except StorageFullError:
            pass
        finally:
            self.cache._store._opened().conn.execute("PRAGMA max_page_count=1073741823")

    def damage(self) -> None:
        """A bit of a sealed file turns over on the disk: that case may be lost, openly; it must not be sent."""
        files = sorted((self.root / "sealed").iterdir())
        if not files:
            return
        file = self.chance.choice(files)
        sealed = bytearray(file.read_bytes())
        sealed[self.chance.randrange(len(sealed))] ^= 1
        file.write_bytes(sealed)
        self.damaged.add(file.name)
        for case_id, promise in self.promised.items():  # a cut may come before the number is told
            if any(part.sha256 == file.name for part in self.cache.outbox.parts(case_id)):
                promise.can_be_lost = True

    def clock_jumps(self) -> None:
        """Years back or forward, as a flat battery makes it."""
        self.clock.advance(self.chance.choice((-3e7, -4000, 300, 4000, 3e7)))

    # --- how ---
    def survive(self, action: Callable[[], None]) -> None:
        """One action, if need be until the power goes."""
        try:
            action()
        except PowerCut:
            self.cut()

    def _open(self) -> Cache:
        """The next life; the power may go in the middle of its beginning, too."""
        while True:
            with contextlib.suppress(PowerCut), contextlib.ExitStack() as undo:
                cache = open_cache(self.root, device_key=DEVICE_KEY, kiosk_id=self.name, clock=self.clock)
                undo.callback(cache.close)
                cache.trust.pin_root_key(self.weather.peer.root_key)
                undo.pop_all()
                return cache
