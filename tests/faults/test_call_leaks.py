"""Shell: a long day of calls, compressed: a booth, the real hub, the seat bot. Nothing stays behind of any of them.

Eight hours of one-minute calls, but each ends as soon as both ends have seen the other: what could stay behind comes
with the beginning and the end of a call, not with its minutes.
"""

import asyncio
import ctypes
import gc
import os
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from statistics import median

import pytest

from cloud_seat.call.events import MediaFlowing
from cloud_seat.contract.signalling import CallRequested
from tests.cloud_seat.call.people import run, until
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.seat.programs import Booth, Bot, Scene, booth, bot

CALLS, LOOK_EVERY = 500, 50
LONGEST_S = 3600
REST_S = 1.0
"""Sockets of the last call close."""
GROWTH_MB = {"booth.rss_mb": 12.0, "booth.used_mb": 3.0, "hub.rss_mb": 12.0, "bot.rss_mb": 12.0}
"""From the first half of the day to the second, 250 calls: below what one leaked encoder or picture a call would be.
Single looks differ by more: threads take turns to hold and give back memory. `used` leaves out what the allocator keeps
for each thread: 12 kB a call."""
COUNTED = (
    *(f"booth.{what}" for what in ("files", "threads", "tasks", "objects")),
    *(f"{program}.{what}" for program in ("hub", "bot") for what in ("files", "threads")),
)
OF_A_CALL = (
    "RTCPeerConnection",
    "RTCRtpSender",
    "RTCRtpReceiver",
    "RTCIceTransport",
    "_CameraTrack",
    "_MicrophoneTrack",
)


@dataclass(frozen=True)
class Look:
    """What the process holds now."""

    calls: int
    rss_mb: float
    used_mb: float
    files: int
    threads: int
    tasks: int
    objects: int


def look(calls: int) -> Look:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is used counts, not what is kept back
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    kept = sum(type(thing).__name__ in OF_A_CALL for thing in gc.get_objects())
    return Look(
        calls=calls,
        rss_mb=pages * os.sysconf("SC_PAGESIZE") / 2**20,
        used_mb=_used_bytes() / 2**20,
        files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate()),  # a pool that fills
        tasks=len(asyncio.all_tasks()),
        objects=kept,
    )


class _Allocator(ctypes.Structure):
    """mallinfo2(3)."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in (*"abcd", "mapped", *"fg", "used", *"ij"))


def _used_bytes() -> int:
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = _Allocator
    allocator = library.mallinfo2()
    return int(allocator.used + allocator.mapped)


@dataclass(frozen=True)
class Program:
    """What another process holds now, as Linux tells."""

    rss_mb: float
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> "Program":
        place = Path(f"/proc/{pid}")
        pages = int((place / "statm").read_text().split()[1])
        held = [sum(1 for _ in (place / what).iterdir()) for what in ("fd", "task")]
        return cls(pages * os.sysconf("SC_PAGESIZE") / 2**20, *held)


@dataclass(frozen=True)
class Hour:
    """All three, at rest between two calls."""

    booth: Look
    hub: Program
    bot: Program


async def one_call(scene: Scene, kiosk: Booth, seat: Bot) -> None:
    """Both see each other, then the resident hangs up, and the official is ready for the next."""
    asked = CallRequested(call_id=str(uuid.uuid4()), case_id=str(uuid.uuid4()), item_id=scene.item_id)
    kiosk.engine.request(asked)
    await kiosk.happened(MediaFlowing)
    await seat.wait_for("media_flowing")
    await until(lambda: kiosk.engine.stats().frames_shown > 2)
    kiosk.engine.hang_up()
    ended = await seat.wait_for("ended")
    assert (ended["reason"], ended["frames_decoded"] > 0) == ("resident", True)
    await seat.wait_for("ready")
    await until(lambda: kiosk.engine.is_at_rest)
    for heard in (kiosk.calls, kiosk.messages, kiosk.links, seat.lines):
        heard.clear()


async def work(scene: Scene, keep: Callable[[Hour], None]) -> None:
    """The whole day."""
    assert scene.hub.process
    with bot(scene, "--after", "0", "--for", str(LONGEST_S)) as seat:
        await seat.wait_for("ready")
        seat.lines.clear()
        async with booth(scene) as kiosk:
            for number in range(1, CALLS + 1):
                await one_call(scene, kiosk, seat)
                if number % LOOK_EVERY == 0:
                    await asyncio.sleep(REST_S)
                    keep(Hour(look(number), *(Program.of(one.pid) for one in (scene.hub.process, seat.process))))
        assert seat.finish() == 0
        assert seat.lines[-1]["calls"] == CALLS


@pytest.mark.deep
@pytest.mark.timeout(LONGEST_S)
def test_five_hundred_calls_leave_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hours: list[Hour] = []

    def keep(hour: Hour) -> None:
        hours.append(hour)
        with capsys.disabled():
            print(hour, flush=True)

    with RunningHub.start(tmp_path) as hub:
        user = hub.add_seat("7001", rights=("item-7001",))
        run(work(Scene(hub, "item-7001", "PY-7001", hub.enrol("PY-7001")["token"], user), keep))
    early, late = hours[: len(hours) // 2], hours[len(hours) // 2 :]
    for held in COUNTED:
        of = attrgetter(held)
        assert max(map(of, late)) <= max(map(of, early)), (held, hours)
    for megabytes, most_mb in GROWTH_MB.items():
        of = attrgetter(megabytes)
        assert median(map(of, late)) - median(map(of, early)) < most_mb, (megabytes, hours)
