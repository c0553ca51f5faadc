"""Shell: the kiosk's end of the tests: a clock moved by hand, a cache that opens again, an ordinary case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from offline_cache import Cache, CaseCommitted, HubKey, Provisional, Syncer, SyncEvent, SyncSettings, open_cache
from tests.offline_cache.intake_peer import KIOSK, TOKEN, IntakePeer

DEVICE_KEY = bytes(range(32))
MARKER = "测试张长寿一八九九"
SETTINGS = SyncSettings(connect_timeout_s=2, read_timeout_s=5)


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Kiosk:
    """One booth: its folder, its clock, its cache, and the events that its lane published."""

    root: Path
    peer: IntakePeer
    clock: Clock = field(default_factory=Clock)
    events: list[SyncEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cache = self._open()

    def reopen(self) -> Cache:
        self.cache.close()
        self.cache = self._open()
        return self.cache

    def syncer(
        self, publish: Callable[[SyncEvent], None] | None = None, *, settings: SyncSettings = SETTINGS
    ) -> Syncer:
        return Syncer(self.cache, self.peer.url, TOKEN, publish=publish or self.events.append, settings=settings)

    def drain(self) -> int:
        syncer = self.syncer()
        try:
            return syncer.drain_once()
        finally:
            syncer.stop()

    def hub_keys(self) -> tuple[HubKey, ...]:
        self.cache.trust.store_key_list(self.peer.key_list())
        return self.cache.trust.load_hub_keys()

    def draft(self, scan: bytes = b"scan " + MARKER.encode()) -> str:
        case_id = self.cache.open_draft(
            item_id="longevity-allowance", form_id="longevity-allowance", form_version=1, form_hash="ab" * 32
        )
        self.cache.save_form(case_id, f'{{"name": "{MARKER}"}}'.encode())
        self.cache.add_part(case_id, "material/hukou/1", "image/jpeg", scan)
        return case_id

    def submit(self, case_id: str, *, priority: int = 0) -> Provisional:
        return self.cache.submit(
            case_id, hub_keys=self.hub_keys(), submitted_at=self.clock(), clock_trusted=True, priority=priority
        )

    def leave(self, case_id: str) -> bool:
        return self.cache.discard(case_id)

    def submitted(self, *, priority: int = 0) -> str:
        case_id = self.draft()
        self.submit(case_id, priority=priority)
        return case_id

    def committed(self) -> list[str]:
        return [event.case_id for event in self.events if isinstance(event, CaseCommitted)]

    def _open(self) -> Cache:
        return open_cache(
            self.root, device_key=DEVICE_KEY, kiosk_id=KIOSK, clock=self.clock, root_key=self.peer.root_key
        )
