"""Shell: a day of use in fast-forward: 10,000 leases over all devices at once, with random faults, cancels and cables
pulled. Every command ends, memory stays flat, nothing is left over, and all is well when the faults are over.
"""

import gc
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.camera.driver import TakePage
from devices.control import send_order
from devices.document_printer.driver import PrintDocument
from devices.id_card.driver import ReadCard
from devices.model import Completion, DeviceConfig, DeviceState
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.registry import Registry
from devices.scanner.driver import ReadCode
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth

ROOT = Path(__file__).resolve().parents[2]
LEASES = 10_000
WARM_SHARE = 0.2  # of the day: until then caches and pools may still grow
RSS_GROWTH_LIMIT = 0.05
QUICK = {"probe_s": "0.2", "answer_s": "0.2"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Pages/Count 1>>endobj\n"


@dataclass(frozen=True, slots=True)
class Use:
    """`program`: what `./xiaowu emulate` is told. `faults`: what its wire may do now and then. `ready`: orders before
    each use."""

    program: tuple[str, ...]
    options: dict[str, str]
    command: Callable[[], object]
    faults: tuple[str, ...]
    ready: tuple[dict[str, object], ...] = ()
    act: dict[str, object] | None = None


USES = (
    Use(
        ("id-card", "--pace", "0"),
        QUICK,
        ReadCard,
        ("mute", "noise", "bad_checksum", "cut"),
        ({"do": "remove"}, {"do": "insert"}),
    ),
    Use(
        ("receipt-printer",),
        QUICK,
        lambda: PrintReceipt(ReceiptBuilder().text("政务晓屋").cut().build()),
        ("mute", "offline", "cutter"),
    ),
    Use(("document-printer", "--page-s", "0.005"), QUICK, lambda: PrintDocument(PDF), ("mute", "garbage", "cut")),
    Use(("camera", "--role", "face"), {"probe_s": "0.2"}, TakePage, ("garbage",)),
    Use(("scanner",), {"probe_s": "0.2"}, ReadCode, ("noise", "cut", "mute"), act={"do": "scan", "text": "GZPY-1"}),
)


class Station:
    """One emulator in a process of its own, and its device in our registry."""

    def __init__(self, use: Use, stack: ExitStack, folder: Path) -> None:
        self.use = use
        links = ["--link", str(folder / use.program[0])] if use.program[0] in ("id-card", "scanner") else []
        command = [sys.executable, "-m", "devices.emulate", *use.program, *links, "--with-parent"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        stack.callback(process.wait, 10)
        stack.callback(process.terminate)
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        self.control = str(said["control"])
        self.role = str(said["role"])
        self.config = DeviceConfig(
            role=self.role, kind=said["kind"], address=said["address"], options={**said["options"], **use.options}
        )

    def order(self, action: dict[str, object]) -> None:
        rest = {key: value for key, value in action.items() if key != "do"}
        send_order(self.control, str(action["do"]), rest)

    def live(self, registry: Registry, leases: int, seed: int) -> Counter[str]:
        """So many leases, one after another; how they ended."""
        dice, ends = random.Random(seed), Counter[str]()
        for number in range(leases):
            ends[self._one(registry, number, dice).value] += 1
        return ends

    def _one(self, registry: Registry, number: int, dice: random.Random) -> Completion:
        for action in self.use.ready:
            self.order(action)
        trouble = dice.random()
        fault = dice.choice(self.use.faults) if trouble < 0.05 else None
        if fault:
            self.order({"do": "fault", "name": fault})
        waits = threading.Event()
        with registry.claim(self.role, owner=f"session-{number}") as lease:
            future = lease.run(self.use.command(), deadline_s=1.5, progress=lambda _: waits.set())
            if self.use.act is not None and waits.wait(1.5):
                self.order(self.use.act)
            if 0.05 <= trouble < 0.15:
                waits.wait(dice.random() * 0.02)
                lease.cancel()
            elif 0.15 <= trouble < 0.16:
                self.order({"do": "unplug"})
                self.order({"do": "replug"})
            completion = future.result(20).completion
        if fault:
            self.order({"do": "fault", "name": None})
        return completion


@pytest.fixture
def stations(tmp_path: Path) -> Iterator[list[Station]]:
    with ExitStack() as stack:
        yield [Station(use, stack, tmp_path) for use in USES]


def _rss_bytes() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _live_all(stations: list[Station], registry: Registry, leases: int, seed: int) -> dict[str, Counter[str]]:
    with ThreadPoolExecutor(len(stations)) as people:
        futures = {s.role: people.submit(s.live, registry, leases // len(stations), seed) for s in stations}
        return {role: future.result() for role, future in futures.items()}


@pytest.mark.deep
@pytest.mark.timeout(1500)
def test_ten_thousand_leases_leave_nothing_behind(stations: list[Station], expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices", "->")  # each loss is told once
    booth = Booth(*(station.config for station in stations))
    _live_all(stations, booth.registry, int(LEASES * WARM_SHARE), seed=1)
    before, files, threads = _rss_bytes(), _open_files(), threading.active_count()
    began_s = time.monotonic()
    ends = _live_all(stations, booth.registry, int(LEASES * (1 - WARM_SHARE)), seed=2)
    after = _rss_bytes()
    print(f"\n{time.monotonic() - began_s:.0f} s, memory {before / 1e6:.1f} -> {after / 1e6:.1f} MB", ends)
    for station in stations:
        booth.await_health(station.role, DeviceState.READY)
    assert all(end["success"] > LEASES // len(stations) // 2 for end in ends.values()), "too little was really done"
    assert after <= before * (1 + RSS_GROWTH_LIMIT)
    assert _open_files() <= files + len(stations)
    assert threading.active_count() <= threads
    booth.registry.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("device-")]
