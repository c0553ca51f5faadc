"""Shell: three days without a network, then a hub that dies again and again while the booth's queue drains.

The real cache, lane and hub. Now and then a case lies on a damaged place of the disk."""

import base64
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from offline_cache import Cache, CaseCommitted, CaseDead, HubKey, Syncer, SyncEvent, SyncFailed, open_cache
from tests.cloud_seat.hub.running import RunningHub
from tests.journeys.archive import Archive

KIOSK, DEVICE_KEY = "PY-9001", bytes(range(32))
OUTAGE = timedelta(hours=72)
SCANS = 5
PRIORITIES = (0, 5, 10)
BLOCK_BYTES = 262_144


@dataclass
class Days:
    """The booth's clock: three days ago, then on with every case, and with the real one."""

    behind: timedelta = OUTAGE

    def __call__(self) -> datetime:
        return datetime.now(UTC) - self.behind


@dataclass
class Outage:
    """One booth and its hub. `scan_bytes`: of each of five scans."""

    folder: Path
    count: int
    scan_bytes: int
    poison_every: int
    clock: Days = field(default_factory=Days)
    order: list[str] = field(default_factory=list)
    poison: dict[str, str] = field(default_factory=dict)
    said: list[SyncEvent] = field(default_factory=list)
    cut_off: set[str] = field(default_factory=set)
    restarts: int = 0
    drained_s: float = 0.0

    def __post_init__(self) -> None:
        self.hub = RunningHub.start(self.folder / "hub")
        self._enrolled = self.hub.enrol(KIOSK)
        self.cache = self._open("cache")
        keys = self._lane(self.cache)
        keys.drain_once()
        keys.stop()
        self.hub.kill()

    def wait_it_out(self) -> None:
        """Three days of residents; some of their papers come to harm on the disk."""
        keys = self.cache.trust.load_hub_keys()
        for number in range(self.count):
            self.clock.behind = OUTAGE * (1 - number / self.count)
            case_id = self._submit(keys, PRIORITIES[number % len(PRIORITIES)])
            self.order.append(case_id)
            if number % self.poison_every == self.poison_every // 2:
                self._spoil(case_id)
        self.clock.behind = timedelta(0)

    def drain(self, *, kill_every_s: float, limit_s: float) -> None:
        """Until nothing waits; the hub is killed (SIGKILL) after so long a life with a receipt in it, again and again,
        and comes back."""
        self.hub.start_again()
        lane, started_s = self._lane(self.cache), time.monotonic()
        lane.start()
        seen, up_s = 0, started_s
        while (arrived := len(self.committed())) + len(self.dead()) < self.count:
            if time.monotonic() - started_s > limit_s:
                raise AssertionError(f"only {arrived} cases arrived in {limit_s:g} s")
            if arrived > seen and time.monotonic() - up_s >= kill_every_s:
                self.hub.kill()
                self.hub.start_again()
                seen, up_s = len(self.committed()), time.monotonic()
                self.restarts += 1
                lane.link_up()
            time.sleep(0.05)
        self.drained_s = time.monotonic() - started_s
        assert lane.stop(timeout_s=30)

    def arrived(self) -> list[str]:
        """Ids in the hub's books."""
        return [case["case_id"] for case in Archive(self.hub).cases_of(KIOSK)]

    def committed(self) -> list[str]:
        """In the order of their receipts."""
        return [event.case_id for event in self.said if isinstance(event, CaseCommitted)]

    def undisturbed(self) -> list[str]:
        """The same, without those that a dying hub cut off in the middle: at most one a death."""
        return [case_id for case_id in self.committed() if case_id not in self.cut_off]

    def dead(self) -> dict[str, str]:
        """What a clerk must look at, and why."""
        return {event.case_id: event.code for event in self.said if isinstance(event, CaseDead)}

    def table(self) -> str:
        """What was measured, with the rate beside a raw copy of as many bytes on loopback."""
        megabytes = self.count * SCANS * self.scan_bytes / 1e6
        raw_s = copied_s(self.count * SCANS * self.scan_bytes)
        rows = {
            "cases": self.count,
            "scans": f"{SCANS} x {self.scan_bytes / 1e3:g} kB",
            "hub killed": f"{self.restarts}, every {self.drained_s / (self.restarts + 1):.1f} s",
            "drained s": f"{self.drained_s:.1f}",
            "cases a second": f"{self.count / self.drained_s:.1f}",
            "MB a second": f"{megabytes / self.drained_s:.2f}",
            "share of a raw loopback copy": f"{raw_s / self.drained_s:.2%}",
        }
        return "\n".join(f"{name:32}{value}" for name, value in rows.items())

    def close(self) -> None:
        """Ends both."""
        self.cache.close()
        self.hub.kill()

    def _open(self, name: str) -> Cache:
        root_key = base64.b64decode(self._enrolled["root_key"])
        return open_cache(
            self.folder / name, device_key=DEVICE_KEY, kiosk_id=KIOSK, root_key=root_key, clock=self.clock
        )

    def _lane(self, cache: Cache) -> Syncer:
        return Syncer(cache, self.hub.url, self._enrolled["token"], publish=self._hear)

    def _hear(self, event: SyncEvent) -> None:
        self.said.append(event)
        if isinstance(event, SyncFailed):
            self.cut_off |= {case.case_id for case in self.cache.pending() if case.tries}

    def _submit(self, keys: tuple[HubKey, ...], priority: int) -> str:
        case_id = self.cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash="ab" * 32)
        self.cache.save_form(case_id, b"{}")
        for scan in range(SCANS):
            self.cache.add_part(case_id, f"scan/{scan}", "image/jpeg", secrets.token_bytes(self.scan_bytes))
        self.cache.submit(case_id, hub_keys=keys, submitted_at=self.clock(), clock_trusted=True, priority=priority)
        return case_id

    def _spoil(self, case_id: str) -> None:
        """The disk loses a scan, or gives back another one."""
        part = self.cache.outbox.parts(case_id)[-1]
        (path,) = (self.folder / "cache" / "sealed").rglob(part.sha256)
        if len(self.poison) % 2:
            path.unlink()
        else:
            path.write_bytes(bytes(part.size_bytes))
        self.poison[case_id] = part.sha256


def copied_s(size_bytes: int) -> float:
    """Seconds that as many bytes take through a loopback socket that reads and forgets."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        reader = threading.Thread(target=_forget, args=(server,))
        started_s = time.monotonic()
        reader.start()
        with socket.create_connection(server.getsockname(), timeout=10) as line:
            for _ in range(-(-size_bytes // BLOCK_BYTES)):
                line.sendall(bytes(BLOCK_BYTES))
        reader.join(60)
        return time.monotonic() - started_s


def _forget(server: socket.socket) -> None:
    with server.accept()[0] as line:
        line.settimeout(10)
        while line.recv(BLOCK_BYTES):
            pass
